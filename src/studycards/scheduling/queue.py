"""Which cards a review session asks, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_T = TypeVar("_T")


class Candidate(NamedTuple):
    """A card that may be asked."""

    card_id: str
    note_id: str
    requires: tuple[str, ...] = ()
    """Ids of notes to learn first."""


def one_per_note(
    candidates: Iterable[Candidate], met: set[str], limit: int, *, bury: bool
) -> list[Candidate]:
    """The first `limit` candidates, leaving out siblings of notes already met.

    Args:
        candidates: In the order in which they should be asked.
        met: Notes with a card asked today; the chosen ones are added.
        limit: How many to choose.
        bury: Whether siblings wait for another day.
    """
    chosen: list[Candidate] = []
    if limit <= 0:
        return chosen
    for candidate in candidates:
        if bury and candidate.note_id in met:
            continue
        met.add(candidate.note_id)
        chosen.append(candidate)
        if len(chosen) == limit:
            break
    return chosen


def requirements_first(
    candidates: Iterable[Candidate], unmet: Callable[[str], Candidate | None]
) -> Iterable[Candidate]:
    """New cards in the given order, each after the new cards it requires.

    Args:
        candidates: New cards in the order of their decks.
        unmet: The first new card of a note, or None if the note was met already, is not part
            of this session or does not exist. A cycle of requirements is cut where it closes.
    """
    given: set[str] = set()
    for candidate in candidates:
        waiting = [candidate]
        opened: set[str] = set()
        while waiting:
            card = waiting[-1]
            if card.card_id in given:
                waiting.pop()
                continue
            missing = (
                [] if card.card_id in opened else [unmet(note_id) for note_id in card.requires]
            )
            opened.add(card.card_id)
            before = [c for c in missing if c and c.card_id not in given | opened]
            if before:
                waiting.extend(reversed(before))
            else:
                given.add(card.card_id)
                waiting.pop()
                yield card


def interleave(first: Sequence[_T], second: Sequence[_T]) -> list[_T]:
    """Two sequences, interleaved evenly, each in its own order.

    The k-th of n items is placed at k/(n + 1) of the length; on a tie that of `first` goes first.
    """
    placed = [
        ((index + 1) * (len(other) + 1), side, index, item)
        for side, (items, other) in enumerate(((first, second), (second, first)))
        for index, item in enumerate(items)
    ]
    return [item for *_, item in sorted(placed, key=lambda entry: entry[:3])]
