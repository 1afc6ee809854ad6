"""Events: what the learner did, append-only, each a value with its identity.

`to_line` and `from_line` define the exchange format: one JSON object per line, version 1,
described in docs/history.md. Unknown kinds and fields are preserved.

Annotations are evaluated: as strings, each would be compiled when a named tuple is defined.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from math import isinf
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from studycards.cards import CardId
from studycards.cards.asking import Verdict
from studycards.errors import EventError
from studycards.scheduling.states import Phase, Plan, Rating

VERSION = 1
"""Version of the JSON format: raised when an older reader would misread it."""

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
    """Time from which the days are counted, as far as the device knew: the previous answer, in ms."""
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


def to_line(event: Event) -> str:
    """An event as one line of JSON, without fields that have their default."""
    kind = "review" if isinstance(event, Review) else event.kind
    head = {"v": VERSION, "kind": kind, "device": event.device, "at": event.at}
    fields = _review_fields(event) if isinstance(event, Review) else _action_fields(event)
    value = head | {"utc_offset_min": event.utc_offset_min} | fields
    for name, left in event.extra.items():
        value[name] = left | value[name] if isinstance(value.get(name), dict) else left
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _review_fields(review: Review) -> dict[str, Any]:
    fields = {
        "card_id": review.card_id,
        "rating": int(review.rating),
        "taken_ms": review.taken_ms,
        "phase": str(review.phase),
        "last_interval": review.last_interval,
    }
    optional = {
        "previous_at": review.previous_at,
        "previous_reviews": review.previous_reviews,
        "led_to": _plan_value(review.led_to) if review.led_to else None,
    }
    fields |= {name: value for name, value in optional.items() if value is not None}
    return fields | {
        name: value
        for name, value, default in zip(Response._fields, review.response, NO_RESPONSE, strict=True)
        if value != default
    }


def _action_fields(action: Action) -> dict[str, Any]:
    fields: dict[str, Any] = {"cards": action.cards} if action.cards else {}
    if action.undoes:
        fields["undoes"] = {"device": action.undoes.device, "at": action.undoes.at}
    return fields | ({"payload": dict(action.payload)} if action.payload else {})


def _plan_value(plan: Plan) -> dict[str, Any]:
    within_day = isinstance(plan.due, datetime)
    value = {
        "phase": str(plan.phase),
        "step": plan.step,
        "days": plan.days,
        "seconds": plan.seconds,
        "due_at": to_ms(plan.due) if isinstance(plan.due, datetime) else None,
        "due_day": None if within_day else plan.due.isoformat(),
    }
    return {name: item for name, item in value.items() if item is not None}


def from_line(line: str) -> Event:
    """The event in a line of JSON.

    Raises:
        EventError: The line is not an event, or has an unknown version; says why.
    """
    try:
        value = json.loads(line, parse_constant=_refuse, parse_float=_finite)
        if "\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate cannot be stored
    except (ValueError, RecursionError) as error:
        raise EventError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise EventError("not a JSON object")
    fields = _Fields(value)
    if fields.take("v", _whole(1)) != VERSION:
        raise EventError(f"unknown version {value['v']}")
    kind = fields.take("kind", _text)
    head = (
        fields.take("device", _text),
        fields.take("at", _moment),
        fields.take("utc_offset_min", _whole(-1439, 1439)),
    )
    return _review(head, fields) if kind == "review" else _action(head, kind, fields)


_REQUIRED = object()
_LATEST = 221_845_392_000_000
"""The start of the year 9000: an interval later there are still dates."""

_DEEPEST = 50
"""Values within values, in what a version does not know."""


class _Fields:
    """The fields of a JSON object, taken one by one; the rest is from a later version."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.left = dict(value)

    def take(self, name: str, read: Callable[[Any], Any], default: Any = _REQUIRED) -> Any:
        if name not in self.left:
            if default is _REQUIRED:
                raise EventError(f"'{name}' is missing")
            return default
        value = self.left.pop(name)
        try:
            found = read(value)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise EventError(f"'{name}' cannot be {json.dumps(value)[:80]}") from error
        if isinstance(value, dict) and name in _PARTS and (left := _without(value, _PARTS[name])):
            self.left[name] = left
        return found

    def take_known(self, name: str, names: type[Verdict]) -> Verdict | None:
        """One of some names; another is left for the version that knows it."""
        value = self.left.get(name)
        if isinstance(value, str) and value not in [*names]:
            return None
        known: Verdict | None = self.take(name, names, None)
        return known

    @property
    def extra(self) -> Mapping[str, Any]:
        """What a version does not know."""
        _check_depth(self.left)
        return self.left


