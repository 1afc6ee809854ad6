"""A deck may cost little, whatever is in it: every one is told of, and the deck beside it works."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform != "win32":
    import resource

from tests import forks
from tests.cli.library import basic_deck
from tests.decks.hostile import DECKS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="limits and links are those of Linux"),
]

SECONDS, MIB = 4.0, 200
"""What a command may cost; without coverage it takes half."""

LIMITS = (
    {}
    if sys.platform == "win32"
    else {
        resource.RLIMIT_CPU: 8,
        resource.RLIMIT_AS: 700 * 2**20,
    }
)
"""What ends one that costs far more."""


@pytest.mark.parametrize("name", DECKS)
def test_hostile_deck(name: str, make_deck: Callable[[str, str], Path]) -> None:
    """Every command is quick and small; a session goes on; `check` names the file and the line."""
    hostile = DECKS[name]
    good = make_deck("good", basic_deck("good", "fine"))
    path = good.with_name("bad.yaml")
    text = hostile.make(path)
    if isinstance(text, str):
        path.write_text(text, encoding="utf-8")

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        words = ["-m", "studycards", *arguments]
        program, *printed = forks.run(words, os.environ, stdin.encode(), limits=LIMITS)
        out, err = (text.decode() for text in printed)
        assert "Traceback" not in err
        assert program.wait() in (0, 3), err
        cheap = program.seconds < SECONDS, program.mib < MIB
        assert cheap == (True, True), (arguments, program.seconds, program.mib)
        return program.wait(), out, err

    deck = "bad" if hostile.asked else "good"
    _, out, err = run("review", deck, "--plain", stdin=f"{hostile.given}\n4\n")
    assert "1 answer" in out
    assert len(out + err) < 500_000
    status, checked, _ = run("check")
    assert hostile.said in checked
    assert status == (3 if hostile.said else 0)
    assert max(map(len, checked.splitlines()), default=0) < 2_000
    assert ("problem" in err) == ("SC001" in checked)
