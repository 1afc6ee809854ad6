"""Texts that are safe to show, and numbers that are easy to read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from studycards.cards.fields import LONGEST_SHOWN

if TYPE_CHECKING:
    from datetime import timedelta

    from studycards.scheduling.states import Scheduled

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_CONTROLS |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_CONTROLS |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_CONTROLS |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def visible(text: str) -> str:
    """Text that cannot control the terminal: controls, overrides and surrogates are replaced."""
    return text.translate(_CONTROLS)


def cut(text: str) -> str:
    """A text as far as a screen shows it: a longer one would take seconds for each key."""
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}…\n\n… cut: {len(text) - LONGEST_SHOWN:,} more characters"


def one_line(*texts: str) -> str:
    """Texts joined on one line, safe to show."""
    return " ".join(visible(cut(" ".join(texts))).split())


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