def _review(head: tuple[str, int, int], fields: _Fields) -> Review:
    review = Review(
        *head,
        card_id=fields.take("card_id", _text),
        rating=Rating(fields.take("rating", _whole(1, 4))),
        taken_ms=fields.take("taken_ms", _whole()),
        phase=fields.take("phase", lambda value: "new" if value == "new" else Phase(value)),
        last_interval=fields.take("last_interval", _whole()),
        previous_at=fields.take("previous_at", _moment, None),
        previous_reviews=fields.take("previous_reviews", _whole(), None),
        led_to=fields.take("led_to", _plan, None),
        response=Response(
            answer=fields.take("answer", _string, None),
            verdict=fields.take_known("verdict", Verdict),
            overruled=fields.take("overruled", _switch, default=False),
            tries=fields.take("tries", _whole(), 0),
            hints=fields.take("hints", _whole(), 0),
            confidence=fields.take("confidence", _whole(1, 3), None),
        ),
    )
    return review._replace(extra=fields.extra) if fields.left else review


def _action(head: tuple[str, int, int], kind: str, fields: _Fields) -> Action:
    action = Action(
        *head,
        kind=kind,
        cards=fields.take("cards", _texts, ()),
        undoes=fields.take("undoes", _event_id, None),
        payload=fields.take("payload", _object, _NOTHING),
    )
    return action._replace(extra=fields.extra) if fields.left else action


_PARTS = {
    "led_to": ("phase", "step", "days", "seconds", "due_day", "due_at"),
    "undoes": ("device", "at"),
}
"""The known fields of fields; what else is in them is kept too."""


def _without(value: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name not in names}


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise EventError("values are nested too deep")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        _check_depth(part, depth + 1)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise ValueError(f"{text} is too large")
    return number


def _whole(low: int = 0, high: int = 2**53) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    return read


_moment = _whole(1, _LATEST)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - reported by `take`
    return value


def _text(value: Any) -> str:
    text = _string(value)
    if not text or "\0" in text:
        raise ValueError
    return text


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - said by `take`
    return tuple(sorted(set(map(_text, value))))


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - reported by `take`
    return value


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - said by `take`
    _check_depth(value)
    return value


def _event_id(value: Any) -> EventId:
    return EventId(_moment(value.get("at")), _text(value.get("device")))


def _plan(value: Any) -> Plan:
    phase, step = Phase(value["phase"]), value.get("step")
    days, seconds = value.get("days"), value.get("seconds")
    in_review = phase is Phase.REVIEW
    if in_review != (step is None) or in_review != (seconds is None) or in_review == (days is None):
        raise ValueError
    if ("due_at" in value) == ("due_day" in value) or (in_review and "due_at" in value):
        raise ValueError
    due: date | datetime
    if "due_at" in value:
        due = from_ms(_moment(value["due_at"]), 0)
    else:
        due = date.fromisoformat(value["due_day"])
    return Plan(
        phase,
        None if step is None else _whole(0, 10**6)(step),
        None if days is None else _whole(0, 10**6)(days),
        None if seconds is None else _whole(1, 10**10)(seconds),
        due,
    )
