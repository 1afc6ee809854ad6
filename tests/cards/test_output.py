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
        ('[1,2]\n{"a":1}', Verdict.RIGHT, ""),
        ("[1, 2]\n{a: 1}", Verdict.NEARLY, "quotes differ"),
        ("[1, 2]\n{'a': 2}", Verdict.WRONG, "1 of 2 lines"),
        ("[1, 2]", Verdict.WRONG, "1 of 2 lines"),
        ("", Verdict.WRONG, "0 of 2 lines"),
    ],
)
def test_verdicts(given_: str, verdict: Verdict, detail: str) -> None:
    """Every line counts; spaces around signs and the kind of quotes do not."""
    judgement = CARD.judge(given_)
    assert (judgement.verdict, judgement.detail) == (verdict, detail)


@pytest.mark.parametrize(
    ("code", "printed", "given_", "verdict"),
    [
        ("print(1, 2)", "1 2", "1, 2", Verdict.RIGHT),
        ("print((1, 2))", "(1, 2)", "1 2", Verdict.WRONG),
        ("print(12)", "12", "1 2", Verdict.WRONG),
        ("print('a')", "a", "'a'", Verdict.NEARLY),
        ("print(repr('a'))", "'a'", "a", Verdict.WRONG),
        ("print(repr('a'))", "'a'", '"a"', Verdict.RIGHT),
        ("print(1 > 0)", "True", "true", Verdict.RIGHT),
        ("print(1 > 0)", "True", "Ture", Verdict.WRONG),
        ("s = 'abc'; s.upper(); print(s)", "abc", "ABC", Verdict.WRONG),
        ("print('bye')", "bye", "Bye", Verdict.NEARLY),
        ("print('Bye'.lower())", "bye", "Bye", Verdict.WRONG),
        ("print(E)", "TypeError", "typeerror", Verdict.WRONG),
        ("print('caught')", "caught", "cuaght", Verdict.NEARLY),
        ("print('a b')", "a b", "ab", Verdict.WRONG),
        ("print([1.5])", "[1.5]", "[1, 5]", Verdict.WRONG),
        ("print(-1)", "-1", "1", Verdict.WRONG),
        ("print(['a b'])", "['a b']", "['ab']", Verdict.WRONG),
        ("print(1)", "1", "x" * 1_000_000, Verdict.WRONG),
    ],
)
def test_form_and_content(code: str, printed: str, given_: str, verdict: Verdict) -> None:
    """What the program prints counts, not how it is typed, but where that is the point."""
    assert Output("?", Printed(code, printed)).judge(given_).verdict is verdict


def test_listed_as_wrong() -> None:
    """An output that the author lists as wrong has its reason."""
    card = Output("?", Printed("…", "[1, 2]"), {"[2, 1]": "append adds at the end."})
    assert card.judge("[2,1]").reason == "append adds at the end."


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


def test_the_version_is_asked_about() -> None:
    """The question names the version that counts, before the code."""
    note = {"kind": "output", "code": "x", "answer": {"3.8": "700", "3.13": "2000"}}
    shown = questions(note, (3, 13))[""].shown
    assert shown == "What does this print? (Python 3.13)\n\n```python\nx\n```"


@pytest.mark.parametrize(
    ("typed", "printed", "verdict"),
    [
        ("(), (5,)", "() (5,)", Verdict.RIGHT),
        ("[1, 2], [3]", "[1, 2] [3]", Verdict.RIGHT),
        ("1, 2", "1 2", Verdict.RIGHT),
        ("(1 2)", "(1, 2)", Verdict.WRONG),
        ("() (5)", "() (5,)", Verdict.WRONG),
        ("1 2", "(1, 2)", Verdict.WRONG),
        ("True [3]", "True\n[3]", Verdict.NEARLY),
        ("cleanup, closed", "cleanup\nclosed", Verdict.NEARLY),
        ("closed cleanup", "cleanup\nclosed", Verdict.WRONG),
        ("True\n[3]", "True [3]", Verdict.WRONG),
    ],
)
def test_commas_and_lines_between_values(typed: str, printed: str, verdict: Verdict) -> None:
    """Commas that people put between values do not matter; lines that they join are a slip."""
    assert Output("?", Printed("", printed)).judge(typed).verdict is verdict
