"""Typed formulas: equal ones have one form, whatever signs they are written with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycards.cards.asking import Formula, Verdict
from studycards.cards.equation import Equation
from studycards.cards.formula import NoFormulaError, formula, readings, right_side


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("h_t = tanh(U x_t + W h_{t-1} + b)", "hₜ = tanh(b + W*h[t-1] + Ux_t)"),
        ("h_{t-1}", "h_(t-1)"),
        ("h_{t-1}", "h[t-1]"),
        ("h_{t-1}", "hₜ₋₁"),
        ("h^{(t)}", "hₜ"),
        ("h_t^2", "hₜ²"),
        ("dL/do_t = yhat_t - y_t", "∂L/∂oₜ = ŷₜ − yₜ"),
        ("y_hat", "ŷ"),
        ("hat(y)", "yhat"),
        ("V^T x", "V.T @ x"),
        ("V^T x", "Vᵀ·x"),
        ("delta_tau", "δ_τ"),
        ("-y_t + z", "z - y_t"),
        ("sum_{i=1}^K g_i", "Σᵢ₌₁ᴷ gᵢ"),
        ("u_o . v", "u_o v"),
        ("50,000 + 1", "1 + 50,000"),
        ("p(a | b)", "p(a|b)"),
        ("x**2", "x²"),
        ("x^-1", "x^{-1}"),
        ("adb", "a*d*b"),
        ("x != 0", "x ≠ 0"),
    ],
)
def test_same(one: str, other: str) -> None:
    """Indices, products, powers, hats and the order of terms have one form each."""
    assert formula(one) == formula(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("W h_{t-1}", "h_{t-1} W"),
        ("a - b", "b - a"),
        ("h_t", "h_{t-1}"),
        ("x^2", "x_2"),
        ("a/b", "b/a"),
        ("V^T x", "V x"),
        ("h*h", "h^2"),
    ],
)
def test_different(one: str, other: str) -> None:
    """Factors may be matrices and do not commute; nothing is computed."""
    assert formula(one) != formula(other)


def test_index_without_brackets() -> None:
    """`h_t-1` may be read as an index, and as a difference."""
    assert readings("h_t-1") == {formula("h_{t-1}"), formula("h_t - 1")}


def test_right_side() -> None:
    """The right side of the only `=`."""
    assert right_side(formula("o = V h + c")) == formula("c + V h")
    assert right_side(formula("V h")) is None


@pytest.mark.parametrize("text", ["", "h_{t", "a +", "((", ")", "a = ", "§"])
def test_no_formula(text: str) -> None:
    """What cannot be read is said so, and has no reading."""
    with pytest.raises(NoFormulaError):
        formula(text)
    assert readings(text) == set()


@pytest.mark.parametrize(
    "text",
    ["x" + "'" * 61, "x" + "_x" * 61, "x" + "^x" * 61, "=".join("x" * 62), "/".join("x" * 62),
     "(" * 61 + "x" + ")" * 61, "x" * 2_001],
    ids=["primes", "indices", "powers", "relations", "fractions", "brackets", "length"],
)  # fmt: skip
def test_what_is_too_deep_or_too_long(text: str) -> None:
    """It is no formula, before anything recurses for each level of it."""
    with pytest.raises(NoFormulaError, match=r"too deeply|longer than 2,000"):
        formula(text)


@pytest.mark.parametrize("text", ["x" + "'" * 59, "(" * 60 + "x" + ")" * 60, "x" * 2_000])
def test_what_is_just_short_enough(text: str) -> None:
    """Up to the limits it is a formula."""
    assert readings(text) == {formula(text)}


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    """Whatever is typed, it is a formula or it is none."""
    assert isinstance(readings(text), set)


@given(st.text(alphabet="()[]{}|_^+-*/=ht1 ", max_size=300))
def test_reading_signs_never_raises(text: str) -> None:
    """Nor does any pile of brackets and signs."""
    assert isinstance(readings(text), set)


@pytest.mark.parametrize("part", ["=a", "'", "_1", "/a", "^2", "[1]", " a"])
@pytest.mark.parametrize("times", [200, 20_000])
def test_long_formulas(part: str, times: int) -> None:
    """However long an answer is, it gets a verdict, also where each sign nests the rest."""
    given_ = "a" + part * times
    assert OUTPUT.judge(given_).verdict is Verdict.WRONG


OUTPUT = Equation("?", Formula("o_t = V h_t + c", "oₜ = Vhₜ + c"), accept=("V h_t + c",))


@pytest.mark.parametrize(
    ("given_", "verdict"),
    [
        ("o_t = c + V*h_t", Verdict.RIGHT),
        ("V h[t] + c", Verdict.RIGHT),
        ("oₜ = Vhₜ + c", Verdict.RIGHT),
        ("o_t = v h_t + c", Verdict.NEARLY),
        ("o_t = V h_t - c", Verdict.WRONG),
        ("x = V h_t + c", Verdict.WRONG),
        ("((", Verdict.WRONG),
    ],
)
def test_verdicts(given_: str, verdict: Verdict) -> None:
    """The formula or its right side is right, another case nearly, another sign wrong."""
    assert OUTPUT.judge(given_).verdict is verdict
