"""Events and states as rows of the database: made, read, inserted."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

from studycards.cards.asking import Verdict
from studycards.events import (
    NO_RESPONSE,
    Action,
    EventId,
    Response,
    Review,
    from_ms,
    offset_minutes,
    to_ms,
)
from studycards.scheduling.states import MemoryState, Phase, Plan, Rating, Scheduled
from studycards.scheduling.study_day import day_from_number, day_number, study_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from studycards.cards import CardId
    from studycards.events import Event

REVIEW_COLUMNS = (
    "at, device, utc_offset_min, card_id, rating, taken_ms, phase, last_interval, previous_at,"
    " previous_reviews,"
    " next_phase, next_step, next_days, next_seconds, next_due_day, next_due_at,"
    " answer, verdict, overruled, tries, hints, confidence, extra"
)
"""In the order in which `review_row` gives them and `review_from_row` takes them."""

ACTION_COLUMNS = "at, device, utc_offset_min, kind, undone_device, undone_at, payload, extra"
"""In the order in which `action_row` gives them and `action_from_row` takes them."""

_NO_VALUE = (ArithmeticError, LookupError, TypeError, ValueError)
"""What reading a row raises if its values are none that were ever written."""

_RATINGS = (None, *Rating)
_PHASES: Mapping[str, Any] = {"new": "new", **{str(phase): phase for phase in Phase}}


def review_row(review: Review) -> tuple[object, ...]:
    """The values of a row of `reviews`."""
    return (
        review.at,
        review.device,
        review.utc_offset_min,
        review.card_id,
        int(review.rating),
        review.taken_ms,
        str(review.phase),
        review.last_interval,
        review.previous_at,
        review.previous_reviews,
        *plan_values(review.led_to),
        *review.response,
        _text(review.extra),
    )


def plan_values(plan: Plan | None) -> tuple[object, ...]:
    """The values of the columns `next_…`."""
    if plan is None:
        return (None,) * 6
    within_day = isinstance(plan.due, datetime)
    due_at = to_ms(plan.due) if isinstance(plan.due, datetime) else None
    due_day = None if within_day else day_number(plan.due)
    return str(plan.phase), plan.step, plan.days, plan.seconds, due_day, due_at


def review_from_row(row: sqlite3.Row | tuple[Any, ...]) -> Review:
    """The review in a row of `reviews`.

    Raises:
        sqlite3.DatabaseError: It is no review, because the file is damaged.
    """
    try:
        return _review(row)
    except _NO_VALUE as error:
        raise sqlite3.DatabaseError(f"a review with {error!r}") from error


def _review(row: sqlite3.Row | tuple[Any, ...]) -> Review:
    (
        at, device, offset, card_id, rating, taken_ms, phase, last_interval, previous_at,
        previous_reviews, next_phase, step, days, seconds, due_day, due_at,
        answer, verdict, overruled, tries, hints, confidence, extra,
    ) = row  # fmt: skip
    review = Review(
        device, at, offset, card_id, _RATINGS[rating], taken_ms, _PHASES[phase],
        last_interval, previous_at, previous_reviews,
    )  # fmt: skip
    if next_phase is not None:
        due = day_from_number(due_day) if due_at is None else from_ms(due_at, 0)
        review = review._replace(led_to=Plan(_PHASES[next_phase], step, days, seconds, due))
    kept = Verdict(verdict) if verdict else None
    response = Response(answer, kept, bool(overruled), tries, hints, confidence)
    if response != NO_RESPONSE:
        review = review._replace(response=response)
    return review._replace(extra=json.loads(extra)) if extra else review


def stored_json(text: str) -> Any:
    """The JSON value in a column.

    Raises:
        sqlite3.DatabaseError: It is none, because the file is damaged.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a value with {error!r}") from error


def action_row(action: Action) -> tuple[object, ...]:
    """The values of a row of `actions`; its cards are rows of `action_cards`."""
    undone = (action.undoes.device, action.undoes.at) if action.undoes else (None, None)
    head = action.at, action.device, action.utc_offset_min, str(action.kind)
    return (*head, *undone, _text(action.payload), _text(action.extra))


def action_from_row(row: sqlite3.Row | tuple[Any, ...], cards: tuple[CardId, ...]) -> Action:
    """The action in a row of `actions`.

    Raises:
        sqlite3.DatabaseError: It is no action, because the file is damaged.
    """
    try:
        return _action(row, cards)
    except _NO_VALUE as error:
        raise sqlite3.DatabaseError(f"an action with {error!r}") from error


