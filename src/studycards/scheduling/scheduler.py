"""What a rating does to a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from studycards.scheduling.intervals import (
    constrained,
    fuzz_factor,
    lower_bound,
    round_half_up,
)
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
        sight = self._sight(card_id, state, now)
        return {rating: self._outcome(sight, rating) for rating in Rating}

    def outcome(self, card_id: str, state: State, now: datetime, rating: Rating) -> Scheduled:
        """The state after one rating, for less than all four cost."""
        return self._outcome(self._sight(card_id, state, now), rating)

    def replay(self, card_id: str, answers: Iterable[Answer]) -> State:
        """The state of a card after all its reviews, oldest first."""
        state: State = New()
        for answer in answers:
            state = self.outcome(card_id, state, answer.reviewed_at, answer.rating)
        return state

    def elapsed_days(self, state: Scheduled, now: datetime) -> int:
        """Study days since the last review, never negative."""
        then = study_day(state.last_review, self.rollover)
        return max((study_day(now, self.rollover) - then).days, 0)

    def retrievability(self, state: Scheduled, now: datetime) -> float:
        """The chance that the learner recalls the card now, 0–1."""
        elapsed = (now - state.last_review).total_seconds() / DAY
        return self.model.retrievability(state.memory.stability, elapsed)

    def _sight(self, card_id: str, state: State, now: datetime) -> _Sight:
        fuzz = fuzz_factor(card_id, _reps(state)) if self.fuzz else None
        if isinstance(state, New):
            return _Sight(state, now, fuzz, _Memories(self.model, None, 0))
        elapsed = self.elapsed_days(state, now)
        return _Sight(state, now, fuzz, _Memories(self.model, state.memory, elapsed))

    def _outcome(self, sight: _Sight, rating: Rating) -> Scheduled:
        state = sight.state
        if isinstance(state, Scheduled) and state.phase is Phase.REVIEW:
            if rating is Rating.AGAIN:
                return self._forgotten(sight)
            return self._after(sight, rating, self._passed_days(sight, state.interval, rating))
        return self._in_steps(sight, rating)

    def _in_steps(self, sight: _Sight, rating: Rating) -> Scheduled:
        """A new card, or one in phase learning or relearning."""
        state = sight.state
        known = state if isinstance(state, Scheduled) else None
        phase = known.phase if known else Phase.LEARNING
        steps = self.relearning_steps if phase is Phase.RELEARNING else self.learning_steps
        step = (known.step or 0) if known else 0
        index, delay = {
            Rating.AGAIN: (0, steps.again()),
            Rating.HARD: (step, steps.hard(step)),
            Rating.GOOD: (step + 1, steps.good(step)),
            Rating.EASY: (step, None),
        }[rating]
        if delay is None and rating is not Rating.EASY and not steps.seconds:
            index, delay = 0, self._within_half_a_day(sight, rating)
        if delay is not None:
            return self._stepped(sight, rating, phase, index, delay)
        return self._after(sight, rating, self._graduation_days(sight, rating))

    def _graduation_days(self, sight: _Sight, rating: Rating) -> int:
        """Planned days of a card that leaves its steps: fuzz is around the rounded interval."""
        days = self._rounded_days(sight, rating, 1)
        if rating is Rating.EASY:
            good = self._rounded_days(sight, Rating.GOOD, 1)
            days = self._rounded_days(sight, rating, self._days(sight, Rating.GOOD, 1) + 1)
            days = min(max(days, good + 1), self.maximum_interval)
        return days

    def _rounded_days(self, sight: _Sight, rating: Rating, lowest: int) -> int:
        wanted = max(round_half_up(self._wanted(sight.memories[rating])), 1)
        return constrained(wanted, lowest, self.maximum_interval, sight.fuzz)

    def _within_half_a_day(self, sight: _Sight, rating: Rating) -> int | None:
        """Seconds, where there are no steps and the memory lasts for less than half a day."""
        wanted = self._wanted(sight.memories[rating])
        return max(int(wanted * DAY), 1) if wanted < 0.5 else None

    def _passed_days(self, sight: _Sight, previous: int, rating: Rating) -> int:
        """Planned days after a passing rating in review: hard, good and easy keep their order."""
        days = 0
        for better in (Rating.HARD, Rating.GOOD, Rating.EASY):
            wanted = self._wanted(sight.memories[better])
            bound = lower_bound(wanted, previous)
            if bound > self.maximum_interval:
                bound = 0
            days = self._days(sight, better, max(days + 1, bound))
            if better is rating:
                break
        return days

    def _forgotten(self, sight: _Sight) -> Scheduled:
        """A lapse: the card is relearned, or planned anew where there are no steps."""
        delay = self.relearning_steps.again()
        if delay is None:
            delay = self._within_half_a_day(sight, Rating.AGAIN)
        if delay is None:
            wanted = self._wanted(sight.memories[Rating.AGAIN])
            days = constrained(wanted, 1, self.maximum_interval, None)
            return self._after(sight, Rating.AGAIN, days, lapse=1)
        return self._stepped(sight, Rating.AGAIN, Phase.RELEARNING, 0, delay, lapse=1)

    def _wanted(self, memory: MemoryState) -> float:
        return self.model.interval(memory.stability, self.desired_retention)

    def _days(self, sight: _Sight, rating: Rating, lowest: int) -> int:
        wanted = self._wanted(sight.memories[rating])
        return constrained(wanted, lowest, self.maximum_interval, sight.fuzz)

    def _after(self, sight: _Sight, rating: Rating, days: int, *, lapse: int = 0) -> Scheduled:
        """The card in phase review, due some days from now."""
        return Scheduled(
            phase=Phase.REVIEW,
            step=None,
            memory=sight.memories[rating],
            due=study_day(sight.now, self.rollover) + timedelta(days=days),
            last_review=sight.now,
            interval=days,
            reps=_reps(sight.state) + 1,
            lapses=_lapses(sight.state) + lapse,
        )

    def _stepped(
        self, sight: _Sight, rating: Rating, phase: Phase, step: int, delay: int, *, lapse: int = 0
    ) -> Scheduled:
        """The card in a step; one that crosses the rollover becomes whole days."""
        now = sight.now
        until_rollover = int((next_day_start(now, self.rollover) - now).total_seconds())
        due: datetime | date
        if delay < until_rollover:
            due = now.astimezone(UTC) + timedelta(seconds=delay)
        else:
            days = (delay - until_rollover) // DAY + 1
            due = study_day(now, self.rollover) + timedelta(days=days)
        return Scheduled(
            phase=phase,
            step=step,
            memory=sight.memories[rating],
            due=due,
            last_review=now,
            interval=delay // DAY,
            reps=_reps(sight.state) + 1,
            lapses=_lapses(sight.state) + lapse,
        )


class _Memories(dict[Rating, MemoryState]):
    """The memory after each rating, worked out when it is first asked for."""

    def __init__(self, model: MemoryModel, before: MemoryState | None, elapsed: int) -> None:
        super().__init__()
        self._model = model
        self._before = before
        self._elapsed = elapsed

    def __missing__(self, rating: Rating) -> MemoryState:
        memory = self._model.after(self._before, self._elapsed, rating)
        self[rating] = memory
        return memory


class _Sight(NamedTuple):
    """A card at the moment of an answer."""

    state: State
    now: datetime
    fuzz: float | None
    memories: _Memories


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
