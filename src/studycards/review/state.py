"""A review session: `step(state, action, now)` gives the next state and its effects.

Nothing is read or written here. Whoever runs a session carries out the effects and tells it
what came of them with `Saved` and `Restored`.

Annotations are evaluated: as texts, each would be compiled when a named tuple is defined.
"""

from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from studycards.cards import CardId, NoteId
from studycards.cards.asking import Judgement
from studycards.scheduling.states import Rating


class QueueKind(StrEnum):
    """Why a card is asked: the three counts a learner sees."""

    NEW = "new"
    LEARNING = "learning"
    DUE = "due"


class Queued(NamedTuple):
    """A card to be asked."""

    card_id: CardId
    note_id: NoteId
    kind: QueueKind


class Waiting(NamedTuple):
    """A card in a step, to be asked again from a given time on."""

    queued: Queued
    due: datetime


class Current(NamedTuple):
    """The card on the screen."""

    queued: Queued
    shown_at: datetime
    revealed: bool = False
    time_to_reveal: timedelta | None = None
    """From question to answer; None until it is revealed."""
    judgement: Judgement | None = None
    overruled: bool = False
    """Whether the learner overruled the verdict: the answer was right."""
    hints: int = 0
    tries: int = 0
    confidence: int | None = None


class SessionState(NamedTuple):
    """The cards left, the card on the screen, and the ratings so far."""

    pending: tuple[Queued, ...]
    waiting: tuple[Waiting, ...]
    """Sorted by the time they are due."""
    learn_ahead: timedelta
    cram: bool = False
    """Asking only: nothing is recorded, a forgotten card comes back at the end."""
    current: Current | None = None
    """None at the end."""
    ratings: tuple[Rating, ...] = ()
    """Ratings of the answers that were not undone."""


class Reveal(NamedTuple):
    """Show the answer, with a judgement if a response was given."""

    judgement: Judgement | None = None


class Command(Enum):
    """Actions without parameters."""

    HINT = "take a hint"
    TRY = "run the tests of an exercise"
    OVERRULE = "overrule the verdict, or restore it"
    BURY = "bury the card until tomorrow"
    SUSPEND = "suspend the card"
    UNDO = "undo the last event"
    SKIP = "go on without the card: it is gone, or was answered elsewhere"


class SetConfidence(NamedTuple):
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


Action = Command | Reveal | SetConfidence | Rate | Saved | Restored


class Save(NamedTuple):
    """Record a review; reply with `Saved`."""

    card_id: CardId
    rating: Rating
    taken_ms: int
    current: Current
    """The card as it was rated: response, hints, tries."""


class BuryOrSuspend(NamedTuple):
    """Record that a card is buried, or suspended."""

    card_id: CardId
    suspend: bool


class Undo(NamedTuple):
    """Record an undo; reply with `Restored` if a card is to be asked again."""


Effect = Save | BuryOrSuspend | Undo


class Counts(NamedTuple):
    """Cards left, the one on the screen included."""

    new: int
    learning: int
    due: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due


def start(state: SessionState, now: datetime) -> SessionState:
    """The state with its first card on the screen."""
    return _next(state, now)


def counts(state: SessionState) -> Counts:
    """Cards left, by queue."""
    left = [queued.kind for queued in state.pending]
    left += [QueueKind.LEARNING] * len(state.waiting)
    if state.current:
        left.append(state.current.queued.kind)
    return Counts(
        left.count(QueueKind.NEW), left.count(QueueKind.LEARNING), left.count(QueueKind.DUE)
    )


def step(
    state: SessionState, action: Action, now: datetime
) -> tuple[SessionState, tuple[Effect, ...]]:
    """The session after an action, and the effects to carry out.

    Actions that do not apply, such as a rating before the answer was shown, change nothing.
    """
    if isinstance(action, Restored):
        return _restored(state, action, now), ()
    if action is Command.UNDO:
        return state, () if state.cram else (Undo(),)
    current = state.current
    if current is None:
        return state, ()
    match action:
        case Rate():
            return _rated(state, current, action.rating, now)
        case Saved():
            return _next(_back_in_line(state, current.queued, action.due), now), ()
        case Command.BURY | Command.SUSPEND:
            effect = BuryOrSuspend(current.queued.card_id, suspend=action is Command.SUSPEND)
            return _next(state, now), () if state.cram else (effect,)
        case Command.SKIP:
            return _next(state, now), ()
        case _:
            return state._replace(current=_answered(current, action, now)), ()


def leaves_card(action: Action) -> bool:
    """Whether another card, or the same one again, is on the screen after an action."""
    away = (Command.BURY, Command.SUSPEND, Command.UNDO, Command.SKIP)
    return action in away or isinstance(action, Rate | Saved | Restored)


def _answered(current: Current, action: Command | Reveal | SetConfidence, now: datetime) -> Current:
    """The card on the screen after an action that keeps it there."""
    match action:
        case Reveal():
            time_to_reveal = now - current.shown_at
            return current._replace(
                revealed=True, time_to_reveal=time_to_reveal, judgement=action.judgement
            )
        case SetConfidence():
            return current._replace(confidence=action.confidence)
        case Command.HINT:
            return current._replace(hints=current.hints + 1)
        case Command.TRY:
            return current._replace(tries=current.tries + 1)
        case Command.OVERRULE:
            judged = current.revealed and current.judgement is not None
            return current._replace(overruled=judged and not current.overruled)
        case _:
            return current


def _rated(
    state: SessionState, current: Current, rating: Rating, now: datetime
) -> tuple[SessionState, tuple[Effect, ...]]:
    if not current.revealed:
        return state, ()
    rated = state._replace(ratings=(*state.ratings, rating))
    if state.cram:
        if rating is Rating.AGAIN:
            rated = rated._replace(pending=(*rated.pending, current.queued))
        return _next(rated, now), ()
    taken_ms = max(int((now - current.shown_at).total_seconds() * 1000), 0)
    return rated, (Save(current.queued.card_id, rating, taken_ms, current),)


def _back_in_line(state: SessionState, queued: Queued, due: datetime | None) -> SessionState:
    if due is None:
        return state
    waiting = Waiting(queued._replace(kind=QueueKind.LEARNING), due)
    return state._replace(waiting=tuple(sorted((*state.waiting, waiting), key=lambda w: w.due)))


def _restored(state: SessionState, action: Restored, now: datetime) -> SessionState:
    """The undone card on the screen, the one it replaces next in the queue."""
    card_id = action.queued.card_id
    interrupted = (state.current.queued,) if state.current else ()
    pending = tuple(q for q in (*interrupted, *state.pending) if q.card_id != card_id)
    waiting = tuple(w for w in state.waiting if w.queued.card_id != card_id)
    ratings = state.ratings[:-1] if action.was_review else state.ratings
    return state._replace(
        pending=pending,
        waiting=waiting,
        ratings=ratings,
        current=Current(action.queued, now),
    )


def _next(state: SessionState, now: datetime) -> SessionState:
    """First a step that is due, then the queue, then steps that are nearly due."""
    waiting, pending = state.waiting, state.pending
    if waiting and waiting[0].due <= now:
        chosen, waiting = waiting[0].queued, waiting[1:]
    elif pending:
        chosen, pending = pending[0], pending[1:]
    elif waiting and waiting[0].due <= now + state.learn_ahead:
        chosen, waiting = waiting[0].queued, waiting[1:]
    else:
        return state._replace(current=None)
    return state._replace(pending=pending, waiting=waiting, current=Current(chosen, now))
