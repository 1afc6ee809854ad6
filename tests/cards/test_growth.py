"""Complexities and expressions compared by value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.judging.growth import (
    NoExpressionError,
    expression,
    is_complexity,
    same_complexity,
    same_value,
)

SAME = [
    ("O(n·log n)", "O(n log n)"), ("O(nlogn)", "O(n log n)"), ("n lg n", "O(n log n)"), ("O(log(n) * n)", "n log n"),
    ("quadratic", "O(n²)"), ("quadratically", "O(n^2)"), ("O(N^2)", "O(n²)"), ("Θ(n²)", "O(n²)"), ("O(n2)", "O(n²)"),
    ("O(n^2) time", "O(n²)"), ("O(m^2 * m)", "O(m³)"), ("amortised constant", "O(1)"), ("O(1) amortized", "O(1)"),
    ("O(M+N)", "O(m + n)"), ("O(max(m, n))", "O(m + n)"), ("O(|V| + |E|)", "O(V + E)"), ("O(2n + 5)", "O(n)"),
    ("O(log₂ n)", "O(log n)"), ("log n^2", "log n"), ("O(sqrt(n))", "O(√n)"), ("O(n^(1/2))", "√n"), ("m^2", "quadratic"),
    ("exponential", "O(3^n)"), ("linear in n", "O(n)"), ("O(log^2 n)", "O((log n)^2)"), ("$O(\\log n)$", "O(log n)"),
    ("O(n! n)", "O(n · n!)"), ("big O of n", "O(n)"), ("constant time", "1"), ("n log n", "Ω(n log n)"),
]  # fmt: skip
OTHER = [
    ("O(n)", "O(n log n)"), ("O(n^2 log n)", "O(n log n)"), ("linear", "O(n²)"), ("O(m log n)", "O(n log m)"),
    ("O(mn)", "O(m + n)"), ("O(E log V)", "O(V + E)"), ("O(1)", "O(log log n)"), ("O(log n)", "O(log log n)"),
    ("O(2^n)", "O(n!)"), ("O(n 2^n)", "O(2^n)"), ("O(3^n)", "O(2^n)"), ("O(b^d)", "O(d^b)"), ("O(n)", "O(m)"),
    ("O(n log n)", "O(n)"), ("Ω(n)", "O(n)"), ("constant", "O(n)"), ("linear", "O(m + n)"), ("O(n²)", "linear"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "answer"), SAME)
def test_same_complexity(typed: str, answer: str) -> None:
    """Constants, bases, notations and words do not matter."""
    assert same_complexity(typed, answer) is True


@pytest.mark.parametrize(("typed", "answer"), OTHER)
def test_other_complexity(typed: str, answer: str) -> None:
    """What grows faster or slower on any path is another complexity."""
    assert same_complexity(typed, answer) is False


@pytest.mark.parametrize(
    "asked", ["n = `len(t)`, m = len(s)", "`s` (length m) and `t` of length n"]
)
def test_lengths_have_names(asked: str) -> None:
    """A length that the question gives a name may be written out."""
    assert same_complexity("O(len(s) + len(t))", "O(m + n)", asked) is True
    assert same_complexity("O(len(s))", "O(n)", asked) is False


@pytest.mark.parametrize(
    ("typed", "answer", "expected"),
    [
        ("m*2", "2m", True),
        ("m + m", "2m", True),
        ("m²/2 + m/2", "m(m+1)/2", True),
        ("½m(m+1)", "m(m+1)/2", True),
        ("binom(m+1, 2)", "m(m+1)/2", True),
        ("square root of n", "√n", True),
        ("12*H*H", "12H²", True),
        ("12h²", "12H²", False),
        ("n-1", "1-n", False),
        ("2n", "2^n", False),
        ("sqrt(k)", "√n", False),
        ("x2", "x²", False),
        ("n^-1", "1/n", True),
    ],
)
def test_value(typed: str, answer: str, expected: bool) -> None:
    """Expressions are the same if their values are, for the same variables."""
    assert same_value(expression(typed), expression(answer)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("O(n)", True), ("quadratic", True), ("linear search", False), ("log n", False)],
)
def test_plainly_a_complexity(text: str, expected: bool) -> None:
    """Signs of growth, or a word for it alone."""
    assert is_complexity(text) is expected


@pytest.mark.parametrize(
    "text", ["", "(", "n +", "n ** ", "encoder", "log", "max(n)", "n" * 400, "(" * 100 + "n" + ")" * 100]
)  # fmt: skip
def test_no_expression(text: str) -> None:
    """What is incomplete, too long or too deep is refused."""
    with pytest.raises(NoExpressionError):
        expression(text)


sums = st.recursive(
    st.sampled_from(["m", "n", "2", "3"]),
    lambda parts: st.tuples(parts, st.sampled_from("+*"), parts).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
    max_leaves=6,
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=80)
@given(sums, sums)
def test_sums_and_products_commute(one: str, other: str) -> None:
    """The order of terms and factors does not matter; one more factor does."""
    for sign in "+*":
        turned = expression(f"{other} {sign} {one}")
        assert same_value(expression(f"{one} {sign} {other}"), turned)
        assert not same_value(expression(f"({one} {sign} {other}) * 2"), turned)
