"""Record what the learner does, take it back, and keep the states that follow from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from studycards.cards import CardId
from studycards.cards.asking import Verdict
from studycards.history.database import device_id, transaction
from studycards.history.events import (
    NOTHING_GIVEN,
    ActionKind,
    Given,
    Review,
    Undone,
    from_ms,
    offset_minutes,
    to_ms,
)
from studycards.scheduling.states import (
    MemoryState,
    New,
    Phase,
    Rating,
    Scheduled,
    State,
)
from studycards.scheduling.study_day import day_from_number, day_number, study_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from studycards.scheduling.scheduler import Scheduler


UNDONE = """exists (
  select 1 from actions as undo
  where undo.undone_device = {0}.device and undo.undone_at = {0}.at
)"""
"""SQL: whether the event in the table named was taken back."""


class Log:
    """The events of one history and the states folded from them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._device: str | None = None

    @property
    def device(self) -> str:
        """The name under which this machine records events."""
        if self._device is None:
            self._device = device_id(self._db)
        return self._device

    def last_moment(self) -> datetime | None:
        """When this machine recorded its last event."""
        newest = self._newest()
        return from_ms(newest, 0) if newest else None

    def state(self, card_id: CardId) -> State:
        """The state of a card; New where it has no review."""
        row = self._db.execute("select * from states where card_id = ?", (card_id,)).fetchone()
        return _state_from_row(row) if row else New()

    def answer(
        self,
        card_id: CardId,
        rating: Rating,
        now: datetime,
        scheduler: Scheduler,
        *,
        taken_ms: int,
        given: Given = NOTHING_GIVEN,
    ) -> tuple[Review, Scheduled]:
        """Record a review and the state it leads to: both are on disk on return, or neither.

        The state before is read here, so that an answer given meanwhile in another session
        counts.
        """
        with transaction(self._db):
            before = self.state(card_id)
            moment = self._next_moment(now)
            known = before if isinstance(before, Scheduled) else None
            review = Review(
                card_id=card_id,
                rating=rating,
                reviewed_at=moment,
                taken_ms=taken_ms,
                phase=known.phase if known else "new",
                last_interval=known.interval if known else 0,
                given=given,
            )
            after = scheduler.outcome(card_id, before, moment, rating)
            self._insert_review(review)
            self._store(card_id, after, scheduler.rollover)
        return review, after

    def act(
        self, kind: ActionKind, card_ids: Iterable[CardId], now: datetime, rollover: int
    ) -> None:
        """Record the same action for some cards."""
        with transaction(self._db):
            for card_id in card_ids:
                self._insert_action(kind, card_id, now)
                self._refold_marks(card_id, rollover)

    def undo(self, now: datetime, scheduler: Scheduler) -> Undone | None:
        """Take back the last event of this machine that still holds; None when there is none."""
        with transaction(self._db):
            row = self._db.execute(_LAST_EVENT, {"device": self.device}).fetchone()
            if row is None:
                return None
            card_id = CardId(row["card_id"])
            self._insert_action(ActionKind.UNDO, card_id, now, undone_at=row["at"])
            if row["kind"] == "review":
                self._refold(card_id, scheduler)
            else:
                self._refold_marks(card_id, scheduler.rollover)
        kind = row["kind"] if row["kind"] == "review" else ActionKind(row["kind"])
        return Undone(kind=kind, card_id=card_id, at=from_ms(row["at"], row["utc_offset_min"]))

    def reviews(self, card_id: CardId) -> list[Review]:
        """The reviews of a card that still hold, oldest first."""
        sql = f"select * from reviews where card_id = ? and not {UNDONE.format('reviews')}"  # noqa: S608
        rows = self._db.execute(f"{sql} order by at, device", (card_id,))
        return [_review_from_row(row) for row in rows]

    def rebuild(self, scheduler: Scheduler, progress: Callable[[int, int], None]) -> None:
        """Drop the states and the marks and fold them anew from the events.

        Args:
            scheduler: The rules.
            progress: Told now and then how many of how many cards are done.
        """
        with transaction(self._db):
            self._db.execute("delete from states")
            self._db.execute("delete from marks")
            ids = [CardId(r[0]) for r in self._db.execute("select distinct card_id from reviews")]
            for done, card_id in enumerate(ids, 1):
                self._refold(card_id, scheduler)
                if done % 100 == 0 or done == len(ids):
                    progress(done, len(ids))
            marked = self._db.execute("select distinct card_id from actions where kind <> 'undo'")
            for row in marked.fetchall():
                self._refold_marks(CardId(row[0]), scheduler.rollover)

    def _next_moment(self, now: datetime) -> datetime:
        """`now`, or just after the newest event where the clock stands still or went back."""
        at = max(to_ms(now), self._newest() + 1)
        return from_ms(at, offset_minutes(now))

    def _newest(self) -> int:
        newest: int = self._db.execute(_NEWEST, {"device": self.device}).fetchone()[0]
        return newest

    def _insert_review(self, review: Review) -> None:
        self._db.execute(_INSERT_REVIEW, _review_to_row(review) | {"device": self.device})

    def _insert_action(
        self, kind: ActionKind, card_id: CardId, now: datetime, undone_at: int | None = None
    ) -> None:
        moment = self._next_moment(now)
        undone = None if undone_at is None else self.device
        self._db.execute(
            "insert into actions values (?, ?, ?, ?, ?, ?, ?)",
            (self.device, to_ms(moment), offset_minutes(moment), kind, card_id, undone, undone_at),
        )

    def _refold(self, card_id: CardId, scheduler: Scheduler) -> None:
        from studycards.scheduling.scheduler import Answer  # noqa: PLC0415 - 2 ms, for undo alone

        reviews = self.reviews(card_id)
        state = scheduler.replay(card_id, (Answer(r.rating, r.reviewed_at) for r in reviews))
        if isinstance(state, New):
            self._db.execute("delete from states where card_id = ?", (card_id,))
        else:
            self._store(card_id, state, scheduler.rollover)

    def _refold_marks(self, card_id: CardId, rollover: int) -> None:
        sql = f"select * from actions where card_id = ? and not {UNDONE.format('actions')}"  # noqa: S608
        suspended, buried_day, flagged = 0, None, 0
        for row in self._db.execute(f"{sql} order by at, device", (card_id,)):
            match row["kind"]:
                case ActionKind.SUSPEND | ActionKind.UNSUSPEND:
                    suspended = int(row["kind"] == ActionKind.SUSPEND)
                case ActionKind.BURY:
                    moment = from_ms(row["at"], row["utc_offset_min"])
                    buried_day = day_number(study_day(moment, rollover))
                case ActionKind.FLAG | ActionKind.UNFLAG:
                    flagged = int(row["kind"] == ActionKind.FLAG)
        self._db.execute(
            """
            insert into marks (card_id, suspended, buried_day, flagged) values (?, ?, ?, ?)
            on conflict do update set suspended = excluded.suspended,
              buried_day = excluded.buried_day, flagged = excluded.flagged
            """,
            (card_id, suspended, buried_day, flagged),
        )

    def _store(self, card_id: CardId, state: Scheduled, rollover: int) -> None:
        self._db.execute(_STORE_STATE, _state_to_row(card_id, state, rollover))


