"""Typed formulas are judged by value, in TeX, Unicode and ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Verdict
from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.comparison import judge_formula
from studycards.cards.formula.reading import read


def verdict(given_: str, *forms: str, **context: object) -> Verdict | None:
    """What is made of an answer to a card with some forms."""
    return judge_formula(given_, forms, **context).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("h_t = tanh(U x_t + W h_{t-1} + b)", "hₜ = tanh(b + W*h[t-1] + Ux_t)"),
        ("h_{t-1}", "h_(t-1)"),
        ("h_{t-1}", "h[t-1]"),
        ("h_{t-1}", "hₜ₋₁"),
        ("h_{t-1}", "h_t-1"),
        ("h_{t-1}", "h^{(t-1)}"),
        ("h_{t-1}", "h^(t-1)"),
        ("h_{t-1}", "h_{t+1-2}"),
        ("h_t^2", "hₜ²"),
        ("h_{t+1}^2", "h^2_{t+1}"),
        (r"\frac{\partial L}{\partial o_t} = \hat{y}_t - y_t", "dL/do_t = yhat_t - y_t"),
        ("y_hat", "ŷ"),
        ("hat(y)", r"\hat y"),
        ("V^T x", "V.T @ x"),
        ("V^T x", r"V^\top x"),
        ("V^T x", "Vᵀ·x"),
        ("delta_tau", "δ_τ"),
        ("-y_t + z", "z - y_t"),
        ("sum_{i=1}^K g_i", "Σᵢ₌₁ᴷ gᵢ"),
        ("sum_{i=1}^K g_i", r"\sum_{k=1}^{K} g_k"),
        ("sum_{i=1}^K g_i", "g_1 + g_2 + ... + g_K"),
        ("sum_{i=1}^K g_i", "sum(g_i)"),
        ("sum_{i=1}^K g_i / K", "(1/K) sum_i g_i"),
        ("u_o . v", "v^T u_o"),
        ("50,000 + 1", "1 + 50000"),
        ("p(a | b)", r"p(a \mid b)"),
        ("x**2", "x·x"),
        ("x^-1", "1/x"),
        ("adb", "a*d*b"),
        ("x != 0", "x ≠ 0"),
        ("m(m+1)/2", "½m(m + 1)"),
        ("m(m+1)/2", "1/2 m^2 + 0.5m"),
        ("sqrt(t/f(w))", r"\sqrt{\frac{t}{f(w)}}"),
        ("sqrt(t/f(w))", "(t/f)^.5"),
        ("sigma(z)", "1/(1 + e^(-z))"),
        ("log(a/b)", "ln a - ln b"),
        ("(a+b)/2", r"{a+b \over 2}"),
    ],
)
def test_same(one: str, other: str) -> None:
    """Notation, order, brackets and algebra that change no value are of no account."""
    assert verdict(other, one) is Verdict.RIGHT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("W h_{t-1} + b", "h_{t-1} W + b"),
        ("a - b", "b - a"),
        ("h_t", "h_{t-1}"),
        ("x^2", "x_2"),
        ("a/b", "b/a"),
        ("V^T x", "V x"),
        ("1 - sqrt(t/f)", "1 - sqrt(t)/f"),
        ("log(n)/b", "log(n/b)"),
        ("log(n)", "log_2(n)"),
        ("|x|", "x"),
        ("max_a Q(a)", "Q(a)"),
        ("sum_{i=1}^n x_i", "sum_{i=0}^n x_i"),
        ("a_{ij}", "a_{ji}"),
        ("p(o | c)", "p(c | o)"),
        ("A B^T", "B^T A"),
        (r"\|w\|_1", r"\|w\|_2"),
        ("E[X^2] - E[X]^2", "E[X^2] - E[X^2]"),
    ],
)
def test_different(one: str, other: str) -> None:
    """Another value is wrong."""
    assert verdict(other, one) is Verdict.WRONG
    assert verdict(one, other) is Verdict.WRONG


OUTPUT = (r"o_t = V h_t + c", "oₜ = Vhₜ + c")


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("o_t = c + V*h_t", Verdict.RIGHT),
        ("V h[t] + c", Verdict.RIGHT),
        ("oₜ = Vhₜ + c", Verdict.RIGHT),
        ("V h_t + c = o_t", Verdict.RIGHT),
        ("o_t - c = V h_t", Verdict.RIGHT),
        ("o_t - V h_t - c = 0", Verdict.RIGHT),
        ("2o_t = 2V h_t + 2c", Verdict.RIGHT),
        ("o_t = v h_t + c", Verdict.NEARLY),
        ("o_t = V h_t - c", Verdict.WRONG),
        ("x = V h_t + c", Verdict.WRONG),
        ("o_t", Verdict.WRONG),
        ("o_t = o_t", Verdict.WRONG),
        ("0 = 0", Verdict.WRONG),
        ("V h_t + c = V h_t + c", Verdict.WRONG),
        ("o_t + V h_t + c = 0", Verdict.WRONG),
        ("((", None),
        ("", Verdict.WRONG),
    ],
)
def test_equation(given_: str, expected: Verdict | None) -> None:
    """An equation with the same solutions or the right side alone is right; what cannot be read is left to the learner."""
    assert verdict(given_, *OUTPUT) is expected


def test_chain() -> None:
    """Of a chain, the left side may be left out, but no other."""
    forms = ("V = 256 + 50000 + 1 = 50257",)
    assert verdict("256+50,000+1 = 50,257", *forms) is Verdict.RIGHT
    assert verdict("50257", *forms) is Verdict.WRONG
    assert verdict("256 + 50000 + 1", *forms) is Verdict.WRONG


def test_case_of_names_that_both_occur() -> None:
    """`t` is not `T`, also where the formula has both."""
    forms = ("(1/T) sum_{t=1}^T L_t",)
    assert verdict("1/T sum_t L_t", *forms) is Verdict.RIGHT
    assert verdict("1/t sum_t L_t", *forms) is Verdict.NEARLY


def test_the_question_says_what_is_a_vector() -> None:
    """So a product in the wrong order is known."""
    forms = (r"s = u \cdot v",)
    question = "The score of the vectors u and v?"
    assert verdict("v^T u", *forms, question=question) is Verdict.RIGHT
    assert verdict("v u^T", *forms, question=question) is Verdict.WRONG


def test_symbols_say_what_is_a_matrix() -> None:
    """Where the formula does not."""
    assert verdict("B A", "A B") is Verdict.RIGHT
    assert verdict("B A", "A B", symbols={"A": "matrix", "B": "matrix"}) is Verdict.WRONG


@pytest.mark.parametrize(
    "text", ["", "h_{t", "a +", "((", ")", "a = ", "§", r"\frac{a}", r"\nonsense"]
)
def test_no_formula(text: str) -> None:
    """What cannot be read is said so."""
    with pytest.raises(NoFormulaError):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 2_000, "(" * 900 + "x" + ")" * 900, "x" + "_x" * 900, "x" + "^x" * 900, "x" * 2_001,
     "{" * 1_000, r"\frac{" * 300, r"\sqrt" * 300 + "x", "-" * 1_900 + "x", "|" * 1_900, "x" * 5_000_000,
     "2^" * 900 + "2", "sum_i " * 300 + "x_i", r"\left" * 300, "x" + "'" * 1_900, "9^9^9^9^9", "1/0", "log(0)",
     "x = " * 400 + "x", "(x+1)^(10^9)", "n!!!!!!!!", "sum_{i=1}^{10^9} i", "e^" * 20 + "9"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile(text: str) -> None:
    """Whatever is typed, there is a verdict, and it is not right."""
    assert verdict(text, r"o_t = V h_t + c") in (Verdict.WRONG, None)


@settings(max_examples=60)
@given(st.text(alphabet="()[]{}|_^+-*/=ht1 \\Σ.,'", max_size=60))
def test_any_signs(text: str) -> None:
    """Nor does any pile of brackets and signs raise."""
    assert verdict(text, "o_t = V h_t + c") is not Verdict.RIGHT


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Nor any text."""
    assert judge_formula(text, ("a + b",)).given == text
