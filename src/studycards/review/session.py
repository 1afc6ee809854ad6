"""A sitting: `step(session, action, now)` gives the next session and what is to be done.

Nothing is read or written here. Whoever runs a session carries out the effects and tells the
session what came of them with `Saved` and `Restored`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from studycards.scheduling.states import Rating

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from studycards.cards import CardId, NoteId
    from studycards.cards.asking import Judgement


class Source(StrEnum):
    """Why a card is asked: the three counts a learner sees."""

    NEW = "new"
    LEARNING = "learning"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Queued:
    """A card to be asked."""

    card_id: CardId
    note_id: NoteId
    source: Source


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card in a step, to be asked again from a moment on."""

    queued: Queued
    due: datetime


@dataclass(frozen=True, slots=True)
class Current:
    """The card on the screen."""

    queued: Queued
    shown_at: datetime
    revealed: bool = False
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What is left, what is on the screen, what was done."""

    pending: tuple[Queued, ...]
    waiting: tuple[Waiting, ...]
    """Sorted by the moment they are due."""
    learn_ahead: timedelta
    cram: bool = False
    """Asking only: nothing is recorded, a forgotten card comes back at the end."""
    current: Current | None = None
    """None at the end."""
    ratings: tuple[Rating, ...] = ()
    """Of the answers that still hold."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show the answer; with a judgement where one was given."""

    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate the card on the screen."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class Bury:
    """Put the card off until tomorrow."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """Put the card off until the learner takes it back."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last thing done."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Go on without the card: it is gone, or was answered elsewhere."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The rating was recorded; `due` is None unless the card is in a step within the day."""

    due: datetime | None


@dataclass(frozen=True, slots=True)
class Restored:
    """An undo was recorded; the card is to be asked again."""

    queued: Queued
    was_review: bool


Action = Reveal | Rate | Bury | Suspend | Undo | Skip | Saved | Restored


@dataclass(frozen=True, slots=True)
class Save:
    """Record a review; answer with `Saved`."""

    card_id: CardId
    rating: Rating
    taken_ms: int
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class BuryCard:
    """Record that a card is buried."""

    card_id: CardId


@dataclass(frozen=True, slots=True)
class SuspendCard:
    """Record that a card is suspended."""

    card_id: CardId


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Record an undo; answer with `Restored` where a card is to be asked again."""


Effect = Save | BuryCard | SuspendCard | TakeBack


@dataclass(frozen=True, slots=True)
class Counts:
    """Cards left, the one on the screen included."""

    new: int
    learning: int
    due: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due


def start(session: Session, now: datetime) -> Session:
    """The session with its first card on the screen."""
    return _next(session, now)


def counts(session: Session) -> Counts:
    """How many cards are left of each source."""
    left = [queued.source for queued in session.pending]
    left += [Source.LEARNING] * len(session.waiting)
    if session.current:
        left.append(session.current.queued.source)
    return Counts(left.count(Source.NEW), left.count(Source.LEARNING), left.count(Source.DUE))


def step(session: Session, action: Action, now: datetime) -> tuple[Session, tuple[Effect, ...]]:
    """What an action makes of a session, and what is to be recorded.

    Actions that mean nothing at the moment, such as a rating before the answer was shown,
    change nothing.
    """
    if isinstance(action, Restored):
        return _restored(session, action, now), ()
    if isinstance(action, Undo):
        return session, () if session.cram else (TakeBack(),)
    current = session.current
    if current is None:
        return session, ()
    card_id = current.queued.card_id
    match action:
        case Reveal():
            shown = replace(current, revealed=True, judgement=action.judgement)
            return replace(session, current=shown), ()
        case Rate():
            return _rated(session, current, action.rating, now)
        case Saved():
            return _next(_back_in_line(session, current.queued, action.due), now), ()
        case Bury():
            return _next(session, now), () if session.cram else (BuryCard(card_id),)
        case Suspend():
            return _next(session, now), () if session.cram else (SuspendCard(card_id),)
        case Skip():
            return _next(session, now), ()
        case _:
            assert_never(action)


def _rated(
    session: Session, current: Current, rating: Rating, now: datetime
) -> tuple[Session, tuple[Effect, ...]]:
    if not current.revealed:
        return session, ()
    rated = replace(session, ratings=(*session.ratings, rating))
    if session.cram:
        if rating is Rating.AGAIN:
            rated = replace(rated, pending=(*rated.pending, current.queued))
        return _next(rated, now), ()
    taken_ms = max(int((now - current.shown_at).total_seconds() * 1000), 0)
    return rated, (Save(current.queued.card_id, rating, taken_ms, current.judgement),)


def _back_in_line(session: Session, queued: Queued, due: datetime | None) -> Session:
    if due is None:
        return session
    waiting = Waiting(replace(queued, source=Source.LEARNING), due)
    return replace(session, waiting=tuple(sorted((*session.waiting, waiting), key=lambda w: w.due)))


def _restored(session: Session, action: Restored, now: datetime) -> Session:
    """The card taken back on the screen, the one that was there next in line."""
    card_id = action.queued.card_id
    interrupted = (session.current.queued,) if session.current else ()
    pending = tuple(q for q in (*interrupted, *session.pending) if q.card_id != card_id)
    waiting = tuple(w for w in session.waiting if w.queued.card_id != card_id)
    ratings = session.ratings[:-1] if action.was_review else session.ratings
    return replace(
        session,
        pending=pending,
        waiting=waiting,
        ratings=ratings,
        current=Current(action.queued, now),
    )


def _next(session: Session, now: datetime) -> Session:
    """A step that is due goes first, then the line, then steps that are nearly due."""
    waiting, pending = session.waiting, session.pending
    if waiting and waiting[0].due <= now:
        chosen, waiting = waiting[0].queued, waiting[1:]
    elif pending:
        chosen, pending = pending[0], pending[1:]
    elif waiting and waiting[0].due <= now + session.learn_ahead:
        chosen, waiting = waiting[0].queued, waiting[1:]
    else:
        return replace(session, current=None)
    return replace(session, pending=pending, waiting=waiting, current=Current(chosen, now))
