"""Imports run one way, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

import studycards
from studycards.cards import KINDS
from studycards.cli import COMMANDS
from tests import forks
from tests.cli.test_commands import example

SOURCE = Path(studycards.__file__).parent
ROOT = Path(__file__).parents[1]

ROOMS = (
    "errors", "files", "config", "cards", "scheduling", "events", "decks", "history", "running",
    "checking", "collection", "review", "contract", "terminal", "cli",
)  # fmt: skip
"""From the lowest: a room imports those before it."""

STRANGERS = {"decks": {"history"}, "history": {"decks"}}
"""Rooms that do not know one another."""

AMBIENT = {
    *("sys.stdin", "sys.stdout", "sys.stderr", "os.environ", "os.getenv"),
    *("datetime.now", "datetime.today", "date.today", "time.time"),
}
"""What only one place reads."""


def modules(room: str) -> list[Path]:
    """The modules of a room."""
    return [*SOURCE.glob(f"{room}.py"), *(SOURCE / room).rglob("*.py")]


def imported(room: str) -> set[str]:
    """The modules that a room imports, at whatever place."""
    return {target for file in modules(room) for node in _nodes(file) for target in _targets(node)}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    """No module imports a room above its own, nor one that its room does not know."""
    found = {name.split(".")[1] for name in imported(room) if name.startswith("studycards.")}
    found &= set(ROOMS)
    lower = set(ROOMS[: ROOMS.index(room)]) - STRANGERS.get(room, set())
    assert found - {room} <= lower


def test_every_room_is_known() -> None:
    """A new room has its place in the order."""
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms - {"__init__", "__main__", "__pycache__", "shipped", "py"} == set(ROOMS)


def test_rooms_in_the_documentation() -> None:
    """The page on how it is built lists the rooms, and their order, as they are."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(ROOMS)
    sentence = re.search(r"Imports run one way: (.*?),\s+each", page, re.DOTALL)
    assert sentence
    assert re.findall(r"`(\w+)`", sentence[1]) == list(ROOMS)


@pytest.mark.parametrize("room", ["cards", "scheduling", "events"])
def test_pure_rooms(room: str) -> None:
    """What a card is, when it comes back and what was done need no file, process or clock."""
    outside = {"os", "sqlite3", "subprocess", "sys", "tempfile", "time", "yaml", "rich"}
    assert {name.split(".")[0] for name in imported(room)} & outside == set()


def test_the_state_machine_is_pure() -> None:
    """It imports values alone."""
    nodes = _nodes(SOURCE / "review" / "state.py")
    found = {t for node in nodes for t in _targets(node) if t.startswith("studycards.")}
    assert {name.split(".")[1] for name in found} <= {"cards", "scheduling"}


def test_cli_holds_commands_and_what_they_need() -> None:
    """A module for each command, the session that `review` runs, and what all of them need."""
    found = {path.stem for path in (SOURCE / "cli").glob("*.py")}
    beside = {"__init__", "parser", "studying", "context", "process", "failures", "complete"}
    assert found == {*COMMANDS, *beside}


def test_kinds_are_named_in_their_room_alone() -> None:
    """Outside `cards/` no code names a kind of note."""
    found = {
        (file.relative_to(SOURCE).as_posix(), node.value)
        for file in SOURCE.rglob("*.py")
        if SOURCE / "cards" not in file.parents
        for node in _nodes(file)
        if isinstance(node, ast.Constant) and node.value in KINDS
    }
    assert found == {
        ("running/results.py", "output"),  # a run that printed too much
        ("terminal/equations/environments.py", "equation"),  # an environment of TeX
    }


def test_review_draws_nothing() -> None:
    """A review session knows no terminal: other front-ends stand on it too."""
    assert [name for name in imported("review") if name.split(".")[0] == "rich"] == []


