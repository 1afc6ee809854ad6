"""What a rating does to a card, and what must hold whatever is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.scheduling.rules import Rules
from studycards.scheduling.scheduler import Scheduler
from studycards.scheduling.states import (
    MemoryState,
    New,
    Phase,
    Rating,
    Scheduled,
    State,
    advanced,
)
from studycards.scheduling.study_day import study_day
from tests.conftest import EXAMPLES

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")


def scheduler(*, fuzz: bool = True, learning: tuple[int, ...] = (60, 600)) -> Scheduler:
    """The default rules."""
    return Scheduler(Rules(learning_steps=learning, fuzz=fuzz))


def replayed(rules: Scheduler, answers: list[tuple[Rating, datetime]]) -> State:
    """The state of a card after answers one by one."""
    state: State = New()
    for rating, moment in answers:
        state = advanced(state, rating, moment, *rules.outcome("card", state, moment, rating))
    return state


def review_card(stability: float, interval: int, *, reps: int = 5, lapses: int = 0) -> Scheduled:
    """A card in phase review that is due now."""
    return Scheduled(
        phase=Phase.REVIEW,
        step=None,
        memory=MemoryState(stability=stability, difficulty=5.0),
        due=study_day(NOW, 4),
        last_review=NOW - timedelta(days=interval),
        interval=interval,
        reps=reps,
        lapses=lapses,
    )


def in_order(outcomes: dict[Rating, Scheduled]) -> list[datetime]:
    """When each outcome is due, as moments."""
    return [
        due if isinstance(due, datetime) else datetime.combine(due, NOW.time(), NOW.tzinfo)
        for due in (outcomes[rating].due for rating in Rating)
    ]


def test_published_sequence() -> None:
    """The thirteen reviews of py-fsrs's own test, each at the moment the card is due."""
    rules, state, now = scheduler(fuzz=False), New(), NOW.astimezone(UTC).replace(hour=12)
    intervals, phases = [], []
    current: State = state
    for rating in (3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3):
        phases.append("New" if isinstance(current, New) else current.phase.value.title())
        after = rules.outcomes("card", current, now)[Rating(rating)]
        intervals.append(after.interval)
        due = after.due
        now = due if isinstance(due, datetime) else datetime.combine(due, now.time(), UTC)
        current = after
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    assert phases == [
        "New", "Learning", "Review", "Review", "Review", "Review", "Review", "Relearning",
        "Relearning", "Review", "Review", "Review", "Review",
    ]  # fmt: skip


def test_new_card() -> None:
    """Again, hard and good go through the steps, easy straight to review."""
    outcomes = scheduler(fuzz=False).outcomes("card", New(), NOW)
    delays = [outcomes[rating].due for rating in (Rating.AGAIN, Rating.HARD, Rating.GOOD)]
    assert delays == [NOW + timedelta(seconds=seconds) for seconds in (60, 330, 600)]
    assert outcomes[Rating.EASY].due == date(2026, 3, 10)
    assert [outcomes[rating].step for rating in Rating] == [0, 0, 1, None]
    assert {(after.reps, after.lapses) for after in outcomes.values()} == {(1, 0)}


def test_lapse() -> None:
    """A card forgotten in review goes through relearning and counts a lapse."""
    after = scheduler().outcomes("card", review_card(20.0, 20), NOW)[Rating.AGAIN]
    assert (after.phase, after.step, after.lapses) == (Phase.RELEARNING, 0, 1)
    assert after.due == NOW + timedelta(minutes=10)
    assert after.memory.stability < 20.0


def test_step_across_the_rollover() -> None:
    """A step that ends after the rollover is due on the next study day, not at its minute."""
    late = NOW.replace(hour=3, minute=55)
    outcomes = scheduler().outcomes("card", New(), late)
    assert outcomes[Rating.AGAIN].due == late + timedelta(minutes=1)
    assert outcomes[Rating.GOOD].due == date(2026, 3, 2)
    assert outcomes[Rating.GOOD].phase is Phase.LEARNING


def test_step_to_the_rollover() -> None:
    """A step that ends as the study day does belongs to the next one; a second less does not."""
    minute_before = NOW.replace(hour=3, minute=59)
    plans = [
        scheduler().outcomes("card", New(), moment)[Rating.AGAIN]
        for moment in (minute_before, minute_before - timedelta(seconds=1))
    ]
    assert [plan.due for plan in plans] == [
        date(2026, 3, 2),
        NOW.replace(hour=3, second=59, minute=59),
    ]


