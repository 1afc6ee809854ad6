"""Rectangles of text, and the few ways to join them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Rows of one cell width."""

    rows: tuple[str, ...]
    baseline: int
    """The row, from 0, that neighbours share."""

    @property
    def width(self) -> int:
        """Cells, not characters."""
        return cell_len(self.rows[0])

    @property
    def below(self) -> int:
        """Rows under the baseline."""
        return len(self.rows) - 1 - self.baseline


def line(text: str) -> Box:
    """One row."""
    return Box(rows=(text,), baseline=0)


def padded(text: str, width: int, align: Align = "left") -> str:
    """Text padded with blanks to a width in cells."""
    missing = width - cell_len(text)
    left = {"left": 0, "centre": missing // 2, "right": missing}[align]
    return " " * left + text + " " * (missing - left)


def widened(box: Box, width: int, align: Align) -> Box:
    """A box with blanks at its sides."""
    return Box(rows=tuple(padded(row, width, align) for row in box.rows), baseline=box.baseline)


def beside(*boxes: Box) -> Box:
    """Boxes, at least one, from left to right, baseline on baseline."""
    above = max(box.baseline for box in boxes)
    below = max(box.below for box in boxes)
    columns = [
        [blank] * (above - box.baseline) + list(box.rows) + [blank] * (below - box.below)
        for box in boxes
        for blank in [" " * box.width]
    ]
    return Box(rows=tuple("".join(row) for row in zip(*columns, strict=True)), baseline=above)


def stacked(boxes: Sequence[Box], baseline_of: int, align: Align = "centre") -> Box:
    """Boxes from top to bottom; the baseline is that of one of them."""
    width = max(box.width for box in boxes)
    rows = [padded(row, width, align) for box in boxes for row in box.rows]
    higher = sum(len(box.rows) for box in boxes[:baseline_of])
    return Box(rows=tuple(rows), baseline=higher + boxes[baseline_of].baseline)


def placed(pieces: Sequence[tuple[int, Box]]) -> Box:
    """Boxes, at least one, one below another, each with the distance of its first row from the baseline."""
    rows = {first + n: row for first, box in pieces for n, row in enumerate(box.rows)}
    width = max(map(cell_len, rows.values()))
    levels = [0, *rows]
    top, bottom = min(levels), max(levels)
    filled = [padded(rows.get(level, ""), width) for level in range(top, bottom + 1)]
    return Box(rows=tuple(filled), baseline=-top)
