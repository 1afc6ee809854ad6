"""Rounding, fuzz, steps, study days, leeches and interleaving against Anki's numbers.

The numbers are from the tests of Anki (ankitects/anki, rslib, August 2026).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from studycards.scheduling.intervals import (
    fuzz_bounds,
    fuzz_factor,
    fuzzed_interval,
    lower_bound,
    round_half_up,
)
from studycards.scheduling.queue import (
    Candidate,
    interleave,
    one_per_note,
    requirements_first,
)
from studycards.scheduling.scheduler import is_leech
from studycards.scheduling.steps import Steps
from studycards.scheduling.study_day import (
    day_from_number,
    day_number,
    next_day_start,
    study_day,
    study_day_number,
)

MINUTE, DAY = 60, 86_400
HIGHEST = 36_500


@pytest.mark.parametrize(
    ("days", "lowest", "highest", "draws"),
    [
        (1.0, 1, HIGHEST, (1, 1, 1)),
        (2.49, 1, HIGHEST, (2, 2, 2)),
        (2.5, 1, HIGHEST, (2, 3, 4)),
        (7, 1, HIGHEST, (5, 7, 9)),
        (17, 1, HIGHEST, (14, 17, 20)),
        (37, 1, HIGHEST, (33, 37, 41)),
        (2.0, 3, HIGHEST, (3, 4, 4)),
        (2.0, 3, 3, (3, 3, 3)),
        (6.9, 3, HIGHEST, (5, 7, 9)),
        (7.0, 3, HIGHEST, (5, 7, 9)),
        (7.1, 3, HIGHEST, (5, 7, 9)),
        (19.9, 3, HIGHEST, (17, 20, 23)),
        (20.0, 3, HIGHEST, (17, 20, 23)),
        (20.1, 3, HIGHEST, (17, 20, 23)),
        (100, 101, HIGHEST, (101, 105, 108)),
        (100, 1, 99, (92, 96, 99)),
        (100, 97, 103, (97, 100, 103)),
    ],
)
def test_fuzz(days: float, lowest: int, highest: int, draws: tuple[int, int, int]) -> None:
    """The lowest, the middle and the highest draw land where Anki's do."""
    found = tuple(fuzzed_interval(days, lowest, highest, factor) for factor in (0.0, 0.5, 0.99))
    assert found == draws
    assert fuzz_bounds(days, lowest, highest) == (draws[0], draws[2])


@pytest.mark.parametrize(
    ("days", "highest", "planned"), [(1.5, HIGHEST, 2), (0.1, HIGHEST, 1), (101, 100, 100)]
)
def test_no_fuzz(days: float, highest: int, planned: int) -> None:
    """Without fuzz an interval is rounded and kept within its bounds."""
    assert fuzzed_interval(days, 1, highest, None) == planned


@pytest.mark.parametrize(
    ("days", "previous", "bound"), [(2.727, 4, 4), (2.727, 5, 0), (4.592, 4, 5)]
)
def test_lower_bound(days: float, previous: int, bound: int) -> None:
    """A passing answer does not shorten an interval that fuzz or rounding could shorten."""
    assert lower_bound(days, previous) == bound


def test_halves_round_away_from_zero() -> None:
    """Python rounds halves to even; intervals do not."""
    assert [round_half_up(value) for value in (0.5, 1.5, 2.5, 3.49)] == [1, 2, 3, 3]


