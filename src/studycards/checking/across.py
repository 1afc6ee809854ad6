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

_LONGEST = 100
"""Characters up to which questions are compared letter by letter, longer ones word by word: the
time goes with the square."""

_MOST_WORDS = 100
"""Words of a question that are compared."""

_LONGEST_CYCLE = 12
"""Notes of a cycle that are all named."""

_LONGEST_TAG = 60
"""Characters of a tag that may be misspelled; what is longer is no name."""

_RAREST_WORDS = 5
"""Near-duplicates share one of their rarest words: only such pairs are compared."""

_COMMON = 50
"""Of the earlier notes with one of these words, only so many are compared: the last ones."""

_MOST_COMPARED = 5
"""Notes that a note is compared with: those that share the most of its rarest words."""


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
    for later, earlier in _pairs_with_a_rare_word(words, wanted):
        if len(words[later] & words[earlier]) < 0.5 * max(len(words[later]), len(words[earlier])):
            continue
        one, other = everything[later], everything[earlier]
        minimum = SIMILAR if _answer(one.fields) == _answer(other.fields) else SAME
        if _are_alike(texts[earlier], texts[later], minimum):
            yield (one, other) if later in wanted else (other, one)


def _pairs_with_a_rare_word(
    words: Sequence[set[str]], wanted: set[int]
) -> Iterator[tuple[int, int]]:
    """Indexes of notes that share one of their rarest words, one of each pair wanted."""
    frequency = Counter(word for found in words for word in found)
    holders: dict[str, list[int]] = defaultdict(list)
    for later, found in enumerate(words):
        rarest = sorted(found, key=lambda word: (frequency[word], word))[:_RAREST_WORDS]
        shared = Counter(index for word in rarest for index in holders[word][-_COMMON:])
        if later not in wanted:
            shared = Counter({index: shared[index] for index in shared.keys() & wanted})
        most = sorted(shared, key=lambda index: (-shared[index], -index))[:_MOST_COMPARED]
        for index in sorted(most):
            yield later, index
        for word in rarest:
            holders[word].append(later)


def _are_alike(one: str, other: str, minimum: float) -> bool:
    """Whether the share of equal characters, or words of long texts, is at least a minimum."""
    if one == other:
        return True
    if max(len(one), len(other)) > _LONGEST:
        ours, theirs = (t.split(maxsplit=_MOST_WORDS)[:_MOST_WORDS] for t in (one, other))
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    else:
        matcher = SequenceMatcher(None, one, other, autojunk=False)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(bound() >= minimum for bound in bounds)


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
    """Cycles of requirements, at most one at each note, where it closes; a long one is cut."""
    by_id = {note.id: note for note in notes}
    done: set[str] = set()
    told: set[str] = set()
    for start, first in by_id.items():
        path: list[str] = []
        """The notes from the first one to the current one, each required by the one before."""
        waiting = [] if start in done else [(start, _required(first))]
        places: dict[str, int] = {}
        while waiting:
            current, rest = waiting[-1]
            if current not in places:
                places[current] = len(path)
                path.append(current)
            required = next(rest, None)
            if required is None:
                done.add(current)
                waiting.pop()
                del places[path.pop()]
            elif required in places:
                if current not in told:
                    told.add(current)
                    yield by_id[current], _cycle(path, places[required])
            elif required in by_id and required not in done:
                waiting.append((required, _required(by_id[required])))


def _required(note: LocatedNote) -> Iterator[str]:
    return iter(note.fields.get("requires", ()))


def _cycle(path: Sequence[str], start: int) -> list[str]:
    """The end of a path that leads back to its start; only the ends of a long one."""
    if len(path) - start <= _LONGEST_CYCLE:
        return [*path[start:], path[start]]
    return [*path[start : start + 3], "…", *path[-3:], path[start]]


def unknown_tags(notes: Sequence[LocatedNote]) -> Iterator[tuple[LocatedNote, str, str]]:
    """Tags of a single note that look like a misspelling of a tag that several have."""
    frequency = Counter(
        tag for note in notes for tag in {*note.deck_tags, *note.fields.get("tags", ())}
    )
    common: dict[str, list[str]] = defaultdict(list)
    """The tags of several notes by what is left of them without one of their letters."""
    for tag, notes_with in frequency.items():
        if notes_with > 1:
            for left in _without_a_letter(tag):
                common[left].append(tag)
    for note in notes:
        for tag in note.fields.get("tags", ()):
            if frequency[tag] == 1:
                near = (o for left in _without_a_letter(tag) for o in common.get(left, ()))
                other = next((o for o in near if _are_alike(tag, o, SIMILAR)), None)
                if other is not None:
                    yield note, tag, other


def _without_a_letter(tag: str) -> list[str]:
    """A tag, and the tag without each of its letters: those of a tag with one slip overlap."""
    if len(tag) > _LONGEST_TAG:
        return []
    return [tag, *dict.fromkeys(tag[:n] + tag[n + 1 :] for n in range(len(tag)))]
