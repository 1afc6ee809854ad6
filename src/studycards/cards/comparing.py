"""Typed text against what was expected."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEARLY = 0.8
"""Share of equal characters (difflib) from which a different text is a slip."""

_SHORTEST_SLIP = 4
"""Below this many characters one slip makes another answer."""


def judge_text(given: str, accepted: Iterable[str], *, case_sensitive: bool = False) -> Judgement:
    """A verdict on a typed answer.

    Case (unless it matters), Unicode form, spacing and punctuation at the ends are forgiven.
    A different number is never a slip.
    """
    written = normal(given, case_sensitive=case_sensitive)
    expected = [normal(answer, case_sensitive=case_sensitive) for answer in accepted]
    if written in expected:
        return Judgement(Verdict.RIGHT, given)
    if any(_is_slip(written, answer) for answer in expected):
        return Judgement(Verdict.NEARLY, given)
    return Judgement(Verdict.WRONG, given)


def normal(text: str, *, case_sensitive: bool = False) -> str:
    """The form in which two answers are compared."""
    text = unicodedata.normalize("NFC", text)
    text = " ".join(text.replace("`", "").split())
    text = text.strip(" .,;:!?") or text
    return text if case_sensitive else text.casefold()


def _is_slip(written: str, expected: str) -> bool:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only when an answer is not right

    if len(expected) < _SHORTEST_SLIP or re.findall(r"\d+", written) != re.findall(
        r"\d+", expected
    ):
        return False
    matcher = SequenceMatcher(None, written, expected, autojunk=False)
    return matcher.real_quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def numbers(given: str) -> list[int]:
    """The numbers in an answer such as "2 1 3", "2,1,3" or "213"."""
    found = re.findall(r"\d+", given)
    if len(found) == 1 and len(found[0]) > 1:
        found = list(found[0])
    return [int(number) for number in found]
