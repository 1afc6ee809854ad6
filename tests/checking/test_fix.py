"""Mechanical fixes change what they are for and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards import KINDS, kind_named
from studycards.cards.fields import FIRST_FIELDS, LAST_FIELDS
from studycards.cards.notes import note_fields
from studycards.checking.fix import fixed, lines_with_trailing_spaces
from studycards.decks.append import with_note
from studycards.decks.parse import parse_deck

PATH = Path("deck.yaml")

BEFORE = """\
# the deck
deck: x\x20\x20
cards:
  # about the first
  - question: Q one?\x20
    # why it is so
    explanation: because
    answer: |
      kept\x20\x20
        as it is

    # below the answer
    tags: [a]

  # about the second
  - {question: q2, answer: a2}
  -
    answer: a3
    question: q3   # a remark
"""

AFTER = """\
# the deck
deck: x
cards:
  # about the first
  - id: q-one-69450247
    question: Q one?
    answer: |
      kept\x20\x20
        as it is

    # why it is so
    explanation: because
    # below the answer
    tags: [a]

  # about the second
  - {id: q2-2bafe895, question: q2, answer: a2}
  -
    id: q3-c6d7aeb9
    question: q3   # a remark
    answer: a3
"""


def test_everything_mechanical() -> None:
    """Ids are written, fields ordered with their comments, spaces outside of texts removed."""
    assert fixed(BEFORE, PATH) == AFTER


def test_twice_is_once() -> None:
    """What is fixed stays as it is."""
    assert fixed(AFTER, PATH) == AFTER


def test_line_endings_stay() -> None:
    """A file of Windows keeps its line endings."""
    assert fixed(BEFORE.replace("\n", "\r\n"), PATH) == AFTER.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text", ["", "deck: x\ncards: []\n", "- a list\n", "deck: [\n", "deck: x\ncards:\n  - oops\n"]
)
def test_what_is_no_deck_stays(text: str) -> None:
    """A file that cannot be read as a deck is left alone."""
    assert fixed(text, PATH) == text


def test_what_is_no_note_stays() -> None:
    """A note of a kind that there is not keeps its text; the others of its deck are fixed."""
    riddle = "  - answer: a\n    kind: riddle\n"
    before = f"deck: x\ncards:\n{riddle}  - {{question: q2, answer: a2}}\n"
    after = f"deck: x\ncards:\n{riddle}  - {{id: q2-2bafe895, question: q2, answer: a2}}\n"
    assert fixed(before, PATH) == after


def test_what_yaml_alone_understands_stays() -> None:
    """A key that is a list costs its card, an alias in itself its file; neither is changed."""
    strange = "  - question: q\n    answer: a\n    ? [a, b]\n    : c\n"
    before = f"deck: x\ncards:\n{strange}  - {{question: q2, answer: a2}}\n"
    after = f"deck: x\ncards:\n{strange}  - {{id: q2-2bafe895, question: q2, answer: a2}}\n"
    assert fixed(before, PATH) == after
    endless = before.replace("? [a, b]\n    : c", "tags: &t [*t]")
    assert fixed(endless, PATH) == endless


def test_what_has_a_field_without_a_name_stays() -> None:
    """A note with a list for the name of a field keeps its text."""
    strange = "  - answer: a\n    ? [b, c]\n    : d\n    question: q\n"
    before = f"deck: x\ncards:\n{strange}  - {{question: q2, answer: a2}}\n"
    after = f"deck: x\ncards:\n{strange}  - {{id: q2-2bafe895, question: q2, answer: a2}}\n"
    assert fixed(before, PATH) == after


@pytest.mark.parametrize(
    "note",
    ["&n {answer: a, question: q}", "&n\n    answer: a\n    question: q", "!!map {question: q}"],
)
def test_what_begins_with_an_anchor_stays(note: str) -> None:
    """A note with an anchor or a tag keeps its text; the others of its deck are fixed."""
    before = f"deck: x\ncards:\n  - {note}\n  - {{question: q2, answer: a2}}\n"
    after = f"deck: x\ncards:\n  - {note}\n  - {{id: q2-2bafe895, question: q2, answer: a2}}\n"
    assert fixed(before, PATH) == after


def test_a_byte_order_mark_stays() -> None:
    """A file that begins with one is fixed behind it."""
    assert fixed("\ufeff" + BEFORE, PATH) == "\ufeff" + AFTER


@pytest.mark.parametrize("line_break", ["\r", "\u2028"])
def test_other_line_breaks_stay(line_break: str) -> None:
    """A file with line breaks that most programs do not know is left alone."""
    text = f"deck: x{line_break}cards:\n  - answer: a\n    question: q\n"
    assert fixed(text, PATH) == text


def test_lines_with_trailing_spaces() -> None:
    """Spaces within a text are the author's."""
    assert lines_with_trailing_spaces(BEFORE) == [1, 4]


def test_every_field_has_its_place() -> None:
    """The order names every field of every kind: which note it is, what it asks, then why."""
    assert [field.name for field in FIRST_FIELDS] == ["id", "kind"]
    last = ["explanation", "source", "requires", "tags", "proof", "python", "ignore"]
    assert [field.name for field in LAST_FIELDS] == last
    for kind in KINDS:
        own = [field.name for field in kind_named(kind).fields]
        assert list(note_fields(kind)) == ["id", "kind", *own, *last]


line = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(line, line, st.text(max_size=40)), min_size=1, max_size=4))
def test_nothing_but_the_ids_changes(notes: list[tuple[str, str, str]]) -> None:
    """Whatever a deck says, it says the same after a fix."""
    text = "deck: x\ncards:\n"
    for question, answer, explanation in notes:
        fields = {"answer": answer, "explanation": explanation or "e", "question": question}
        text = with_note(text, fields)
    before = parse_deck(text, PATH)
    after = parse_deck(fixed(text, PATH), PATH)
    assert [n.id for n in after.notes] == [n.id for n in before.notes]
    assert [n.fields for n in after.notes] == [{"id": n.id} | n.fields for n in before.notes]
