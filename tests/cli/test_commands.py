"""Every command is in the table, has help with an example, and the example works."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import pytest
from typer.testing import Result

import studycards
from studycards.cli import COMMANDS
from tests.cli.library import new_process


def function(command: str) -> Callable[..., None]:
    """The function of a command."""
    found: Callable[..., None] = getattr(import_module(f"studycards.cli.{command}"), command)
    return found


def example(command: str) -> str:
    """The example in the help of a command."""
    lines = (getdoc(function(command)) or "").splitlines()
    found = [line.removeprefix("Example: ") for line in lines if line.startswith("Example: ")]
    assert len(found) == 1
    return found[0]


def test_every_command_is_in_the_table() -> None:
    """A module with a function of its own name is a command."""
    folder = Path(studycards.__file__).parent / "cli"
    names = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    commands = {n for n in names if hasattr(import_module(f"studycards.cli.{n}"), n)}
    assert commands == set(COMMANDS)


def test_help_lists_every_command_with_its_purpose(run: Callable[..., Result]) -> None:
    """`studycards --help` shows the table, in its order, on stdout."""
    result = run("--help")
    assert (result.exit_code, result.stderr) == (0, "")
    found = re.findall(
        r"^│ (\w+) +(\S.*?) +│$", result.stdout.partition("Commands")[2], re.MULTILINE
    )
    assert found == list(COMMANDS.items())


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command(run: Callable[..., Result], command: str, option: str) -> None:
    """The help of a command has its usage, what it does and its example, on stdout."""
    result = run(command, option, COLUMNS="200")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.strip() for line in result.stdout.splitlines()]
    purpose = (getdoc(function(command)) or "").splitlines()[0]
    usage = next(line for line in lines if line)
    assert usage.startswith("Usage: ")
    assert f" {command} " in usage
    assert purpose in lines
    assert f"Example: {example(command)}" in lines


@pytest.mark.parametrize("command", COMMANDS)
def test_example_begins_with_the_command(command: str) -> None:
    """An example calls the command whose help it is in."""
    assert example(command).split()[:2] == ["studycards", command]


@pytest.mark.slow
@pytest.mark.usefixtures("read_home")
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "review"])
def test_examples_work(run: Callable[..., Result], command: str) -> None:
    """What the help shows can be typed as it stands, with the decks that come along."""
    if command == "undo":
        assert run("answer", "mro-diamond", "good").exit_code == 0
    if command == "restore":
        assert run("backup").exit_code == 0
    result = run(*shlex.split(example(command))[1:])
    assert result.exit_code == 0, result.output


def test_example_of_review_needs_a_terminal(run: Callable[..., Result]) -> None:
    """The one example that does not work in a script says so."""
    result = run(*shlex.split(example("review"))[1:])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "review needs a terminal" in result.stderr


def test_without_arguments_the_help_is_shown(run: Callable[..., Result]) -> None:
    """The program's name alone lists the commands."""
    result = run()
    assert all(purpose in result.output for purpose in COMMANDS.values())


@pytest.mark.parametrize(("typed", "meant"), [("stat", "stats"), ("reveiw", "review")])
def test_an_unknown_command_suggests_one(
    run: Callable[..., Result], typed: str, meant: str
) -> None:
    """A misspelt command is answered with the one that was meant."""
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"No such command '{typed}'" in result.stderr
    assert f"Did you mean '{meant}'?" in result.stderr


def test_version() -> None:
    """The version is printed, and no heavy package is imported on the way."""
    result = new_process("--version", PYTHONPROFILEIMPORTTIME="1")
    assert result.stdout == f"studycards {studycards.__version__}\n"
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "studycards.cli" in imported
    packages = {name.partition(".")[0] for name in imported}
    heavy = {"rich", "yaml", "sqlite_utils", "fsrs", "platformdirs", "click", "tomlkit"}
    assert packages & heavy == set()