def test_fuzz_factor_is_a_function_of_card_and_reps() -> None:
    """The factor is fixed for a review for ever, differs between reviews and fills [0, 1)."""
    assert fuzz_factor("mro-diamond", 3) == pytest.approx(0.77, abs=0.5)
    assert fuzz_factor("mro-diamond", 3) == pytest.approx(0.5715987673267858, abs=1e-15)
    factors = [fuzz_factor(f"card-{n}", n % 7) for n in range(2_000)]
    assert factors == [fuzz_factor(f"card-{n}", n % 7) for n in range(2_000)]
    assert 0 <= min(factors) < 0.01
    assert 0.99 < max(factors) < 1
    assert sum(factors) / len(factors) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("steps", "step", "delays"),
    [
        ((10 * MINUTE,), 0, (600, 900, None)),
        ((61,), 0, (61, 91, None)),
        ((3 * DAY,), 0, (3 * DAY, 4 * DAY, None)),
        ((60, 600), 0, (60, 330, 600)),
        ((60, 600), 1, (60, 600, None)),
        ((60, 600, 6_000), 0, (60, 330, 600)),
        ((60, 600, 6_000), 1, (60, 600, 6_000)),
        ((60, 600, 6_000), 2, (60, 6_000, None)),
        ((DAY * 3 // 2,), 0, (2 * DAY, 2 * DAY, None)),
        ((), 0, (None, None, None)),
    ],
)
def test_steps(steps: tuple[int, ...], step: int, delays: tuple[int | None, ...]) -> None:
    """Delays after again, hard and good; None where the card leaves the steps."""
    learning = Steps(steps)
    assert (learning.again(), learning.hard(step), learning.good(step)) == delays


@pytest.mark.parametrize(
    ("threshold", "lapses"), [(3, [3, 5, 7]), (8, [8, 12, 16]), (1, [1, 2, 3]), (0, [])]
)
def test_leech(threshold: int, lapses: list[int]) -> None:
    """A leech is announced at the threshold and at every half of it after."""
    found = [count for count in range(17) if is_leech(count, threshold)]
    assert found[: len(lapses)] == lapses
    assert bool(found) == bool(lapses)


def moment(text: str) -> datetime:
    """An ISO time with an offset."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("created", "now", "rollover", "days"),
    [
        ("2018-08-06T00:00:00-06:00", "2019-12-26T20:00:00-07:00", 4, 507),
        ("2018-08-06T03:00:00-06:00", "2018-08-09T03:59:59-07:00", 4, 2),
        ("2018-08-06T03:00:00-06:00", "2018-08-09T04:00:00-07:00", 4, 3),
        ("2018-08-06T03:00:00-06:00", "2018-08-07T22:00:00-07:00", 23, 0),
        ("2018-08-06T03:00:00-06:00", "2018-08-07T23:00:00-07:00", 23, 1),
    ],
)
def test_study_day_number(created: str, now: str, rollover: int, days: int) -> None:
    """Study days since the calendar day on which a collection was made."""
    assert (study_day(moment(now), rollover) - moment(created).date()).days == days


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-01-03T02:00:00+05:30", "2026-01-03T04:00:00+05:30"),
        ("2026-01-03T04:00:00+05:30", "2026-01-04T04:00:00+05:30"),
        ("2026-01-03T07:00:00-08:00", "2026-01-04T04:00:00-08:00"),
    ],
)
def test_next_day_start(now: str, start: str) -> None:
    """The next study day starts at the next rollover of the local clock."""
    assert next_day_start(moment(now), 4) == moment(start)


@pytest.mark.parametrize("rollover", [0, 4, 23])
@pytest.mark.parametrize("hour", [0, 3, 4, 5, 22, 23])
@pytest.mark.parametrize("offset", ["+00:00", "+05:45", "-08:00"])
def test_study_day_counted_from_milliseconds(hour: int, rollover: int, offset: str) -> None:
    """The number of a study day is the same whichever way it is counted, and back."""
    now = moment(f"2026-03-02T{hour:02}:00:00{offset}")
    utc_offset = now.utcoffset()
    assert utc_offset is not None
    minutes = int(utc_offset.total_seconds()) // 60
    number = study_day_number(int(now.timestamp() * 1000), minutes, rollover)
    assert number == day_number(study_day(now, rollover))
    assert day_from_number(number) == study_day(now, rollover)


def test_study_day_across_daylight_saving() -> None:
    """Two mornings a calendar day apart are one study day apart, be it 23 or 25 hours."""
    spring = moment("2026-03-28T09:00:00+01:00"), moment("2026-03-29T09:00:00+02:00")
    assert spring[1] - spring[0] == timedelta(hours=23)
    assert (study_day(spring[1], 4) - study_day(spring[0], 4)).days == 1


@pytest.mark.parametrize(
    ("second", "mixed"),
    [
        ([11, 22, 33], [1, 11, 2, 22, 3, 33]),
        ([11, 22], [1, 11, 2, 22, 3]),
        ([11, 22, 33, 44, 55, 66], [11, 1, 22, 33, 2, 44, 55, 3, 66]),
        ([11, 22, 33, 44, 55, 66, 77, 88], [11, 22, 1, 33, 44, 2, 55, 66, 3, 77, 88]),
        ([], [1, 2, 3]),
    ],
)
def test_interleave(second: list[int], mixed: list[int]) -> None:
    """Two queues are spread evenly, each in its own order."""
    assert interleave([1, 2, 3], second) == mixed


def test_one_card_of_a_note() -> None:
    """Siblings wait for another day, and a limit counts what is chosen."""
    cards = [
        Candidate("a/c1", "a"),
        Candidate("a/c2", "a"),
        Candidate("b", "b"),
        Candidate("c", "c"),
    ]
    met = {"c"}
    assert [c.card_id for c in one_per_note(cards, met, 9, bury=True)] == ["a/c1", "b"]
    assert met == {"a", "b", "c"}
    assert [c.card_id for c in one_per_note(cards, set(), 3, bury=False)] == ["a/c1", "a/c2", "b"]
    assert one_per_note(cards, set(), 0, bury=True) == []


def test_requirements_come_first() -> None:
    """A new card stands behind what it requires; what is met or unknown does not hold it up."""
    cards = {
        "tuple": Candidate("tuple", "tuple", ("alias", "gone")),
        "alias": Candidate("alias", "alias", ("name",)),
        "name": Candidate("name", "name"),
    }
    ordered = requirements_first(cards.values(), cards.get)
    assert [card.card_id for card in ordered] == ["name", "alias", "tuple"]


def test_circle_of_requirements_is_cut() -> None:
    """Cards that require one another are asked all the same, each once."""
    cards = {
        "a": Candidate("a", "a", ("b",)),
        "b": Candidate("b", "b", ("c",)),
        "c": Candidate("c", "c", ("a",)),
    }
    ordered = [card.card_id for card in requirements_first(cards.values(), cards.get)]
    assert ordered == ["c", "b", "a"]
