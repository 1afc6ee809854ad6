"""Writing cards in the dialogue, in a terminal: what is asked, shown and written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminals import PtyTerminal, Terminal

NEEDS_PTY = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

HEAD = "# yaml-language-server: $schema=deck.schema.json\ndeck: rivers\ntitle: rivers\ncards:\n"
EGYPT = "  - id: egypt\n    question: Which river is in Egypt?\n    answer: Nile\n"
CTRL_D = "\x04"

Start = Callable[..., Terminal]


@pytest.fixture
def rivers(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck with one card."""
    return make_deck("rivers", HEAD + EGYPT)


def type_in(program: Terminal | PtyTerminal, *answers: tuple[str, str]) -> None:
    """Wait for each question and answer it."""
    for question, answer in answers:
        program.shows(question)
        program.press(answer, "enter")


def test_a_basic_card_in_a_new_deck(terminal: Start, home: Path) -> None:
    """Deck, kind and fields are asked, the card is shown as it will look, then it is written."""
    program = terminal("add", lines=40)
    type_in(
        program,
        ("Deck (tab completes; a new name creates a deck):", "rivers"),
        ("Kind: basic, cloze,", ""),
        ("question (", "Which river is in *Egypt*?"),
        ("answer (", "The `Nile`"),
        ("reversed [y/N]:", ""),
        ("explanation (optional):", "It has two: white and blue."),
    )
    screen = program.shows("Add it? [Y/n]:")
    assert "│ Which river is in Egypt? " in screen
    assert "│ The Nile " in screen
    deck = home / "decks" / "rivers.yaml"
    assert not deck.exists()
    program.press("enter")
    program.shows("Another card? [Y/n]:")
    program.press("n", "enter")
    assert program.ends() == 0
    head, _, note = deck.read_text(encoding="utf-8").partition("  - id: which-river-is-in-egypt-")
    assert head == HEAD
    assert note.partition("\n")[2] == (
        "    question: Which river is in *Egypt*?\n"
        "    answer: The `Nile`\n"
        "    explanation: 'It has two: white and blue.'\n"
    )


@NEEDS_PTY
def test_two_cards_in_a_row(pty_terminal: Start, rivers: Path) -> None:
    """A choice takes its lists line by line; the next card goes to the same deck; ctrl-d ends."""
    program = pty_terminal("add", "rivers", lines=60)
    type_in(
        program,
        ("Kind: basic", "riddle"),
        ("There is no kind 'riddle'.", "ch\t"),
        ("question (", "Which river is the longest?"),
        ("options 1:", "Rhine"),
        ("options 2:", "Nile"),
        ("options 3:", ""),
        ("answer 1:", "Nile"),
        ("answer 2:", ""),
        ("explanation (optional):", ""),
        ("Add it? [Y/n]:", "y"),
        ("Another card? [Y/n]:", ""),
    )
    type_in(program, ("Added which-river-is-the-longest-", "cloze"))
    type_in(
        program,
        ("text (", "The {{c1::Rhine}} \\"),
        ("…:", "flows north."),
        ("explanation (optional):", ""),
        ("Add it? [Y/n]:", ""),
    )
    program.shows("Added the-c1-rhine-")
    program.press(CTRL_D)
    assert program.ends() == 0
    text = rivers.read_text(encoding="utf-8")
    assert text.startswith(HEAD + EGYPT)
    added = [line for line in text.removeprefix(HEAD + EGYPT).splitlines() if "- id:" not in line]
    assert [line.strip() for line in added] == [
        "kind: choice",
        "question: Which river is the longest?",
        "options:",
        "- Rhine",
        "- Nile",
        "answer: Nile",
        "kind: cloze",
        "text: |-",
        "The {{c1::Rhine}}",
        "flows north.",
    ]


