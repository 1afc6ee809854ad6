"""Numbers as people type them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.judging.intervals import same_interval, without_base
from studycards.cards.judging.quantities import quantity, same_quantity

SAME = [
    ("two", "2"), ("twenty-five", "25"), ("one hundred and twenty", "120"), ("6 million", "6000000"),
    ("6M", "6000000"), ("6e6", "6,000,000"), ("6 · 10⁶", "6000000"), ("2^10", "1024"), ("1 000", "1000"),
    ("1/4", "0.25"), (".25", "0.25"), ("25 %", "0.25"), ("¼", "0.25"), ("a quarter", "0.25"), ("1 1/2", "1.5"),
    ("33%", "1/3"), ("0.333", "1/3"), ("a third", "1/3"), ("1/3", "0.333"), ("60%", "0.6"), ("0.29", "29%"),
    ("80", "80%"), ("12.0%", "12%"), ("2x", "2"), ("×2", "2"), ("a factor of two", "2"),
    ("about 2", "2"), ("57 parameters", "57"), ("5+1", "6"), ("8 × 4", "32"), ("-3", "−3"), ("minus three", "-3"),
    ("2.", "2"), ("16 B", "16 bytes"), ("1000 ms", "1 s"), ("1024 MiB", "1 GiB"), ("8 bit", "1 byte"),
]  # fmt: skip
OTHER = [
    ("three", "2"), ("0.3", "1/3"), ("0.6%", "0.6"), ("60", "0.6"), ("3", "-3"), ("16 b", "16 B"), ("1 ms", "1 s"),
    ("1 GB", "1 GiB"), ("3 heads", "3 layers"), ("5", "5 ms"), ("8%", "80%"), ("1042", "1024"), ("2.01", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "answer"), SAME)
def test_same(typed: str, answer: str) -> None:
    """One number in figures, words, shares and units."""
    assert same_quantity(typed, answer) is True


@pytest.mark.parametrize(("typed", "answer"), OTHER)
def test_other(typed: str, answer: str) -> None:
    """Another value, or one in another unit."""
    assert same_quantity(typed, answer) is False


@pytest.mark.parametrize(
    ("typed", "answer", "asked", "expected"),
    [
        ("112 GB", "112", "How many GB (10⁹ bytes)?", True),
        ("112 MB", "112", "How many GB (10⁹ bytes)?", False),
        ("0.112 TB", "112", "How many GB?", True),
        ("16 bits", "16", "How many bytes per parameter?", False),
        ("5", "5 ms", "How many ms does it take?", True),
        ("110M", "110", "about […] million parameters", True),
        ("twice", "2", "By what factor does it grow?", True),
        ("twice", "2", "What is `i`?", None),
        ("none", "0", "How many are left?", True),
        ("None", "0", "What is `i`?", None),
        ("line 2", "2", "At which line does it stop?", True),
        ("i = 2", "2", "What is `i`?", True),
        ("j = 2", "2", "What is `i`?", None),
        ("0.71", "0.7", "About how much?", True),
        ("0.71", "0.7", "How much?", False),
    ],
)
def test_in_a_question(typed: str, answer: str, asked: str, expected: bool | None) -> None:
    """The question says units, scales and names."""
    assert same_quantity(typed, answer, asked) is expected


@pytest.mark.parametrize(
    ("answer", "typed", "tolerance", "expected"),
    [
        ("3.14", "3.1", "", False),
        ("3.14", "3.1", "0.05", True),
        ("3.14", "3.13", "0.01", True),
        ("200", "210", "5%", True),
        ("200", "189.6", "5%", False),
        ("-200", "-210", "5%", True),
        ("6.626e-34", "6.626e-34", "", True),
        ("6.626e-34", "6.627e-34", "", False),
        ("6.626e-34", "0", "", False),
    ],
)
def test_tolerance(answer: str, typed: str, tolerance: str, expected: bool) -> None:
    """Numbers agree within the tolerance where there is one."""
    assert same_quantity(typed, answer, tolerance=tolerance) is expected


@pytest.mark.parametrize(
    "text", ["", "encoder", "a | b", "O(1)", "3-5", "1..2", "a", "one-", "1/0", "1e9999", "(", "9^9^9", "2 of 3"]
)  # fmt: skip
def test_no_number(text: str) -> None:
    """What is no number has no value; neither has one that no computer holds."""
    assert quantity(text) is None


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000))
def test_a_fraction_is_itself(value: Fraction) -> None:
    """Every fraction is read as written, and as no other."""
    found = quantity(str(value))
    assert found is not None
    assert found.value == value
    assert same_quantity(str(value + 1), str(value)) is False


@pytest.mark.parametrize(
    ("typed", "answer", "expected"),
    [
        ("-1 to 1", "[-1, 1]", True),
        ("between -1 and 1", "[−1, 1]", True),
        ("0 to 1023", "0–1023", True),
        ("0..9", "0-9", True),
        ("(0, 1)", "[0, 1]", False),
        ("0-1024", "0-1023", False),
        ("3", "0-3", None),
        ("1, 2", "[1, 2]", None),
    ],
)
def test_ranges(typed: str, answer: str, expected: bool | None) -> None:
    """A range has bounds, and brackets where both give them."""
    assert same_interval(typed, answer) is expected


def test_bases() -> None:
    """A prefix is left out where the question names the base."""
    assert without_base("0b1010", "What is 10 in binary?") == "1010"
    assert without_base("0xff", "What is 255 in binary?") == "0xff"
