"""Rules across notes: near-duplicates, requirements, tags."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from studycards.cards import kind_of
from studycards.cards.comparing import normalized
from studycards.cards.notes import asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studycards.cards.fields import Fields

SIMILAR = 0.85
"""Share of equal characters (difflib) from which two questions are near-duplicates."""

SAME = 0.98
"""The same if the answers differ: exercises of one form are not duplicates."""

_RAREST_WORDS = 5
"""Near-duplicates share one of their rarest words: only such pairs are compared."""

_COMMON = 50
"""Of the earlier notes with one of these words, only so many are compared: the last ones."""


@dataclass(frozen=True, slots=True)
class LocatedNote:
    """A note with its location."""

    path: str
    line: int
    id: str
    fields: Fields
    deck_tags: tuple[str, ...]


def near_duplicates(
    notes: Sequence[LocatedNote], everything: Sequence[LocatedNote]
) -> Iterator[tuple[LocatedNote, LocatedNote]]:
    """Some notes, each with a near-duplicate in the collection; each pair comes once.

    Args:
        notes: The notes to find near-duplicates of.
        everything: All notes of the collection, these included.
    """
    ours = {id(note) for note in notes}
    wanted = {index for index, note in enumerate(everything) if id(note) in ours}
    texts = [_text(note.fields) for note in everything]
    words = [set(re.findall(r"\w+", text)) for text in texts]
    matcher = SequenceMatcher(autojunk=False)
    for later, earlier in _pairs_with_a_rare_word(words, wanted):
        if len(words[later] & words[earlier]) < 0.5 * max(len(words[later]), len(words[earlier])):
            continue
        one, other = everything[later], everything[earlier]
        matcher.set_seq2(texts[later])
        matcher.set_seq1(texts[earlier])
        minimum = SIMILAR if _answer(one.fields) == _answer(other.fields) else SAME
        if matcher.quick_ratio() >= minimum and matcher.ratio() >= minimum:
            yield (one, other) if later in wanted else (other, one)


def _pairs_with_a_rare_word(
    words: Sequence[set[str]], wanted: set[int]
) -> Iterator[tuple[int, int]]:
    """Indexes of notes that share one of their rarest words, one of each pair wanted."""
    frequency = Counter(word for found in words for word in found)
    holders: dict[str, list[int]] = defaultdict(list)
    for later, found in enumerate(words):
        rarest = sorted(found, key=lambda word: (frequency[word], word))[:_RAREST_WORDS]
        earlier = {index for word in rarest for index in holders[word][-_COMMON:]}
        for index in sorted(earlier if later in wanted else earlier & wanted):
            yield later, index
        for word in rarest:
            holders[word].append(later)


def _text(fields: Fields) -> str:
    """The whole question, normalized for comparison."""
    return normalized(" ".join(asked(fields)))


def _answer(fields: Fields) -> str:
    answer = kind_of(fields).answer(fields)
    return normalized(answer if isinstance(answer, str) else repr(answer))


def dead_requirements(
    notes: Sequence[LocatedNote], known: Mapping[str, object]
) -> Iterator[tuple[LocatedNote, str]]:
    """Notes with a requirement that does not exist in the collection."""
    for note in notes:
        for required in note.fields.get("requires", ()):
            if required not in known:
                yield note, required


def requirement_cycles(notes: Sequence[LocatedNote]) -> Iterator[tuple[LocatedNote, list[str]]]:
    """Each cycle of requirements once, at the note where it closes."""
    requires = {note.id: note.fields.get("requires", []) for note in notes}
    by_id = {note.id: note for note in notes}
    done: set[str] = set()
    for start, first in requires.items():
        waiting = [] if start in done else [(start, iter(first))]
        path = [start] if waiting else []
        while waiting:
            current, rest = waiting[-1]
            required = next(rest, None)
            if required is None:
                done.add(current)
                waiting.pop()
                path.pop()
            elif required in path:
                yield by_id[current], [*path[path.index(required) :], required]
            elif required in requires and required not in done:
                waiting.append((required, iter(requires[required])))
                path.append(required)


def unknown_tags(notes: Sequence[LocatedNote]) -> Iterator[tuple[LocatedNote, str, str]]:
    """Tags of a single note that look like a misspelling of a tag that several have."""
    frequency = Counter(
        tag for note in notes for tag in {*note.deck_tags, *note.fields.get("tags", ())}
    )
    common = [tag for tag, notes_with in frequency.items() if notes_with > 1]
    for note in notes:
        for tag in note.fields.get("tags", ()):
            if frequency[tag] == 1:
                for other in common:
                    if SequenceMatcher(None, tag, other).ratio() >= SIMILAR:
                        yield note, tag, other
