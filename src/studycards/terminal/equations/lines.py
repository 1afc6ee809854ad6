"""An equation that is too wide for one line, broken before its relations and operations."""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from studycards.terminal.equations.box import Box, beside, line, stacked
from studycards.terminal.equations.layout import layout
from studycards.terminal.equations.spacing import edges
from studycards.terminal.equations.tree import Kind, Row, Space

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studycards.terminal.equations.tree import Node


class _Break(IntEnum):
    """Where a line may end; the smaller, the sooner."""

    BETWEEN_EQUATIONS = 1
    RELATION = 2
    OPERATION = 3
    FIRST_RELATION = 4


_QUAD = 2
"""Cells of a space between equations."""


def broken(row: Row, width: int) -> Box | None:
    """An equation in lines of at most a width in cells, if its pieces are so narrow.

    Lines after the first begin below the first relation, or at the left if there is no room.
    """
    breaks = _breaks(row.items)
    ends = [0, *breaks, len(row.items)]
    # After an empty group, an operation is no sign and keeps its blanks.
    boxes = [
        layout(Row(items=((Row(),) if start else ()) + row.items[start:end]))
        for start, end in pairwise(ends)
    ]
    kinds = list(breaks.values())
    first = kinds.index(_Break.FIRST_RELATION) + 1 if _Break.FIRST_RELATION in kinds else 0
    indents = (sum(box.width for box in boxes[:first]), 0)
    for last in sorted(set(kinds)):
        pieces = _joined(boxes, [kind <= last for kind in kinds])
        for indent in indents:
            lines = _filled(pieces, width, indent)
            if all(each.width <= width for each in lines):
                return _below_one_another(lines)
    return None


def _breaks(items: Sequence[Node]) -> Mapping[int, _Break]:
    """The places, in order, where a line may end."""
    solid = [n for n, item in enumerate(items) if not isinstance(item, Space)]
    kinds = edges([items[n] for n in solid])
    found = {
        n: _Break.BETWEEN_EQUATIONS
        for n, item in enumerate(items)
        if n and isinstance(item, Space) and item.cells >= _QUAD
    }
    is_first = True
    for n, (left, _), (_, before) in zip(solid[1:], kinds[1:], kinds, strict=False):
        if before in (Kind.BINARY, Kind.RELATION):
            continue
        if left is Kind.BINARY:
            found[n] = _Break.OPERATION
        elif left is Kind.RELATION:
            found[n] = _Break.FIRST_RELATION if is_first else _Break.RELATION
            is_first = False
    return dict(sorted(found.items()))


def _joined(boxes: Sequence[Box], cuts: Sequence[bool]) -> list[Box]:
    """The boxes between one cut and the next as one."""
    groups = [[boxes[0]]]
    for box, is_cut in zip(boxes[1:], cuts, strict=True):
        if is_cut:
            groups.append([box])
        else:
            groups[-1].append(box)
    return [beside(*group) for group in groups]


def _filled(boxes: Sequence[Box], width: int, indent: int) -> list[Box]:
    lines = [[boxes[0]]]
    for box in boxes[1:]:
        if sum(each.width for each in lines[-1]) + box.width <= width:
            lines[-1].append(box)
        else:
            lines.append([line(" " * indent), box])
    return [beside(*each) for each in lines]


def _below_one_another(lines: Sequence[Box]) -> Box:
    between = [line("")] * any(len(each.rows) > 1 for each in lines)
    parts = [part for each in lines for part in (*between, each)]
    return stacked(parts[len(between) :], baseline_of=0, align="left")
