"""Order notes: items to be put in order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Arrange, Judgement, Question, Verdict
from tests.cards.library import questions

items = st.lists(st.text(), unique=True, min_size=2, max_size=12)


def asked(texts: Sequence[str], seed: str = "seed") -> Question:
    """The question of some items in their right order."""
    return questions({"kind": "order", "question": "?", "answer": list(texts)}, seed=seed)[""]


def shown(question: Question) -> tuple[str, ...]:
    """The items in the order in which they are shown."""
    assert isinstance(question.input, Arrange)
    return question.input.items


def judge(right: str, given: str, *extra: str) -> Judgement:
    """The judgement on letters in this order, given by their numbers on the screen."""
    question = asked(right)
    numbers = [str(shown(question).index(letter) + 1) for letter in given]
    return question.judge(" ".join([*numbers, *extra]))


@pytest.mark.parametrize(
    ("right", "given_text", "verdict", "detail"),
    [
        ("abcd", "abcd", Verdict.RIGHT, ""),
        ("ab", "ab", Verdict.RIGHT, ""),
        ("abcd", "abdc", Verdict.NEARLY, "2 of 4 in place"),
        ("abcde", "bacde", Verdict.NEARLY, "3 of 5 in place"),
        ("abc", "acb", Verdict.WRONG, "1 of 3 in place"),
        ("abcd", "cbad", Verdict.WRONG, "2 of 4 in place"),
        ("abcd", "badc", Verdict.WRONG, "0 of 4 in place"),
        ("abcd", "abc", Verdict.WRONG, "3 of 4 in place"),
        ("abcd", "abcdd", Verdict.WRONG, "4 of 4 in place"),
        ("abcd", "aabc", Verdict.WRONG, "1 of 4 in place"),
        ("abcd", "", Verdict.WRONG, "0 of 4 in place"),
    ],
    ids=[
        "right",
        "two items",
        "last two swapped",
        "first two swapped",
        "too few for a slip",
        "swapped at a distance",
        "two swaps",
        "one missing",
        "one too many",
        "one twice",
        "nothing",
    ],
)
def test_judged(right: str, given_text: str, verdict: Verdict, detail: str) -> None:
    """Right is every item in place, nearly is two neighbours of four or more swapped."""
    kept = " → ".join(given_text)
    assert judge(right, given_text) == Judgement(verdict, kept, detail)


@settings(derandomize=True, deadline=None)
@given(items, st.text())
def test_shuffled_and_judged(texts: list[str], seed: str) -> None:
    """A seed shows all items in one order, never the right one; undoing it is right."""
    question = asked(texts, seed)
    found = shown(question)
    assert sorted(found) == sorted(texts)
    assert found != tuple(texts)
    assert asked(texts, seed) == question
    numbers = [found.index(item) + 1 for item in texts]
    assert question.judge(", ".join(map(str, numbers))).verdict is Verdict.RIGHT
    as_shown = question.judge(" ".join(str(n + 1) for n in range(len(found))))
    assert as_shown.verdict in (Verdict.WRONG, Verdict.NEARLY)


@settings(derandomize=True, deadline=None)
@given(st.permutations("abcdefg"), st.text(max_size=3))
def test_digits_in_one_word(order: list[str], seed: str) -> None:
    """Fewer than ten items may be given without spaces, and that means the same."""
    question = asked("abcdefg", seed)
    digits = [str(shown(question).index(letter) + 1) for letter in order]
    assert question.judge("".join(digits)) == question.judge(" ".join(digits))
