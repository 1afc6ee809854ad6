"""A note is added to a deck as text; everything else stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards.fields import Fields
from studycards.decks.append import SCHEMA_NAME, new_deck, note_text, with_note
from studycards.decks.parse import Note, parse_deck
from tests.conftest import EXAMPLES

PATH = Path("mro.yaml")
NOTE: Fields = {
    "id": "mro-begin",
    "question": "Which class begins an MRO?\n\n- look\n",
    "answer": "the class itself",
    "tags": ["oop", "#1"],
}

nasty = st.text(
    alphabet=" \n\t\r#:-'\"`{}[]|>&*!%@,?\\\N{NEXT LINE}\N{LINE SEPARATOR}"
    "\N{PARAGRAPH SEPARATOR}\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\uffff\x00\x7fa0é日😀"
)
texts = (st.text() | nasty).filter(lambda text: text.strip())
lists = st.lists(texts, min_size=1, max_size=3)
mappings = st.dictionaries(st.sampled_from(["3.8", "3.10", "3.13"]), texts, min_size=1)

DECKS = {
    "plain": """\
deck: mro
cards:
  - id: mro-end
    question: Which class ends every MRO?
    answer: object
""",
    "comments and blank lines": """\
# A deck of mine.

deck:   mro   # the name

cards:   # from easy to hard

  # the end
  - id:       mro-end
    question: 'Which class ends every MRO?'   # easy

    answer: "object"

  # more to come

""",
    "not indented": """\
deck: mro
cards:
- id: mro-end
  question: Which class ends every MRO?
  answer: object
""",
    "indented by four": """\
deck: mro
cards:
    - id: mro-end
      question: Which class ends every MRO?
      answer: object
""",
    "wide dash": """\
deck: mro
cards:
    -   id: mro-end
        question: Which class ends every MRO?
        answer: object
""",
    "dash alone": """\
deck: mro
cards:
-
  id: mro-end
  question: Which class ends every MRO?
  answer: object
""",
    "lists within": """\
deck: mro
tags:
      - python
cards:
- id: mro-end
  question: Which class ends every MRO?
  answer: object
  tags:
    - oop
""",
    "block at the end": """\
deck: mro
cards:
  - id: mro-end
    question: Which class ends every MRO?
    answer: |
      object

      - it is the last
""",
    "block that keeps its lines": """\
deck: mro
cards:
  - id: mro-end
    question: Which class ends every MRO?
    answer: |+
      object


""",
    "flow card": """\
deck: mro
cards:
  - {id: mro-end, question: Name the last class., answer: object}
""",
    "cards first": """\
cards:
  - id: mro-end
    question: Which class ends every MRO?
    answer: object
""",
    "word cards in a text": """\
deck: mro
title: |
  cards:
      - none
cards:
  - id: mro-end
    question: |
      What is
      cards:
    answer: object
