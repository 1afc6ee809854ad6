"""Typed answers that are compared by what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.equivalence import judge_as
from studycards.cards.fields import FieldProblem
from studycards.cards.notes import problems_of_note
from studycards.cards.typed import COMPARISONS
from tests.cards.library import questions

PYTHON = (3, 12)


def verdict(answer: str, given_: str, **fields: object) -> Verdict | None:
    """What a typed card makes of an answer."""
    note = {"kind": "typed", "question": "?", "answer": answer, **fields}
    assert problems_of_note(note) == []
    return questions(note, PYTHON)[""].judge(given_).verdict


DEEP = {
    "python": "-" * 5_000 + "1",
    "complexity": "O(n" + "'" * 3_000 + ")",
    "number": "1" * 5_000,
    "set": "{" * 5_000,
}


@pytest.mark.parametrize("compare", DEEP)
def test_deep_answers_are_compared_as_texts(compare: str) -> None:
    """Of the author or of the learner, for every comparison."""
    deep = DEEP[compare]
    assert verdict(deep, deep, compare=compare) is Verdict.RIGHT
    assert verdict(deep, "1", compare=compare) is Verdict.WRONG
    assert verdict("1", deep, compare=compare) is Verdict.WRONG


@pytest.mark.parametrize(
    ("given_", "right"),
    [
        ("O(n·log n)", True),
        ("O(nlogn)", True),
        ("n lg n", True),
        ("O(log(n) * n)", True),
        ("O(n)", False),
        ("O(n^2 log n)", False),
        ("linear", False),
    ],
)
def test_complexity(given_: str, right: bool) -> None:
    """An answer that is a complexity is compared as one without being asked to."""
    assert (verdict("O(n log n)", given_) is Verdict.RIGHT) is right


def test_factors_of_a_logarithm_stay_its_own() -> None:
    """`n log m` is not `m log n`; sums and other factors commute."""
    assert verdict("O(n log m)", "O(m log n)") is Verdict.WRONG
    assert verdict("O(n sqrt(m))", "O(m sqrt(n))") is Verdict.WRONG
    assert verdict("O(n sqrt(m))", "O(sqrt(m) n)") is Verdict.RIGHT
    assert verdict("O(|s| + |t|)", "O(|t|+|s|)") is Verdict.RIGHT
    assert verdict("O(√n)", "O(sqrt(n))") is Verdict.RIGHT


@pytest.mark.parametrize(
    ("answer", "given_", "tolerance", "expected"),
    [
        ("1000", "1,000", None, Verdict.RIGHT),
        ("1000", "1e3", None, Verdict.RIGHT),
        ("1000", "`1000`", None, Verdict.RIGHT),
        ("5", "5X", None, Verdict.WRONG),
        ("0.25", "1/4", None, Verdict.RIGHT),
        ("3.14", "3.1", None, Verdict.WRONG),
        ("3.14", "3.1", "0.05", Verdict.RIGHT),
        ("200", "209", "5%", Verdict.RIGHT),
        ("200", "210", "5%", Verdict.RIGHT),
        ("200", "210.4", "5%", Verdict.WRONG),
        ("200", "189.6", "5%", Verdict.WRONG),
        ("-200", "-210", "5%", Verdict.RIGHT),
        ("-5", "−5", None, Verdict.RIGHT),
        ("3.14", "3.13", "0.01", Verdict.RIGHT),
        ("6.626e-34", "6.626e-34", None, Verdict.RIGHT),
        ("6.626e-34", "6.627e-34", None, Verdict.WRONG),
        ("6.626e-34", "0", None, Verdict.WRONG),
        ("inf", "inf", None, Verdict.RIGHT),
        ("inf", "1", None, Verdict.WRONG),
    ],
)
def test_number(answer: str, given_: str, tolerance: str | None, expected: Verdict) -> None:
    """Numbers are compared by value, within a tolerance where there is one."""
    fields = {"tolerance": tolerance} if tolerance else {}
    assert verdict(answer, given_, compare="number", **fields) is expected


@pytest.mark.parametrize(
    ("given_", "right"),
    [("d['a'].get( 1 )", True), ('d["a"].get(1)', True), ("d['b'].get(1)", False), ("d[", False)],
)
def test_python(given_: str, right: bool) -> None:
    """Code is compared as syntax trees: spaces, brackets and quotes are of no account."""
    assert (verdict("d['a'].get(1)", given_, compare="python") is Verdict.RIGHT) is right


@pytest.mark.parametrize(
    ("given_", "expected", "detail"),
    [
        ("set list dict", Verdict.RIGHT, ""),
        ("{dict, list, set}", Verdict.RIGHT, ""),
        ("{dict,\n list,\n set}", Verdict.RIGHT, ""),
        ("dict, set", Verdict.NEARLY, "2 of 3 found"),
        ("tuple", Verdict.WRONG, "0 of 3 found"),
    ],
)
def test_set(given_: str, expected: Verdict, detail: str) -> None:
    """Items in any order, on any lines; one missing of three is a slip."""
    found = judge_as("set", given_, ["list, dict, set"])
    assert found == Judgement(expected, given_, detail)


def test_settings_that_cannot_be() -> None:
    """An unknown comparison and an invalid tolerance are named, with what can be."""
    note = {"kind": "typed", "question": "?", "answer": "1", "compare": "magic", "tolerance": "x"}
    assert problems_of_note(note) == [
        FieldProblem(
            "compare",
            "unknown comparison 'magic'",
            "Write one of text, exact, number, complexity, python, path, command, set, formula.",
        ),
        FieldProblem("tolerance", "'x' is not a tolerance", "Write it like 0.01 or 5%."),
    ]


@given(st.sampled_from(COMPARISONS[1:]), st.text(), st.text(min_size=1))
def test_judging_never_raises(comparison: str, given_: str, answer: str) -> None:
    """Any text gets a verdict, and the answer itself is right."""
    assert judge_as(comparison, given_, [answer]).verdict is not None
    if comparison == "set" or answer.strip():
        assert judge_as(comparison, answer, [answer]).verdict is not Verdict.NEARLY