_NEWEST = """
select max(
  coalesce((select at from reviews where device = :device order by at desc limit 1), 0),
  coalesce((select at from actions where device = :device order by at desc limit 1), 0)
)
"""

_LAST_EVENT = f"""
select * from (
  select * from (
    select at, utc_offset_min, 'review' as kind, card_id from reviews
    where device = :device and not {UNDONE.format("reviews")}
    order by at desc limit 1
  )
  union all
  select * from (
    select at, utc_offset_min, kind, card_id from actions
    where device = :device and kind <> 'undo' and not {UNDONE.format("actions")}
    order by at desc limit 1
  )
)
order by at desc limit 1
"""  # noqa: S608 - made of constants

_INSERT_REVIEW = """
insert into reviews (
  device, at, utc_offset_min, card_id, rating, taken_ms, phase, last_interval,
  answer, verdict, overruled, tries, hints, confidence
) values (
  :device, :at, :utc_offset_min, :card_id, :rating, :taken_ms, :phase, :last_interval,
  :answer, :verdict, :overruled, :tries, :hints, :confidence
)
"""

_STORE_STATE = """
insert into states values (
  :card_id, :phase, :step, :stability, :difficulty, :due_day, :due_at,
  :last_review, :last_offset_min, :last_day, :interval, :reps, :lapses
)
on conflict do update set
  phase = excluded.phase, step = excluded.step, stability = excluded.stability,
  difficulty = excluded.difficulty, due_day = excluded.due_day, due_at = excluded.due_at,
  last_review = excluded.last_review, last_offset_min = excluded.last_offset_min,
  last_day = excluded.last_day, interval = excluded.interval, reps = excluded.reps,
  lapses = excluded.lapses
"""


def _state_to_row(card_id: CardId, state: Scheduled, rollover: int) -> dict[str, object]:
    last_day = study_day(state.last_review, rollover)
    within_day = isinstance(state.due, datetime)
    return {
        "card_id": card_id,
        "phase": state.phase,
        "step": state.step,
        "stability": state.memory.stability,
        "difficulty": state.memory.difficulty,
        "due_day": day_number(last_day if within_day else state.due),
        "due_at": to_ms(cast("datetime", state.due)) if within_day else None,
        "last_review": to_ms(state.last_review),
        "last_offset_min": offset_minutes(state.last_review),
        "last_day": day_number(last_day),
        "interval": state.interval,
        "reps": state.reps,
        "lapses": state.lapses,
    }


def _state_from_row(row: sqlite3.Row) -> Scheduled:
    due: datetime | date = (
        day_from_number(row["due_day"])
        if row["due_at"] is None
        else from_ms(row["due_at"], 0).astimezone(UTC)
    )
    return Scheduled(
        phase=Phase(row["phase"]),
        step=row["step"],
        memory=MemoryState(stability=row["stability"], difficulty=row["difficulty"]),
        due=due,
        last_review=from_ms(row["last_review"], row["last_offset_min"]),
        interval=row["interval"],
        reps=row["reps"],
        lapses=row["lapses"],
    )


def _review_to_row(review: Review) -> dict[str, object]:
    given = review.given
    return {
        "at": to_ms(review.reviewed_at),
        "utc_offset_min": offset_minutes(review.reviewed_at),
        "card_id": review.card_id,
        "rating": int(review.rating),
        "taken_ms": review.taken_ms,
        "phase": str(review.phase),
        "last_interval": review.last_interval,
        "answer": given.answer,
        "verdict": given.verdict,
        "overruled": given.overruled,
        "tries": given.tries,
        "hints": given.hints,
        "confidence": given.confidence,
    }


def _review_from_row(row: sqlite3.Row) -> Review:
    given = Given(
        answer=row["answer"],
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        overruled=bool(row["overruled"]),
        tries=row["tries"],
        hints=row["hints"],
        confidence=row["confidence"],
    )
    return Review(
        card_id=CardId(row["card_id"]),
        rating=Rating(row["rating"]),
        reviewed_at=from_ms(row["at"], row["utc_offset_min"]),
        taken_ms=row["taken_ms"],
        phase="new" if row["phase"] == "new" else Phase(row["phase"]),
        last_interval=row["last_interval"],
        given=given,
    )
