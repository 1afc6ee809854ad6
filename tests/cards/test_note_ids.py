"""Ids of notes and cards: written by the author or derived from what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards import NoteId, card_id
from studycards.cards.fields import Fields, is_kebab
from studycards.cards.notes import note_id

DERIVED: dict[str, tuple[Fields, str]] = {
    "question": ({"question": "What is the MRO?", "answer": "…"}, "what-is-the-mro-17b88a8f"),
    "first words": (
        {"question": "One two three four five six seven"},
        "one-two-three-four-five-six-9cbb42ba",
    ),
    "cloze": ({"kind": "cloze", "text": "A {{c1::list}}."}, "a-c1-list-4953bf09"),
    "output": ({"kind": "output", "code": "print(1)", "answer": "1"}, "print-1-efd1cd88"),
    "other script": ({"question": "什么是 MRO?"}, "mro-b3f10b9f"),
    "no words": ({"question": "继承"}, "0f8ab6ff"),
}


@pytest.mark.parametrize(("fields", "expected"), DERIVED.values(), ids=DERIVED)
def test_derived(fields: Fields, expected: str) -> None:
    """Derived ids never change: histories are kept under them."""
    assert note_id(fields) == expected


def test_written() -> None:
    """A written id is the id, whatever is asked."""
    assert note_id({"id": "mro", "question": "q"}) == "mro"


@pytest.mark.parametrize(
    "change",
    [{"answer": "b"}, {"explanation": "why"}, {"tags": ["t"]}, {"kind": "basic"}],
    ids=["answer", "explanation", "tags", "kind named"],
)
def test_edits_keep_the_id(change: Fields) -> None:
    """Without an id, everything but the question and the kind can be edited."""
    note = {"question": "q", "answer": "a"}
    assert note_id(note | change) == note_id(note)


@pytest.mark.parametrize("question", ["What?\n", "What?\n\n", " What?"])
def test_space_around_keeps_the_id(question: str) -> None:
    """A block text keeps its id when the file gains or loses its last line break."""
    assert note_id({"question": question}) == note_id({"question": "What?"})


def test_kinds_differ() -> None:
    """The same question in another kind is another note."""
    assert note_id({"question": "q"}) != note_id({"kind": "typed", "question": "q"})


@settings(derandomize=True, deadline=None)
@given(st.text(), st.text())
def test_derived_ids(one: str, other: str) -> None:
    """A derived id is one that an author could write; other questions have other ids."""
    first, second = note_id({"question": one}), note_id({"question": other})
    assert is_kebab(first)
    assert (first == second) == (one.strip() == other.strip())


@pytest.mark.parametrize(
    ("suffix", "expected"), [("", "mro"), ("c1", "mro/c1"), ("reverse", "mro/reverse")]
)
def test_card_ids(suffix: str, expected: str) -> None:
    """A card's id is the note's, with what tells it from its siblings."""
    assert card_id(NoteId("mro"), suffix) == expected
