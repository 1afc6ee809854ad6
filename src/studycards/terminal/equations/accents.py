"""Marks around a body: hats, bars, braces, a frame, a stroke; and bodies that are not seen."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from studycards.terminal.equations.box import Box, line, stacked

if TYPE_CHECKING:
    from collections.abc import Callable

_ABOVE = {
    r"\hat": "\u0302 ╱‾‾╲", r"\widehat": "\u0302 ╱‾‾╲", r"\check": "\u030c ╲__╱",
    r"\widecheck": "\u030c ╲__╱", r"\breve": "\u0306 ╲__╱", r"\bar": "\u0304 _", r"\overline": "\u0304 _",
    r"\tilde": "\u0303 ~", r"\widetilde": "\u0303 ~", r"\vec": "\u20d7 ───→",
    r"\overrightarrow": "\u20d7 ───→", r"\overleftarrow": "\u20d6 ←───",
    r"\overleftrightarrow": "\u20e1 ←──→", r"\dot": "\u0307 (.)", r"\ddot": "\u0308 (..)",
    r"\dddot": "\u20db (...)", r"\acute": "\u0301 (´)", r"\grave": "\u0300 (`)", r"\mathring": "\u030a (∘)",
    r"\overbrace": "╭─┴╮", r"\overbracket": "┌─┴┐", r"\overparen": "╭──╮",
}  # fmt: skip
_BELOW = {
    r"\underline": "\u0332 ‾", r"\underbar": "\u0332 ‾", r"\underrightarrow": "\u20ef ───→",
    r"\underleftarrow": "\u20ee ←───", r"\underleftrightarrow": "\u034d ←──→",
    r"\underbrace": "╰─┬╯", r"\underbracket": "└─┬┘", r"\underparen": "╰──╯",
}  # fmt: skip
"""The combining character for one letter, if any; for a wider body what `stretched` takes, or one
character to repeat, or, in brackets, a mark in the middle."""
BRACES = {r"\overbrace", r"\overbracket", r"\underbrace", r"\underbracket"}
"""Their scripts stand above and below."""
_STROKE = "\u0336"


def stretched(pattern: str, width: int) -> Box:
    """A line of a width: left end, filler, middle, right end; the middle is shown if it differs."""
    left, fill, middle, right = tuple(pattern)
    if middle == fill:
        return line(left + fill * (width - 2) + right)
    inner = max(width - 3, 0)
    return line(left + fill * (inner // 2) + middle + fill * (inner - inner // 2) + right)


def _marked(marks: str, body: Box, *, is_below: bool) -> Box:
    *combining, wide = marks.split()
    if combining and len(body.rows) == 1 and body.width == 1:
        return line(unicodedata.normalize("NFC", body.rows[0] + combining[0]))
    if wide[0] == "(":
        mark = line(wide.strip("()"))
    else:
        mark = stretched(wide, body.width) if len(wide) > 1 else line(wide * max(body.width, 1))
    return stacked([body, mark], 0) if is_below else stacked([mark, body], 1)


def _framed(body: Box) -> Box:
    bar = "─" * (body.width + 2)
    rows = (f"┌{bar}┐", *(f"│ {row} │" for row in body.rows), f"└{bar}┘")
    return Box(rows=rows, baseline=body.baseline + 1)


def _struck(body: Box) -> Box:
    bare = " " if len(body.rows) > 1 else ""
    rows = tuple(
        "".join(x if x in bare or unicodedata.combining(x) else x + _STROKE for x in row)
        for row in (row.replace(_STROKE, "") for row in body.rows)
    )
    return Box(rows=rows, baseline=body.baseline)


def _hidden(body: Box, *, is_wide: bool = True, is_high: bool = True) -> Box:
    blank = " " * (body.width if is_wide else 0)
    rows = len(body.rows) if is_high else 1
    return Box(rows=(blank,) * rows, baseline=body.baseline if is_high else 0)


ACCENTS: dict[str, Callable[[Box], Box]] = {
    **{name: partial(_marked, marks, is_below=False) for name, marks in _ABOVE.items()},
    **{name: partial(_marked, marks, is_below=True) for name, marks in _BELOW.items()},
    **dict.fromkeys((r"\boxed", r"\fbox"), _framed),
    **dict.fromkeys((r"\cancel", r"\bcancel", r"\xcancel"), _struck),
    r"\phantom": _hidden,
    r"\hphantom": partial(_hidden, is_high=False),
    r"\vphantom": partial(_hidden, is_wide=False),
}
"""What each macro makes of its body."""
