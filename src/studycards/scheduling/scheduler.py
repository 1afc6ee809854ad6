"""The outcomes of ratings: phase, memory, interval and due day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from studycards.scheduling.intervals import (
    fuzz_factor,
    fuzzed_interval,
    lower_bound,
    round_half_up,
)
from studycards.scheduling.memory import memory_model
from studycards.scheduling.states import (
    DAY,
    MemoryState,
    Phase,
    Plan,
    Rating,
    Scheduled,
    State,
    advanced,
)
from studycards.scheduling.steps import Steps
from studycards.scheduling.study_day import next_day_start, study_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studycards.scheduling.memory import MemoryModel
    from studycards.scheduling.rules import Rules


class Outcome(NamedTuple):
    """The outcome of a rating."""

    plan: Plan
    memory: MemoryState


class Scheduler:
    """The outcomes of answers by one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.model = memory_model(rules.parameters)
        self._learning_steps = Steps(rules.learning_steps)
        self._relearning_steps = Steps(rules.relearning_steps)

    def outcomes(self, card_id: str, state: State, now: datetime) -> Mapping[Rating, Scheduled]:
        """The state after each of the four ratings, if the card were answered now."""
        context = self._context(card_id, state, now)
        return {
            rating: advanced(state, rating, now, *self._outcome(context, rating))
            for rating in Rating
        }

    def outcome(self, card_id: str, state: State, now: datetime, rating: Rating) -> Outcome:
        """The outcome of one rating, cheaper than all four."""
        return self._outcome(self._context(card_id, state, now), rating)

    def elapsed_days(self, state: Scheduled, now: datetime) -> int:
        """Study days since the last review, never negative."""
        then = study_day(state.last_review, self.rules.rollover)
        return max((study_day(now, self.rules.rollover) - then).days, 0)

    def retrievability(self, state: Scheduled, now: datetime) -> float:
        """The chance that the learner recalls the card now, 0–1."""
        elapsed = (now - state.last_review).total_seconds() / DAY
        return self.model.retrievability(state.memory.stability, elapsed)

    def _context(self, card_id: str, state: State, now: datetime) -> _AnswerContext:
        known = state if isinstance(state, Scheduled) else None
        fuzz = fuzz_factor(card_id, known.reps if known else 0) if self.rules.fuzz else None
        elapsed = self.elapsed_days(known, now) if known else 0
        memories = _Memories(self.model, known.memory if known else None, elapsed)
        return _AnswerContext(state, now, fuzz, memories)

    def _outcome(self, context: _AnswerContext, rating: Rating) -> Outcome:
        return Outcome(self._plan(context, rating), context.memories[rating])

    def _plan(self, context: _AnswerContext, rating: Rating) -> Plan:
        state = context.state
        if isinstance(state, Scheduled) and state.phase is Phase.REVIEW:
            if rating is Rating.AGAIN:
                return self._forgotten(context)
            days = self._passed_days(context, state.interval, rating)
            return self._in_review(context.now, days)
        return self._in_steps(context, rating)

    def _in_steps(self, context: _AnswerContext, rating: Rating) -> Plan:
        """The plan for a new card, or for one in phase learning or relearning."""
        state = context.state
        known = state if isinstance(state, Scheduled) else None
        phase = known.phase if known else Phase.LEARNING
        steps = self._relearning_steps if phase is Phase.RELEARNING else self._learning_steps
        step = (known.step or 0) if known else 0
        index, delay = {
            Rating.AGAIN: (0, steps.again()),
            Rating.HARD: (step, steps.hard(step)),
            Rating.GOOD: (step + 1, steps.good(step)),
            Rating.EASY: (step, None),
        }[rating]
        if delay is None and rating is not Rating.EASY and not steps.seconds:
            index, delay = 0, self._within_half_a_day(context, rating)
        if delay is not None:
            return self._in_step(context.now, phase, index, delay)
        return self._in_review(context.now, self._graduation_days(context, rating))

    def _graduation_days(self, context: _AnswerContext, rating: Rating) -> int:
        """Planned days of a card that leaves its steps; fuzz is applied to the rounded interval."""
        days = self._rounded_days(context, rating, 1)
        if rating is Rating.EASY:
            good = self._rounded_days(context, Rating.GOOD, 1)
            days = self._rounded_days(context, rating, self._days(context, Rating.GOOD, 1) + 1)
            days = min(max(days, good + 1), self.rules.maximum_interval)
        return days

    def _rounded_days(self, context: _AnswerContext, rating: Rating, lowest: int) -> int:
        wanted = max(round_half_up(self._wanted(context.memories[rating])), 1)
        return fuzzed_interval(wanted, lowest, self.rules.maximum_interval, context.fuzz)

    def _within_half_a_day(self, context: _AnswerContext, rating: Rating) -> int | None:
        """Seconds until due, if there are no steps and the memory lasts less than half a day."""
        wanted = self._wanted(context.memories[rating])
        return max(int(wanted * DAY), 1) if wanted < 0.5 else None

    def _passed_days(self, context: _AnswerContext, previous: int, rating: Rating) -> int:
        """Planned days after a passing rating in review: hard, good and easy keep their order."""
        days = 0
        for better in (Rating.HARD, Rating.GOOD, Rating.EASY):
            wanted = self._wanted(context.memories[better])
            bound = lower_bound(wanted, previous)
            if bound > self.rules.maximum_interval:
                bound = 0
            days = self._days(context, better, max(days + 1, bound))
            if better is rating:
                break
        return days

    def _forgotten(self, context: _AnswerContext) -> Plan:
        """A lapse: the card is relearned, or scheduled again if there are no steps."""
        delay = self._relearning_steps.again()
        if delay is None:
            delay = self._within_half_a_day(context, Rating.AGAIN)
        if delay is None:
            wanted = self._wanted(context.memories[Rating.AGAIN])
            days = fuzzed_interval(wanted, 1, self.rules.maximum_interval, None)
            return self._in_review(context.now, days)
        return self._in_step(context.now, Phase.RELEARNING, 0, delay)

    def _wanted(self, memory: MemoryState) -> float:
        return self.model.interval(memory.stability, self.rules.desired_retention)

    def _days(self, context: _AnswerContext, rating: Rating, lowest: int) -> int:
        wanted = self._wanted(context.memories[rating])
        return fuzzed_interval(wanted, lowest, self.rules.maximum_interval, context.fuzz)

    def _in_review(self, now: datetime, days: int) -> Plan:
        """Phase review, due some days from now."""
        due = study_day(now, self.rules.rollover) + timedelta(days=days)
        return Plan(Phase.REVIEW, None, days, None, due)

    def _in_step(self, now: datetime, phase: Phase, step: int, delay: int) -> Plan:
        """A step of some seconds; one that crosses the rollover is due on a later study day."""
        rollover = self.rules.rollover
        until_rollover = int((next_day_start(now, rollover) - now).total_seconds())
        due: datetime | date
        if delay < until_rollover:
            due = now.astimezone(UTC) + timedelta(seconds=delay)
        else:
            days = (delay - until_rollover) // DAY + 1
            due = study_day(now, rollover) + timedelta(days=days)
        return Plan(phase, step, None, delay, due)


class _Memories(dict[Rating, MemoryState]):
    """The memory after each rating, computed on first use."""

    def __init__(self, model: MemoryModel, before: MemoryState | None, elapsed: int) -> None:
        super().__init__()
        self._model = model
        self._before = before
        self._elapsed = elapsed

    def __missing__(self, rating: Rating) -> MemoryState:
        memory = self._model.after(self._before, self._elapsed, rating)
        self[rating] = memory
        return memory


class _AnswerContext(NamedTuple):
    """A card at the moment of an answer."""

    state: State
    now: datetime
    fuzz: float | None
    memories: _Memories


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether to report a card as a leech on the lapse that brings it to `lapses`.

    Reported at the threshold, then after every half as many lapses; never for a threshold of 0.
    """
    if threshold == 0 or lapses < threshold:
        return False
    return (lapses - threshold) % ((threshold + 1) // 2) == 0
