"""The queue of a review session: queries over cards, states and marks."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from studycards.cards import CardId, NoteId
from studycards.collection.catalog import require_deck, tags
from studycards.errors import UnknownTagError
from studycards.events import from_ms
from studycards.history.clauses import put_off, study_day
from studycards.history.rows import stored_json
from studycards.review.state import Queued, QueueKind, SessionState, Waiting
from studycards.scheduling.queue import Candidate, interleave, one_per_note, requirements_first
from studycards.scheduling.states import New, Phase, State
from studycards.scheduling.study_day import day_from_number, day_number
from studycards.scheduling.study_day import study_day as study_day_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from studycards.cards import Card
    from studycards.collection import Collection


class Selection(NamedTuple):
    """The cards selected for a review session."""

    decks: tuple[str, ...] = ()
    """All decks if empty."""
    tags: tuple[str, ...] = ()
    """Cards with one of these tags; all cards if empty."""
    new: int | None = None
    """Number of new cards; None for what is left of the daily limit."""
    limit: int | None = None
    """Maximum number of cards; None for no limit."""
    ahead: int = 0
    """Days by which cards may be asked before they are due."""
    cram: bool = False
    """Ask all cards, due or not, and record nothing."""


_FURTHEST_EAST = 14 * 3_600
"""Seconds: no local time is further ahead of UTC."""


class QueueBuilder:
    """The queries of one review session at one time."""

    def __init__(self, collection: Collection, selection: Selection, now: datetime) -> None:
        self._db = collection.db
        self._settings = collection.settings
        self._rollover = collection.log.rules.rollover
        self._selection = selection
        self._decks, self._tags = json.dumps(selection.decks), json.dumps(selection.tags)
        self._now = now
        self._today = day_number(study_day_of(now, self._rollover))
        self._db.create_function("shuffled", 1, self._shuffled, deterministic=True)

    def build(self) -> SessionState:
        """The session before its first card is chosen."""
        ahead = timedelta(seconds=self._settings.learn_ahead)
        if self._selection.cram:
            cards = [Queued(row["id"], row["note_id"], QueueKind.DUE) for row in self._rows(_CRAM)]
            crammed = tuple(cards[: self._selection.limit])
            return SessionState(pending=crammed, waiting=(), learn_ahead=ahead, cram=True)
        waiting = self._in_steps()
        pending = self._due_and_new({w.queued.note_id for w in waiting})
        if self._selection.limit is not None:
            soon = [w for w in waiting if w.due <= self._now + ahead]
            waiting = tuple(soon[: self._selection.limit])
            pending = pending[: self._selection.limit - len(waiting)]
        return SessionState(pending=tuple(pending), waiting=waiting, learn_ahead=ahead)

    def next_due(self) -> datetime | None:
        """When the next studied card is due, in the UTC offset of now; None if there is none.

        A limit of the day, or a sibling, holds a due card back until tomorrow.
        """
        row = next(self._rows(_NEXT_DUE))
        moments = []
        if row["due_at"] is not None:
            moments.append(from_ms(row["due_at"], 0).astimezone(self._now.tzinfo))
        if row["due_day"] is not None:
            asked_all = self._selection.limit is None and not self._selection.cram
            earliest = self._today + (1 if asked_all else 0)
            day = day_from_number(max(row["due_day"], earliest))
            start = time(self._rollover)
            moments.append(datetime.combine(day, start, self._now.tzinfo))
        return min(moments, default=None)

    def _due_and_new(self, met: set[str]) -> list[Queued]:
        bury = self._settings.bury_siblings
        met |= {row[0] for row in self._db.execute(_MET_TODAY, self._day())}
        limits = self._left_today()
        due_rows = (Candidate(*row[:2]) for row in self._rows(_DUE))
        due = one_per_note(due_rows, met, limits["due"], bury=bury)
        new = one_per_note(
            requirements_first(self._unseen(), self._unmet), met, limits["new"], bury=bury
        )
        return interleave(_queued(due, QueueKind.DUE), _queued(new, QueueKind.NEW))

    def _day(self) -> dict[str, int]:
        """The present study day for a query; each review has its day by its own offset."""
        rollover_s = self._rollover * 3_600
        earliest = (self._today * 86_400 + rollover_s - _FURTHEST_EAST) * 1_000
        return {"today": self._today, "rollover_s": rollover_s, "earliest": earliest}

    def _left_today(self) -> dict[str, int]:
        """How many due and new cards may still be asked today."""
        row = self._db.execute(_ANSWERED_TODAY, self._day()).fetchone()
        new = self._selection.new
        return {
            "due": max(self._settings.reviews_per_day - row["due"], 0),
            "new": max(self._settings.new_per_day - row["new"], 0) if new is None else new,
        }

    def _in_steps(self) -> tuple[Waiting, ...]:
        return tuple(
            Waiting(
                Queued(CardId(row["id"]), NoteId(row["note_id"]), QueueKind.LEARNING),
                from_ms(row["due_at"], 0),
            )
            for row in self._rows(_IN_STEPS)
        )

    def _unseen(self) -> Iterator[Candidate]:
        for file in self._db.execute(_FILES_WITH_UNSEEN).fetchall():
            for row in self._rows(_UNSEEN_OF_FILE, file=file["id"]):
                yield _candidate(row)

    def _unmet(self, note_id: str) -> Candidate | None:
        """The first new card of a note, if none of its cards was met and it is in scope."""
        if self._db.execute(_NOTE_MET, {"note": note_id}).fetchone():
            return None
        row = next(iter(self._rows(_UNSEEN_OF_NOTE, note=note_id)), None)
        return _candidate(row) if row else None

    def _rows(self, sql: str, **parameters: object) -> Iterator[sqlite3.Row]:
        """The rows of a query, within the scope of the selection."""
        scope = ["card.active", _NOT_PUT_OFF]
        if self._selection.decks:
            scope.append("card.deck in (select value from json_each(:decks))")
        if self._selection.tags:
            scope.append(
                "exists (select 1 from json_each(card.tags) as tag"
                " join json_each(:tags) as wanted on wanted.value = tag.value)"
            )
        values: dict[str, Any] = {
            "decks": self._decks,
            "tags": self._tags,
            "today": self._today,
            "until": self._today + self._selection.ahead,
            **parameters,
        }
        yield from self._db.execute(sql.replace("{scope}", " and ".join(scope)), values)

    def _shuffled(self, card_id: str) -> int:
        """A sort key that is the same all day and different tomorrow."""
        return crc32(f"{self._today}:{card_id}".encode())


def build_queue(collection: Collection, selection: Selection, now: datetime) -> SessionState:
    """The review session for a selection, before its first card is chosen.

    Raises:
        UnknownDeckError: A deck of the selection does not exist.
        UnknownTagError: No card has a tag of the selection.
    """
    for deck in selection.decks:
        require_deck(collection, deck)
    known = tags(collection) if selection.tags else []
    for tag in selection.tags:
        if tag not in known:
            raise UnknownTagError(tag, known)
    return QueueBuilder(collection, selection, now).build()


def next_due(collection: Collection, selection: Selection, now: datetime) -> datetime | None:
    """When the next card of a selection that was studied is due; None where none was."""
    return QueueBuilder(collection, selection, now).next_due()


def is_due(state: State, now: datetime, learn_ahead: timedelta, last_day: date) -> bool:
    """Whether a card may still be asked: another session may have answered it.

    Args:
        state: The card's state; a new card may always be asked.
        now: The current time.
        learn_ahead: How long before it is due a step may be asked.
        last_day: The study day up to which cards are due.
    """
    if isinstance(state, New):
        return True
    if isinstance(state.due, datetime):
        return state.due <= now + learn_ahead
    return state.due <= last_day


def queued(card: Card, state: State) -> Queued:
    """A card as an entry of the queue, by its state."""
    if isinstance(state, New):
        kind = QueueKind.NEW
    else:
        kind = QueueKind.DUE if state.phase is Phase.REVIEW else QueueKind.LEARNING
    return Queued(card.id, card.note_id, kind)


def seconds_per_answer(db: sqlite3.Connection) -> float:
    """Mean seconds of the last hundred answers; 10 if there are none."""
    row = db.execute(
        """
        select avg(min(taken_ms, 60000)) / 1000 from (
          select taken_ms from reviews order by at desc limit 100
        )
        """
    ).fetchone()
    return float(row[0]) if row[0] is not None else 10.0


_ENOUGH = 10
"""Minimum answers for a meaningful median."""
_RECENT = 10_000
"""Answers searched: a million would take 50 ms while the learner waits."""


def median_seconds(db: sqlite3.Connection, kind: str) -> float | None:
    """The median time of the last hundred right answers to a kind; None for fewer than ten.

    Only recent answers count: the speed of years ago says little.
    """
    rows = db.execute(_RIGHT_ANSWERS, {"kind": kind, "recent": _RECENT}).fetchall()
    times = sorted(row[0] for row in rows)
    return times[len(times) // 2] / 1000 if len(times) >= _ENOUGH else None


def _queued(candidates: list[Candidate], kind: QueueKind) -> list[Queued]:
    return [Queued(CardId(c.card_id), NoteId(c.note_id), kind) for c in candidates]


def _candidate(row: sqlite3.Row) -> Candidate:
    return Candidate(row["id"], row["note_id"], tuple(stored_json(row["requires"] or "[]")))


_NOT_PUT_OFF = f"not {put_off('card.id')}"

_TODAY = f"review.at >= :earliest and {study_day('review')} = :today"

_IN_STEPS = """
select card.id, card.note_id, state.due_at
from states as state
join cards as card on card.id = state.card_id
where state.due_at is not null and {scope}
order by state.due_at
"""

_DUE = """
select card.id, card.note_id
from states as state
join cards as card on card.id = state.card_id
where state.due_day <= :until and state.due_at is null and {scope}
order by state.due_day, shuffled(card.id)
"""

# One deck at a time, as the first few hold enough: sorting 100,000 new cards takes 70 ms.
_FILES_WITH_UNSEEN = """
select file.id from deck_files as file
where file.active and exists (
  select 1 from cards where cards.file_id = file.id and cards.unseen and cards.active
)
order by file.place
"""

_UNSEEN_OF_FILE = """
select card.id, card.note_id, json_extract(card.fields, '$.requires') as requires
from cards as card
where card.file_id = :file and card.unseen and {scope}
order by card.ordinal
"""

_UNSEEN_OF_NOTE = """
select card.id, card.note_id, json_extract(card.fields, '$.requires') as requires
from cards as card
where (card.id = :note or card.id between :note || '/' and :note || '0')
  and card.note_id = :note and card.unseen and {scope}
