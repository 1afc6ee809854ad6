"""The judge of printed output, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.judging import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\d+\.\d+|\w+|\S")
_CONSTANTS = {"true": "True", "false": "False", "none": "None"}
_SHOWS_QUOTES = re.compile(r"\brepr\(|!r|\bascii\(|\bpprint\b")
_ABOUT_CASE = re.compile(r"\.(?:upper|lower|title|capitalize|swapcase|casefold|isupper|islower)\(")

Line = tuple[str, ...]


def judge_output(given: str, printed: str, code: str, wrong: Mapping[str, str]) -> Judgement:
    """A verdict on what a program prints.

    Spaces around signs and the kind of quotes do not matter, nor does the case of `True`. What is
    nearly right differs by a slip in one word, by the case of a word that the code does not care
    about, by quotes around a line or within a list, or has several lines in one.

    Args:
        given: The lines typed.
        printed: The lines that the program prints.
        code: The program.
        wrong: Outputs that are never nearly right, with reasons.
    """
    if len(given) > max(LONGEST, 2 * len(printed)):
        return _wrong(given, printed, 0)
    typed, right = _lines(given), _lines(printed)
    if typed == right:
        return Judgement(Verdict.RIGHT, given)
    for text, reason in wrong.items():
        if _lines(text) == typed:
            return Judgement(Verdict.WRONG, given, "", printed, reason)
    ours, theirs = _read(typed, right), [_tokens(line) for line in right]
    if ours == theirs:
        return Judgement(Verdict.RIGHT, given)
    for text, reason in wrong.items():
        if [_tokens(line) for line in _lines(text)] == ours:
            return Judgement(Verdict.WRONG, given, "", printed, reason)
    if detail := _difference(ours, theirs, code):
        return Judgement(Verdict.NEARLY, given, detail, printed)
    return _wrong(given, printed, sum(a == b for a, b in zip(ours, theirs, strict=False)))


def _wrong(given: str, printed: str, right: int) -> Judgement:
    lines = len(_lines(printed))
    detail = f"{right} of {lines} lines" if lines > 1 else ""
    return Judgement(Verdict.WRONG, given, detail, printed)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").rstrip().split("\n")]


def _tokens(line: str) -> Line:
    """The words and signs of a line; spaces within quotes count."""
    found = _TOKEN.findall(line)
    return tuple(
        f"'{token[1:-1]}'"
        if token[0] == '"' and len(token) > 1
        else _CONSTANTS.get(token.casefold(), token)
        for token in found
    )


def _read(typed: list[str], right: list[str]) -> list[Line]:
    """The lines typed, without what people add: a prompt, commas between values."""
    read = []
    for number, line in enumerate(typed):
        expected = _tokens(right[number]) if number < len(right) else ()
        tokens = _tokens(line.removeprefix(">>> "))
        read.append(expected if len(expected) > 1 and _values(tokens) == expected else tokens)
    return read


def _values(line: Line) -> Line:
    """The tokens of a line without the commas outside of brackets."""
    values, depth = [], 0
    for token in line:
        depth += (token in ("(", "[", "{")) - (token in (")", "]", "}"))
        if token != "," or depth:
            values.append(token)
    return tuple(values)


def _difference(ours: list[Line], theirs: list[Line], code: str) -> str:
    """What makes lines nearly right; empty if they are not."""
    if len(ours) != len(theirs):
        is_one_line = len(ours) == 1 and _values(ours[0]) == sum(theirs, ())
        return "lines differ" if is_one_line else ""
    pairs = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    if all(len(a) == 1 and _tokens(a[0].strip("'")) == b for a, b in pairs):
        return "" if _SHOWS_QUOTES.search(code) else "quotes differ"
    if all(len(a) == len(b) for a, b in pairs):
        differ = [(x, y) for a, b in pairs for x, y in zip(a, b, strict=True) if x != y]
        if all(x.strip("'") == y.strip("'") for x, y in differ):
            is_within = all(len(b) > 1 and b[0] in "[{(" for _, b in pairs)
            return "quotes differ" if is_within and not _SHOWS_QUOTES.search(code) else ""
        if all(x.casefold() == y.casefold() for x, y in differ):
            return "case differs" if not any(_case_counts(x, y, code) for x, y in differ) else ""
    if len(pairs) == 1 and _is_slip(*pairs[0], code):
        return "a slip"
    return ""


def _case_counts(typed: str, right: str, code: str) -> bool:
    """Whether the case of a word is the point, or the word is a name of code."""
    is_word = re.fullmatch(r"'?(?:[a-z]{3,}|[A-Z][a-z]{2,})[!.?]?'?", right)
    bare = typed.strip("'")
    return (
        not is_word
        or bool(_ABOUT_CASE.search(code))
        or bool(re.search(rf"\b{re.escape(bare)}\b", code))
    )


def _is_slip(ours: Line, theirs: Line, code: str) -> bool:
    """Whether the lines differ by slips in words that are no names of code."""
    from studycards.cards.judging.slips import is_slip  # noqa: PLC0415 - when an answer is not right
    from studycards.cards.judging.vocabulary import WORDS  # noqa: PLC0415

    typed, right = [part.strip("'") for part in ours], [part.strip("'") for part in theirs]
    if any(not re.fullmatch(r"[A-Z]?[a-z]+|\W+|\d+", part) for part in right if part not in typed):
        return False
    if any(part in ("True", "False", "None") for part in right if part not in typed):
        return False
    known = WORDS.union(re.findall(r"[a-z]+", code.casefold())) - {
        part.casefold() for part in right
    }
    return is_slip([t.casefold() for t in typed], [r.casefold() for r in right], known)
