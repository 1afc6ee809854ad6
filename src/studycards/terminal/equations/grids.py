"""Matrices, cases and aligned equations."""

from __future__ import annotations

from itertools import cycle, islice, zip_longest
from typing import TYPE_CHECKING

from studycards.terminal.equations.box import Align, Box, beside, line, stacked, widened

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from studycards.terminal.equations.tree import Grid

_ALIGN: dict[str, Align] = {"l": "left", "c": "centre", "r": "right"}
_MATRIX_GAP, _WIDER_GAP = 2, 4


def grid(node: Grid, cells: Sequence[Sequence[Box]]) -> Box:
    """Rows of cells in columns; the middle row is the baseline."""
    columns = list(zip_longest(*cells, fillvalue=line("")))
    aligns = [_ALIGN[letter] for letter in islice(cycle(node.columns), len(columns))]
    widths = [max(cell.width for cell in column) for column in columns]
    rows = [
        [widened(*each) for each in zip(row, widths, aligns, strict=True)]
        for row in zip(*columns, strict=True)
    ]
    gaps = _gaps(node, rows)
    joined = [_joined(row, gaps, node.rules, "│││", " ") for row in rows]
    blank = _joined([line(" " * width) for width in widths], gaps, node.rules, "│││", " ")
    is_spread = node.spread or any(len(row.rows) > 1 for row in joined)
    parts: list[Box] = []
    for n, row in enumerate([*joined, None]):
        if n in node.lines:
            crosses = "┌┬┐" if n == 0 else "├┼┤" if row else "└┴┘"
            parts.append(_joined([line("─" * w) for w in widths], gaps, node.rules, crosses, "─"))
        elif n and row and is_spread:
            parts.append(blank)
        parts += [row] if row else []
    whole = stacked(parts, baseline_of=0)
    return Box(rows=whole.rows, baseline=(len(whole.rows) - 1) // 2)


def _gaps(node: Grid, rows: Sequence[Sequence[Box]]) -> list[int]:
    """Cells before each column; wider between cells that have blanks themselves."""
    has_blanks = any(" " in text.strip() for row in rows for cell in row for text in cell.rows)
    is_wide = has_blanks and not node.spread
    gaps = [_WIDER_GAP if is_wide and gap == _MATRIX_GAP else gap for gap in node.gaps]
    return [0, *islice(cycle(gaps), len(rows[0]))]


def _joined(
    cells: Sequence[Box], gaps: Sequence[int], rules: Container[int], marks: str, fill: str
) -> Box:
    """A row of cells, with the vertical lines of the grid: the first, those in the middle, the last."""
    plain = beside(*cells)
    parts: list[Box] = []
    for n in range(len(cells) + 1):
        if n in rules:
            mark = marks[(n > 0) + (n == len(cells))]
            upright = Box(rows=(mark,) * len(plain.rows), baseline=plain.baseline)
            parts += [line(fill * (n > 0)), upright, line(fill * (n < len(cells)))]
        elif n < len(cells):
            parts.append(line(fill * gaps[n]))
        parts += cells[n : n + 1]
    return beside(*parts)
