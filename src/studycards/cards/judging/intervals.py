"""Ranges of numbers, and numbers in a base."""

from __future__ import annotations

import re

_BASES = {
    "0b": re.compile(r"\bbinary\b"),
    "0x": re.compile(r"\bhex"),
    "0o": re.compile(r"\boctal\b"),
}


def without_base(text: str, asked: str) -> str:
    """A number without the prefix of the base that the question names."""
    base = _BASES.get(text[:2].casefold())
    return text[2:] if base and base.search(asked) else text


_INTERVAL = re.compile(
    r"(?:from|between)?\s*([\[(]?)\s*(-?[\d.]+|-?∞)\s*(?:,|to|and|\.\.\.?|…|-)\s*(-?[\d.]+|∞)\s*([\])]?)\.?"
)


def interval(text: str) -> tuple[str, ...] | None:
    """Brackets, or none, and the bounds of a range: `[-1, 1]`, `-1 to 1`, `between -1 and 1`, `0-9`."""
    match = _INTERVAL.fullmatch(text.strip().strip("`").replace("−", "-").replace("–", "-"))
    if match is None or bool(match[1]) != bool(match[4]):
        return None
    bare = re.fullmatch(r"[-\d.]+\s*(?:,|and)\s*[-\d.]+", match[0])
    return None if bare else (match[1] + match[4], match[2], match[3])


def same_interval(given: str, answer: str) -> bool | None:
    """Whether two texts are the same range of numbers; None if one of them is none."""
    typed, right = interval(given), interval(answer)
    if typed is None or right is None:
        return None
    return typed[1:] == right[1:] and (typed[0] == right[0] or "" in (typed[0], right[0]))
