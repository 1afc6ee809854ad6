"""Choice notes: one or several of the options."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Choose, Judgement, Verdict
from studycards.cards.choice import Choice

options = st.lists(st.text(), unique=True, min_size=2, max_size=12)


def choice(shown: str, right: str) -> Choice:
    """A choice whose options are single letters, shown in this order by the seed "seed"."""
    unshuffled = Choice(question="?", options=tuple("0123456789"[: len(shown)]), right=("0",))
    places = [int(place) for place in unshuffled.shuffled("seed")]
    written = tuple(letter for _, letter in sorted(zip(places, shown, strict=True)))
    made = Choice(question="?", options=written, right=tuple(right))
    assert "".join(made.shuffled("seed")) == shown
    return made


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
    assert ONE.judge(given_text, "seed") == Judgement(verdict, kept)


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
    assert SEVERAL.judge(given_text, "seed") == Judgement(verdict, kept, detail)


@pytest.mark.parametrize(
    ("right", "several", "answer"),
    [(("b",), False, "b"), (("c", "a"), True, "- a\n- c")],
    ids=["one", "several"],
)
def test_asked(right: tuple[str, ...], several: bool, answer: str) -> None:
    """The learner is told whether several are right; the answer has the author's order."""
    card = Choice(question="?", options=("a", "b", "c"), right=right)
    shown = card.prompt("seed").input
    assert shown == Choose(card.shuffled("seed"), several=several)
    assert card.answer() == answer


@settings(derandomize=True, deadline=None)
@given(options, st.text(), st.data())
def test_shuffled_and_judged(texts: list[str], seed: str, data: st.DataObject) -> None:
    """A seed shows all options in one order, in which the right numbers, and only they, are right."""
    right = data.draw(st.lists(st.sampled_from(texts), min_size=1, unique=True))
    card = Choice(question="?", options=tuple(texts), right=tuple(right))
    shown = card.shuffled(seed)
    assert sorted(shown) == sorted(texts)
    assert card.shuffled(seed) == shown
    numbers = [number for number, option in enumerate(shown, 1) if option in right]
    assert card.judge(" ".join(map(str, numbers)), seed).verdict is Verdict.RIGHT
    others = [number for number in range(1, len(shown) + 1) if number not in numbers]
    assert card.judge(" ".join(map(str, others)), seed).verdict is Verdict.WRONG


def test_seeds_differ() -> None:
    """Every order comes up, so that a place is no clue."""
    card = Choice(question="?", options=("a", "b", "c"), right=("a",))
    assert len({card.shuffled(f"card:{reps}") for reps in range(100)}) == 6
