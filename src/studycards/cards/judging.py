"""The judge of answers that are typed: right, a slip of the fingers, or wrong.

What an answer is compared by follows from it where it is plain; the modules that compare are
imported when an answer is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 1_000
"""Characters of an answer that is judged by its meaning; a longer one must be the same text."""


class Expected(NamedTuple):
    """What an author expects, and what is known about it."""

    answers: tuple[str, ...]
    """The right answers; the first one decides what they are compared by."""
    wrong: Mapping[str, str] = {}
    """Wrong answers that are never nearly right, with reasons, which may be empty."""
    asked: str = ""
    """The question, and whatever else stands around the answer."""
    before: str = ""
    """The text right before a gap."""
    compare: str = ""
    """One of `COMPARISONS`; derived from the answer if empty."""
    tolerance: str = ""
    """Of numbers: absolute such as `0.01`, or relative such as `5%`."""
    case_sensitive: bool = False


def wrong_answers(value: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """The texts of a field `wrong`, with their reasons; empty for one without."""
    return dict(value) if isinstance(value, Mapping) else dict.fromkeys(value, "")


def judge(given: str, expected: Expected) -> Judgement:
    """A verdict on a typed answer: wrong unless it is recognized."""
    found = recognized(given, expected)
    return found._replace(verdict=found.verdict or Verdict.WRONG)


def recognized(given: str, expected: Expected) -> Judgement:
    """A verdict on a typed answer that is known; None if it is neither right nor listed as wrong.

    An answer that is listed as wrong is wrong, and so is a slip in it. A slip is forgiven only in
    words: never in a number, a sign, a name of code, or where it makes another word of the field.
    """
    typed = given.strip()
    if not typed:
        return Judgement(None, given)
    if typed in (answer.strip() for answer in expected.answers):
        return Judgement(Verdict.RIGHT, given)
    listed = {text.strip(): reason for text, reason in expected.wrong.items()}
    if typed in listed:
        return Judgement(Verdict.WRONG, given, reason=listed[typed])
    if len(typed) > LONGEST:
        return Judgement(None, given)
    from studycards.cards.deriving import comparison  # noqa: PLC0415 - once an answer is given

    answers = [answer for answer in expected.answers if len(answer) <= LONGEST]
    if not answers:
        return Judgement(None, given)
    kind = expected.compare or comparison(answers[0], expected.asked, expected.before)
    if any(_same(kind, typed, answer, expected) for answer in answers):
        return Judgement(Verdict.RIGHT, given)
    for text, reason in listed.items():
        if _same(kind, typed, text, expected) or _slipped(typed, [text], expected):
            return Judgement(Verdict.WRONG, given, reason=reason)
    if _forgives(kind, answers[0], expected) and _slipped(typed, answers, expected):
        return Judgement(Verdict.NEARLY, given)
    return Judgement(None, given)


def is_right(given: str, expected: Expected) -> bool:
    """Whether the judge takes a text for right, whatever is listed as wrong."""
    return judge(given, expected._replace(wrong={})).verdict is Verdict.RIGHT


def _same(kind: str, given: str, answer: str, expected: Expected) -> bool:
    """Whether two texts are the same answer, by one kind of comparison."""
    from studycards.cards import codes, growth, quantities, wording  # noqa: PLC0415 - once given

    asked, same = expected.asked, None
    match kind:
        case "exact":
            return given.strip("\n") == answer.strip("\n")
        case "number":
            same = quantities.same_quantity(given, answer, asked, expected.tolerance)
        case "complexity":
            same = growth.same_complexity(given, answer, asked)
        case "python":
            return codes.same_python(given, answer, asked)
        case "path":
            return codes.same_path(given, answer)
        case "command":
            return codes.same_command(given, answer, asked)
        case "formula":
            return _same_formula(given, answer, asked)
        case "set":
            return _items(given) == _items(answer)
    if same is not None:
        return same
    case_sensitive = expected.case_sensitive or _case_is_the_point(given, answer, asked)
    return wording.same_words(given, answer, asked, case_sensitive=case_sensitive)


def _same_formula(given: str, answer: str, asked: str) -> bool:
    from studycards.cards.growth import NoExpressionError, expression, same_value  # noqa: PLC0415
    from studycards.cards.wording import same_words  # noqa: PLC0415

    named = re.fullmatch(r"\s*([\w{}\[\]()]{1,20})\s*==?\s*(\S.*)", given, re.DOTALL)
    if named and "=" not in answer and named[1] in asked:
        given = named[2]
    try:
        return same_value(expression(given), expression(answer))
    except NoExpressionError:
        return same_words(given, answer, asked, case_sensitive=True)


def _items(text: str) -> frozenset[str]:
    """The items of a set as typed, separated by commas, otherwise by spaces."""
    from studycards.cards.wording import key  # noqa: PLC0415 - once an answer is given

    inner = re.sub(r"^\s*[{(\[](.*)[})\]]\s*$", r"\1", text, flags=re.DOTALL)
    inner = re.sub(r"(?:,\s*|\s)(?:and|&)\s", ", ", inner)
    separator = "," if "," in inner else ";" if ";" in inner else None
    return frozenset(key(item) for item in inner.split(separator) if item.strip())


_ABOUT_CASE = re.compile(
    r"\b(?:upper|lower)(?:[- ]?cased?\b|\()|\b(?:swapcase|casefold|capitali[sz]ed?|title\()|\bcapital letters?\b"
    r"|\bin capitals\b",
    re.IGNORECASE,
)


def _case_is_the_point(given: str, answer: str, asked: str) -> bool:
    """Whether the case tells two texts apart: what is asked about is in the other case."""
    if given == answer or given.casefold() != answer.casefold():
        return False
    if _ABOUT_CASE.search(asked):
        return True
    if len(answer) == 1:
        asked = " ".join(re.findall(r"`[^`]*`|\"[^\"]*\"|'[^']*'", asked))
    whole = rf"(?<!\w){re.escape(given)}(?!\w)"
    return bool(re.search(whole, asked)) and not re.search(
        rf"(?<!\w){re.escape(answer)}(?!\w)", asked
    )


_NO_SLIP = {
    "true", "false", "yes", "no", "none", "null", "nil", "bit", "byte", "second", "minute", "hour", "day", "week",
    "month", "year", "millisecond", "microsecond", "nanosecond", "percent", "kilobyte", "megabyte", "gigabyte",
    "terabyte", "kibibyte", "mebibyte", "gibibyte", "hertz", "metre", "meter",
}  # fmt: skip
"""Booleans and units."""


def _is_result(answer: str, asked: str) -> bool:
    """Whether an answer is what a piece of code gives."""
    gives = re.search(r"\b(?:returns?|returned|prints?|evaluates?|results? of|output)\b", asked)
    return gives is not None and "`" in asked and " " not in answer


def _forgives(kind: str, answer: str, expected: Expected) -> bool:
    """Whether slips in an answer are forgiven: it is in words."""
    is_data = re.search(r"[|<>=+*^_\\{}#@~&]", answer) or re.fullmatch(r"[A-Z]{1,6}", answer)
    if expected.case_sensitive or is_data or _is_result(answer, expected.asked):
        return False
    if kind == "complexity":
        return re.fullmatch(r"[a-z-]{5,}", answer) is not None
    plain = answer.strip("`. ").casefold().removesuffix("s")
    return kind in ("text", "set") and plain not in _NO_SLIP


def _slipped(given: str, answers: Iterable[str], expected: Expected) -> bool:
    """Whether a text is one of some answers but for slips of the fingers."""
    from studycards.cards.slips import is_slip  # noqa: PLC0415 - when an answer is not right
    from studycards.cards.vocabulary import WORDS  # noqa: PLC0415
    from studycards.cards.wording import plain, words  # noqa: PLC0415

    texts = (expected.asked, *expected.answers, *expected.wrong)
    known = WORDS.union(*(words(plain(text[:LONGEST])) for text in texts))
    typed = plain(given)
    if not expected.case_sensitive and typed.casefold() in (plain(a).casefold() for a in answers):
        return False
    ours = words(typed)
    for theirs in (words(plain(answer)) for answer in answers):
        if is_slip(ours, theirs, known):
            return True
        is_split = abs(len(ours) - len(theirs)) == 1 and all(len(word) > 1 for word in theirs)
        if is_split and is_slip(["".join(ours)], ["".join(theirs)], known):
            return True
    return False
