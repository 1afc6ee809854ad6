"""Matrices, cases and aligned equations."""

from __future__ import annotations

from itertools import cycle, islice, zip_longest
from typing import TYPE_CHECKING

from studycards.terminal.equations.box import Align, Box, beside, line, stacked, widened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.terminal.equations.tree import Grid

_ALIGN: dict[str, Align] = {"l": "left", "c": "centre", "r": "right"}


def grid(node: Grid, cells: Sequence[Sequence[Box]]) -> Box:
    """Rows of cells in columns; the middle row is the baseline."""
    columns = list(zip_longest(*cells, fillvalue=line("")))
    aligns = [_ALIGN[letter] for letter in islice(cycle(node.columns), len(columns))]
    for n, (column, align) in enumerate(zip(columns, aligns, strict=True)):
        width = max(cell.width for cell in column)
        space = line(" " * (node.gap if n else 0))
        columns[n] = tuple(beside(space, widened(cell, width, align)) for cell in column)
    rows = [beside(*row) for row in zip(*columns, strict=True)]
    if node.spread or any(len(row.rows) > 1 for row in rows):
        rows = [part for row in rows for part in (row, line(""))][:-1]
    whole = stacked(rows, baseline_of=0)
    return Box(rows=whole.rows, baseline=(len(whole.rows) - 1) // 2)
