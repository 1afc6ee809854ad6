"""Rules that look at all notes together: duplicates, requirements, tags."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from studycards.cards.comparing import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from studycards.cards.fields import Fields

SIMILAR = 0.85
"""Share of equal characters (difflib) from which two questions are near-duplicates."""

SAME = 0.98
"""The same where the answers differ: exercises of one form are no duplicates."""

_RAREST_WORDS = 5
"""Near-duplicates share one of their rarest words: only such pairs are compared."""

_COMMON = 50
"""Notes with one word: more say nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note and where it is written."""

    path: str
    line: int
    id: str
    fields: Fields
    deck_tags: tuple[str, ...]


def asked(fields: Fields) -> str:
    """What makes two notes the same question: all that is shown before the answer."""
    parts = [fields.get(name, "") for name in ("question", "text", "code")]
    return normal(" ".join(part for part in parts if part))


def _answer(fields: Fields) -> str:
    answer = fields.get("answer", fields.get("solution", fields.get("unicode", "")))
    return normal(answer if isinstance(answer, str) else repr(answer))


def near_duplicates(notes: Sequence[Written]) -> Iterator[tuple[Written, Written]]:
    """Pairs of notes that ask nearly the same, the later one first."""
    texts = [asked(note.fields) for note in notes]
    words = [set(re.findall(r"\w+", text)) for text in texts]
    frequency = Counter(word for found in words for word in found)
    holders: dict[str, list[int]] = defaultdict(list)
    matcher = SequenceMatcher(autojunk=False)
    for later, found in enumerate(words):
        rarest = sorted(found, key=lambda word: (frequency[word], word))[:_RAREST_WORDS]
        matcher.set_seq2(texts[later])
        earlier_ones = {n for word in rarest for n in holders[word][-_COMMON:]}
        for earlier in sorted(earlier_ones):
            if len(found & words[earlier]) < 0.5 * max(len(found), len(words[earlier])):
                continue
            matcher.set_seq1(texts[earlier])
            same_answer = _answer(notes[later].fields) == _answer(notes[earlier].fields)
            least = SIMILAR if same_answer else SAME
            if matcher.quick_ratio() >= least and matcher.ratio() >= least:
                yield notes[later], notes[earlier]
        for word in rarest:
            holders[word].append(later)


def dead_requirements(
    notes: Sequence[Written], known: Mapping[str, object]
) -> Iterator[tuple[Written, str]]:
    """Notes with a requirement that is no note of the collection."""
    for note in notes:
        for required in note.fields.get("requires", ()):
            if required not in known:
                yield note, required


def circles(notes: Sequence[Written]) -> Iterator[tuple[Written, list[str]]]:
    """Each circle of requirements once, at the note where it closes."""
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


def unknown_tags(notes: Sequence[Written]) -> Iterator[tuple[Written, str, str]]:
    """Tags of a single note that look like a slip for a tag that several have."""
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
