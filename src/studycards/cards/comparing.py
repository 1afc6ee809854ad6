"""Comparison of typed text with the expected answer."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from studycards.cards.asking import Arrange, Choose, Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycards.cards.asking import Input

_NEARLY = 0.8
"""Share of equal characters (difflib) from which a different text counts as a slip."""

_SHORTEST_SLIP = 4
"""Below this many characters a slip makes a different answer."""

_LONGEST_SLIP = 1_000
"""Above this many characters slips are not detected: it would take too long."""

_NEGATIONS = ("un", "in", "im", "ir", "il", "non", "non-", "dis", "a")
"""Prefixes that turn a word into its opposite."""


def judge_text(given: str, accepted: Iterable[str], *, case_sensitive: bool = False) -> Judgement:
    """A verdict on a typed answer.

    Case (unless it matters), Unicode form, spacing and punctuation at the end are ignored. Only
    letters can slip: a different number or sign, or the opposite word, is a different answer.
    """
    written = normalized(given, case_sensitive=case_sensitive)
    expected = [normalized(answer, case_sensitive=case_sensitive) for answer in accepted]
    if not given.strip():
        return Judgement(Verdict.WRONG, given)
    if written in expected:
        return Judgement(Verdict.RIGHT, given)
    if any(_is_slip(written, answer) for answer in expected):
        return Judgement(Verdict.NEARLY, given)
    return Judgement(Verdict.WRONG, given)


def normalized(text: str, *, case_sensitive: bool = False) -> str:
    """The normalized form of an answer, for comparison."""
    text = " ".join(_composed(text).split())
    text = text.replace("`", "").strip() or text
    text = re.sub(r"(?<=[\w)\]}'\"])[.,;:!?]+$", "", text)
    return text if case_sensitive else _composed(text.casefold())


_RUN_OF_MARKS = re.compile(r"[^\w\x00-\x7f]{100}").search
"""A hundred characters that may be combining marks; no script needs more than a few."""


def _composed(text: str) -> str:
    """A text in NFC; as it is where that takes the square of a long run of combining marks."""
    return text if _RUN_OF_MARKS(text) else unicodedata.normalize("NFC", text)


def _is_slip(written: str, expected: str) -> bool:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only when an answer is not right

    if not _SHORTEST_SLIP <= len(expected) <= _LONGEST_SLIP or len(written) > _LONGEST_SLIP:
        return False
    if _non_letters(written) != _non_letters(expected) or _are_opposites(written, expected):
        return False
    matcher = SequenceMatcher(None, written, expected, autojunk=False)
    alike = matcher.real_quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY
    return alike or _swapped(written, expected)


def _swapped(one: str, other: str) -> bool:
    """Whether the texts differ only by two adjacent characters swapped."""
    if len(one) != len(other):
        return False
    differ = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    match differ:
        case [first, second]:
            return second == first + 1 and one[first] + one[second] == other[second] + other[first]
        case _:
            return False


def _non_letters(text: str) -> str:
    """The characters other than letters and spaces, without hyphens and apostrophes in words."""
    text = re.sub(r"(?<=[^\W\d_])[-'’](?=[^\W\d_])", "", text)
    return "".join(c for c in text if not (c.isalpha() or c.isspace()))


def _are_opposites(one: str, other: str) -> bool:
    ours, theirs = set(one.split()), set(other.split())
    if ("not" in ours) != ("not" in theirs):
        return True
    return _has_opposite(ours - theirs, theirs - ours) or _has_opposite(
        theirs - ours, ours - theirs
    )


def _has_opposite(words: set[str], others: set[str]) -> bool:
    return any(prefix + word in others for word in words for prefix in _NEGATIONS)


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
