"""Equivalence of answers written differently: numbers, complexities, code, sets."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from math import isclose, isfinite
from typing import TYPE_CHECKING

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.comparing import judge_text, normalized
from studycards.cards.formula import NoFormulaError, check_length
from studycards.cards.formula.reading import read
from studycards.cards.formula.tree import canonical
from studycards.cards.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studycards.cards.formula.tree import Tree

_ROUNDING = 1e-12
"""Relative difference that floating-point arithmetic may make between equal numbers."""


def judge_as(
    comparison: str, given: str, accepted: Sequence[str], tolerance: str = ""
) -> Judgement:
    """A verdict on a typed answer, compared by its meaning.

    An answer that cannot be parsed is compared as text.

    Args:
        comparison: One of `typed.COMPARISONS` other than text.
        given: The answer as typed.
        accepted: The right answers.
        tolerance: For numbers: absolute such as `0.01`, or relative such as `5%`.
    """
    if comparison == "number":
        return judge_number(given, accepted, tolerance)
    if comparison == "set":
        return _judge_set(given, accepted)
    read = {"complexity": complexity, "python": syntax}[comparison]
    return _judge_form(given, accepted, read)


def judge_number(given: str, accepted: Sequence[str], tolerance: str = "") -> Judgement:
    """Right within the tolerance; `1,000`, `1000.0` and `1e3` are the same number."""
    value = number(given)
    for answer in accepted:
        expected = number(answer)
        if value is None or expected is None:
            continue
        share = tolerance.endswith("%")
        margin = float(tolerance.rstrip("%") or 0)
        allowed = abs(expected) * margin / 100 if share else margin
        if isclose(value, expected, rel_tol=0, abs_tol=allowed + _ROUNDING * abs(expected)):
            return Judgement(Verdict.RIGHT, given)
    if value is None:
        return judge_text(given, accepted)
    return Judgement(Verdict.WRONG, given)


def number(text: str) -> float | None:
    """The number in a text; None if it is not a number, or greater than a float can be."""
    plain = re.sub(r"[,_ \u202f](?=\d{3}\b)", "", text.strip().strip("`").rstrip(".")).replace(
        "−", "-"
    )
    try:
        value = float(Fraction(plain)) if "/" in plain else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if isfinite(value) else None


def complexity(text: str) -> Tree:
    """The canonical form of a complexity: the same for `O(n log n)`, `O(n·log n)` and `n*lg(n)`.

    Raises:
        NoFormulaError: The text cannot be parsed.
    """
    check_length(text)
    inner = re.sub(r"^\s*[OoΘθ]\s*\((.*)\)\s*$", r"\1", text.strip().strip("`"), flags=re.DOTALL)
    inner = re.sub(r"\b(?:lg|ln|log_?2|log₂)(?![a-z0-9])", "log", inner)
    return canonical(read(inner))


def syntax(text: str) -> str:
    """The syntax tree of a Python expression or statement.

    Raises:
        SyntaxError: The text is neither, or nested too deeply.
    """
    return ast.dump(parsed(text.strip().strip("`").strip()))


def _judge_form(given: str, accepted: Sequence[str], read: Callable[[str], object]) -> Judgement:
    try:
        form = read(given)
    except (NoFormulaError, SyntaxError):
        return judge_text(given, accepted)
    for answer in accepted:
        try:
            if read(answer) == form:
                return Judgement(Verdict.RIGHT, given)
        except (NoFormulaError, SyntaxError):
            continue
    return Judgement(Verdict.WRONG, given)


def _judge_set(given: str, accepted: Sequence[str]) -> Judgement:
    """Right in any order; nearly if one of three or more is missing or extra."""
    ours = items(given)
    differences = [len(ours ^ items(answer)) for answer in accepted]
    if 0 in differences:
        return Judgement(Verdict.RIGHT, given)
    several = any(len(items(answer)) >= 3 for answer in accepted)
    found = max(len(ours & items(answer)) for answer in accepted)
    detail = f"{found} of {len(items(accepted[0]))} found"
    slip = several and 1 in differences
    return Judgement(Verdict.NEARLY if slip else Verdict.WRONG, given, detail)


def items(text: str) -> frozenset[str]:
    """The items of a set as typed, separated by commas, otherwise by spaces."""
    inner = re.sub(r"^\s*[{(\[](.*)[})\]]\s*$", r"\1", text, flags=re.DOTALL)
    separator = "," if "," in inner else ";" if ";" in inner else None
    return frozenset(normalized(item) for item in inner.split(separator) if item.strip())
