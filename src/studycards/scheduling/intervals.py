"""Planned intervals from days: rounding, fuzz, lower bounds.

The constants are Anki's (rslib `scheduler/states/fuzz.rs` and `review.rs`, August 2026).
"""

from __future__ import annotations

import math
from hashlib import blake2b

_FUZZ_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))
"""(from days, to days, fuzz as a share of the days in that range)."""


def round_half_up(value: float) -> int:
    """Round a non-negative number, halves away from zero."""
    return math.floor(value + 0.5)


def fuzz_factor(card_id: str, reps: int) -> float:
    """A number in [0, 1) that is the same whenever the same review is scheduled again."""
    digest = blake2b(f"{card_id}:{reps}".encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


def fuzz_bounds(days: float, lowest: int, highest: int) -> tuple[int, int]:
    """The shortest and the longest interval that fuzz may choose, both included.

    Args:
        days: The interval the memory model asks for.
        lowest: The shortest interval allowed, at least 1.
        highest: The longest interval allowed; wins over `lowest`.
    """
    lowest = min(lowest, highest)
    days = min(max(days, lowest), highest)
    spread = _spread(days)
    low = min(max(round_half_up(days - spread), lowest), highest)
    high = min(max(round_half_up(days + spread), lowest), highest)
    return low, high


def fuzzed_interval(days: float, lowest: int, highest: int, fuzz: float | None) -> int:
    """The planned interval in days.

    Args:
        days: The interval the memory model asks for.
        lowest: The shortest interval allowed, at least 1.
        highest: The longest interval allowed; wins over `lowest`.
        fuzz: In [0, 1): where to land within the fuzz bounds; None for no fuzz.
    """
    if fuzz is None:
        return min(max(round_half_up(days), lowest), highest)
    low, high = fuzz_bounds(days, lowest, highest)
    return low + math.floor(fuzz * (high - low + 1))


def lower_bound(days: float, previous: int) -> int:
    """The shortest interval allowed after a passing answer, so that none shrinks by rounding.

    Args:
        days: The interval the memory model asks for.
        previous: The planned interval before, in days.

    Returns:
        Days; 0 where there is no bound.
    """
    if round_half_up(days) > previous:
        return previous + 1
    if round_half_up(days + _spread(days)) >= previous:
        return previous
    return 0


def _spread(days: float) -> float:
    if days < 2.5:
        return 0.0
    spread = 1.0
    for start, end, share in _FUZZ_RANGES:
        if days > start:
            spread += share * (min(days, end) - start)
    return spread
