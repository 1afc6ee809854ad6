"""The documentation says what is so: its examples are run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest
import yaml
from typer.testing import Result

from docs import pictures
from studycards.cards import KINDS
from studycards.cli import COMMANDS
from studycards.config import SETTINGS
from studycards.decks.parse import parse_deck
from studycards.errors import ExitCode
from studycards.events.lines import from_line, to_line

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list[object]:
    """The code blocks of all pages in a language, as parameters."""
    return [
        pytest.param(block, id=f"{page.name}-{number}")
        for page in PAGES
        for number, block in enumerate(
            re.findall(
                rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
            )
        )
    ]


@pytest.mark.parametrize("block", blocks("console"))
def test_console_examples(block: str, run: Callable[..., Result]) -> None:
    """Each command of a transcript prints what the page shows."""
    at = "2026-11-24T09:00:00+01:00"
    for example in block.split("$ studycards ")[1:]:
        command, _, expected = example.partition("\n")
        result = run(*shlex.split(command), at=at, COLUMNS="80")
        assert result.exit_code == 0, result.output
        printed = "\n".join(line.rstrip() for line in result.output.splitlines()) + "\n"
        wanted = expected.replace("…", "...")
        assert OutputChecker().check_output(wanted, printed, ELLIPSIS), printed


@pytest.mark.parametrize("block", blocks("jsonl"))
def test_events_in_the_docs(block: str) -> None:
    """Every line shown is an event, written as the program writes it."""
    lines = block.splitlines()
    assert lines
    assert [to_line(from_line(line)) for line in lines] == lines


@pytest.mark.parametrize("block", blocks("yaml"))
def test_decks_in_the_docs(block: str) -> None:
    """Every deck shown is a deck without problems."""
    if block.startswith("# .pre-commit-config.yaml"):
        assert yaml.safe_load(block)["repos"][0]["hooks"][0]["entry"] == "studycards check"
        return
    deck = parse_deck(block, Path("example.yaml"))
    assert deck.problems == ()
    assert deck.notes


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_documented(command: str) -> None:
    """Every command has its section, with an example."""
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    section = page.partition(f"\n## {command}\n")[2].partition("\n## ")[0]
    assert f"Example: studycards {command}" in section


def test_kinds_and_settings_are_documented() -> None:
    """Every kind has its section, every setting its line, every exit code its row."""
    kinds = (ROOT / "docs" / "deck-format.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"\n## {kind}\n" not in kinds] == []
    settings = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [s.name for s in SETTINGS if f"\n| `{s.name}` |" not in settings] == []
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [code for code in ExitCode if f"\n| {code.value} |" not in readme] == []


def test_ci_calls_the_test_command_of_the_readme() -> None:
    """There is one line that runs the tests, and `.ci/run` takes it from the README."""
    lines = [
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if "-m pytest" in line
    ]
    assert len(lines) == 1
    assert "grep -F -- '-m pytest' README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", pictures.SCENES)
def test_pictures(name: str) -> None:
    """A picture in the README shows what a review shows today."""
    kept = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert pictures.words(kept) == pictures.words(pictures.picture(name))
    assert f"docs/pictures/{name}.svg" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_pictures_load_nothing() -> None:
    """They name no place on the net but that of their format."""
    for path in pictures.FOLDER.glob("*.svg"):
        places = re.findall(r"https?://[^\"'<) ]*", path.read_text(encoding="utf-8"))
        assert set(places) == {"http://www.w3.org/2000/svg"}
