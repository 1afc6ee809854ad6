"""Given beside expected."""

from __future__ import annotations

from studycards.terminal.difference import difference


def test_marks_read_without_colour() -> None:
    """What is wrong and what is missing is marked by signs."""
    assert difference("Olso", "Oslo").plain == "given     Ol[-s-]o\nexpected  O{+s+}lo"


def test_other_words_are_not_picked_apart() -> None:
    """Where little is alike, marks within the words would only confuse."""
    assert difference("tuple", "object").plain == "given     tuple\nexpected  object"


def test_lines() -> None:
    """Lines are compared as wholes, blanks at their ends aside."""
    assert difference("0 0 \n1 2\n2 4\n5", "0 0\n1 1\n2 4\n").plain == (
        "  0 0\n- 1 2\n+ 1 1\n  2 4\n- 5"
    )


def test_controls_are_shown() -> None:
    """An answer cannot command the terminal."""
    assert "\x1b" not in difference("\x1b[2J", "x").plain


def test_long_texts_are_cut() -> None:
    """A megabyte is not compared letter by letter."""
    assert len(difference("a" * 1_000_000, "b").plain) < 500


def test_a_short_text_is_not_cut_for_a_long_one() -> None:
    """An ellipsis stands only for what was cut."""
    assert difference("short", "x" * 401).plain == "given     short"
