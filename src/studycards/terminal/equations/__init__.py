"""Equations in TeX, typeset in rows of Unicode; see docs/equations.md."""

from __future__ import annotations

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.layout import layout
from studycards.terminal.equations.lines import broken
from studycards.terminal.equations.parser import parse

__all__ = ["UnknownMacroError", "render"]


def render(tex: str, width: int) -> list[str] | None:
    """The rows of an equation, all of one cell width; None if it does not fit into `width`.

    Raises:
        UnknownMacroError: A macro is unknown or the TeX cannot be read.
    """
    row = parse(tex)
    box = layout(row)
    fitting = box if box.width <= width else broken(row, width)
    return list(fitting.rows) if fitting else None
