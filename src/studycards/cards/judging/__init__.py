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
    from studycards.cards.judging.deriving import comparison  # noqa: PLC0415 - once an answer is given

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


def _same(kind: str, given: str, answer: str, expected: Expected) -> bool:
    """Whether two texts are the same answer, by one kind of comparison."""
    same: bool | None = None
    match kind:
        case "exact":
            return given.strip("\n") == answer.strip("\n")
        case "python" | "path" | "command":
            return _same_code(kind, given, answer, expected.asked)
        case "formula":
            return _same_formula(given, answer, expected.asked)
        case "set":
            return _items(given) == _items(answer)
        case "complexity":
            from studycards.cards.judging.growth import same_complexity  # noqa: PLC0415 - 5 ms

            same = same_complexity(given, answer, expected.asked)
        case "number" | "text":
            same = _same_number(kind, given, answer, expected)
    return _same_text(kind, given, answer, expected) if same is None else same


def _same_number(kind: str, given: str, answer: str, expected: Expected) -> bool | None:
    """Whether two texts are the same number or range; None if one is none."""
    if kind == "text" and not re.search(r"\d", given + answer):
        return None
    from studycards.cards.judging.intervals import same_interval, without_base  # noqa: PLC0415 - rare

    given, answer = (without_base(text, expected.asked) for text in (given, answer))
    same = same_interval(given, answer)
    if same is None and kind == "number":
        from studycards.cards.judging.quantities import same_quantity  # noqa: PLC0415 - 10 ms

        return same_quantity(given, answer, expected.asked, expected.tolerance)
    return same


def _same_text(kind: str, given: str, answer: str, expected: Expected) -> bool:
    from studycards.cards.judging.wording import same_words  # noqa: PLC0415 - once an answer is given

    asked = expected.asked
    is_name = kind == "text" and answer.isidentifier() and re.search(r"[.(@]", given)
    if is_name and _same_code("python", given, answer, asked):
        return True
    case_sensitive = expected.case_sensitive or _case_is_the_point(given, answer, asked)
    return same_words(given, answer, asked, case_sensitive=case_sensitive)


def _same_code(kind: str, given: str, answer: str, asked: str) -> bool:
    from studycards.cards.judging import codes  # noqa: PLC0415 - 8 ms, with ast and shlex

    match kind:
        case "path":
            return codes.same_path(given, answer)
        case "command":
            return codes.same_command(given, answer, asked)
        case _:
            return codes.same_python(given, answer, asked)


def _same_formula(given: str, answer: str, asked: str) -> bool:
    from studycards.cards.formula.comparison import judge_formula  # noqa: PLC0415 - 20 ms

    return judge_formula(given, (answer,), asked).verdict is Verdict.RIGHT


def _items(text: str) -> frozenset[str]:
    """The items of a set as typed, separated by commas, otherwise by spaces."""
    from studycards.cards.judging.wording import key  # noqa: PLC0415 - once an answer is given

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


def _is_acronym(answer: str) -> bool:
    """Whether an answer is a name in capitals such as `SELU` or `ReLU`."""
    return len(answer) <= 6 and answer.isalpha() and sum(map(str.isupper, answer)) > 1


def _forgives(kind: str, answer: str, expected: Expected) -> bool:
    """Whether slips in an answer are forgiven: it is in words."""
    is_data = re.search(r"[|<>=+*^_\\{}#@~&]", answer) or _is_acronym(answer)
    if expected.case_sensitive or is_data or _is_result(answer, expected.asked):
        return False
    if kind == "complexity":
        return re.fullmatch(r"[a-z-]{5,}", answer) is not None
    plain = answer.strip("`. ").casefold().removesuffix("s")
    return kind in ("text", "set") and plain not in _NO_SLIP


def _slipped(given: str, answers: Iterable[str], expected: Expected) -> bool:
    """Whether a text is one of some answers but for slips of the fingers."""
    from studycards.cards.judging.vocabulary import WORDS  # noqa: PLC0415 - when an answer is not right
    from studycards.cards.judging.wording import plain, raw_words, words  # noqa: PLC0415

    texts = (expected.asked, *expected.answers, *expected.wrong)
    known = WORDS.union(*(words(plain(text[:LONGEST])) for text in texts))
    typed = plain(given)
    if not expected.case_sensitive and typed.casefold() in (plain(a).casefold() for a in answers):
        return False
    return any(
        _is_slip(split(typed), split(plain(answer)), known)
        for answer in answers
        for split in (words, raw_words)
    )


def _is_slip(ours: list[str], theirs: list[str], known: frozenset[str]) -> bool:
    """Whether words differ by slips, or by a space and slips."""
    from studycards.cards.judging.slips import is_slip  # noqa: PLC0415 - when an answer is not right

    if is_slip(ours, theirs, known):
        return True
    is_split = abs(len(ours) - len(theirs)) == 1 and all(len(word) > 1 for word in theirs)
    return is_split and is_slip(["".join(ours)], ["".join(theirs)], known)