order by card.ordinal
limit 1
"""

_CRAM = """
select card.id, card.note_id
from cards as card
where {scope}
order by shuffled(card.id)
"""

_NEXT_DUE = """
select min(state.due_at) as due_at, min(iif(state.due_at is null, state.due_day, null)) as due_day
from states as state
join cards as card on card.id = state.card_id
where {scope}
"""

_NOTE_MET = """
select 1 from cards as card
where (card.id = :note or card.id between :note || '/' and :note || '0')
  and card.note_id = :note and card.active and not card.unseen
limit 1
"""

_MET_TODAY = f"""
select distinct card.note_id
from effective_reviews as review
join cards as card on card.id = review.card_id and card.active
where {_TODAY}
"""  # noqa: S608 - made of constants

_RIGHT_ANSWERS = """
select taken_ms from (
  select card_id, taken_ms from (
    select at, card_id, taken_ms, verdict from reviews order by at desc limit :recent
  )
  where verdict = 'right' and taken_ms > 0
  order by at desc
  limit 1000
) as review
join cards as card on card.id = review.card_id and card.active
where card.kind = :kind
limit 100
"""

_ANSWERED_TODAY = f"""
select
  coalesce(sum(phase = 'new'), 0) as new,
  coalesce(sum(phase = 'review' or last_interval > 0), 0) as due
from effective_reviews as review
where {_TODAY}
"""  # noqa: S608 - made of constants
