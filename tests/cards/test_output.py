"""Printed output, judged line by line."""

from __future__ import annotations

import pytest

from studycards.cards.asking import Printed, Verdict, Write
from studycards.cards.output import Output
from tests.cards.library import questions

CARD = Output("?", Printed("…", "[1, 2]\n{'a': 1}\n"))


@pytest.mark.parametrize(
    ("given_", "verdict", "detail"),
    [
        ("[1, 2]\n{'a': 1}", Verdict.RIGHT, ""),
        ("[1, 2]  \n{'a': 1}\n\n", Verdict.RIGHT, ""),
        ('[1,2]\n{"a": 1}', Verdict.NEARLY, "spaces, quotes or case differ"),
        ("[1, 2]\n{'a': 2}", Verdict.WRONG, "1 of 2 lines"),
        ("", Verdict.WRONG, "0 of 2 lines"),
    ],
)
def test_verdicts(given_: str, verdict: Verdict, detail: str) -> None:
    """Every line counts; spaces, quotes and case are a slip."""
    judgement = CARD.judge(given_)
    assert (judgement.verdict, judgement.detail) == (verdict, detail)


def test_lines_are_asked_for_where_there_are_several() -> None:
    """A card that prints one line takes one, and hints go by letters then."""
    one = questions({"kind": "output", "code": "print(1)", "answer": "100"})[""]
    assert one.input == Write(optional=False, lines=False)
    assert one.hint(1) == "1··"
    assert CARD.input == Write(optional=False, lines=True)
    assert CARD.hint(1) == "[1, 2]\n… 1 more"


def test_version_in_use() -> None:
    """The output of the newest version up to the one in use is the right one."""
    note = {"kind": "output", "code": "…", "answer": {"3.8": "700", "3.13": "2000"}}
    found = [questions(note, version)[""].judge("700").verdict for version in ((3, 12), (3, 13))]
    assert found == [Verdict.RIGHT, Verdict.WRONG]
