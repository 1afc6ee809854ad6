"""Cloze notes: gaps by number, with hints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards import kind_of
from studycards.cards.asking import Question, Verdict
from studycards.cards.notes import problems_of_note
from tests.cards.library import questions

TEXT = "{{c2::Lists}} are {{c1::mutable::can change?}}, {{c2::tuples}} are {{c11::not}}."

words = st.text(alphabet="abcxyzäß日-_.'", min_size=1, max_size=8)
gaps = st.lists(st.tuples(st.integers(1, 12), words, st.none() | words), min_size=1, max_size=6)


def cloze(text: str) -> dict[str, Question]:
    """The cards of a text."""
    return questions({"kind": "cloze", "text": text})


def written(parts: list[tuple[int, str, str | None]]) -> str:
    """The text of gaps."""
    return " / ".join(
        f"{{{{c{number}::{hidden}{f'::{hint}' if hint else ''}}}}}"
        for number, hidden, hint in parts
    )


def test_a_card_for_each_number() -> None:
    """Gaps of one number are hidden together; cards come in the order of the numbers."""
    assert {suffix: card.shown for suffix, card in cloze(TEXT).items()} == {
        "c1": "Lists are **[can change?]**, tuples are not.",
        "c2": "**[…]** are mutable, **[…]** are not.",
        "c11": "Lists are mutable, tuples are **[…]**.",
    }
    assert list(cloze(TEXT)) == ["c1", "c2", "c11"]


def test_answer_sets_off_the_gaps() -> None:
    """The answer is the whole text with the gaps of this card in bold."""
    assert cloze(TEXT)["c2"].answer.markdown == "**Lists** are mutable, **tuples** are not."


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("{{c1::a::}}", "**[…]**"),
        ("{{c1::a}}{{c1::b::hint}}", "**[…]****[hint]**"),
        ("d = {1: {2: 3}}; {{c1::d}}", "d = {1: {2: 3}}; **[…]**"),
        (r"\frac{{{c1::a}}}{b}", r"\frac{**[…]**}{b}"),
        ("{{c1::two\nlines}} more", "**[…]** more"),
        ("{{c1::a:b}}", "**[…]**"),
        ("{{c1::a::b::c}}}", "**[b::c]**}"),
        ("{{c1::a}} {{c2::b", "**[…]** {{c2::b"),
        ("{{c1::a}}" + " {{c2::b" * 100_000, "**[…]**" + " {{c2::b" * 100_000),
    ],
    ids=[
        "empty hint",
        "side by side",
        "other braces",
        "TeX",
        "line break",
        "single colon",
        "colons in a hint",
        "left open",
        "left open often",
    ],
)
def test_syntax(text: str, question: str) -> None:
    """Anki's syntax, next to whatever else has braces."""
    assert cloze(text)["c1"].shown == question


@pytest.mark.parametrize(
    ("given_text", "verdict"),
    [
        ("lists, tuples", Verdict.RIGHT),
        ("Lists; tuples", Verdict.RIGHT),
        ("lists,tuples", Verdict.RIGHT),
        ("lists tuples", Verdict.RIGHT),
        ("lists, tupels", Verdict.NEARLY),
        ("tuples, lists", Verdict.WRONG),
        ("lists", Verdict.WRONG),
        ("", Verdict.WRONG),
    ],
)
def test_judged(given_text: str, verdict: Verdict) -> None:
    """Every gap counts, in the order of the text."""
    judgement = cloze(TEXT)["c2"].judge(given_text)
    assert (judgement.verdict, judgement.given) == (verdict, given_text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no gap", "nothing is hidden"),
        ("{{c0::zero}}", "nothing is hidden"),
        ("{{c::none}}", "nothing is hidden"),
        ("{{c1::open", "nothing is hidden"),
        ("{{c1::}}", "a gap is empty"),
        ("{{c1::a}} {{c2:: ::hint}}", "a gap is empty"),
        ("{{c1::a {{c2::b}} c}}", "gap"),
        ("{{c" + "1" * 5_000 + "::b}}", "nothing is hidden"),
        ("{{c1::" * 1_000, "nothing is hidden"),
    ],
    ids=[
        *("no gap", "zero", "no number", "open", "empty", "blank", "gap in a gap", "huge number"),
        "open for ever",
    ],
)
def test_problems(text: str, message: str) -> None:
    """A text that hides nothing, or not what it seems to hide, is no cloze."""
    (problem,) = problems_of_note({"kind": "cloze", "text": text})
    assert problem.field == "text"
    assert message in problem.message


@settings(derandomize=True, deadline=None)
@given(gaps)
def test_gaps(parts: list[tuple[int, str, str | None]]) -> None:
    """Each number is a card that hides its gaps, fills the others and takes its hidden texts."""
    text = written(parts)
    made = cloze(text)
    assert list(made) == [f"c{n}" for n in sorted({number for number, _, _ in parts})]
    note = {"kind": "cloze", "text": text}
    assert kind_of(note).answer(note) == [hidden for _, hidden, _ in parts]
    for number in {number for number, _, _ in parts}:
        card = made[f"c{number}"]
        shown = [
            f"**[{hint or '…'}]**" if mine == number else hidden for mine, hidden, hint in parts
        ]
        assert card.shown == " / ".join(shown)
        hidden = ", ".join(hidden for mine, hidden, _ in parts if mine == number)
        assert card.judge(hidden).verdict is Verdict.RIGHT


def test_accepted_and_wrong_by_gap() -> None:
    """What is accepted for a number is for any gap of it, what is wrong has its reason."""
    note = {
        "kind": "cloze",
        "text": TEXT,
        "accept": {"c2": ["sequences"]},
        "wrong": {"c1": {"hashable": "What can change has no hash."}, "c2": ["sets"]},
    }
    cards = questions(note)
    assert cards["c1"].judge("hashable").reason == "What can change has no hash."
    judged = {text: cards["c2"].judge(text) for text in ("sequences, tuples", "lists, sets")}
    assert judged["sequences, tuples"].verdict is Verdict.RIGHT
    assert judged["lists, sets"].verdict is Verdict.WRONG
    assert judged["lists, sets"].detail == "1 of 2 gaps"


@pytest.mark.parametrize(
    ("text", "given_text", "verdict"),
    [
        ("{{c1::hash table}} or {{c1::tree}}", "hash table tree", Verdict.RIGHT),
        ("{{c1::hash table}} or {{c1::tree}}", "hash table and a tree", Verdict.RIGHT),
        ("{{c1::x}} plus {{c1::x}}", "x", Verdict.RIGHT),
        ("{{c1::a, b}} or {{c1::c}}", "a, b, c", Verdict.RIGHT),
        ("{{c1::0.25}} of it", "1/4", Verdict.RIGHT),
        ("about {{c1::110}} million of them", "110M", Verdict.RIGHT),
        ("{{c1::output::which layer?}} at t", "output layer", Verdict.RIGHT),
        ("{{c1::2}} and {{c1::3}}", "3 2", Verdict.WRONG),
    ],
)
def test_ways_to_fill_gaps(text: str, given_text: str, verdict: Verdict) -> None:
    """Gaps are told apart by commas, words or spaces, and each is judged as what it is."""
    assert cloze(text)["c1"].judge(given_text).verdict is verdict