""",
}

EMPTY = {
    "empty list": ("deck: mro\ncards: []\n", "deck: mro\ncards:\n"),
    "spaces": ("deck: mro\ncards:  [ ]  \n", "deck: mro\ncards:\n"),
    "comment": ("deck: mro\ncards: []  # none yet\n", "deck: mro\ncards:  # none yet\n"),
    "comment below": ("deck: mro\ncards: []\n# soon\n", "deck: mro\ncards:\n# soon\n"),
    "nothing": ("deck: mro\ncards:\n", "deck: mro\ncards:\n"),
    "nothing but a comment": ("deck: mro\ncards: # soon\n", "deck: mro\ncards: # soon\n"),
    "no field": ("deck: mro\n", "deck: mro\ncards:\n"),
    "list in another field": (
        "deck: mro\ntags:\n    - oop\ncards: []\n",
        "deck: mro\ntags:\n    - oop\ncards:\n",
    ),
}

forms = pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])


def notes_of(text: str) -> list[Note]:
    """The notes of a deck without problems."""
    deck = parse_deck(text, PATH)
    assert deck.problems == ()
    return list(deck.notes)


def test_written() -> None:
    """A note is written as a person would write it."""
    assert note_text(NOTE | {"proof": "assert answer\nprint()"}) == (
        "  - id: mro-begin\n"
        "    question: |\n"
        "      Which class begins an MRO?\n"
        "\n"
        "      - look\n"
        "    answer: the class itself\n"
        "    tags:\n"
        "      - oop\n"
        "      - '#1'\n"
        "    proof: |-\n"
        "      assert answer\n"
        "      print()\n"
    )


def test_blanks_that_nobody_sees_are_quoted() -> None:
    """A block has no blanks at the ends of its lines: an editor may strip them from a file."""
    written = note_text({"id": "n", "question": "two  \nlines", "answer": "one\n  \nblank"})
    assert " \n" not in written
    assert 'question: "two  \\nlines"' in written
    assert 'answer: "one\\n  \\nblank"' in written


@forms
@pytest.mark.parametrize("deck", DECKS.values(), ids=DECKS)
def test_appended(deck: str, newline: str) -> None:
    """Whatever the style of a deck, its text is kept and the note is its last."""
    before = deck.replace("\n", newline)
    after = with_note(before, NOTE)
    assert after.startswith(before)
    assert after.replace(newline, "").count("\n") == 0
    *old, new = notes_of(after)
    assert old == notes_of(before)
    assert new.fields == NOTE


@forms
@pytest.mark.parametrize("deck", DECKS.values(), ids=DECKS)
def test_appended_without_newline_at_end(deck: str, newline: str) -> None:
    """A last line without its end is given one; no note changes its id."""
    before = deck.rstrip("\n").replace("\n", newline)
    after = with_note(before, NOTE)
    assert after.startswith(before + newline)
    assert [note.id for note in notes_of(after)] == ["mro-end", "mro-begin"]
    assert notes_of(after)[1].fields == NOTE


def test_derived_id_survives() -> None:
    """A note without an id, whose text ends with the file, is the same note afterwards."""
    before = "cards:\n  - answer: object\n    question: |\n      Which class ends every MRO?"
    (alone,) = notes_of(before)
    assert notes_of(with_note(before, NOTE))[0].id == alone.id


@forms
@pytest.mark.parametrize(("deck", "head"), EMPTY.values(), ids=EMPTY)
def test_first_card(deck: str, head: str, newline: str) -> None:
    """The first card of a deck finds its place, however the deck says that it has none."""
    after = with_note(deck.replace("\n", newline), NOTE)
    assert after.startswith(head.replace("\n", newline))
    assert [note.fields for note in notes_of(after)] == [NOTE]


def test_byte_order_mark() -> None:
    """A byte order mark stays where it is."""
    after = with_note("\N{ZERO WIDTH NO-BREAK SPACE}" + DECKS["plain"], NOTE)
    assert after.startswith("\N{ZERO WIDTH NO-BREAK SPACE}deck: mro\n")
    assert [note.id for note in notes_of(after)] == ["mro-end", "mro-begin"]


def test_one_after_the_other() -> None:
    """Notes stand in the order in which they were added."""
    text = DECKS["indented by four"]
    for number in range(3):
        text = with_note(text, {"id": f"note-{number}", "question": "a\n\n b\n", "answer": "c"})
    expected = ["mro-end", "note-0", "note-1", "note-2"]
    assert [note.id for note in notes_of(text)] == expected


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=100 * EXAMPLES)
@given(texts, lists, texts | mappings)
def test_any_text_comes_back(question: str, tags: list[str], answer: str | dict[str, str]) -> None:
    """Whatever a note holds is read again as it was given."""
    fields = {"id": "n", "question": question, "answer": answer, "tags": tags}
    assert [note.fields for note in notes_of("cards:\n" + note_text(fields))] == [fields]


@pytest.mark.slow
@settings(derandomize=True, deadline=None)
@given(st.sampled_from(list(DECKS.values())), st.booleans(), texts, lists)
def test_any_text_in_any_deck(deck: str, crlf: bool, question: str, tags: list[str]) -> None:
    """The style of the deck does not change what is read of the note."""
    fields = {"id": "n", "question": question, "answer": "a", "tags": tags}
    after = with_note(deck.replace("\n", "\r\n") if crlf else deck, fields)
    assert notes_of(after)[-1].fields == fields


@pytest.mark.parametrize(
    "text",
    [
        "two  \nspaces at the end of a line",
        "a line\n   \nof spaces",
        "a line\u2028separator",
        "a\nline\u2028separator\nwithin a block",
        "next\x85line",
        "no\nnoncharacter\uffff",
        "  indented\nfirst",
        "\n\nblank first",
        "# no comment\n--- no marker\n...\n",
        "many lines after\n\n\n",
        "tab\tand\n\ttab",
        "%no directive",
        "- no list",
        "no: mapping",
        "ends with a colon:",
        "no",
        "~",
        "3.10",
        "'",
        "😀\n日本",
    ],
    ids=repr,
)
def test_texts(text: str) -> None:
    """Texts that YAML has views of its own on, alone, in a list and by version."""
    fields = {"id": "n", "question": text, "answer": {"3.8": text}, "tags": [text, text]}
    assert [note.fields for note in notes_of("cards:\n" + note_text(fields))] == [fields]


@settings(derandomize=True, deadline=None)
@given(texts)
def test_new_deck(title: str) -> None:
    """A new deck names the schema and has its title, whatever that is, and no cards."""
    text = new_deck("mro", title)
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA_NAME}\ndeck: mro\n")
    deck = parse_deck(text, PATH)
    assert (deck.name, deck.title, deck.notes, deck.problems) == ("mro", title, (), ())
