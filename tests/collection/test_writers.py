"""Two programs that write to one deck."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TextIO

import pytest
import yaml

from tests import forks
from tests.cli.library import basic_deck, invoke

pytestmark = pytest.mark.slow


def add(deck: str, number: int) -> tuple[forks.Fork, TextIO]:
    """Begin to add a note; the program, and what it prints."""
    words = ["add", deck, "-q", f"Which is {number}?", "-a", str(number), "--id", f"n{number}"]
    printed, out = os.pipe()
    with Path(os.devnull).open() as nothing:
        streams = [nothing.fileno(), out, out]
        program = forks.start(["-m", "studycards", *words, "--force"], streams, os.environ)
    os.close(out)
    return program, os.fdopen(printed, encoding="utf-8")


@pytest.mark.parametrize("deck", ["old", "new"])
def test_many_at_once(make_deck: Callable[[str, str], Path], home: Path, deck: str) -> None:
    """Every card that was said to be added is in the deck, one that is new included."""
    make_deck("old", basic_deck("old", "first"))
    invoke("decks")
    programs = [add(deck, number) for number in range(5)]
    said = []
    for _, printed in programs:
        with printed:
            said.append(printed.read())
    assert [program.wait() for program, _ in programs] == [0] * 5, said
    content = yaml.safe_load((home / "decks" / f"{deck}.yaml").read_text(encoding="utf-8"))
    ids = [note["id"] for note in content["cards"]]
    assert sorted(ids) == sorted(
        [*(["first"] if deck == "old" else []), "n0", "n1", "n2", "n3", "n4"]
    )
    assert [file.name for file in (home / "decks").iterdir() if file.name.startswith(".")] == []


def test_they_take_turns(make_deck: Callable[[str, str], Path], home: Path) -> None:
    """Whoever adds waits for another program that holds the history, and says so."""
    deck = make_deck("old", basic_deck("old", "first"))
    invoke("decks")
    with closing(sqlite3.connect(home / "studycards.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        program, printed = add("old", 1)
        assert "another program is writing" in printed.readline()
        assert "n1" not in deck.read_text(encoding="utf-8")
        other.rollback()
    with printed:
        assert "Added n1" in printed.read()
    assert program.wait() == 0
    assert [note["id"] for note in yaml.safe_load(deck.read_text())["cards"]] == ["first", "n1"]
