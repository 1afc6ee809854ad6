"""The states and marks of cards: a fold over the events, cached, which can be dropped."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from studycards.cards import CardId
from studycards.events import ActionKind
from studycards.history.rows import (
    ACTION_COLUMNS,
    REVIEW_COLUMNS,
    action_from_row,
    review_from_row,
    state_from_row,
    state_row,
)
from studycards.scheduling.states import New, Scheduled, State
from studycards.scheduling.study_day import study_day_number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

    from studycards.events import Event
    from studycards.history.timeline import Timeline

    FoldProgress = Callable[[int, int], None]
    """Called now and then with the number of cards done and the total."""

_AT_ONCE = 1_000
"""Cards folded per batch."""


def read_state(db: sqlite3.Connection, card_id: CardId) -> State:
    """The state of a card; New without a review."""
    row = db.execute("select * from states where card_id = ?", (card_id,)).fetchone()
    return state_from_row(row) if row else New()


def store_states(
    db: sqlite3.Connection, states: Iterable[tuple[CardId, Scheduled]], rollover: int
) -> None:
    """Store the states of some cards; `rollover` is the hour at which a study day starts."""
    db.executemany(_STORE_STATE, (state_row(card_id, state, rollover) for card_id, state in states))


def refold(
    db: sqlite3.Connection,
    card_ids: Collection[CardId],
    timeline: Timeline,
    progress: FoldProgress = lambda *_: None,
) -> None:
    """Fold the states and marks of some cards again; call it inside a transaction.

    Args:
        db: The open history.
        card_ids: The cards; folded a thousand at a time.
        timeline: The rules.
        progress: Called now and then with the number of cards done and the total.
    """
    done, rest = 0, iter(card_ids)
    while chunk := list(islice(rest, _AT_ONCE)):
        refold_states(db, chunk, timeline)
        refold_marks(db, chunk, timeline)
        done += len(chunk)
        progress(done, len(card_ids))


def refold_states(db: sqlite3.Connection, card_ids: Collection[CardId], timeline: Timeline) -> None:
    """Fold the states of some cards again; call it inside a transaction."""
    from studycards.history.fold import fold  # noqa: PLC0415 - not needed for one more answer

    states = {
        card_id: fold(card_id, events, timeline)
        for card_id, events in events_of(db, card_ids).items()
    }
    new = json.dumps([card_id for card_id, state in states.items() if isinstance(state, New)])
    db.execute("delete from states where card_id in (select value from json_each(?))", (new,))
    scheduled = ((i, state) for i, state in states.items() if isinstance(state, Scheduled))
    store_states(db, scheduled, timeline.newest.rollover)


def rebuild(db: sqlite3.Connection, timeline: Timeline, progress: FoldProgress) -> None:
    """Fold everything again; call it inside a transaction. See `refold`."""
    for cache in ("states", "marks"):
        db.execute(f"delete from {cache} where card_id not in ({_ALL_CARDS})")  # noqa: S608
    refold(db, all_cards(db), timeline, progress)


def all_cards(db: sqlite3.Connection) -> list[CardId]:
    """The cards with an event."""
    return [CardId(row[0]) for row in db.execute(_ALL_CARDS)]


def events_of(db: sqlite3.Connection, card_ids: Collection[CardId]) -> dict[CardId, list[Event]]:
    """The effective reviews of some cards, and the effective actions that change their states."""
    found: dict[CardId, list[Event]] = {card_id: [] for card_id in card_ids}
    wanted = (json.dumps(list(card_ids)),)
    for row in _tuples(db, _REVIEWS_OF_CARDS, wanted):
        review = review_from_row(row)
        found[review.card_id].append(review)
    changed = set()
    for card_id, *values in _tuples(db, _CHANGES_OF_CARDS, wanted):
        found[card_id].append(action_from_row(tuple(values), (card_id,)))
        changed.add(card_id)
    for card_id in changed:
        found[card_id].sort(key=lambda event: event.id)
    return found


def refold_marks(db: sqlite3.Connection, card_ids: Collection[CardId], timeline: Timeline) -> None:
    """Fold the marks of some cards again; call it inside a transaction."""
    wanted = (json.dumps(list(card_ids)),)
    db.execute("delete from marks where card_id in (select value from json_each(?))", wanted)
    db.executemany(
        "insert into marks (card_id, suspended, buried_day, flagged) values (?, ?, ?, ?)",
        marks_of(db, card_ids, timeline),
    )


def marks_of(
    db: sqlite3.Connection, card_ids: Collection[CardId], timeline: Timeline
) -> list[tuple[Any, ...]]:
    """The marks that the effective actions give, as rows, of those cards that have one."""
    marks: dict[CardId, list[Any]] = {}
    for card_id, kind, at, offset in _tuples(db, _MARKS_OF_CARDS, (json.dumps(list(card_ids)),)):
        mark = marks.setdefault(card_id, [0, None, 0])
        match kind:
            case ActionKind.SUSPEND | ActionKind.UNSUSPEND:
                mark[0] = int(kind == ActionKind.SUSPEND)
            case ActionKind.BURY:
                mark[1] = study_day_number(at, offset, timeline.newest.rollover)
            case ActionKind.FLAG | ActionKind.UNFLAG:
                mark[2] = int(kind == ActionKind.FLAG)
    return [(card_id, *mark) for card_id, mark in marks.items() if mark != [0, None, 0]]


def _tuples(
    db: sqlite3.Connection, sql: str, values: tuple[object, ...]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as tuples: reading them is faster than access by name."""
    cursor = db.cursor()
    cursor.row_factory = None
    yield from cursor.execute(sql, values)


_ALL_CARDS = "select card_id from reviews union select card_id from action_cards"

_REVIEWS_OF_CARDS = f"""
select {REVIEW_COLUMNS} from effective_reviews
where card_id in (select value from json_each(?))
order by card_id, at, device
"""  # noqa: S608 - made of constants

_ACTIONS_OF_CARDS = """
from action_cards as concerned
join effective_actions as action
  on action.at = concerned.at and action.device = concerned.device
where concerned.card_id in (select value from json_each(?))
"""

_IN_ORDER = "order by concerned.card_id, concerned.at, concerned.device"

_CHANGES_OF_CARDS = f"""
select card_id, {", ".join(f"action.{name}" for name in ACTION_COLUMNS.split(", "))}
{_ACTIONS_OF_CARDS} and action.kind in ('memory', 'due')
{_IN_ORDER}
"""

_MARKS_OF_CARDS = f"""
select card_id, action.kind, action.at, action.utc_offset_min
{_ACTIONS_OF_CARDS}
{_IN_ORDER}
"""

_STORE_STATE = """
insert into states (
  card_id, phase, step, stability, difficulty, due_day, due_at,
  last_review, last_offset_min, last_day, interval, reps, lapses
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict do update set
  phase = excluded.phase, step = excluded.step, stability = excluded.stability,
  difficulty = excluded.difficulty, due_day = excluded.due_day, due_at = excluded.due_at,
  last_review = excluded.last_review, last_offset_min = excluded.last_offset_min,
  last_day = excluded.last_day, interval = excluded.interval, reps = excluded.reps,
  lapses = excluded.lapses
"""
