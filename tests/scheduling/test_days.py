"""Study days wherever the learner is: no card is lost, and none is due for ever."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycards.review.queue import is_due
from studycards.scheduling.rules import Rules
from studycards.scheduling.scheduler import Scheduler
from studycards.scheduling.states import New, Rating, Scheduled, State, advanced
from studycards.scheduling.study_day import study_day

ZONES = [
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"),
    *("Pacific/Kiritimati", "Etc/GMT+12", "Africa/Casablanca", "America/St_Johns"),
]
"""Two daylight saving times, one of half an hour, a date that was skipped, and both rims."""

moments = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda minutes: datetime(2011, 12, 25, tzinfo=UTC) + timedelta(minutes=minutes)
)
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def answered(scheduler: Scheduler, state: State, moment: datetime, rating: Rating) -> Scheduled:
    """The state after an answer."""
    plan, memory = scheduler.outcome("card", state, moment, rating)
    return advanced(state, rating, moment, plan, memory)


@given(
    start=moments,
    places=st.lists(offsets | st.sampled_from(ZONES).map(ZoneInfo), min_size=1, max_size=8),
    ratings=st.lists(st.sampled_from(list(Rating)), min_size=8, max_size=8),
    rollover=st.integers(0, 23),
)
def test_every_card_comes_back(
    start: datetime, places: list[ZoneInfo], ratings: list[Rating], rollover: int
) -> None:
    """A card is due once its day has begun where the learner is then, and not long before."""
    scheduler = Scheduler(Rules(rollover=rollover))
    moment, state = start, cast("State", New())
    for place, rating in zip(places, ratings, strict=False):
        local = moment.astimezone(place)
        after = answered(scheduler, state, local, rating)
        today = study_day(local, rollover)
        if isinstance(after.due, datetime):
            assert local < after.due <= local + timedelta(days=1)
            moment = after.due.astimezone(UTC)
        else:
            assert today < after.due <= today + timedelta(days=max(after.interval, 1))
            # Whatever the zone, a day begins at most 14 hours before UTC and 12 after it.
            moment = datetime.combine(after.due, time(12), UTC) + timedelta(hours=rollover)
        for elsewhere in (*places, UTC):
            then = moment.astimezone(elsewhere)
            assert is_due(after, then, timedelta(), study_day(then, rollover))
        early = moment - timedelta(hours=26, seconds=1)
        if not isinstance(after.due, datetime):
            assert not is_due(after, early, timedelta(), study_day(early, rollover))
        state = after


@pytest.mark.parametrize("rollover", range(24))
@pytest.mark.parametrize("zone", ZONES)
def test_days_follow_one_another(zone: str, rollover: int) -> None:
    """Hour by hour a study day is the last or the next one; a skipped date skips one."""
    place = ZoneInfo(zone)
    for year, month, day in ((2011, 12, 28), (2024, 2, 27), (2026, 3, 27), (2026, 10, 23)):
        begin = datetime(year, month, day, tzinfo=UTC)
        days = [
            study_day((begin + timedelta(hours=n)).astimezone(place), rollover) for n in range(96)
        ]
        steps = {(after - before).days for before, after in pairwise(days)}
        assert steps <= {0, 1, 2} if zone == "Pacific/Apia" else steps <= {0, 1}
        assert max(days.count(day) for day in days) <= 25
