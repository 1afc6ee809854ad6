"""Choice notes: one or several of the options."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Choose, Judgement, Question, Verdict
from studycards.cards.fields import FieldProblem
from studycards.cards.notes import problems_of_note
from tests.cards.library import questions

options = st.lists(st.text(), unique=True, min_size=2, max_size=12)


def asked(texts: Sequence[str], right: Sequence[str], seed: str = "seed") -> Question:
    """The question of a choice."""
    note = {"kind": "choice", "question": "?", "options": list(texts), "answer": list(right)}
    return questions(note, seed=seed)[""]


def shown(question: Question) -> tuple[str, ...]:
    """The options in the order in which they are shown."""
    assert isinstance(question.input, Choose)
    return question.input.options


def choice(letters: str, right: str) -> Question:
    """A choice whose options are single letters, shown in this order by the seed "seed"."""
    places = map(int, shown(asked("0123456789"[: len(letters)], "0")))
    written = [letter for _, letter in sorted(zip(places, letters, strict=True))]
    question = asked(written, right)
    assert "".join(shown(question)) == letters
    return question


ONE = choice("abcd", "c")
SEVERAL = choice("abcd", "bcd")


@pytest.mark.parametrize(
    ("given_text", "verdict", "kept"),
    [
        ("3", Verdict.RIGHT, "c"),
        (" 3. ", Verdict.RIGHT, "c"),
        ("1", Verdict.WRONG, "a"),
        ("3 1", Verdict.WRONG, "a | c"),
        ("5", Verdict.WRONG, ""),
        ("0", Verdict.WRONG, ""),
        ("c", Verdict.WRONG, ""),
        ("", Verdict.WRONG, ""),
    ],
)
def test_one(given_text: str, verdict: Verdict, kept: str) -> None:
    """Right is the one option by its number; the history keeps texts, not numbers."""
    assert ONE.judge(given_text) == Judgement(verdict, kept)


@pytest.mark.parametrize(
    ("given_text", "verdict", "kept", "detail"),
    [
        ("2 3 4", Verdict.RIGHT, "b | c | d", ""),
        ("432", Verdict.RIGHT, "b | c | d", ""),
        ("4,2,3,3", Verdict.RIGHT, "b | c | d", ""),
        ("2 4", Verdict.NEARLY, "b | d", "2 of 3 found"),
        ("2", Verdict.NEARLY, "b", "1 of 3 found"),
        ("1 2 3 4", Verdict.WRONG, "a | b | c | d", "3 of 3 found, 1 too many"),
        ("1 2", Verdict.WRONG, "a | b", "1 of 3 found, 1 too many"),
        ("1", Verdict.WRONG, "a", "0 of 3 found, 1 too many"),
        ("", Verdict.WRONG, "", "0 of 3 found"),
    ],
)
def test_several(given_text: str, verdict: Verdict, kept: str, detail: str) -> None:
    """Right are all the right ones; nearly is some of them and nothing wrong."""
    assert SEVERAL.judge(given_text) == Judgement(verdict, kept, detail)


@pytest.mark.parametrize(
    ("right", "several", "answer"),
    [(("b",), False, "b"), (("c", "a"), True, "- a\n- c")],
    ids=["one", "several"],
)
def test_asked(right: tuple[str, ...], several: bool, answer: str) -> None:
    """The learner is told whether several are right; the answer has the author's order."""
    question = asked("abc", right)
    assert isinstance(question.input, Choose)
    assert sorted(question.input.options) == ["a", "b", "c"]
    assert question.input.several is several
    assert question.answer.markdown == answer


@pytest.mark.slow
@settings(derandomize=True, deadline=None)
@given(options, st.text(), st.data())
def test_shuffled_and_judged(texts: list[str], seed: str, data: st.DataObject) -> None:
    """A seed shows all options in one order, in which the right numbers, and only they, are right."""
    right = data.draw(st.lists(st.sampled_from(texts), min_size=1, unique=True))
    question = asked(texts, right, seed)
    found = shown(question)
    assert sorted(found) == sorted(texts)
    assert asked(texts, right, seed) == question
    numbers = [number for number, option in enumerate(found, 1) if option in right]
    assert question.judge(" ".join(map(str, numbers))).verdict is Verdict.RIGHT
    others = [number for number in range(1, len(found) + 1) if number not in numbers]
    assert question.judge(" ".join(map(str, others))).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("letters", "problems"),
    [
        ("abcdefghi", []),
        ("abcdefghij", [FieldProblem("options", "there are more than 9 options", "Drop some.")]),
        ("abca", [FieldProblem("options", "the same option appears twice", "Remove one.")]),
    ],
)
def test_options_that_cannot_be(letters: str, problems: list[FieldProblem]) -> None:
    """No more options than digits to choose them with, and each of them once."""
    note = {"kind": "choice", "question": "?", "options": list(letters), "answer": "a"}
    assert problems_of_note(note) == problems


def test_seeds_differ() -> None:
    """Every order comes up, so that a place is no clue."""
    assert len({shown(asked("abc", "a", f"card:{reps}")) for reps in range(100)}) == 6
