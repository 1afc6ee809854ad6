"""Days of study in a row."""

from collections.abc import Mapping
from typing import NamedTuple

_DAY_MS = 86_400_000


class Streak(NamedTuple):
    """Study days in a row."""

    current: int
    """Up to today; a day that is not over yet does not break it."""
    longest: int


class Studied(NamedTuple):
    """When the first and the last answer of a study day were given, in ms since 1970."""

    first: int
    last: int


def streak(days: Mapping[int, Studied], today: int, now: int) -> Streak:
    """The streak of today, and the longest.

    Whoever flies west over the date line skips a date: days between which less than 24 hours passed
    are in a row too.

    Args:
        days: The days with an answer, by their number.
        today: The number of the study day.
        now: The time in ms since 1970.
    """
    longest = run = current = 0
    before: int | None = None
    for day in sorted(days):
        in_a_row = before is not None and _in_a_row(days, before, day, days[day].first)
        run = run + 1 if in_a_row else 1
        longest = max(longest, run)
        if day <= today:
            current = run if day == today or _in_a_row(days, day, today, now) else 0
        before = day
    return Streak(current=current, longest=longest)


def _in_a_row(days: Mapping[int, Studied], before: int, day: int, moment: int) -> bool:
    return day - before == 1 or moment - days[before].last < _DAY_MS
