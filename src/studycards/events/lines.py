"""The exchange format of events: one JSON object per line, version 1.

Described in docs/history.md. Unknown kinds and fields are preserved.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from math import isinf
from typing import TYPE_CHECKING, Any

from studycards.cards.asking import Verdict
from studycards.errors import EventError
from studycards.events import NO_RESPONSE, Action, EventId, Response, Review, from_ms, to_ms
from studycards.scheduling.states import Phase, Plan, Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studycards.events import Event

VERSION = 1
"""Version of the format: raised when an older reader would misread it."""


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
        line.encode()  # a lone surrogate cannot be stored
        if "\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()
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
        payload=fields.take("payload", _object, {}),
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
        raise ValueError  # noqa: TRY004 - reported by `take`
    return tuple(sorted(set(map(_text, value))))


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - reported by `take`
    return value


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - reported by `take`
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
