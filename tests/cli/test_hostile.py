"""A deck may cost little, whatever is in it: every one is told of, and the deck beside it works."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.library import basic_deck
from tests.decks.hostile import DECKS
from tests.decks.limited import Commands, Ran

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="limits and links are those of Linux"),
]

SECONDS, MIB = 4.0, 200
"""What a command may cost, the start of the program included; without coverage it takes half."""


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    """One process for all commands."""
    started = Commands()
    yield started
    started.close()


@pytest.mark.parametrize("name", DECKS)
def test_hostile_deck(
    name: str, commands: Commands, make_deck: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """Every command is quick and small; a session goes on; `check` names the file and the line."""
    hostile = DECKS[name]
    good = make_deck("good", basic_deck("good", "fine"))
    path = good.with_name("bad.yaml")
    text = hostile.make(path)
    if isinstance(text, str):
        path.write_text(text, encoding="utf-8")

    def run(*arguments: str, stdin: str = "") -> Ran:
        ran = commands.run(*arguments, stdin=stdin, cwd=tmp_path)
        assert "Traceback" not in ran.stderr
        assert ran.status in (0, 3), ran.stderr
        assert (ran.seconds < SECONDS, ran.mib < MIB) == (True, True), (arguments, ran[3:])
        return ran

    deck = "bad" if hostile.asked else "good"
    said = run("review", deck, "--plain", stdin=f"{hostile.given}\n4\n")
    assert "1 answer" in said.stdout
    assert len(said.text) < 500_000
    checked = run("check")
    assert hostile.said in checked.stdout
    assert checked.status == (3 if hostile.said else 0)
    assert max(map(len, checked.stdout.splitlines()), default=0) < 2_000
    assert ("problem" in said.stderr) == ("SC001" in checked.stdout)
