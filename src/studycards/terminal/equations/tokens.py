r"""TeX cut into tokens: `\macro`, one character with its accents, or a blank."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len

from studycards.terminal.equations.errors import UnknownMacroError

BLANK = " "
_TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|\s+|.", re.DOTALL)
_EMOJI_STYLE = "\ufe0f"
"""A character that makes others wider, so that widths would no longer add up."""


def tokens(tex: str) -> list[str]:
    """The tokens of a text.

    Raises:
        UnknownMacroError: A character cannot be shown.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", tex)):
        token = match[0]
        if token.isspace():
            found.append(BLANK)
        elif token[0] == "\\":
            found.append("\\ " if token[1:].isspace() else token)
        elif _is_mark(token) and found and _carries_marks(found[-1]):
            found[-1] += token
        elif token.isprintable() and cell_len(token):
            found.append(token)
        else:
            raise UnknownMacroError(f"cannot show {token!a}")
    return found


def _is_mark(character: str) -> bool:
    return character != _EMOJI_STYLE and unicodedata.category(character)[0] == "M"


def _carries_marks(token: str) -> bool:
    return token[0] not in "\\{}^_&~ "
