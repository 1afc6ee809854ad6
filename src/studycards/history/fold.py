"""The state of a card, folded from its events.

A recorded outcome is kept as promised; only memory is computed, by the newest rules. An answer
without a recorded outcome gets the one that the rules of its time give; so does an answer given
without knowledge of an earlier one, as a merge may show.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard

from studycards.events import Action, ActionKind, Event, Review
from studycards.scheduling.intervals import round_half_up
from studycards.scheduling.memory import memory_model
from studycards.scheduling.scheduler import Scheduler
from studycards.scheduling.states import (
    MAX_STABILITY,
    MIN_STABILITY,
    MemoryState,
    New,
    Phase,
    Plan,
    Rating,
    Scheduled,
    State,
)
from studycards.scheduling.study_day import day_from_number, study_day_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycards.history.timeline import Timeline
    from studycards.scheduling.rules import Rules


def fold(card_id: str, events: Iterable[Event], timeline: Timeline) -> State:
    """The state of a card after its events, given in their order."""
    folding = Folding(card_id, timeline)
    for event in events:
        folding.add(event)
    return folding.state


class Folding:
    """A fold in progress over the events of one card."""

    def __init__(self, card_id: str, timeline: Timeline, rules: Rules | None = None) -> None:
        """Begin with a new card.

        Args:
            card_id: The card.
            timeline: Which rules were in force when.
            rules: By which memory and days are counted; the newest where they are left out.
        """
        self.settled: list[Event] = []
        """The events so far, each review with its outcome."""
        self._card_id = card_id
        self._timeline = timeline
        self._rules = rules or timeline.newest
        self._model = memory_model(self._rules.parameters)
        self._plan: Plan | None = None
        """The current plan; None for a new card."""
        self._last: Event | None = None
        """The event from which elapsed days are counted."""
        self._stability = self._difficulty = 0.0
        self._reps = self._lapses = 0
        self._answered_at = 0
        """When the last answer was given, or the memory given that stands for those before."""
        self._by_rules: dict[Rules, Folding] = {}
        """The same card folded by the rules of other times, as far as they were needed."""

    @property
    def state(self) -> State:
        """The state after the events so far."""
        if self._plan is None or self._last is None:
            return New()
        return Scheduled(
            phase=self._plan.phase,
            step=self._plan.step,
            memory=MemoryState(stability=self._stability, difficulty=self._difficulty),
            due=self._plan.due,
            last_review=self._last.moment,
            interval=self._plan.interval,
            reps=self._reps,
            lapses=self._lapses,
        )

    def add(self, event: Event) -> None:
        """Apply the next event; actions other than on memory or due day have no effect."""
        if isinstance(event, Review):
            self._review(event)
        elif event.kind == ActionKind.MEMORY:
            self._remember(event)
        elif event.kind == ActionKind.DUE:
            self._set_due(event)

    def _review(self, review: Review) -> None:
        if review.led_to is None or not self._was_known_to(review):
            plan = self._computed(review)
            review = review._replace(
                led_to=plan,
                phase=self._plan.phase if self._plan else "new",
                previous_at=None,
                previous_reviews=None,
            )
        else:
            plan = review.led_to
        self.settled.append(review)
        if self._last is None:
            memory = self._model.first(review.rating)
        else:
            days = max(self._day(review) - self._day(self._last), 0)
            memory = self._model.next(self._stability, self._difficulty, days, review.rating)
        self._stability, self._difficulty = memory
        if self._plan and self._plan.phase is Phase.REVIEW and review.rating is Rating.AGAIN:
            self._lapses += 1
        self._reps += 1
        self._plan, self._last, self._answered_at = plan, review, review.at

    def _was_known_to(self, review: Review) -> bool:
        """Whether the device knew of all answers before when the review was given."""
        if self._plan is None:
            return True
        if review.phase == "new":
            return False
        latest = review.previous_at is None or review.previous_at >= self._answered_at
        return latest and (review.previous_reviews is None or review.previous_reviews >= self._reps)

    def _computed(self, review: Review) -> Plan:
        rules = self._timeline.at(review.id)
        before = self.state
        if rules != self._rules:
            before = self._folded_by(rules).state
        outcome = _scheduler(rules).outcome(self._card_id, before, review.moment, review.rating)
        return outcome.plan

    def _folded_by(self, rules: Rules) -> Folding:
        """The card after the events so far, folded by other rules than the newest."""
        if rules not in self._by_rules:
            self._by_rules[rules] = Folding(self._card_id, self._timeline, rules)
        folding = self._by_rules[rules]
        for event in self.settled[len(folding.settled) :]:
            folding.add(event)
        return folding

    def _remember(self, action: Action) -> None:
        """Set the memory; a new card is in review from then on."""
        stability, difficulty = action.payload.get("stability"), action.payload.get("difficulty")
        if not (
            _is_within(stability, MIN_STABILITY, MAX_STABILITY) and _is_within(difficulty, 1, 10)
        ):
            return
        self._stability, self._difficulty, self._last = float(stability), float(difficulty), action
        self.settled.append(action)
        if self._plan is None:
            self._reps, self._answered_at = 1, action.at
            self._plan = _first_plan(action, self._timeline.at(action.id))

    def _set_due(self, action: Action) -> None:
        """Set the due day of a card that was studied; one in a step is then in review."""
        try:
            day = date.fromisoformat(action.payload["day"])
        except (KeyError, TypeError, ValueError):
            return
        if self._plan is not None:
            self.settled.append(action)
            self._plan = Plan(Phase.REVIEW, None, self._plan.interval, None, day)

    def _day(self, event: Event) -> int:
        return study_day_number(event.at, event.utc_offset_min, self._rules.rollover)


@lru_cache(maxsize=8)
def _scheduler(rules: Rules) -> Scheduler:
    return Scheduler(rules)


def _first_plan(action: Action, rules: Rules) -> Plan:
    """The plan of a new card that was given a memory, by the rules in force then."""
    wanted = memory_model(rules.parameters).interval(
        action.payload["stability"], rules.desired_retention
    )
    days = min(max(round_half_up(wanted), 1), rules.maximum_interval)
    day = study_day_number(action.at, action.utc_offset_min, rules.rollover)
    return Plan(Phase.REVIEW, None, days, None, day_from_number(day + days))


def _is_within(value: Any, low: float, high: float) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
