"""Plain forms of typed text, and numbers of options in it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from studycards.cards.asking import Arrange, Choose

if TYPE_CHECKING:
    from studycards.cards.asking import Input


def normalized(text: str, *, case_sensitive: bool = False) -> str:
    """The normalized form of an answer, for comparison."""
    text = " ".join(composed(text).split())
    text = text.replace("`", "").strip() or text
    text = re.sub(r"(?<=[\w)\]}'\"])[.,;:!?]+$", "", text)
    return text if case_sensitive else composed(text.casefold())


_RUN_OF_MARKS = re.compile(r"[^\w\x00-\x7f]{100}").search
"""A hundred characters that may be combining marks; no script needs more than a few."""


def composed(text: str) -> str:
    """A text in NFC; as it is where that takes the square of a long run of combining marks."""
    return text if _RUN_OF_MARKS(text) else unicodedata.normalize("NFC", text)


def numbers(given: str, maximum: int) -> list[int]:
    """The numbers in an answer such as "2 1 3", "2,1,3" or "213".

    Args:
        given: The answer as typed.
        maximum: The greatest valid number; a longer run of digits is read digit by digit.
    """
    found = [text for text in re.findall(r"[0-9]+", given) if len(text) <= len(str(maximum)) + 20]
    if len(found) == 1 and int(found[0]) > maximum:
        found = list(found[0])
    return [int(number) for number in found]


def names_an_option(given: str, wanted: Input) -> bool:
    """Whether an answer has numbers, if the card takes them, and an option exists for each."""
    match wanted:
        case Choose(options=items) | Arrange(items=items):
            named = numbers(given, len(items))
            return bool(named) and all(1 <= number <= len(items) for number in named)
        case _:
            return True
