"""Events: what the learner did, append-only, each a value with its identity.

Annotations are evaluated: as strings, each would be compiled when a named tuple is defined.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from studycards.cards import CardId
from studycards.cards.asking import Verdict
from studycards.scheduling.states import Phase, Plan, Rating

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class EventId(NamedTuple):
    """The identity of an event; events are ordered by it."""

    at: int
    """Milliseconds since 1970 UTC; unique on the device."""
    device: str


class ActionKind(StrEnum):
    """Kinds of events other than reviews. An unknown kind is kept and has no effect."""

    UNDO = "undo"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    FLAG = "flag"
    UNFLAG = "unflag"
    RULES = "rules"
    """Payload: the scheduling rules that changed, by name."""
    MEMORY = "memory"
    """Payload: the new `stability` and `difficulty` of the cards."""
    DUE = "due"
    """Payload: the study `day` on which the cards are due."""


class Response(NamedTuple):
    """The learner's response before rating."""

    answer: str | None = None
    """None when nothing was given."""
    verdict: Verdict | None = None
    """The verdict on the answer; None if only the learner can judge."""
    overruled: bool = False
    """Whether the learner overruled the verdict: the answer was right."""
    tries: int = 0
    """Test runs of an exercise."""
    hints: int = 0
    """Hints taken."""
    confidence: int | None = None
    """How sure the learner was before the answer was shown: 1 guessing, 2 fairly, 3 certain."""


NO_RESPONSE = Response()


class Review(NamedTuple):
    """One answer."""

    device: str
    at: int
    """Milliseconds since 1970 UTC."""
    utc_offset_min: int
    """Minutes east of UTC where the learner was."""
    card_id: CardId
    rating: Rating
    taken_ms: int
    """From question to rating."""
    phase: Phase | Literal["new"]
    """Phase of the card before the answer."""
    last_interval: int
    """Planned days before the answer; 0 for a new card and for steps within a day."""
    previous_at: int | None = None
    """Milliseconds since 1970 UTC: the previous answer, or the memory set since, from which days are
    counted, as far as the device knew; None for a new card, or if unknown."""
    previous_reviews: int | None = None
    """Number of earlier answers to the card known to the device; None if unknown."""
    led_to: Plan | None = None
    """The outcome promised to the learner; None if unknown: then it is computed."""
    response: Response = NO_RESPONSE
    extra: Mapping[str, Any] = _NOTHING
    """Fields from a later version."""

    @property
    def id(self) -> EventId:
        """The identity of the event."""
        return EventId(self.at, self.device)

    @property
    def moment(self) -> datetime:
        """The time of the event, with the learner's UTC offset."""
        return from_ms(self.at, self.utc_offset_min)


class Action(NamedTuple):
    """Anything the learner did besides answering; may concern many cards."""

    device: str
    at: int
    """Milliseconds since 1970 UTC."""
    utc_offset_min: int
    """Minutes east of UTC where the learner was."""
    kind: str
    """An `ActionKind`, or a kind from a later version."""
    cards: tuple[CardId, ...] = ()
    """A set: sorted, each once."""
    undoes: EventId | None = None
    """The event that an undo cancels, which may arrive after it."""
    payload: Mapping[str, Any] = _NOTHING
    """JSON values, depending on the kind."""
    extra: Mapping[str, Any] = _NOTHING
    """Fields from a later version."""

    @property
    def id(self) -> EventId:
        """The identity of the event."""
        return EventId(self.at, self.device)

    @property
    def moment(self) -> datetime:
        """The time of the event, with the learner's UTC offset."""
        return from_ms(self.at, self.utc_offset_min)


Event = Review | Action


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC, rounded down."""
    return (moment - _EPOCH) // _MS


def offset_minutes(moment: datetime) -> int:
    """Minutes east of UTC of an aware datetime."""
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)


def from_ms(ms: int, offset_min: int) -> datetime:
    """The inverse of `to_ms` and `offset_minutes`."""
    moment = datetime.fromtimestamp(ms // 1000, _zone(offset_min))
    return moment.replace(microsecond=ms % 1000 * 1000) if ms % 1000 else moment


@cache
def _zone(offset_min: int) -> timezone:
    return timezone(timedelta(minutes=offset_min))