def test_code_keeps_its_indentation(terminal: Start, rivers: Path) -> None:
    """The lines after the first begin as they are typed."""
    program = terminal("add", "rivers", lines=60)
    type_in(
        program,
        ("Kind: basic", "output"),
        ("question (", ""),
        ("code (", "for n in (1, 2):\\"),
        ("…:", "    print(n)"),
        ("answer (", "1\\"),
        ("…:", "2"),
        ("explanation (optional):", ""),
        ("Add it? [Y/n]:", ""),
    )
    program.shows("Another card? [Y/n]:")
    program.press("n", "enter")
    assert program.ends() == 0
    assert "      for n in (1, 2):\n          print(n)\n" in rivers.read_text(encoding="utf-8")


@NEEDS_PTY
def test_tab_completes_the_deck(pty_terminal: Start, rivers: Path) -> None:
    """The names of decks are completed while one is typed."""
    program = pty_terminal("add")
    program.shows("Deck (tab")
    program.press("ri", "\t")
    program.shows("creates a deck): rivers")
    program.press("enter")
    program.shows("Kind: basic")
    program.press(CTRL_D)
    assert program.ends() == 0


def test_near_duplicate_is_not_the_default(terminal: Start, rivers: Path) -> None:
    """A card that asks nearly the same is shown with the other's id, and enter leaves it out."""
    program = terminal("add", "rivers", lines=40)
    type_in(
        program,
        ("Kind: basic", ""),
        ("question (", "Which river is in egypt"),
        ("answer (", "Nile"),
        ("reversed [y/N]:", ""),
        ("explanation (optional):", ""),
    )
    screen = program.shows("Add it? [y/N]:")
    assert "Nearly the same: egypt" in screen
    program.press("enter")
    program.shows("Nothing was written.")
    program.press("n", "enter")
    assert program.ends() == 0
    assert rivers.read_text(encoding="utf-8") == HEAD + EGYPT


def test_what_is_no_card_is_explained(terminal: Start, rivers: Path) -> None:
    """What is wrong is said, nothing is written, and the next card can be begun."""
    program = terminal("add", "rivers", lines=40)
    type_in(
        program,
        ("Kind: basic", "choice"),
        ("question (", "Which river?"),
        ("options 1:", "Rhine"),
        ("options 2:", "Nile"),
        ("options 3:", ""),
        ("answer 1:", "Danube"),
        ("answer 2:", ""),
        ("explanation (optional):", ""),
    )
    screen = program.shows("Another card? [Y/n]:")
    assert "Not a card yet: 'Danube' is not one of the options." in screen
    program.press("n", "enter")
    assert program.ends() == 0
    assert rivers.read_text(encoding="utf-8") == HEAD + EGYPT


def test_what_a_card_needs_is_asked_again(terminal: Start, home: Path) -> None:
    """A name that no deck can have and an empty field cost a line, not the card."""
    program = terminal("add", "My Rivers", lines=40)
    type_in(
        program,
        ("A new deck is named with lower-case letters", ""),
        ("digits and single hyphens.", "rivers"),
        ("Kind: basic", "order"),
        ("question (", ""),
        ("A card needs this.", "Which is longer?"),
        ("answer 1:", ""),
        ("answer 1:", "Nile"),
        ("answer 2:", "Rhine"),
        ("answer 3:", ""),
        ("explanation (optional):", ""),
        ("Add it? [Y/n]:", ""),
    )
    program.shows("Another card? [Y/n]:")
    program.press("n", "enter")
    assert program.ends() == 0
    text = (home / "decks" / "rivers.yaml").read_text(encoding="utf-8")
    assert "question: Which is longer?" in text


def test_interrupted(terminal: Start, rivers: Path) -> None:
    """Ctrl-C in the middle of a card is 130; nothing is written, no traceback is shown."""
    program = terminal("add", "rivers")
    type_in(program, ("Kind: basic", ""), ("question (", "Which river is in Peru?"))
    program.shows("answer (")
    program.press("ctrl-c")
    assert program.ends() == 130
    assert "Traceback" not in program.screen
    assert rivers.read_text(encoding="utf-8") == HEAD + EGYPT
