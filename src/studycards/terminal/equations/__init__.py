"""Equations in TeX, typeset in rows of Unicode; see docs/equations.md."""

from __future__ import annotations

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.layout import layout
from studycards.terminal.equations.parser import parse

__all__ = ["UnknownMacroError", "render"]


def render(tex: str, width: int) -> list[str] | None:
    """The rows of an equation, all of one cell width; None if they are wider than `width`.

    Raises:
        UnknownMacroError: A macro is unknown or the TeX cannot be read.
    """
    box = layout(parse(tex))
    return list(box.rows) if box.width <= width else None
