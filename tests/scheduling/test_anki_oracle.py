"""The scheduler against Anki's own library: the same cards, asked of both.

Anki reads the clock, so these tests do too; study days start twelve hours from now, far from
every moment used.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from studycards.cards import CardId
from studycards.collection import Collection, statistics
from studycards.history.database import open_history
from studycards.history.log import Log
from studycards.scheduling.intervals import fuzz_factor
from studycards.scheduling.memory import MemoryModel
from studycards.scheduling.rules import Rules
from studycards.scheduling.scheduler import Scheduler, is_leech
from studycards.scheduling.states import MemoryState, New, Phase, Rating, Scheduled, State
from studycards.scheduling.steps import Steps
from studycards.scheduling.study_day import next_day_start, study_day
from tests.scheduling import anki_oracle
from tests.scheduling.anki_oracle import CARDS, WITHOUT_FUZZ, Anki, Plan

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("anki") is None, reason="Anki's library is missing"),
]

MINUTE, HOUR, DAY = 60, 3_600, 86_400
NOW = datetime.now().astimezone()
MODEL = MemoryModel()
REPS = 5
RULES = Scheduler(Rules(rollover=(NOW.hour + 12) % 24))


def changed(rules: Scheduler, **values: Any) -> Scheduler:
    """The outcomes by rules some of which are others."""
    return Scheduler(rules.rules._replace(**values))


EXACT = changed(RULES, fuzz=False)

NAMES = sorted(
    (f"card-{number}" for number in range(20_000)), key=lambda name: fuzz_factor(name, REPS)
)[::40]
"""Ids of ours whose fuzz factors lie close together from 0 to 1."""


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    """Anki as everybody has it."""
    running = Anki(tmp_path_factory.mktemp("anki"), {})
    yield running
    running.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An open history."""
    with closing(open_history(tmp_path / "studycards.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    """Anki without fuzz."""
    running = Anki(tmp_path_factory.mktemp("exact"), WITHOUT_FUZZ)
    yield running
    running.close()


def card(
    phase: Phase,
    stability: float,
    difficulty: float = 5.0,
    *,
    step: int = 0,
    planned: int = 0,
    elapsed: float = 0,
    lapses: int = 1,
) -> Scheduled:
    """A card last answered some days ago."""
    return Scheduled(
        phase=phase,
        step=None if phase is Phase.REVIEW else step,
        memory=MemoryState(stability=stability, difficulty=difficulty),
        due=NOW,
        last_review=NOW - timedelta(days=elapsed),
        interval=planned,
        reps=REPS,
        lapses=lapses,
    )


def review(
    stability: float, difficulty: float = 5.0, *, planned: int, elapsed: int, lapses: int = 1
) -> Scheduled:
    """A card in phase review."""
    return card(
        Phase.REVIEW, stability, difficulty, planned=planned, elapsed=elapsed, lapses=lapses
    )


STATES: dict[str, State] = {
    "new": New(),
    "first step": card(Phase.LEARNING, 0.212, 6.413),
    "first step after good memory": card(Phase.LEARNING, 2.3065, 2.118),
    "first step a day later": card(Phase.LEARNING, 1.2931, 5.112, elapsed=1),
    "second step": card(Phase.LEARNING, 2.3065, 2.118, step=1),
    "second step three days later": card(Phase.LEARNING, 2.3065, 2.118, step=1, elapsed=3),
    "relearning": card(Phase.RELEARNING, 1.7, 8.1),
    "relearning a day later": card(Phase.RELEARNING, 1.7, 8.1, elapsed=1),
    "relearning after a month": card(Phase.RELEARNING, 3.4, 9.2, elapsed=30),
    "due": review(10.0, planned=10, elapsed=10),
    "due after a day": review(1.0, planned=1, elapsed=1),
    "due after two days": review(2.0, planned=2, elapsed=2),
    "planned longer than remembered": review(6.0, planned=11, elapsed=11),
    "planned shorter than remembered": review(30.0, planned=4, elapsed=4),
    "again on the same day": review(10.0, planned=10, elapsed=0),
    "early": review(20.0, planned=20, elapsed=5),
    "a day early": review(20.0, planned=20, elapsed=19),
    "a day late": review(20.0, planned=20, elapsed=21),
    "overdue": review(20.0, planned=20, elapsed=60),
    "hardest": review(5.0, 10.0, planned=5, elapsed=5),
    "easiest": review(5.0, 1.0, planned=5, elapsed=5),
    "forgotten at once": review(0.001, 10.0, planned=1, elapsed=1),
    "hundredth of a day": review(0.0123, 9.5, planned=1, elapsed=1),
}

FAR_AHEAD: dict[str, State] = {
    "long overdue": review(20.0, planned=20, elapsed=2_000),
    "a year": review(365.0, 3.0, planned=365, elapsed=365),
    "nearly the maximum": review(36_000.0, 2.0, planned=36_000, elapsed=12_000),
    "at the maximum": review(36_500.0, 1.0, planned=36_500, elapsed=15_000),
    "early at the maximum": review(36_500.0, 5.0, planned=36_500, elapsed=0),
}
"""Cards whose days are drawn from so long a range that no trial sees all of it."""


def ours(rules: Scheduler, state: State, name: str = NAMES[0]) -> dict[Rating, Plan]:
    """What the scheduler offers, put as Anki puts it."""
    return {
        rating: Plan(
            after.phase,
            after.interval
            if after.phase is Phase.REVIEW
            else round((after.due - NOW).total_seconds()),
            after.memory.stability,
            after.memory.difficulty,
        )
        for rating, after in rules.outcomes(name, state, NOW).items()
    }


def close(plans: Mapping[Rating, Plan], tolerance: float = 2e-4) -> dict[Rating, Any]:
    """Plans to compare with: Anki works with 32-bit floats."""
    return {
        rating: (plan.phase, plan.delay, pytest.approx(plan[2:], rel=tolerance))
        for rating, plan in plans.items()
    }


def seen(plans: Mapping[Rating, Plan]) -> dict[Rating, Any]:
    """Plans as `close` expects them."""
    return {rating: (plan.phase, plan.delay, plan[2:]) for rating, plan in plans.items()}


@pytest.mark.parametrize("state", [*STATES.values(), *FAR_AHEAD.values()], ids=STATES | FAR_AHEAD)
def test_plans_without_fuzz(exact: Anki, state: State) -> None:
    """Phase, memory, delay and interval of all four ratings are Anki's."""
    theirs = exact.ask(anki_oracle.plans, EXACT, state)[0]
    assert seen(theirs) == close(ours(EXACT, state))


def draws(plans: Mapping[Rating, Plan]) -> tuple[int, ...]:
    """The days that the ratings plan, for those that lead to phase review."""
    return tuple(plan.delay for plan in plans.values() if plan.phase is Phase.REVIEW)


def extremes(drawn: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """The shortest and the longest interval of each rating."""
    return [(min(days), max(days)) for days in zip(*drawn, strict=True)]


def assert_same_draws(anki: Anki, rules: Scheduler, state: State) -> None:
    """Whatever Anki draws is a draw of ours, from the shortest to the longest."""
    theirs = [draws(plan) for plan in anki.ask(anki_oracle.plans, rules, state, CARDS)]
    mine = [draws(ours(rules, state, name)) for name in NAMES]
    assert extremes(theirs) == extremes(mine)
    assert set(theirs) - set(mine) == set()


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_plans_with_fuzz(anki: Anki, state: State) -> None:
    """One draw decides the days of all ratings, within the same bounds as Anki's."""
    plans = anki.ask(anki_oracle.plans, RULES, state)[0]
    assert [plan[2:] for plan in plans.values()] == [
        pytest.approx(plan[2:], rel=2e-4) for plan in ours(RULES, state).values()
    ]
    assert_same_draws(anki, RULES, state)


@pytest.mark.parametrize("state", FAR_AHEAD.values(), ids=FAR_AHEAD)
def test_fuzz_far_ahead(anki: Anki, state: State) -> None:
    """No draw of Anki's is outside ours, up to the maximum interval."""
    drawn = [draws(plan) for plan in anki.ask(anki_oracle.plans, RULES, state, CARDS)]
    mine = extremes([draws(ours(RULES, state, name)) for name in NAMES])
    for (low, high), (lowest, highest) in zip(extremes(drawn), mine, strict=True):
        assert lowest <= low <= high <= highest


@pytest.mark.parametrize("stability", [2.45, 2.6, 3.4, 4.4, 5.5566, 6.6, 7.4, 12.7, 18.4, 35.725])
@pytest.mark.parametrize("phase", [Phase.LEARNING, Phase.RELEARNING])
@pytest.mark.parametrize("elapsed", [0, 1])
def test_fuzz_at_graduation(anki: Anki, phase: Phase, stability: float, elapsed: int) -> None:
    """A card that leaves its steps draws around the rounded interval."""
    step = 1 if phase is Phase.LEARNING else 0
    assert_same_draws(anki, RULES, card(phase, stability, step=step, elapsed=elapsed))


@pytest.mark.parametrize("stability", [18.0, 48.9, 53.5, 100.0, 150.0])
def test_easy_after_good_at_graduation(stability: float) -> None:
    """Where good and easy are almost the same, easy is still a day later; in Anki not always."""
    state = card(Phase.RELEARNING, stability, elapsed=1)
    for name in NAMES:
        good, easy = draws(ours(RULES, state, name))
        assert good < easy


@pytest.mark.parametrize("previous", range(1, 14))
def test_fuzz_beside_the_previous_interval(anki: Anki, previous: int) -> None:
    """A passing answer draws above the previous interval or, where fuzz could fall back, at it."""
    assert_same_draws(anki, RULES, review(4.0, planned=previous, elapsed=1))


def on_the_edge(rules: Scheduler, plan: Plan) -> bool:
    """Whether 32-bit floats may round an interval to the next day."""
    wanted = rules.model.interval(plan.stability, rules.rules.desired_retention)
    return abs(wanted % 1 - 0.5) < 1e-5 * wanted


def any_states(count: int) -> list[State]:
    """Cards of all phases, the same in every run."""
    chance = random.Random(6)
    found: list[State] = []
    for _ in range(count):
        phase = chance.choice([*Phase, Phase.REVIEW, Phase.REVIEW])
        stability = round(max(10 ** chance.uniform(-2, 2), 0.01), 4)
        difficulty = round(chance.uniform(1, 10), 3)
        step = chance.randrange(2) if phase is Phase.LEARNING else 0
        if phase is Phase.REVIEW:
            planned = max(round(stability * chance.uniform(0.5, 1.5)), 1)
            elapsed = round(planned * chance.choice([0, 0.2, 0.5, 1, 1, 1.5, 4]))
        else:
            planned, elapsed = 0, chance.choice([0, 0, 1, 3])
        found.append(
            card(phase, stability, difficulty, step=step, planned=planned, elapsed=elapsed)
        )
    return found


@pytest.mark.parametrize("retention", [0.7, 0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("stretch", [1.0, 1.07], ids=["default parameters", "other parameters"])
def test_many_cards(exact: Anki, retention: float, stretch: float) -> None:
    """Cards of all sorts come out as in Anki, whatever the parameters and the retention."""
    parameters = tuple(round(weight * stretch, 4) for weight in MODEL.parameters)
    rules, states = (
        changed(EXACT, parameters=parameters, desired_retention=retention),
        any_states(120),
    )
    for state, theirs in zip(states, exact.ask(anki_oracle.plans_of, rules, states), strict=True):
        if not any(on_the_edge(rules, plan) for plan in theirs.values()):
            assert seen(theirs) == close(ours(rules, state)), state


@pytest.mark.parametrize("ratings", ["3333333", "3313133", "1234213", "4444441", "2222222"])
def test_life_of_a_card(exact: Anki, ratings: str) -> None:
    """Answered on its day again and again, a card goes the same way in both.

    Anki keeps four decimals of stability and three of difficulty, so the two drift apart.
    """
    mine: State = New()
    theirs: State = New()
    for rating in (Rating(int(digit)) for digit in ratings):
        plan = exact.ask(anki_oracle.plans, EXACT, theirs)[0][rating]
        after = EXACT.outcomes("card", mine, NOW)[rating]
        assert seen({rating: plan}) == close({rating: ours(EXACT, mine)[rating]}, 2e-3)
        last = NOW - timedelta(days=after.interval)
        mine = replace(after, last_review=last, due=NOW)
        memory = MemoryState(stability=plan.stability, difficulty=plan.difficulty)
        theirs = replace(mine, memory=memory)


@pytest.mark.parametrize("planned", [90, 100, 101, 103, 130])
def test_maximum_that_was_lowered(exact: Anki, planned: int) -> None:
    """A previous interval beyond a new maximum does not stretch the next one."""
    rules = changed(EXACT, maximum_interval=100, desired_retention=0.97)
    state = review(201.7, 2.2, planned=planned, elapsed=planned)
    theirs = exact.ask(anki_oracle.plans, rules, state)[0]
    assert seen(theirs) == close(ours(rules, state))


@pytest.mark.parametrize("maximum", [30, 100, 365])
def test_maximum(anki: Anki, maximum: int) -> None:
    """Fuzz stays below the maximum interval and keeps the range that it has left."""
    assert_same_draws(
        anki,
        changed(RULES, maximum_interval=maximum),
        review(float(maximum) * 0.8, planned=maximum // 2, elapsed=maximum // 2),
    )


@pytest.mark.parametrize(
    "steps",
    [
        (MINUTE,),
        (10 * MINUTE,),
        (1, 2),
        (61, 66),
        (16 * HOUR,),
        (23 * HOUR,),
        (DAY,),
        (3 * DAY,),
        (MINUTE, 10 * MINUTE),
        (MINUTE, 10 * MINUTE, 100 * MINUTE),
        (MINUTE, DAY, 3 * DAY),
    ],
)
@pytest.mark.parametrize("phase", [Phase.LEARNING, Phase.RELEARNING])
def test_steps(exact: Anki, phase: Phase, steps: tuple[int, ...]) -> None:
    """Again, hard and good wait as many seconds as in Anki, on every step.

    Steps of a day and a part are left out: we round each of them to whole days, Anki only the
    wait after hard.
    """
    mine = Steps(steps)
    rules = changed(EXACT, learning_steps=steps, relearning_steps=steps)
    states = [card(phase, 3.0, step=step) for step in range(len(steps))]
    for step, theirs in enumerate(exact.ask(anki_oracle.plans_of, rules, states)):
        waits = [plan.delay if plan.phase is phase else None for plan in theirs.values()]
        assert waits == [mine.again(), mine.hard(step), mine.good(step), None], step


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        pytest.param(changed(EXACT, learning_steps=()), New(), id="new"),
        pytest.param(changed(EXACT, learning_steps=()), card(Phase.LEARNING, 0.05), id="learning"),
        pytest.param(
            changed(EXACT, relearning_steps=()),
            card(Phase.RELEARNING, 0.05, elapsed=1),
            id="relearning",
        ),
        pytest.param(
            changed(EXACT, relearning_steps=()),
            review(0.5, 9.0, planned=1, elapsed=1),
            id="lapse",
        ),
        pytest.param(
            changed(EXACT, relearning_steps=()),
            review(300.0, 2.0, planned=300, elapsed=300),
            id="lapse of a strong memory",
        ),
    ],
)
def test_no_steps(exact: Anki, rules: Scheduler, state: State) -> None:
    """Without steps a card that is forgotten within half a day comes back within the day."""
    theirs = exact.ask(anki_oracle.plans, rules, state)[0]
    assert seen(theirs) == close(ours(rules, state))


def test_lapse_without_steps_is_not_fuzzed(anki: Anki) -> None:
    """Forgotten and without relearning steps, a card gets the interval of its memory."""
    rules = changed(RULES, relearning_steps=())
    state = review(300.0, 2.0, planned=300, elapsed=300)
    theirs = {plan[Rating.AGAIN].delay for plan in anki.ask(anki_oracle.plans, rules, state, 60)}
    assert {ours(rules, state, name)[Rating.AGAIN].delay for name in NAMES[::10]} == theirs


@pytest.mark.parametrize("before", [0, 6, 7, 8, 10, 11, 12, 15, 19])
def test_lapses(exact: Anki, before: int) -> None:
    """Lapses and leeches are counted alike."""
    state = review(10.0, planned=10, elapsed=10, lapses=before)
    lapses = EXACT.outcomes("card", state, NOW)[Rating.AGAIN].lapses
    assert exact.ask(anki_oracle.lapse, EXACT, state) == (lapses, is_leech(lapses, 8))


@pytest.mark.parametrize("hours", [0.01, 2, 20, 24, 48, 72])
@pytest.mark.parametrize("rating", [Rating.AGAIN, Rating.HARD])
def test_step_across_the_rollover(anki: Anki, rating: Rating, hours: float) -> None:
    """A step that ends after the rollover is due on the same study day as in Anki."""
    now = datetime.now().astimezone()
    soon = (round(hours * HOUR),)
    rollover = (now + timedelta(minutes=65)).hour
    rules = changed(EXACT, learning_steps=soon, rollover=rollover)
    theirs = anki.ask(anki_oracle.due_in_days, rules, New(), rating)
    due = rules.outcomes("card", New(), now)[rating].due
    mine = None if isinstance(due, datetime) else (due - study_day(now, rollover)).days
    assert mine == theirs


ZONES: dict[str, dict[str, str]] = {"local": {}} | (
    {"+05:30": {"TZ": "AAA-5:30"}, "-11:00": {"TZ": "BBB11"}} if sys.platform != "win32" else {}
)


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
def test_study_day(tmp_path: Path, zone: dict[str, str]) -> None:
    """Whatever the rollover and the time zone, the study day has Anki's number and end."""
    running = Anki(tmp_path, zone)
    created = datetime(2024, 2, 28, 22, 30, tzinfo=UTC)
    for rollover, today in enumerate(running.ask(anki_oracle.todays, created, range(24))):
        assert any(
            (study_day(now, rollover) - created.date()).days == today.days_elapsed
            and next_day_start(now, rollover).timestamp() == today.next_day_at
            for now in today.between
        ), rollover
    running.close()


@pytest.mark.parametrize("elapsed", [0, 0.25, 1, 2.5, 10, 400])
def test_retrievability(anki: Anki, elapsed: float) -> None:
    """The chance of recall now is the one that Anki shows."""
    state = card(Phase.REVIEW, 5.0, planned=5, elapsed=elapsed)
    theirs = anki.ask(anki_oracle.retrievability, RULES, state)
    assert RULES.retrievability(state, NOW) == pytest.approx(theirs, abs=5e-4)


LIVES = [
    ("forgotten", 800, "3333"), ("forgotten", 400, "1"), ("forgotten", 390, "33"),
    ("young", 40, "31"), ("young", 38, "3"), ("young", 30, "1"), ("young", 29, "23"),
    ("young", 8, "3"), ("young", 6, "4"), ("mature", 364, "34"), ("mature", 300, "3"),
    ("mature", 150, "3"), ("mature", 1, "1"), ("mature", 0, "3"), ("today", 0, "13"),
    ("today", 0, "4"), ("again", 20, "4"), ("again", 7, "3"), ("again", 0, "12"),
    ("steady", 200, "4"), ("steady", 180, "4"), ("steady", 90, "2"), ("steady", 29, "3"),
    ("steady", 5, "3"), ("steady", 1, "2"), ("steady", 0, "3"),
    ("fresh", 9, "4"), ("fresh", 2, "2"), ("fresh", 1, "2"), ("fresh", 0, "3"),
    ("slipping", 6, "4"), ("slipping", 1, "1"), ("slipping", 0, "333"),
]  # fmt: skip
"""Card, days ago, ratings ten minutes apart."""


def answers() -> list[tuple[datetime, str, Rating]]:
    """Moment, card and rating of every answer, oldest first, no two at once."""
    return sorted(
        (NOW - timedelta(days=days, minutes=10 * left, seconds=-second), name, Rating(int(digit)))
        for second, (name, days, ratings) in enumerate(LIVES)
        for left, digit in zip(range(len(ratings), 0, -1), ratings, strict=True)
    )


def test_true_retention(anki: Anki, open_collection: Callable[[], Collection]) -> None:
    """Answers given to both count as passed and failed, young and mature, in the same periods."""
    anki.ask(anki_oracle.forget_answers)
    collection = open_collection()
    log = collection.log
    log.change_rules(EXACT.rules._asdict(), NOW - timedelta(days=1_000))
    for moment, name, rating in answers():
        state = log.state(CardId(name))
        if isinstance(state, Scheduled):
            state = replace(state, last_review=state.last_review + (NOW - moment), due=NOW)
        anki.ask(anki_oracle.answer, EXACT, state, rating, moment)
        log.record_review(CardId(name), rating, moment, taken_ms=1_000)
    report = statistics.report(collection, NOW)
    mine = {
        found.period: (
            found.young.passed,
            found.young.failed,
            found.mature.passed,
            found.mature.failed,
        )
        for found in report.retention
    }
    theirs = anki.ask(anki_oracle.true_retention)
    assert list(mine.values()) == list(theirs.values())
    assert (mine["today"], mine["all"]) == ((2, 0, 2, 1), (10, 2, 8, 2))
    today = report.today.answers, report.today.again
    assert today == anki.ask(anki_oracle.answers_today)


def test_minutes_across_the_rollover_are_no_day(anki: Anki, database: sqlite3.Connection) -> None:
    """A step of minutes that is asked on the next study day is no interval of a day."""
    log = Log(database)
    log.change_rules(EXACT.rules._asdict(), NOW - timedelta(days=1_000))
    evening = next_day_start(NOW, EXACT.rules.rollover) - timedelta(days=1, minutes=5)
    morning = evening + timedelta(minutes=30)
    _, state = log.record_review(CardId("card"), Rating.GOOD, evening, taken_ms=1_000)
    assert state.due == study_day(morning, EXACT.rules.rollover)
    logged, _ = log.record_review(CardId("card"), Rating.GOOD, morning, taken_ms=1_000)
    database.close()
    theirs = anki.ask(anki_oracle.answer, EXACT, state, Rating.GOOD, morning)
    assert (theirs.last_interval, logged.last_interval) == (-600, 0)
