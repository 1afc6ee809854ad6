"""Rectangles of text, and the few ways to join them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from studycards.terminal.equations.errors import UnknownMacroError

if TYPE_CHECKING:
    from collections.abc import Sequence

Align = Literal["left", "centre", "right"]
_LARGEST = 20_000
"""Maximum area in cells: far more than a terminal shows, and a bound on time and memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Rows of one cell width."""

    rows: tuple[str, ...]
    baseline: int
    """The row, from 0, that neighbours share."""

    @property
    def width(self) -> int:
        """Cells, not characters."""
        return cells(self.rows[0])

    @property
    def below(self) -> int:
        """Rows under the baseline."""
        return len(self.rows) - 1 - self.baseline


@lru_cache(maxsize=64)
def cells(text: str) -> int:
    """The width of a text, remembered also if it is long."""
    return cell_len(text)


def _check_area(width: int, height: int) -> None:
    if width * height > _LARGEST:
        raise UnknownMacroError("too large")


def line(text: str) -> Box:
    """One row."""
    return Box(rows=(text,), baseline=0)


def padded(text: str, width: int, align: Align = "left") -> str:
    """Text padded with blanks to a width in cells."""
    missing = width - cells(text)
    left = {"left": 0, "centre": missing // 2, "right": missing}[align]
    return " " * left + text + " " * (missing - left)


def widened(box: Box, width: int, align: Align) -> Box:
    """A box with blanks at its sides."""
    return Box(rows=tuple(padded(row, width, align) for row in box.rows), baseline=box.baseline)


def beside(*boxes: Box) -> Box:
    """Boxes, at least one, from left to right, baseline on baseline.

    Raises:
        UnknownMacroError: They are too large together.
    """
    above = max(box.baseline for box in boxes)
    below = max(box.below for box in boxes)
    _check_area(sum(box.width for box in boxes) + len(boxes), above + below + 1)
    columns = [
        [blank] * (above - box.baseline) + list(box.rows) + [blank] * (below - box.below)
        for box in boxes
        for blank in [" " * box.width]
    ]
    return Box(rows=tuple("".join(row) for row in zip(*columns, strict=True)), baseline=above)


def stacked(boxes: Sequence[Box], baseline_of: int, align: Align = "centre") -> Box:
    """Boxes from top to bottom; the baseline is that of one of them.

    Raises:
        UnknownMacroError: They are too large together.
    """
    width = max(box.width for box in boxes)
    _check_area(width + 1, sum(len(box.rows) for box in boxes))
    rows = [padded(row, width, align) for box in boxes for row in box.rows]
    higher = sum(len(box.rows) for box in boxes[:baseline_of])
    return Box(rows=tuple(rows), baseline=higher + boxes[baseline_of].baseline)


def placed(pieces: Sequence[tuple[int, Box]]) -> Box:
    """Boxes, at least one, one below another, each with the distance of its first row from the baseline."""
    rows = {first + n: row for first, box in pieces for n, row in enumerate(box.rows)}
    width = max(map(cells, rows.values()))
    levels = [0, *rows]
    top, bottom = min(levels), max(levels)
    filled = [padded(rows.get(level, ""), width) for level in range(top, bottom + 1)]
    return Box(rows=tuple(filled), baseline=-top)
