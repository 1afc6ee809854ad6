"""Random formulas, their value, ways to write them, and changes that keep or change the value."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

Formula = tuple[Any, ...]

VALUES = {"x": 0.37, "y": 0.59, "a": 0.83, "h_t": 0.71, "h_{t-1}": 0.43}
"""A point at which changes show; that of the judge is another."""

leaves = st.one_of(
    st.sampled_from(sorted(VALUES)).map(lambda text: ("name", text)),
    st.integers(1, 9).map(lambda value: ("number", value)),
)


def _composed(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.tuples(st.just("^"), inner, st.integers(2, 3)),
        st.tuples(st.sampled_from(["exp", "tanh", "log"]), inner),
    )


formulas = st.recursive(leaves, _composed, max_leaves=6)


def value(formula: Formula) -> float:
    """The value at the point.

    Raises:
        ArithmeticError: There is none.
        ValueError: There is none.
    """
    match formula:
        case ("name", text):
            return VALUES[text]
        case ("number", number):
            return float(number)
        case ("^", base, exponent):
            return float(value(base) ** exponent)
        case (function, inner):
            return float(getattr(math, function)(value(inner)))
        case (sign, one, other):
            a, b = value(one), value(other)
            return (
                a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b
            )
    raise AssertionError(formula)


STYLES = {
    "ascii": {"*": " * ", "-": " - ", "h_t": "h_t", "h_{t-1}": "h_(t-1)", "exp": "exp", "log": "ln", "tanh": "tanh"},
    "unicode": {"*": "·", "-": " − ", "h_t": "hₜ", "h_{t-1}": "hₜ₋₁", "exp": "exp", "log": "log", "tanh": "tanh"},
    "tex": {"*": r" \cdot ", "-": " - ", "h_t": "h_{t}", "h_{t-1}": "h_{t-1}", "exp": r"\exp", "log": r"\ln",
            "tanh": r"\tanh"},
}  # fmt: skip


def written(formula: Formula, style: str) -> str:
    """The formula in ASCII, Unicode or TeX, with brackets around all that has parts."""
    signs = STYLES[style]
    match formula:
        case ("name", text):
            return str(signs.get(text, text))
        case ("number", number):
            return str(number)
        case ("^", base, exponent):
            raised = {
                "ascii": f"^{exponent}",
                "unicode": "²³"[exponent - 2],
                "tex": f"^{{{exponent}}}",
            }
            return f"({written(base, style)}){raised[style]}"
        case ("/", one, other) if style == "tex":
            return rf"\frac{{{written(one, style)}}}{{{written(other, style)}}}"
        case (function, inner):
            return f"{signs[function]}({written(inner, style)})"
        case (sign, one, other):
            return f"({written(one, style)}){signs.get(sign, f' {sign} ')}({written(other, style)})"
    raise AssertionError(formula)


def rewritten(formula: Formula, chance: Any) -> Formula:
    """Another formula of the same value; `chance` draws true or false."""
    if formula[0] in ("name", "number"):
        return formula
    first, *parts = formula
    parts = [rewritten(part, chance) if isinstance(part, tuple) else part for part in parts]
    if not chance():
        return (first, *parts)
    match (first, *parts):
        case ("+" | "*" as sign, one, other):
            return (sign, other, one)
        case ("-", one, other):
            return ("*", ("-", ("number", 0), ("number", 1)), ("-", other, one))
        case ("/", one, other):
            return ("*", one, ("/", ("number", 1), other))
        case ("^", base, 2):
            return ("*", base, base)
        case ("exp", ("+", one, other)):
            return ("*", ("exp", one), ("exp", other))
        case same:
            return same


def mutants(formula: Formula) -> list[Formula]:
    """Formulas with one change: of a sign, an operation, a name, a number, a function."""
    found: list[Formula] = []
    match formula:
        case ("name", text):
            found += [("name", other) for other in VALUES if other != text]
        case ("number", number):
            found.append(("number", number + 1))
        case ("^", base, exponent):
            found += [base, ("^", base, 5 - exponent)]
        case ("exp" | "tanh" | "log", inner):
            found.append(inner)
        case (sign, one, other):
            found += [(each, one, other) for each in "+-*/" if each != sign]
            found += [one, other] + ([(sign, other, one)] if sign in "-/" else [])
    for place, part in enumerate(formula[1:], start=1):
        if isinstance(part, tuple):
            found += [(*formula[:place], each, *formula[place + 1 :]) for each in mutants(part)]
    return found
