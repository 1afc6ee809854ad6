"""Order notes: items to be put in order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Arrange, Judgement, Verdict
from studycards.cards.order import Order

items = st.lists(st.text(), unique=True, min_size=2, max_size=12)


def judge(right: str, given: str, *extra: str) -> Judgement:
    """The judgement on letters in this order, given by their numbers on the screen."""
    card = Order(question="?", items=tuple(right))
    shown = card.shuffled("seed")
    return card.judge(
        " ".join([*(str(shown.index(letter) + 1) for letter in given), *extra]), "seed"
    )


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
    card = Order(question="?", items=tuple(texts))
    shown = card.shuffled(seed)
    assert sorted(shown) == sorted(texts)
    assert shown != card.items
    assert card.shuffled(seed) == shown
    assert card.prompt(seed).input == Arrange(shown)
    numbers = [shown.index(item) + 1 for item in texts]
    assert card.judge(", ".join(map(str, numbers)), seed).verdict is Verdict.RIGHT
    as_shown = card.judge(" ".join(str(n + 1) for n in range(len(shown))), seed)
    assert as_shown.verdict in (Verdict.WRONG, Verdict.NEARLY)


@settings(derandomize=True, deadline=None)
@given(st.permutations("abcdefg"), st.text(max_size=3))
def test_digits_in_one_word(order: list[str], seed: str) -> None:
    """Fewer than ten items may be given without spaces, and that means the same."""
    card = Order(question="?", items=tuple("abcdefg"))
    shown = card.shuffled(seed)
    digits = [str(shown.index(letter) + 1) for letter in order]
    assert card.judge("".join(digits), seed) == card.judge(" ".join(digits), seed)
