"""Numbers and times that are easy to read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from studycards.scheduling.states import Scheduled


def interval_text(state: Scheduled) -> str:
    """The planned time until a card is due: `10m`, `3d`, `1.6mo`, `2.1y`."""
    if isinstance(state.due, datetime):
        return duration_text(state.due - state.last_review)
    days = state.interval
    if days < 30:
        return f"{days}d"
    if days < 365:
        return f"{days / 30.4375:.1f}mo"
    return f"{days / 365.25:.1f}y"


def duration_text(duration: timedelta) -> str:
    """A short time, rounded: `30s`, `6m`, `2h`, `3d`."""
    seconds = duration.total_seconds()
    for size, unit, maximum in ((1, "s", 60), (60, "m", 60), (3_600, "h", 24)):
        rounded = int(seconds / size + 0.5)
        if rounded < maximum:
            return f"{rounded}{unit}"
    return f"{int(seconds / 86_400 + 0.5)}d"


def counted(number: int, noun: str) -> str:
    """`1 card`, `2 cards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
