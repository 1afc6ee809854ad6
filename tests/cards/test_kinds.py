"""What every kind of note has in common: it is read, asked, and judges any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studycards.cards import KINDS
from studycards.cards.asking import (
    Arrange,
    Choose,
    Input,
    Judgement,
    Program,
    Question,
    Verdict,
    Write,
)
from studycards.cards.fields import Fields, Version
from studycards.cards.notes import problems_of_note
from tests.cards.library import questions

PYTHON: Version = (3, 12)

EXAMPLES: dict[str, Fields] = {
    "basic": {"question": "Which class ends every MRO?", "answer": "object", "reversed": "true"},
    "cloze": {"kind": "cloze", "text": "A {{c1::list}} is {{c2::mutable::can it change?}}."},
    "typed": {"kind": "typed", "question": "Type of `1j`?", "answer": "complex"},
    "choice": {
        "kind": "choice",
        "question": "Which are mutable?",
        "options": ["list", "tuple", "dict"],
        "answer": ["list", "dict"],
    },
    "order": {"kind": "order", "question": "MRO of `bool`?", "answer": ["bool", "int", "object"]},
    "output": {"kind": "output", "code": "print(1 + 1)\n", "answer": "2\n"},
    "exercise": {
        "kind": "exercise",
        "question": "Write `double(x)`.",
        "starter": "def double(x): ...",
        "solution": "def double(x):\n    return 2 * x\n",
        "tests": "assert double(2) == 4",
        "bad": ["def double(x): return x"],
    },
    "equation": {
        "kind": "equation",
        "question": "Energy of a mass?",
        "tex": "E = mc^2",
        "unicode": "E = mc²",
        "accept": ["E = m c^2"],
    },
}


def all_questions(seed: str) -> dict[str, Question]:
    """The questions of all examples, by kind and suffix."""
    return {
        f"{kind}/{suffix}": question
        for kind, fields in EXAMPLES.items()
        for suffix, question in questions(fields, PYTHON, seed).items()
    }


QUESTIONS = all_questions("card:0")

ASKED: dict[str, tuple[str, Input, str]] = {
    "basic/": ("Which class ends every MRO?", Write(optional=True), "object"),
    "basic/reverse": ("object", Write(optional=True), "Which class ends every MRO?"),
    "cloze/c1": ("A **[…]** is mutable.", Write(optional=False), "A **list** is mutable."),
    "cloze/c2": (
        "A list is **[can it change?]**.",
        Write(optional=False),
        "A list is **mutable**.",
    ),
    "typed/": ("Type of `1j`?", Write(optional=False), "`complex`"),
    "choice/": (
        "Which are mutable?",
        Choose(("list", "tuple", "dict"), several=True),
        "- list\n- dict",
    ),
    "order/": (
        "MRO of `bool`?",
        Arrange(("int", "object", "bool")),
        "1. bool\n2. int\n3. object",
    ),
    "output/": (
        "What does this print?\n\n```python\nprint(1 + 1)\n```",
        Write(optional=False),
        "```text\n2\n```",
    ),
    "exercise/": (
        "Write `double(x)`.\n\n```python\ndef double(x): ...\n```",
        Program("def double(x): ...", EXAMPLES["exercise"]["tests"]),
        "```python\ndef double(x):\n    return 2 * x\n```",
    ),
    "equation/": ("Energy of a mass?", Write(optional=True), "```text\nE = mc²\n```"),
}
"""Card to question, input and answer; shuffled by the seed "card:0"."""

texts = st.text() | st.text(alphabet="0123456789 ,.-`²٣") | st.sampled_from(["1 " + "9" * 5_000])


def test_every_kind_has_an_example() -> None:
    """No kind is left out of the tests of this file, and each example is without problems."""
    assert list(EXAMPLES) == list(KINDS)
    assert {kind: problems_of_note(fields) for kind, fields in EXAMPLES.items()} == {
        kind: [] for kind in KINDS
    }


@pytest.mark.parametrize("card", ASKED)
def test_asked(card: str) -> None:
    """A card asks its question, takes its kind of answer and reveals the right one."""
    question = QUESTIONS[card]
    assert (question.shown, question.input, question.answer.markdown) == ASKED[card]


def test_nothing_else_is_asked() -> None:
    """The examples make the cards listed here and no more."""
    assert sorted(QUESTIONS) == sorted(ASKED)


@pytest.mark.parametrize("kind", ["basic", "typed", "output"])
@pytest.mark.parametrize(
    ("python", "expected"),
    [((3, 7), "old"), ((3, 8), "old"), ((3, 9), "old"), ((3, 10), "new"), ((3, 14), "new")],
    ids=str,
)
def test_answer_by_version(kind: str, python: Version, expected: str) -> None:
    """The answer of the greatest version reached counts, of the least where none is."""
    answer = {"3.10": "new", "3.8": "old"}
    note = EXAMPLES[kind] | {"answer": answer}
    assert problems_of_note(note) == []
    assert expected in questions(note, python)[""].answer.markdown


def test_a_question_is_a_value() -> None:
    """One note, suffix and variant make the same question each time, and nothing can change it."""
    assert all_questions("card:0") == QUESTIONS
    assert all_questions("card:1") != QUESTIONS
    for question in QUESTIONS.values():
        with pytest.raises(AttributeError):
            question.shown = "another"  # type: ignore[misc]


@settings(derandomize=True, deadline=None)
@given(texts, st.text(max_size=3))
@example("", "")
def test_judging_never_raises(given_text: str, seed: str) -> None:
    """Whatever is typed, every kind makes something of it that the history can keep."""
    for question in all_questions(seed).values():
        judgement = question.judge(given_text)
        assert isinstance(judgement, Judgement)
        assert judgement.verdict in (None, *Verdict)
        assert isinstance(judgement.given, str)


def test_left_to_the_tests() -> None:
    """Of code that is not the solution only its tests can tell."""
    assert QUESTIONS["exercise/"].judge("mine") == Judgement(None, "mine")
