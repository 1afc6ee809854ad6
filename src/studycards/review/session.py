"""A sitting: `step(session, action, now)` gives the next session and what is to be done.

Nothing is read or written here. Whoever runs a session carries out the effects and tells the
session what came of them with `Saved` and `Restored`.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

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


class Queued(NamedTuple):
    """A card to be asked."""

    card_id: CardId
    note_id: NoteId
    source: Source


class Waiting(NamedTuple):
    """A card in a step, to be asked again from a moment on."""

    queued: Queued
    due: datetime


class Current(NamedTuple):
    """The card on the screen."""

    queued: Queued
    shown_at: datetime
    revealed: bool = False
    thought: timedelta | None = None
    """From question to answer; None until it is revealed."""
    judgement: Judgement | None = None
    overruled: bool = False
    """Whether the learner says, against the verdict, that the answer was right."""
    hints: int = 0
    tries: int = 0
    confidence: int | None = None


class Session(NamedTuple):
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


class Reveal(NamedTuple):
    """Show the answer; with a judgement where one was given."""

    judgement: Judgement | None = None


class Do(Enum):
    """What a learner does that needs no more words."""

    HINT = "take a hint"
    TRY = "run the tests of an exercise"
    OVERRULE = "say that the verdict is wrong, or take that back"
    BURY = "put the card off until tomorrow"
    SUSPEND = "put the card off until it is taken back"
    UNDO = "take back the last thing done"
    SKIP = "go on without the card: it is gone, or was answered elsewhere"


class Confide(NamedTuple):
    """How sure the learner is: 1 guessing, 2 fairly, 3 certain."""

    confidence: int


class Rate(NamedTuple):
    """Rate the card on the screen."""

    rating: Rating


class Saved(NamedTuple):
    """The rating was recorded; `due` is None unless the card is in a step within the day."""

    due: datetime | None


class Restored(NamedTuple):
    """An undo was recorded; the card is to be asked again."""

    queued: Queued
    was_review: bool


Action = Do | Reveal | Confide | Rate | Saved | Restored


class Save(NamedTuple):
    """Record a review; answer with `Saved`."""

    card_id: CardId
    rating: Rating
    taken_ms: int
    current: Current
    """As it was rated: what was given, hints, tries."""


class PutOff(NamedTuple):
    """Record that a card is buried, or suspended."""

    card_id: CardId
    suspend: bool


class TakeBack(NamedTuple):
    """Record an undo; answer with `Restored` where a card is to be asked again."""


Effect = Save | PutOff | TakeBack


class Counts(NamedTuple):
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
    if action is Do.UNDO:
        return session, () if session.cram else (TakeBack(),)
    current = session.current
    if current is None:
        return session, ()
    match action:
        case Rate():
            return _rated(session, current, action.rating, now)
        case Saved():
            return _next(_back_in_line(session, current.queued, action.due), now), ()
        case Do.BURY | Do.SUSPEND:
            put_off = PutOff(current.queued.card_id, suspend=action is Do.SUSPEND)
            return _next(session, now), () if session.cram else (put_off,)
        case Do.SKIP:
            return _next(session, now), ()
        case _:
            return session._replace(current=_answered(current, action, now)), ()


def leaves_card(action: Action) -> bool:
    """Whether another card, or the same one anew, is on the screen after an action."""
    away = (Do.BURY, Do.SUSPEND, Do.UNDO, Do.SKIP)
    return action in away or isinstance(action, Rate | Saved | Restored)


def _answered(current: Current, action: Do | Reveal | Confide, now: datetime) -> Current:
    """The card on the screen after something that stays with it."""
    match action:
        case Reveal():
            thought = now - current.shown_at
            return current._replace(revealed=True, thought=thought, judgement=action.judgement)
        case Confide():
            return current._replace(confidence=action.confidence)
        case Do.HINT:
            return current._replace(hints=current.hints + 1)
        case Do.TRY:
            return current._replace(tries=current.tries + 1)
        case Do.OVERRULE:
            judged = current.revealed and current.judgement is not None
            return current._replace(overruled=judged and not current.overruled)
        case _:
            return current


def _rated(
    session: Session, current: Current, rating: Rating, now: datetime
) -> tuple[Session, tuple[Effect, ...]]:
    if not current.revealed:
        return session, ()
    rated = session._replace(ratings=(*session.ratings, rating))
    if session.cram:
        if rating is Rating.AGAIN:
            rated = rated._replace(pending=(*rated.pending, current.queued))
        return _next(rated, now), ()
    taken_ms = max(int((now - current.shown_at).total_seconds() * 1000), 0)
    return rated, (Save(current.queued.card_id, rating, taken_ms, current),)


def _back_in_line(session: Session, queued: Queued, due: datetime | None) -> Session:
    if due is None:
        return session
    waiting = Waiting(queued._replace(source=Source.LEARNING), due)
    return session._replace(waiting=tuple(sorted((*session.waiting, waiting), key=lambda w: w.due)))


def _restored(session: Session, action: Restored, now: datetime) -> Session:
    """The card taken back on the screen, the one that was there next in line."""
    card_id = action.queued.card_id
    interrupted = (session.current.queued,) if session.current else ()
    pending = tuple(q for q in (*interrupted, *session.pending) if q.card_id != card_id)
    waiting = tuple(w for w in session.waiting if w.queued.card_id != card_id)
    ratings = session.ratings[:-1] if action.was_review else session.ratings
    return session._replace(
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
        return session._replace(current=None)
    return session._replace(pending=pending, waiting=waiting, current=Current(chosen, now))
