"""Given beside expected."""

from __future__ import annotations

from studycards.terminal.difference import difference


def test_marks_read_without_colour() -> None:
    """What is wrong and what is missing is marked by signs."""
    assert difference("Olso", "Oslo").plain == "given     Ol[-s-]o\nexpected  O{+s+}lo"


def test_controls_are_shown() -> None:
    """An answer cannot command the terminal."""
    assert "\x1b" not in difference("\x1b[2J", "x").plain


def test_long_texts_are_cut() -> None:
    """A megabyte is not compared letter by letter."""
    assert len(difference("a" * 1_000_000, "b").plain) < 500
