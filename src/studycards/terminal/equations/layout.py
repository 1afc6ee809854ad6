"""From the tree of an equation to its box."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, assert_never

from studycards.terminal.equations.accents import accented
from studycards.terminal.equations.box import Box, beside, line, stacked
from studycards.terminal.equations.delimiters import fenced
from studycards.terminal.equations.grids import grid
from studycards.terminal.equations.roots import root
from studycards.terminal.equations.scripts import (
    LOWERED,
    RAISED,
    Script,
    is_one_thing,
    script,
    stacked_limits,
    with_scripts,
)
from studycards.terminal.equations.spacing import edges, gap
from studycards.terminal.equations.tree import (
    Accent,
    Fence,
    Fraction,
    Grid,
    Limits,
    Root,
    Row,
    Scripted,
    Space,
    Symbol,
)

if TYPE_CHECKING:
    from studycards.terminal.equations.tree import Node


class Style(IntEnum):
    """The room available."""

    DISPLAY = 0
    TEXT = 1
    """Within a fraction or a matrix."""
    SCRIPT = 2


def layout(node: Node, style: Style = Style.DISPLAY) -> Box:
    """The box of a node."""
    inner = max(style, Style.TEXT)
    match node:
        case Symbol(text=text):
            return line(text)
        case Space(cells=cells):
            return line(" " * max(cells, 0))
        case Row():
            return _row(node, style)
        case Fraction(above=above, below=below):
            return _fraction(layout(above, inner), layout(below, inner), style)
        case Root(body=body, degree=degree):
            return root(layout(body, inner), _script(degree, RAISED))
        case Accent(name=name, body=body):
            return accented(name, layout(body, style))
        case Fence(left=left, body=body, right=right, grows=grows):
            return fenced(left, layout(body, style), right, grows=grows)
        case Grid(rows=rows):
            return grid(node, [[layout(cell, inner) for cell in row] for row in rows])
        case Scripted():
            return _scripted(node, style)
        case _:
            assert_never(node)


def _row(row: Row, style: Style) -> Box:
    kinds = iter(edges([item for item in row.items if not isinstance(item, Space)]))
    boxes: list[Box] = []
    previous, asked = None, 0
    for item in row.items:
        if isinstance(item, Space):
            asked += item.cells
            continue
        left, right = next(kinds)
        usual = gap(previous, left, tight=style is Style.SCRIPT) if previous else 0
        cells = max(usual, asked) if asked >= 0 else usual + asked
        boxes += [line(" " * max(cells, 0)), layout(item, style)]
        previous, asked = right, 0
    return beside(*boxes, line(" " * max(asked, 0)))


def _fraction(above: Box, below: Box, style: Style) -> Box:
    short = all(len(box.rows) == 1 and box.rows[0].isalnum() for box in (above, below))
    if style is Style.SCRIPT and short:
        if not is_one_thing(below.rows[0]):
            below = fenced("(", below, ")", grows=False)
        return beside(above, line("/"), below)
    bar = line("─" * (max(above.width, below.width) + 2))
    return stacked([above, bar, below], baseline_of=1)


def _scripted(node: Scripted, style: Style) -> Box:
    base = layout(node.base, style)
    sub, sup = _script(node.sub, LOWERED), _script(node.sup, RAISED)
    in_small = all(each is None or each.small for each in (sub, sup))
    roomy = style is Style.DISPLAY or not in_small
    if node.limits is Limits.ALWAYS_STACKED or (node.limits is Limits.STACKED and roomy):
        return stacked_limits(base, sub, sup)
    return with_scripts(base, sub, sup)


def _script(node: Node | None, alphabet: dict[int, int]) -> Script | None:
    if node is None:
        return None
    return script(layout(node, Style.SCRIPT), alphabet, is_word=_has_word(node))


def _has_word(node: Node) -> bool:
    match node:
        case Symbol(text=text):
            return len(text) > 1 and text.isalpha()
        case Row(items=items):
            return any(map(_has_word, items))
        case _:
            return False
