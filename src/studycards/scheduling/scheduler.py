"""What a rating does to a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from studycards.scheduling.intervals import constrained, fuzz_factor, lower_bound
from studycards.scheduling.states import MemoryState, New, Phase, Rating, Scheduled, State
from studycards.scheduling.steps import DAY, Steps
from studycards.scheduling.study_day import next_day_start, study_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studycards.scheduling.memory import MemoryModel


class Answer(NamedTuple):
    """What the scheduler needs to know of a review."""

    rating: Rating
    reviewed_at: datetime
    """Aware, with the learner's UTC offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """The rules by which every card of a collection is scheduled."""

    model: MemoryModel
    desired_retention: float
    """Chance of recall at which a card is due, 0.7–0.99."""
    learning_steps: Steps
    relearning_steps: Steps
    maximum_interval: int
    """Days."""
    rollover: int
    """Hour at which a study day starts, 0–23."""
    fuzz: bool = True

    def outcomes(self, card_id: str, state: State, now: datetime) -> Mapping[Rating, Scheduled]:
        """The state after each of the four ratings, if the card were answered now."""
        known = state if isinstance(state, Scheduled) else None
        memory = known.memory if known else None
        elapsed = self.elapsed_days(known, now) if known else 0
        memories = {rating: self.model.after(memory, elapsed, rating) for rating in Rating}
        fuzz = fuzz_factor(card_id, _reps(state)) if self.fuzz else None
        if known and known.phase is Phase.REVIEW:
            return self._in_review(known, memories, now, fuzz)
        return self._in_steps(state, memories, now, fuzz)

    def replay(self, card_id: str, answers: Iterable[Answer]) -> State:
        """The state of a card after all its reviews, oldest first."""
        state: State = New()
        for answer in answers:
            state = self.outcomes(card_id, state, answer.reviewed_at)[answer.rating]
        return state

    def elapsed_days(self, state: Scheduled, now: datetime) -> int:
        """Study days since the last review, never negative."""
        then = study_day(state.last_review, self.rollover)
        return max((study_day(now, self.rollover) - then).days, 0)

    def retrievability(self, state: Scheduled, now: datetime) -> float:
        """The chance that the learner recalls the card now, 0–1."""
        return self.model.retrievability(state.memory.stability, self.elapsed_days(state, now))

    def _in_steps(
        self,
        state: State,
        memories: Mapping[Rating, MemoryState],
        now: datetime,
        fuzz: float | None,
    ) -> Mapping[Rating, Scheduled]:
        """A new card, or one in phase learning or relearning."""
        relearning = isinstance(state, Scheduled) and state.phase is Phase.RELEARNING
        phase = Phase.RELEARNING if relearning else Phase.LEARNING
        steps = self.relearning_steps if relearning else self.learning_steps
        step = (state.step or 0) if isinstance(state, Scheduled) else 0
        good_days = self._constrained(memories[Rating.GOOD], 1, fuzz)
        days = {
            Rating.AGAIN: self._constrained(memories[Rating.AGAIN], 1, fuzz),
            Rating.HARD: self._constrained(memories[Rating.HARD], 1, fuzz),
            Rating.GOOD: good_days,
            Rating.EASY: self._constrained(memories[Rating.EASY], good_days + 1, fuzz),
        }
        delays = {
            Rating.AGAIN: (0, steps.again()),
            Rating.HARD: (step, steps.hard(step)),
            Rating.GOOD: (step + 1, steps.good(step)),
            Rating.EASY: (step, None),
        }
        return {
            rating: self._after(state, memories[rating], now, days[rating])
            if delay is None
            else self._stepped(state, memories[rating], now, phase, index, delay)
            for rating, (index, delay) in delays.items()
        }

    def _in_review(
        self,
        state: Scheduled,
        memories: Mapping[Rating, MemoryState],
        now: datetime,
        fuzz: float | None,
    ) -> Mapping[Rating, Scheduled]:
        """A card in phase review: the passing intervals keep their order."""
        outcomes: dict[Rating, Scheduled] = {}
        shortest = 1
        for rating in (Rating.HARD, Rating.GOOD, Rating.EASY):
            wanted = self._wanted(memories[rating])
            lowest = max(shortest, lower_bound(wanted, state.interval))
            days = constrained(wanted, lowest, self.maximum_interval, fuzz)
            outcomes[rating] = self._after(state, memories[rating], now, days)
            shortest = days + 1
        forgotten = memories[Rating.AGAIN]
        delay = self.relearning_steps.again()
        outcomes[Rating.AGAIN] = (
            self._after(state, forgotten, now, self._constrained(forgotten, 1, fuzz), lapse=1)
            if delay is None
            else self._stepped(state, forgotten, now, Phase.RELEARNING, 0, delay, lapse=1)
        )
        return outcomes

    def _wanted(self, memory: MemoryState) -> float:
        return self.model.interval(memory.stability, self.desired_retention)

    def _constrained(self, memory: MemoryState, lowest: int, fuzz: float | None) -> int:
        return constrained(self._wanted(memory), lowest, self.maximum_interval, fuzz)

    def _after(
        self, state: State, memory: MemoryState, now: datetime, days: int, *, lapse: int = 0
    ) -> Scheduled:
        """The card in phase review, due some days from now."""
        return Scheduled(
            phase=Phase.REVIEW,
            step=None,
            memory=memory,
            due=study_day(now, self.rollover) + timedelta(days=days),
            last_review=now,
            interval=days,
            reps=_reps(state) + 1,
            lapses=_lapses(state) + lapse,
        )

    def _stepped(
        self,
        state: State,
        memory: MemoryState,
        now: datetime,
        phase: Phase,
        step: int,
        delay: int,
        *,
        lapse: int = 0,
    ) -> Scheduled:
        """The card in a step; one that crosses the rollover becomes whole days."""
        until_rollover = int((next_day_start(now, self.rollover) - now).total_seconds())
        due: datetime | date
        if delay < until_rollover:
            days, due = 0, now.astimezone(UTC) + timedelta(seconds=delay)
        else:
            days = (delay - until_rollover) // DAY + 1
            due = study_day(now, self.rollover) + timedelta(days=days)
        return Scheduled(
            phase=phase,
            step=step,
            memory=memory,
            due=due,
            last_review=now,
            interval=days,
            reps=_reps(state) + 1,
            lapses=_lapses(state) + lapse,
        )


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether a lapse that brings a card to `lapses` is to be announced.

    At the threshold, then at every half of it again; a threshold of 0 never.
    """
    if threshold == 0 or lapses < threshold:
        return False
    return (lapses - threshold) % ((threshold + 1) // 2) == 0


def _reps(state: State) -> int:
    return state.reps if isinstance(state, Scheduled) else 0


def _lapses(state: State) -> int:
    return state.lapses if isinstance(state, Scheduled) else 0
