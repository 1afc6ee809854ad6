"""What the shell completes, by the functions and by the protocol of the shells."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.cli import COMMANDS, complete
from studycards.config import SETTINGS
from tests import forks
from tests.cli.library import basic_deck, values

MAIN = "import sys; sys.argv[0] = 'studycards'; from studycards.cli import main; main()"


@pytest.fixture(autouse=True)
def decks(make_deck: Callable[[str, str], Path]) -> None:
    """Two decks whose names begin the same."""
    make_deck("planets", basic_deck("planets", "mars", "mercury", "venus"))
    make_deck("plants", basic_deck("plants", "moss", "oak"))


def bash(line: str) -> list[str]:
    """What bash would offer at the end of a line."""
    words = line.split(" ")
    return protocol(
        "complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
    ).stdout.splitlines()


def protocol(instruction: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a shell runs it to complete a line."""
    asked = {**os.environ, "_STUDYCARDS_COMPLETE": instruction, **variables}
    program, *printed = forks.run(["-c", MAIN], asked)
    out, err = (text.decode() for text in printed)
    return subprocess.CompletedProcess(MAIN, program.wait(), out, err)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("", ["planets", "plants"]), ("plan", ["planets", "plants"]), ("plants", ["plants"]),
     ("x", [])],
)  # fmt: skip
def test_decks(typed: str, offered: list[str]) -> None:
    """The decks that begin so, in the order of the search path."""
    assert complete.decks(typed) == offered


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("m", ["mars", "mercury", "moss"]), ("me", ["mercury"]), ("%", []), ("MARS", [])],
)
def test_cards(typed: str, offered: list[str]) -> None:
    """The ids that begin so, sorted."""
    assert complete.cards(typed) == offered


@pytest.mark.parametrize(
    ("typed", "offered"), [("", ["gas", "giant", "rock"]), ("g", ["gas", "giant"]), ("x", [])]
)
def test_tags(make_deck: Callable[[str, str], Path], typed: str, offered: list[str]) -> None:
    """The tags of decks and cards that begin so, each once, sorted."""
    cards = "  - {id: io, question: Q?, answer: A, tags: [giant, gas]}\n"
    make_deck("moons", f"deck: moons\ntags: [rock, gas]\ncards:\n{cards}")
    assert complete.tags(typed) == offered


def test_many_cards(make_deck: Callable[[str, str], Path]) -> None:
    """Of thousands of ids as many are offered as a shell can show."""
    make_deck("many", basic_deck("many", *(f"many-{n:04}" for n in range(1, 1001))))
    offered = complete.cards("many-")
    assert offered == [f"many-{n:04}" for n in range(1, complete.MOST + 1)]


def test_settings() -> None:
    """The settings that begin so."""
    assert complete.setting_names("") == [setting.name for setting in SETTINGS]
    assert complete.setting_names("lea") == ["learning_steps", "learn_ahead"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("studycards rev", ["review"]),
        ("studycards review pla", ["planets", "plants"]),
        ("studycards review planets plan", ["planets", "plants"]),
        ("studycards stats plants", ["plants"]),
        ("studycards next pl", ["planets", "plants"]),
        ("studycards check plane", ["planets"]),
        ("studycards add plane", ["planets"]),
        ("studycards answer mer", ["mercury"]),
        ("studycards answer mars g", ["good"]),
        ("studycards suspend mars mo", ["moss"]),
        ("studycards config new", ["new_per_day"]),
    ],
)
def test_bash(no_shipped_decks: None, line: str, offered: list[str]) -> None:
    """Bash is offered decks, ids, ratings and settings where each belongs."""
    assert bash(line) == offered


def test_bash_offers_every_command() -> None:
    """After the name of the program every command is offered."""
    assert bash("studycards ") == list(COMMANDS)


def test_zsh_and_fish() -> None:
    """The other shells ask in their own way and are offered the same."""
    typed = {"_TYPER_COMPLETE_ARGS": "studycards answer mer"}
    assert '"mercury"' in protocol("complete_zsh", **typed).stdout
    fish = protocol("complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args", **typed)
    assert fish.stdout.splitlines() == ["mercury"]


def test_scripts_for_the_shells() -> None:
    """The script that a shell loads calls the program back."""
    for shell in ("bash", "zsh", "fish"):
        script = protocol(f"source_{shell}").stdout
        assert "_STUDYCARDS_COMPLETE" in script
        assert f"complete_{shell}" in script


def test_no_word_into_the_line_being_typed(
    run: Callable[..., Result], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a clock that went back nor a broken deck or history talks while one presses tab."""
    values(run("answer", "mars", "good", "--json"))
    variables = {"COMP_WORDS": "studycards answer mer", "COMP_CWORD": "2"}
    monkeypatch.setenv("STUDYCARDS_NOW", "2026-01-01T09:00:00+01:00")
    behind = protocol("complete_bash", **variables)
    assert (behind.stdout, behind.stderr) == ("mercury\n", "")
    (home / "studycards.db").write_bytes(b"This is not a database at all." * 99)
    for file in home.glob("studycards.db-*"):
        file.unlink()
    broken = protocol("complete_bash", **variables)
    assert (broken.stdout.strip(), broken.stderr) == ("", "")
