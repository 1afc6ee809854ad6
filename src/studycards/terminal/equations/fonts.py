"""Letters of other alphabets: bold, blackboard bold, script, Fraktur."""

from __future__ import annotations

import unicodedata

ROMAN = ""
"""Upright, which is what a terminal shows anyway."""

FONTS = {
    r"\mathrm": ROMAN, r"\mathsf": ROMAN, r"\mathtt": ROMAN, r"\mathit": ROMAN, r"\mathnormal": ROMAN,
    r"\mathbf": "BOLD", r"\boldsymbol": "BOLD", r"\bm": "BOLD", r"\pmb": "BOLD",
    r"\mathbb": "DOUBLE-STRUCK", r"\mathcal": "SCRIPT", r"\mathscr": "SCRIPT",
    r"\mathfrak": "FRAKTUR",
}  # fmt: skip
SWITCHES = {
    r"\rm": r"\mathrm", r"\sf": r"\mathsf", r"\tt": r"\mathtt", r"\it": r"\mathit", r"\bf": r"\mathbf",
    r"\cal": r"\mathcal", r"\frak": r"\mathfrak",
}  # fmt: skip
"""Fonts that last to the end of the group."""
_OLDER_NAMES = {"DOUBLE-STRUCK": "DOUBLE-STRUCK", "SCRIPT": "SCRIPT", "FRAKTUR": "BLACK-LETTER"}
"""Letters that Unicode had before its mathematical alphabets."""


def styled(text: str, font: str) -> str:
    """A character in a font; unchanged where the font does not have it."""
    if not font or len(text) != 1:
        return text
    name = unicodedata.name(text, "").replace("LATIN ", "").replace("GREEK ", "")
    name = name.replace("LETTER ", "")
    for candidate in (f"MATHEMATICAL {font} {name}", f"{_OLDER_NAMES.get(font)} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return text
