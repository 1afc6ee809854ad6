"""Histories of made-up learners, and what the scheduler makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import count, islice
from random import Random
from typing import TYPE_CHECKING

from studycards.scheduling.memory import MemoryModel
from studycards.scheduling.states import (
    MemoryState,
    New,
    Phase,
    Plan,
    Rating,
    Scheduled,
    State,
    advanced,
)

if TYPE_CHECKING:
    from studycards.scheduling.scheduler import Scheduler

REVIEWS = 10
"""Of every card that is not new."""

FIRST = datetime(2000, 1, 1, 6, tzinfo=timezone(timedelta(hours=1)))
"""When every history begins, until it is moved to its place; sessions begin at six."""

_SHORTEST = 4
"""Days: no last interval is shorter, so that there are days between the last review and due."""

_LONGEST = timedelta(days=2_000)
"""From the first answer to the last: nobody has studied since before there were computers."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of a learner."""

    rating: Rating
    after: timedelta
    """Since the first answer of the history; whole days and the time into the session."""


@dataclass(frozen=True, slots=True)
class Folded:
    """One answer to a card, with what was known of the card before."""

    given: Given
    before: State
    led_to: Plan


class Remembering(MemoryModel):
    """The memory model, working out the same question once."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[MemoryState | None, int, Rating], MemoryState] = {}

    def after(self, memory: MemoryState | None, elapsed_days: int, rating: Rating) -> MemoryState:
        """The memory after one review."""
        question = memory, elapsed_days, rating
        if question not in self._known:
            self._known[question] = super().after(memory, elapsed_days, rating)
        return self._known[question]


def histories(scheduler: Scheduler, wanted: int) -> list[tuple[Given, ...]]:
    """So many histories, each ending in phase review with some days to go."""
    lived = (_lived(scheduler, f"learner {number}") for number in count())
    return list(islice((history for history in lived if history), wanted))


def fold(
    scheduler: Scheduler, card_id: str, history: tuple[Given, ...]
) -> tuple[list[Folded], Scheduled]:
    """The answers of a history given to one card, and the state they lead to."""
    state: State = New()
    answers = []
    for given in history:
        at = FIRST + given.after
        outcome = scheduler.outcome(card_id, state, at, given.rating)
        answers.append(Folded(given, state, outcome.plan))
        state = advanced(state, given.rating, at, *outcome)
    assert isinstance(state, Scheduled)
    return answers, state


def _lived(scheduler: Scheduler, learner: str) -> tuple[Given, ...] | None:
    """What a learner answers who forgets as the model says and is sometimes late."""
    random = Random(learner)
    state: State = New()
    history: list[Given] = []
    for _ in range(REVIEWS):
        at, chance = FIRST, 0.7
        if isinstance(state, Scheduled):
            at = _next_session(state, random)
            chance = scheduler.retrievability(state, at)
        passed = random.random() < chance
        rating = random.choice((2, 3, 3, 3, 3, 4)) if passed else 1
        history.append(Given(Rating(rating), at - FIRST))
        state = scheduler.outcomes(learner, state, at)[Rating(rating)]
    assert isinstance(state, Scheduled)
    usable = state.phase is Phase.REVIEW and state.interval >= _SHORTEST
    return tuple(history) if usable and history[-1].after < _LONGEST else None


def _next_session(state: Scheduled, random: Random) -> datetime:
    if isinstance(state.due, datetime):
        # Steps are of half minutes and cards follow one another by half seconds: a millisecond
        # for each half minute makes every moment of the collection unique.
        at = state.due.astimezone(FIRST.tzinfo)
        return at.replace(microsecond=(at - FIRST).seconds // 30 * 1000)
    late = random.choice((0, 0, 0, 1, 3))
    return datetime.combine(state.due + timedelta(days=late), FIRST.timetz())
