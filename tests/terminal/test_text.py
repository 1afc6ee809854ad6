"""Numbers and times that are easy to read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from studycards.scheduling.states import Due, MemoryState, Phase, Scheduled
from studycards.terminal.safe import cut
from studycards.terminal.text import counted, duration_text, interval_text

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_cut() -> None:
    """A text of 10,000 characters is whole; of a longer one the first are shown, and how many not."""
    assert cut("w" * 10_000) == "w" * 10_000
    assert cut("w" * 10_000 + "xyz") == "w" * 10_000 + "…\n\n… cut: 3 more characters"


def scheduled(due: Due, interval: int = 0) -> Scheduled:
    """A card that was answered now."""
    within_day = isinstance(due, datetime)
    return Scheduled(
        phase=Phase.LEARNING if within_day else Phase.REVIEW,
        step=0 if within_day else None,
        memory=MemoryState(stability=1.0, difficulty=5.0),
        due=due,
        last_review=NOW,
        interval=interval,
        reps=1,
        lapses=0,
    )


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0s"),
        (0.4, "0s"),
        (30, "30s"),
        (59, "59s"),
        (59.4, "59s"),
        (59.6, "1m"),
        (60, "1m"),
        (330, "6m"),
        (3_540, "59m"),
        (3_590, "1h"),
        (3_600, "1h"),
        (5_400, "2h"),
        (84_600, "1d"),
        (86_400, "1d"),
        (216_000, "3d"),
    ],
)
def test_duration(seconds: float, shown: str) -> None:
    """A time is rounded to its largest unit, and never to sixty of a smaller one."""
    assert duration_text(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (1, "1d"),
        (29, "29d"),
        (30, "1.0mo"),
        (49, "1.6mo"),
        (364, "12.0mo"),
        (365, "1.0y"),
        (767, "2.1y"),
        (36_500, "99.9y"),
    ],
)
def test_interval_of_days(days: int, shown: str) -> None:
    """Days, months or years, as Anki shows them."""
    assert interval_text(scheduled(date(2026, 3, 2) + timedelta(days=days), days)) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(60, "1m"), (330, "6m"), (600, "10m"), (7_200, "2h")]
)
def test_interval_of_a_step(seconds: int, shown: str) -> None:
    """A step within the day is shown as the time until it."""
    assert interval_text(scheduled(NOW + timedelta(seconds=seconds))) == shown


@pytest.mark.parametrize(("number", "shown"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards")])
def test_counted(number: int, shown: str) -> None:
    """One is singular."""
    assert counted(number, "card") == shown