def test_front_ends_do_not_know_one_another() -> None:
    """The whole screen and line by line share what is in other modules."""
    for one, other in (("fullscreen", "plain"), ("plain", "fullscreen")):
        nodes = _nodes(SOURCE / "terminal" / f"{one}.py")
        assert f"studycards.terminal.{other}" not in {t for node in nodes for t in _targets(node)}


def test_one_place_reads_the_world() -> None:
    """Streams, environment and clock come from the context; code in a child has its own."""
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if not file.name.startswith("child_")
        for node in _nodes(file)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in AMBIENT
    }
    assert found == {"cli/context.py", "cli/process.py", "running/platform.py"}


def test_what_reaches_the_terminal_is_safe() -> None:
    """Consoles and streams are used where everything is made visible; a screen paints itself."""
    prints = re.compile(r"(.*\.)?(stdout|stderr|console\.file)\.write|print|input|Console")
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if not file.name.startswith("child_")
        for node in _nodes(file)
        if isinstance(node, ast.Call) and prints.fullmatch(ast.unparse(node.func))
    }
    assert found == {
        *("cli/context.py", "cli/process.py", "terminal/console.py", "terminal/screen.py")
    }


def _nodes(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def _targets(node: ast.AST) -> list[str]:
    """The modules that a statement imports; a name from a module may be one too."""
    if isinstance(node, ast.ImportFrom):
        assert node.module
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


HEAVY = {"rich", "yaml", "sqlite_utils", "fsrs", "rich.markdown", "platformdirs", "tomlkit"}


LOADED = """
import sys
look_for = set(sys.argv.pop(1).split(","))
sys.argv[0] = "studycards"
from studycards.cli import main
try:
    main()
except SystemExit:
    print("loaded:", *sorted(look_for & set(sys.modules)))
"""


def loaded_by(*arguments: str, look_for: AbstractSet[str] = HEAVY) -> set[str]:
    """The packages among some that a command has loaded when it ends."""
    program = [sys.executable, "-c", LOADED, ",".join(look_for), *arguments]
    shown = subprocess.run(program, capture_output=True, text=True, check=True)
    return set(shown.stdout.splitlines()[-1].split()[1:])


@pytest.mark.slow
def test_version_loads_nothing() -> None:
    """`--version` answers before anything is imported."""
    assert loaded_by("--version") == set()


@pytest.mark.slow
def test_a_session_without_options_needs_no_parser() -> None:
    """`review` and names of decks are read without typer, which is a third of a start."""
    assert "typer" not in loaded_by("review", "no-such-deck", look_for={"typer"})
    assert "typer" in loaded_by("review", "--cram", look_for={"typer"})


@pytest.mark.slow
def test_help_loads_rich_alone() -> None:
    """`--help` loads every command, and none of what they need."""
    assert loaded_by("--help") - {"rich", "rich.markdown"} == set()


@pytest.mark.slow
def test_next_card_needs_neither_yaml_nor_sqlite_utils() -> None:
    """Once the decks are read, a card is shown from the index."""
    loaded_by("next", "python-mro")
    assert loaded_by("next", "python-mro") == {"rich"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["config"],
        ["config", "--json"],
        ["config", "rollover"],
        *(shlex.split(example(command))[1:] for command in COMMANDS if command != "config"),
    ],
    ids=" ".join,
)
def test_settings_are_read_without_tomlkit(read_home: Path, arguments: list[str]) -> None:
    """Neither showing the settings nor any other command loads what writes them."""
    assert "tomlkit" in forks.COLD  # where the command runs, only it can have loaded that
    (read_home / "config.toml").write_text("rollover = 3\n")
    _, shown, _ = forks.run(["-c", LOADED, *arguments], os.environ)
    assert "tomlkit" not in shown.decode().splitlines()[-1].split()


@pytest.mark.slow
def test_tomlkit_writes_settings() -> None:
    """The one command that needs it loads it."""
    assert "tomlkit" in loaded_by("config", "rollover", "3")
