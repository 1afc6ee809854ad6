"""Brackets and bars, as high as what they enclose."""

from __future__ import annotations

from studycards.terminal.equations.box import Box, beside, line

_PIECES = {
    "(": "⎛⎜⎜⎝", ")": "⎞⎟⎟⎠", "[": "⎡⎢⎢⎣", "]": "⎤⎥⎥⎦", "{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭",
    "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥", "⌊": "⎢⎢⎢⎣", "⌋": "⎥⎥⎥⎦", "⟨": "╱│⟨╲", "⟩": "╲│⟩╱",
    "|": "││││", "‖": "║║║║", "⟦": "╓║║╙", "⟧": "╖║║╜", "⟮": "╭││╰", "⟯": "╮││╯", "⎰": "⎧⎪⎪⎭",
    "⎱": "⎫⎪⎪⎩", "↑": "↑│││", "↓": "│││↓", "↕": "↑││↓", "⇑": "⇑║║║", "⇓": "║║║⇓", "⇕": "⇑║║⇓",
}  # fmt: skip
"""Top, filler, middle, bottom."""
_TWO_ROWS = {"{": "⎰⎱", "}": "⎱⎰"}
_WITH_SPACE = "|‖{}"
"""Delimiters that would touch their body when grown."""
HIGH = 3
"""Rows from which delimiters grow automatically; two are a line with its scripts."""


def fenced(left: str, body: Box, right: str, *, grows: bool) -> Box:
    """A body between delimiters, either of which may be empty."""
    height = len(body.rows)
    if height < (2 if grows else HIGH):
        return beside(line(left), body, line(right))
    parts = [grown(left, body), body, grown(right, body)]
    if left and left in _WITH_SPACE:
        parts.insert(1, line(" "))
    if right and right in _WITH_SPACE:
        parts.insert(-1, line(" "))
    return beside(*parts)


def grown(delimiter: str, body: Box) -> Box:
    """A delimiter as high as a body of at least two rows."""
    if delimiter not in _PIECES:
        return line(delimiter)
    height = len(body.rows)
    if height == 2 and delimiter in _TWO_ROWS:
        return Box(rows=tuple(_TWO_ROWS[delimiter]), baseline=body.baseline)
    top, fill, middle, bottom = tuple(_PIECES[delimiter])
    rows = [top, *[fill] * (height - 2), bottom]
    if height >= HIGH:
        rows[min(max(body.baseline, 1), height - 2)] = middle
    return Box(rows=tuple(rows), baseline=body.baseline)
