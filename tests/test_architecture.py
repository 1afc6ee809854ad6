"""Imports run one way, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import studycards

SOURCE = Path(studycards.__file__).parent

ALLOWED = {
    "errors": set(),
    "config": {"errors"},
    "cards": {"errors"},
    "scheduling": {"errors"},
    "events": {"errors", "cards", "scheduling"},
    "running": {"errors"},
    "decks": {"errors", "cards"},
    "checking": {"errors", "cards", "decks", "running"},
    "history": {"errors", "cards", "scheduling", "events"},
    "review": {"cards", "scheduling"},
    "collection": {
        "errors", "config", "cards", "scheduling", "events", "running", "decks", "checking",
        "history", "review",
    },
    "terminal": {"cards", "scheduling", "running", "review"},
    "cli": {
        "errors", "config", "cards", "scheduling", "events", "decks", "history", "review",
        "collection",
        "running", "terminal",
    },
}  # fmt: skip
"""What each room may import besides itself."""


@pytest.mark.parametrize("room", ALLOWED)
def test_imports_run_one_way(room: str) -> None:
    """No module imports a room above its own, nor one edge another."""
    files = [SOURCE / f"{room}.py", *(SOURCE / room).glob("*.py")]
    found = {
        target.split(".")[1]
        for file in files
        if file.exists()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for target in _targets(node)
        if target.startswith("studycards.")
    }
    assert found - {room} <= ALLOWED[room]


def test_every_room_is_known() -> None:
    """A new room has its place in the order."""
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms - {"__init__", "__main__", "__pycache__", "shipped", "py"} == set(ALLOWED)


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def loaded_by(*arguments: str) -> set[str]:
    """The heavy packages that a command has loaded when it ends."""
    code = (
        "import sys\n"
        f"sys.argv = ['studycards', *{arguments!r}]\n"
        "from studycards.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n"
        "    heavy = {'rich', 'yaml', 'sqlite_utils', 'fsrs', 'rich.markdown', 'platformdirs'}\n"
        "    print('loaded:', *sorted(heavy & set(sys.modules)))\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(shown.stdout.splitlines()[-1].split()[1:])


def test_version_loads_nothing() -> None:
    """`--version` answers before anything is imported."""
    assert loaded_by("--version") == set()


def test_help_loads_rich_alone() -> None:
    """`--help` loads every command, and none of what they need."""
    assert loaded_by("--help") - {"rich", "rich.markdown"} == set()


def test_next_card_needs_neither_yaml_nor_sqlite_utils() -> None:
    """Once the decks are read, a card is shown from the index."""
    loaded_by("next", "python-mro")
    assert loaded_by("next", "python-mro") == {"rich"}
