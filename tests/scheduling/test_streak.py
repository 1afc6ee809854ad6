"""Days in a row, by dates and by the time between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycards.events import to_ms
from studycards.scheduling.streak import Streak, Studied, streak
from studycards.scheduling.study_day import day_number, study_day

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def of(moments: list[datetime], now: datetime, rollover: int = 4) -> Streak:
    """The streak after answers at some moments."""
    days: dict[int, Studied] = {}
    for moment in sorted(moments):
        day, ms = day_number(study_day(moment, rollover)), to_ms(moment)
        days[day] = Studied(days[day].first if day in days else ms, ms)
    return streak(days, day_number(study_day(now, rollover)), to_ms(now))


def days_ago(*ago: int) -> list[datetime]:
    """An answer at noon on each of some days."""
    return [NOON - timedelta(days=n) for n in ago]


@pytest.mark.parametrize(
    ("ago", "current", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1,), 1, 1),
        ((2,), 0, 1),
        ((0, 1, 2, 4, 5, 6, 7), 3, 4),
        ((1, 2, 3), 3, 3),
        ((0, -1, -2, -3), 1, 4),
        ((2, -1), 0, 1),
    ],
)
def test_days_in_a_row(ago: tuple[int, ...], current: int, longest: int) -> None:
    """Today may be missing; answers dated in the future are no part of today's streak."""
    assert of(days_ago(*ago), NOON) == Streak(current, longest)


def test_west_over_the_date_line() -> None:
    """A date that was skipped on a flight breaks nothing, on the way and after it."""
    auckland, honolulu = timezone(timedelta(hours=13)), timezone(timedelta(hours=-10))
    there = datetime(2026, 3, 2, 20, tzinfo=honolulu)
    home = datetime(2026, 3, 4, 18, tzinfo=auckland)  # 23 hours later
    before = [there - timedelta(days=n) for n in range(3)]
    assert of([*before, home], home) == Streak(4, 4)
    assert of(before, home) == Streak(3, 3)
    assert of([*before, home + timedelta(hours=2)], home + timedelta(hours=2)) == Streak(1, 3)


@given(
    offsets=st.lists(st.integers(-12 * 60, 14 * 60), min_size=2, max_size=30),
    rollover=st.integers(0, 23),
    hours=st.data(),
)
def test_every_day_of_a_journey(offsets: list[int], rollover: int, hours: st.DataObject) -> None:
    """Whoever studies within every 24 hours has an unbroken streak, wherever they fly."""
    moment, moments = NOON, []
    for offset in offsets:
        moment += timedelta(hours=hours.draw(st.integers(1, 23)))
        moments.append(moment.astimezone(timezone(timedelta(minutes=offset))))
    days = {study_day(moment, rollover) for moment in moments}
    assert of(moments, moments[-1], rollover).longest == len(days)
