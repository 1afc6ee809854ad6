"""Hats, bars, tildes: on the letter itself, or in a row above a wider body."""

from __future__ import annotations

import unicodedata

from studycards.terminal.equations.box import Box, line, stacked

ACCENTS = {
    r"\hat": "\u0302^", r"\widehat": "\u0302^", r"\bar": "\u0304_", r"\overline": "\u0304_",
    r"\tilde": "\u0303~", r"\widetilde": "\u0303~", r"\vec": "\u20d7→", r"\dot": "\u0307.",
    r"\ddot": "\u0308¨", r"\check": "\u030cˇ", r"\breve": "\u0306˘", r"\acute": "\u0301´",
    r"\grave": "\u0300`",
}  # fmt: skip
"""The combining character, and the one above a wider body."""


def accented(name: str, body: Box) -> Box:
    """A body under an accent."""
    combining, above = tuple(ACCENTS[name])
    if len(body.rows) == 1 and body.width == 1:
        return line(unicodedata.normalize("NFC", body.rows[0] + combining))
    mark = above * max(body.width, 1) if above == "_" else above
    return stacked([line(mark), body], baseline_of=1)