@pytest.mark.parametrize(("stability", "good"), [(3.4, 4), (6.5, 7), (10.5, 11)])
def test_easy_graduates_later_than_good(stability: float, good: int) -> None:
    """Where fuzz leaves no day between good and easy, easy takes the next one."""
    yesterday = NOW - timedelta(days=1)
    memory = MemoryState(stability=stability, difficulty=9.0)
    learning = replace(
        review_card(stability, 0),
        phase=Phase.LEARNING,
        step=1,
        memory=memory,
        reps=1,
        last_review=yesterday,
    )
    outcomes = scheduler().outcomes("card-3", learning, NOW)
    assert outcomes[Rating.GOOD].interval == good
    assert outcomes[Rating.EASY].interval == good + 1


def test_passing_intervals_never_shrink_by_rounding() -> None:
    """A card answered early keeps at least what fuzz could take from it."""
    outcomes = scheduler().outcomes("card", review_card(4.0, 4), NOW)
    days = [outcomes[rating].interval for rating in (Rating.HARD, Rating.GOOD, Rating.EASY)]
    assert days == sorted(set(days))
    assert days[0] >= 4


def test_no_steps() -> None:
    """Without learning steps a new card goes to review, unless it is forgotten in half a day."""
    outcomes = scheduler(fuzz=False, learning=()).outcomes("card", New(), NOW)
    phases = [outcomes[rating].phase for rating in Rating]
    assert phases == [Phase.LEARNING, Phase.REVIEW, Phase.REVIEW, Phase.REVIEW]
    assert outcomes[Rating.AGAIN].due == NOW + timedelta(seconds=int(0.212 * 86_400))


def test_elapsed_days_are_study_days() -> None:
    """Late at night and early next morning are a day apart, though it is but hours."""
    rules = scheduler()
    state = review_card(5.0, 5)
    night = replace(state, last_review=NOW.replace(hour=23))
    assert rules.elapsed_days(night, NOW.replace(hour=3) + timedelta(days=1)) == 0
    assert rules.elapsed_days(night, NOW.replace(hour=5) + timedelta(days=1)) == 1


def test_clock_that_went_back() -> None:
    """A review before the last one counts as the same day."""
    assert scheduler().elapsed_days(review_card(5.0, 5), NOW - timedelta(days=400)) == 0


@pytest.mark.parametrize("bad", [{"step": 0}, {"phase": Phase.LEARNING}])
def test_states_that_cannot_be(bad: dict[str, Any]) -> None:
    """A step in phase review, or none in phase learning, cannot be built."""
    with pytest.raises(ValueError, match="in phase"):
        replace(review_card(5.0, 5), **bad)


@pytest.mark.parametrize(
    ("stability", "difficulty"), [(0.0, 5.0), (40_000.0, 5.0), (1.0, 0.5), (1.0, 10.5)]
)
def test_memories_that_cannot_be(stability: float, difficulty: float) -> None:
    """A memory outside the bounds of FSRS cannot be built."""
    with pytest.raises(ValueError, match="outside"):
        MemoryState(stability=stability, difficulty=difficulty)


answers = st.lists(
    st.tuples(st.sampled_from(Rating), st.integers(min_value=0, max_value=400 * 24 * 60)),
    min_size=1,
    max_size=12,
)
"""Ratings, each so many minutes after the last."""


def lived(history: list[tuple[Rating, int]]) -> list[tuple[Rating, datetime]]:
    """Answers at their moments."""
    moment, found = NOW, []
    for rating, minutes in history:
        moment += timedelta(minutes=minutes)
        found.append((rating, moment))
    return found


@settings(max_examples=75 * EXAMPLES, deadline=None)
@given(answers, st.booleans())
def test_better_ratings_come_back_later(history: list[tuple[Rating, int]], fuzz: bool) -> None:
    """Due and stability rise from again to easy; again never raises stability; due is later."""
    rules, past = scheduler(fuzz=fuzz), lived(history)
    before = replayed(rules, past[:-1])
    now = past[-1][1]
    outcomes = dict(rules.outcomes("card", before, now))
    stabilities = [outcomes[rating].memory.stability for rating in Rating]
    assert stabilities == sorted(stabilities)
    dues = in_order(outcomes)
    assert dues == sorted(dues)
    for outcome in outcomes.values():
        if isinstance(outcome.due, datetime):
            assert outcome.due > now
        else:
            assert outcome.due > study_day(now, 4)
        assert outcome.interval <= 36_500
    if isinstance(before, Scheduled):
        assert stabilities[0] <= before.memory.stability + 1e-9


@settings(max_examples=40 * EXAMPLES, deadline=None)
@given(answers)
def test_one_outcome_is_that_of_the_four(history: list[tuple[Rating, int]]) -> None:
    """The outcome of one rating, for less work, is the one among all four, fuzz included."""
    rules, state = scheduler(), New()
    current: State = state
    for rating, moment in lived(history):
        current = rules.outcomes("card", current, moment)[rating]
    assert replayed(rules, lived(history)) == current
    assert isinstance(current, Scheduled)
    assert current.reps == len(history)
