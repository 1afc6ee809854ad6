"""Basic notes: think or type."""

from __future__ import annotations

import pytest

from studycards.cards.asking import Judgement, Verdict
from tests.cards.library import questions

NOTE = {"question": "Which class ends every MRO?", "answer": "object"}


@pytest.mark.parametrize(
    ("given", "verdict", "detail"),
    [
        ("Object.", Verdict.RIGHT, ""),
        ("objcet", Verdict.NEARLY, ""),
        ("the root class", None, "compare it with the answer"),
        ("", None, "compare it with the answer"),
    ],
    ids=["right", "nearly", "other words", "nothing"],
)
def test_judged(given: str, verdict: Verdict | None, detail: str) -> None:
    """The same words are right; other words may be as good, so the learner tells."""
    card = questions(NOTE)[""]
    assert card.judge(given) == Judgement(verdict, given, detail)


@pytest.mark.parametrize(
    ("switch", "suffixes"),
    [({}, [""]), ({"reversed": "false"}, [""]), ({"reversed": "true"}, ["", "reverse"])],
    ids=["left out", "false", "true"],
)
def test_way_back(switch: dict[str, str], suffixes: list[str]) -> None:
    """Only `reversed: true` makes a second card."""
    assert list(questions(NOTE | switch)) == suffixes


def test_way_back_by_version() -> None:
    """The way back asks from the answer of the running version and expects the question."""
    note = NOTE | {"answer": {"3.8": "old", "3.13": "new"}, "reversed": "true"}
    back = questions(note, (3, 13))["reverse"]
    assert back.shown == "new (Python 3.13)"
    assert back.judge("which class ends every MRO").verdict is Verdict.RIGHT


def test_listed_as_wrong() -> None:
    """An answer that the author lists as wrong is judged, with the reason."""
    card = questions(NOTE | {"wrong": {"type": "That is the class of classes."}})[""]
    reason = "That is the class of classes."
    assert card.judge("type") == Judgement(Verdict.WRONG, "type", reason=reason)
