"""What a kind says of a note besides its questions: to rules, to proofs, in short and as hints."""

from __future__ import annotations

from typing import Any

import pytest

from studycards.cards import kind_of
from studycards.cards.kind import Claim, Frame, Subjects
from tests.cards.library import questions
from tests.cards.test_kinds import EXAMPLES, PYTHON

SUBJECTS = {
    "basic": Subjects("Which class ends every MRO?", answers=("object",), maximum_words=25),
    "cloze": Subjects(
        "A list is mutable.",
        maximum_words=8,
        frames=(
            Frame("c1", "A   is mutable.", ("list",)),
            Frame("c2", "A list is  .", ("mutable",)),
        ),
    ),
    "typed": Subjects("Type of `1j`?", answers=("complex",), maximum_words=10),
    "choice": Subjects(
        "Which are mutable?", answers=("list", "dict"), options=("list", "tuple", "dict")
    ),
    "order": Subjects("MRO of `bool`?", answers=("bool", "int", "object")),
    "output": Subjects("", shows_code=True),
    "exercise": Subjects("Write `double(x)`.", shows_code=True),
    "equation": Subjects("Energy of a mass?", formulas=("E = mc^2", "E = mc²", "E = m c^2")),
}

CLAIMS = {
    "output": [Claim("print(1 + 1)\n", prints="2\n")],
    "exercise": [
        Claim("def double(x):\n    return 2 * x\n\nassert double(2) == 4"),
        Claim("def double(x): return x\nassert double(2) == 4", fails=True),
    ],
}

ANSWERS = {
    "basic": "object",
    "cloze": ["list", "mutable"],
    "typed": "complex",
    "choice": ["list", "dict"],
    "order": ["bool", "int", "object"],
    "output": "2\n",
    "exercise": "def double(x):\n    return 2 * x\n",
    "equation": "E = mc²",
}

HINTS = {
    "basic/": ["o·····", "ob····"],
    "basic/reverse": ["Which …", "Which class …"],
    "cloze/c1": ["l···", "li··"],
    "cloze/c2": ["m······", "mu·····"],
    "typed/": ["c······", "co·····"],
    "choice/": ["not: tuple", "not: tuple"],
    "order/": ["bool\n… 2 more", "bool\nint\n… 1 more"],
    "output/": ["2", "2"],
    "exercise/": ["def double(x):\n… 1 more", "def double(x):\n    return 2 * x"],
    "equation/": ["E · ···", "E · ···"],
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_subjects(kind: str) -> None:
    """The rules of `check` are given the parts of a note that they are about."""
    assert kind_of(EXAMPLES[kind]).subjects(EXAMPLES[kind]) == SUBJECTS[kind]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_proofs(kind: str) -> None:
    """Proofs are given the code that claims something, and the answer as a value."""
    fields = EXAMPLES[kind]
    assert list(kind_of(fields).claims(fields)) == CLAIMS.get(kind, [])
    assert kind_of(fields).answer(fields) == ANSWERS[kind]


def test_hints() -> None:
    """Each hint shows a little more of the answer."""
    assert {
        f"{kind}/{suffix}": [question.hint(1), question.hint(2)]
        for kind, fields in EXAMPLES.items()
        for suffix, question in questions(fields, PYTHON, "card:0").items()
    } == HINTS


@pytest.mark.parametrize(
    ("kind", "fields", "changed"),
    [
        ("exercise", {"starter": None}, {"shows_code": False}),
        ("choice", {"answer": "tuple"}, {"answers": ("tuple",)}),
        ("equation", {"accept": None}, {"formulas": ("E = mc^2", "E = mc²")}),
    ],
)
def test_subjects_without_a_field(
    kind: str, fields: dict[str, Any], changed: dict[str, Any]
) -> None:
    """A field that is not there is no subject."""
    note = {name: value for name, value in (EXAMPLES[kind] | fields).items() if value is not None}
    assert kind_of(note).subjects(note) == SUBJECTS[kind]._replace(**changed)
