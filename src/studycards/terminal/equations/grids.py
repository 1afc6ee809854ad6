"""Matrices, cases and aligned equations."""

from __future__ import annotations

from itertools import cycle, islice, zip_longest
from typing import TYPE_CHECKING

from studycards.terminal.equations.box import Align, Box, beside, line, stacked, widened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.terminal.equations.tree import Grid

_ALIGN: dict[str, Align] = {"l": "left", "c": "centre", "r": "right"}
_MATRIX_GAP, _WIDER_GAP = 2, 3


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
    joined = [_joined(row, gaps, node.rules, "│", " ") for row in rows]
    blank, bar = (
        _joined([line(fill * width) for width in widths], gaps, node.rules, cross, fill)
        for fill, cross in ((" ", "│"), ("─", "┼"))
    )
    is_spread = node.spread or any(len(row.rows) > 1 for row in joined)
    parts: list[Box] = []
    for n, row in enumerate(joined):
        between = [bar] if n in node.lines else [blank] if n and is_spread else []
        parts += [*between, row]
    parts += [bar] if len(joined) in node.lines else []
    whole = stacked(parts, baseline_of=0)
    return Box(rows=whole.rows, baseline=(len(whole.rows) - 1) // 2)


def _gaps(node: Grid, rows: Sequence[Sequence[Box]]) -> list[int]:
    """Cells before each column; wider between cells that have blanks themselves."""
    has_blanks = any(" " in text.strip() for row in rows for cell in row for text in cell.rows)
    is_wide = has_blanks and not node.spread
    gaps = [_WIDER_GAP if is_wide and gap == _MATRIX_GAP else gap for gap in node.gaps]
    return [0, *islice(cycle(gaps), len(rows[0]))]


def _joined(
    cells: Sequence[Box], gaps: Sequence[int], rules: frozenset[int], rule: str, fill: str
) -> Box:
    """A row of cells, with the vertical lines of the grid."""
    plain = beside(*cells)
    upright = Box(rows=(rule,) * len(plain.rows), baseline=plain.baseline)
    parts: list[Box] = []
    for n, cell in enumerate(cells):
        space = line(fill * gaps[n])
        parts += [line(fill * (n > 0)), upright, line(fill), cell] if n in rules else [space, cell]
    if len(cells) in rules:
        parts += [line(fill), upright]
    return beside(*parts)
