"""Study days: local calendar days that start at the rollover hour, not at midnight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta


def study_day(moment: datetime, rollover: int) -> date:
    """The study day in which a moment falls, by the UTC offset it carries.

    Args:
        moment: An aware datetime; its own offset is the learner's.
        rollover: Hour at which a study day starts, 0–23.
    """
    day = moment.date()
    return day - timedelta(days=1) if moment.hour < rollover else day


def study_day_number(at_ms: int, utc_offset_min: int, rollover: int) -> int:
    """The study day of a moment as `day_number` counts it, cheaper than by a datetime.

    Args:
        at_ms: Milliseconds since 1970 UTC.
        utc_offset_min: Minutes east of UTC where the learner was.
        rollover: Hour at which a study day starts, 0–23.
    """
    return (at_ms // 1000 + utc_offset_min * 60 - rollover * 3_600) // 86_400


def next_day_start(moment: datetime, rollover: int) -> datetime:
    """The first moment of the next study day, in the offset of `moment`."""
    tomorrow = study_day(moment, rollover) + timedelta(days=1)
    return datetime.combine(tomorrow, time(rollover), moment.tzinfo)


def day_number(day: date) -> int:
    """Days since 1970-01-01: how SQL counts study days."""
    return day.toordinal() - 719_163


def day_from_number(number: int) -> date:
    """The inverse of `day_number`."""
    return date.fromordinal(number + 719_163)
