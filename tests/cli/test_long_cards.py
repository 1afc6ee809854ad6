"""A card that is far too long is asked like any other, with what a screen shows of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.library import rows
from tests.decks.hostile import LONG, basic
from tests.terminals import Terminal

pytestmark = pytest.mark.slow


def test_whole_screen(
    terminal: Callable[..., Terminal], make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """A megabyte of list and of answer: hint, answer, scrolling and rating."""
    question = "|\n" + "      - an item\n" * 60_000
    make_deck("bad", basic(question, LONG[:1_000_000]))
    program = terminal("review")
    assert "an item" in program.shows("1 new")
    program.press("esc", "h")
    program.shows("hint")
    program.press("enter")
    program.shows("4 easy")
    program.press("\x1b[6~", "4")
    assert program.ends() == 0
    assert rows(home, "select card_id, rating from reviews") == [("bad", 4)]