def _action(row: sqlite3.Row | tuple[Any, ...], cards: tuple[CardId, ...]) -> Action:
    at, device, offset, kind, undone_device, undone_at, payload, extra = row
    action = Action(device, at, offset, kind, cards)
    if undone_at is not None:
        action = action._replace(undoes=EventId(undone_at, undone_device))
    if payload:
        action = action._replace(payload=json.loads(payload))
    return action._replace(extra=json.loads(extra)) if extra else action


def _text(values: Mapping[str, Any]) -> str | None:
    return json.dumps(dict(values), ensure_ascii=False) if values else None


def insert_event(db: sqlite3.Connection, event: Event) -> bool:
    """Insert an event; whether it was not known before."""
    if isinstance(event, Review):
        return db.execute(_INSERT_REVIEW, review_row(event)).rowcount == 1
    if db.execute(_INSERT_ACTION, action_row(event)).rowcount != 1:
        return False
    concerned = ((card_id, event.at, event.device) for card_id in event.cards)
    db.executemany("insert or ignore into action_cards values (?, ?, ?)", concerned)
    return True


def read_reviews(db: sqlite3.Connection, card_id: CardId) -> list[Review]:
    """The effective reviews of a card, oldest first."""
    return [review_from_row(row) for row in db.execute(_REVIEWS_OF_CARD, (card_id,))]


def read_events(db: sqlite3.Connection) -> Iterator[Event]:
    """Every event of every device in the order of identity, including undone ones."""
    from heapq import merge  # noqa: PLC0415 - not for a session

    reviews: Iterator[Event] = map(review_from_row, db.execute(_ALL_REVIEWS))
    actions: Iterator[Event] = (
        action_from_row(tuple(row)[:-1], tuple(sorted(stored_json(row["cards"]))))
        for row in db.execute(_ALL_ACTIONS)
    )
    yield from merge(reviews, actions, key=lambda event: event.id)


def state_row(card_id: CardId, state: Scheduled, rollover: int) -> tuple[object, ...]:
    """The values of a row of `states`; `rollover` is the hour at which a study day starts."""
    last_day = study_day(state.last_review, rollover)
    within_day = isinstance(state.due, datetime)
    due_at = to_ms(state.due) if isinstance(state.due, datetime) else None
    return (
        card_id,
        str(state.phase),
        state.step,
        state.memory.stability,
        state.memory.difficulty,
        day_number(last_day if within_day else state.due),
        due_at,
        to_ms(state.last_review),
        offset_minutes(state.last_review),
        day_number(last_day),
        state.interval,
        state.reps,
        state.lapses,
    )


def state_from_row(row: sqlite3.Row) -> Scheduled:
    """The state in a row of `states`.

    Raises:
        sqlite3.DatabaseError: It is no state, because the file is damaged.
    """
    try:
        return _state(row)
    except _NO_VALUE as error:
        raise sqlite3.DatabaseError(f"a state with {error!r}") from error


def _state(row: sqlite3.Row) -> Scheduled:
    due_at = row["due_at"]
    return Scheduled(
        phase=Phase(row["phase"]),
        step=row["step"],
        memory=MemoryState(stability=row["stability"], difficulty=row["difficulty"]),
        due=day_from_number(row["due_day"]) if due_at is None else from_ms(due_at, 0),
        last_review=from_ms(row["last_review"], row["last_offset_min"]),
        interval=row["interval"],
        reps=row["reps"],
        lapses=row["lapses"],
    )


def _insert_into(table: str, columns: str) -> str:
    values = ", ".join("?" * (columns.count(",") + 1))
    return f"insert into {table} ({columns}) values ({values}) on conflict do nothing"  # noqa: S608


_INSERT_REVIEW = _insert_into("reviews", REVIEW_COLUMNS)
_INSERT_ACTION = _insert_into("actions", ACTION_COLUMNS)

_ALL_REVIEWS = f"select {REVIEW_COLUMNS} from reviews order by at, device"  # noqa: S608

_REVIEWS_OF_CARD = f"""
select {REVIEW_COLUMNS} from effective_reviews where card_id = ? order by at, device
"""  # noqa: S608

_ALL_ACTIONS = f"""
select {ACTION_COLUMNS}, (
  select json_group_array(card_id) from action_cards
  where action_cards.at = actions.at and action_cards.device = actions.device
) as cards
from actions
order by at, device
"""  # noqa: S608 - made of constants
