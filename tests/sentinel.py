"""A text that would control a terminal, and what of it is left in some output."""

from __future__ import annotations

import re

SENTINEL = "S\x1b]52;c;QQ==\x07\x1b[2J\x9b31m\u202e\x08\rE"
"""Writes to the clipboard, clears the screen, in one byte and in two, and turns the text round."""

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_OWN = re.compile(r"\x1b\[(?:\?\d+[hl]|\d*;?\d*[HJK])")
"""What the whole screen is painted with."""


def unsafe(output: str, *, screen: bool = False) -> list[str]:
    """The characters that control the terminal, other than colours.

    Args:
        output: What was written.
        screen: Whether it is of a session on the whole screen, which moves the cursor.
    """
    text = _COLOUR.sub("", output)
    if screen:
        text = re.sub("\r+\n", "\n", _OWN.sub("", text))
    return re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
