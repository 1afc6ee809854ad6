"""What the learner does: events that are only ever added."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from studycards.cards import CardId
    from studycards.cards.asking import Verdict
    from studycards.scheduling.states import Phase, Rating


class ActionKind(StrEnum):
    """What is not a review. A kind that is not known here is kept and has no effect."""

    UNDO = "undo"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    FLAG = "flag"
    UNFLAG = "unflag"


class Given(NamedTuple):
    """What the learner gave before rating."""

    answer: str | None = None
    """None when nothing was given."""
    verdict: Verdict | None = None
    """What we made of it; None where only the learner can tell."""
    overruled: bool = False
    """Whether the learner found the verdict wrong and said that the answer was right."""
    tries: int = 0
    """Runs of the tests of an exercise."""
    hints: int = 0
    """Hints taken."""
    confidence: int | None = None
    """How sure the learner was before the answer was shown: 1 guessing, 2 fairly, 3 certain."""


NOTHING_GIVEN = Given()


class Review(NamedTuple):
    """One answer."""

    card_id: CardId
    rating: Rating
    reviewed_at: datetime
    """With the learner's UTC offset; to the millisecond."""
    taken_ms: int
    """From question to rating."""
    phase: Phase | Literal["new"]
    """Of the card before the answer."""
    last_interval: int
    """Planned days before the answer; 0 for a new card and for steps within a day."""
    given: Given = NOTHING_GIVEN


class Undone(NamedTuple):
    """What an undo took back."""

    kind: Literal["review"] | ActionKind
    card_id: CardId
    at: datetime


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC, rounded down."""
    return int(moment.timestamp() * 1000)


def offset_minutes(moment: datetime) -> int:
    """Minutes east of UTC of an aware datetime."""
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)


def from_ms(ms: int, offset_min: int) -> datetime:
    """The inverse of `to_ms` and `offset_minutes`."""
    zone = timezone(timedelta(minutes=offset_min))
    return datetime.fromtimestamp(ms // 1000, zone) + timedelta(milliseconds=ms % 1000)
