"""Equations are judged up to notation."""

from __future__ import annotations

import pytest

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.fields import FieldProblem
from studycards.cards.notes import problems_of_note
from tests.cards.library import questions

(ENERGY,) = questions(
    {
        "kind": "equation",
        "question": "Energy of a mass?",
        "tex": "E = mc^2",
        "unicode": "E = mc²",
        "accept": ["F = ma"],
    }
).values()


@pytest.mark.parametrize(
    ("given_text", "verdict", "detail"),
    [
        ("E = mc²", Verdict.RIGHT, ""),
        ("mc^2", Verdict.RIGHT, ""),
        ("F = m a", Verdict.RIGHT, ""),
        ("m a", Verdict.RIGHT, ""),
        ("e = MC^2", Verdict.NEARLY, "case differs"),
        ("e = mc²", Verdict.NEARLY, "case differs"),
        ("E = mc^3", Verdict.WRONG, ""),
        ("E", Verdict.WRONG, ""),
        ("", Verdict.WRONG, ""),
    ],
)
def test_judged(given_text: str, verdict: Verdict, detail: str) -> None:
    """The formula, its right side and accepted forms are right; another case is nearly right."""
    assert ENERGY.judge(given_text) == Judgement(verdict, given_text, detail)


def test_symbols_that_are_nothing() -> None:
    """A symbol of an unknown sort is named, with the sorts there are."""
    note = {
        "kind": "equation",
        "question": "?",
        "tex": "x",
        "unicode": "x",
        "symbols": {"x": "tensor"},
    }
    hint = "Write one of scalar, vector, matrix, function, integer."
    assert problems_of_note(note) == [FieldProblem("symbols", "unknown symbol 'tensor'", hint)]
