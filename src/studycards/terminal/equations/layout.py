"""From the tree of an equation to its box."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, assert_never

from studycards.terminal.equations.accents import ACCENTS, stretched
from studycards.terminal.equations.box import Box, beside, line, stacked
from studycards.terminal.equations.delimiters import HIGH, fenced, grown
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
from studycards.terminal.equations.spacing import edges, gap, has_blank_between
from studycards.terminal.equations.tree import (
    Accent,
    Arrow,
    Classed,
    Fence,
    Fraction,
    Grid,
    Kind,
    Limits,
    Middle,
    Root,
    Row,
    Scripted,
    Space,
    Symbol,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.terminal.equations.tree import Node


class Style(IntEnum):
    """The room available."""

    DISPLAY = 0
    TEXT = 1
    """Within a fraction or a matrix."""
    SCRIPT = 2


_AFTER_A_ROOT = {Kind.BINARY, Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION}
"""What does not seem to be under the root before it."""


def layout(node: Node, style: Style = Style.DISPLAY, *, ends: bool = True) -> Box:
    """The box of a node; `ends` if nothing follows that could seem to be part of it."""
    inner = max(style, Style.TEXT)
    match node:
        case Symbol(text=text) | Middle(text=text):
            return line(text)
        case Space(cells=cells):
            return line(" " * max(cells, 0))
        case Row():
            return _row(node, style, ends=ends)
        case Classed(body=body):
            return layout(body, style, ends=ends)
        case Arrow(pattern=pattern):
            return stretched(pattern, 3)
        case Fraction(above=above, below=below):
            return _fraction(layout(above, inner), layout(below, inner), style)
        case Root(body=body, degree=degree):
            return root(layout(body, inner), _script(degree, RAISED), bare=ends)
        case Accent(name=name, body=body):
            return ACCENTS[name](layout(body, style))
        case Fence(left=left, body=body, right=right, grows=grows):
            return fenced(left, layout(body, style), right, grows=grows)
        case Grid(rows=rows):
            return grid(node, [[layout(cell, inner) for cell in row] for row in rows])
        case Scripted():
            return _scripted(node, style)
        case _:
            assert_never(node)


def _row(row: Row, style: Style, *, ends: bool) -> Box:
    items = [item for item in row.items if not isinstance(item, Space)]
    kinds = edges(items)
    follows = [left in _AFTER_A_ROOT and style is not Style.SCRIPT for left, _ in kinds[1:]]
    boxes = _as_high_as_all(
        items,
        [layout(item, style, ends=e) for item, e in zip(items, [*follows, ends], strict=False)],
    )
    parts: list[Box] = []
    previous, asked, n = None, 0, 0
    for item in row.items:
        if isinstance(item, Space):
            asked += item.cells
            continue
        usual = gap(previous, kinds[n][0], tight=style is Style.SCRIPT) if previous else 0
        usual = 0 if n and has_blank_between(items[n - 1], item) else usual
        # Rows above and below that move together could be read as one.
        is_high = n and len(boxes[n - 1].rows) > 1 and len(boxes[n].rows) > 1
        asked = max(asked, 0) if is_high else asked
        cells = max(usual, asked) if asked >= 0 else usual + asked
        parts += [line(" " * max(cells, 0)), boxes[n]]
        previous, asked, n = kinds[n][1], 0, n + 1
    return beside(*parts, line(" " * max(asked, 0)))


def _as_high_as_all(items: Sequence[Node], boxes: Sequence[Box]) -> list[Box]:
    """The boxes of a row, with the delimiters in it grown."""
    others = [box for item, box in zip(items, boxes, strict=True) if not isinstance(item, Middle)]
    whole = beside(line(""), *others)
    if len(whole.rows) < HIGH:
        return list(boxes)
    return [
        grown(item.text, whole) if isinstance(item, Middle) else box
        for item, box in zip(items, boxes, strict=True)
    ]


def _fraction(above: Box, below: Box, style: Style) -> Box:
    short = all(len(box.rows) == 1 and box.rows[0].isalnum() for box in (above, below))
    if style is Style.SCRIPT and short:
        if not is_one_thing(below.rows[0]):
            below = fenced("(", below, ")", grows=False)
        return beside(above, line("/"), below)
    bar = line("─" * (max(above.width, below.width) + 2))
    return stacked([above, bar, below], baseline_of=1)


def _scripted(node: Scripted, style: Style) -> Box:
    sub, sup = _script(node.sub, LOWERED), _script(node.sup, RAISED)
    if isinstance(node.base, Arrow):
        width = max(each.box.width for each in (sub, sup) if each)
        base = stretched(node.base.pattern, width + 2)
    else:
        base = layout(node.base, style, ends=False)
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
        case Classed(body=body):
            return _has_word(body)
        case _:
            return False
