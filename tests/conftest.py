"""Fixtures: a home of its own for every test, a fixed clock, decks made from text."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.collection import Collection
from studycards.config import Settings, read_settings
from studycards.decks import find
from studycards.decks.find import SearchPath
from tests.cli.library import invoke
from tests.terminals import PtyTerminal, Terminal

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
"""A Monday, well within a study day."""

EXAMPLES = int(os.environ.get("STUDYCARDS_EXAMPLES", "1"))
"""How many times as many examples properties are tried with."""

MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory."""


def _is_roomy(folder: Path) -> bool:
    """Whether a folder takes a gigabyte, and programs that are started from it."""
    if not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize > 2**30 and not found.f_flag & os.ST_NOEXEC


# Thousands of homes are made and thrown away: a disk would wait for each answer.
if sys.platform == "linux" and "TMPDIR" not in os.environ and _is_roomy(MEMORY):
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
# Programs are started hundreds of times: their modules are compiled once.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# What is collected stays until the end: nobody need look for garbage in it.
gc.disable()


def pytest_collection_finish() -> None:
    """From now on, look for garbage in what the tests leave."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`STUDYCARDS_HOME` of this test; no colours, a fixed clock, a folder of its own to work in."""
    folder = tmp_path / "home"
    work = tmp_path.with_name(f"{tmp_path.name}-work")
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("STUDYCARDS_HOME", str(folder))
    monkeypatch.setenv("STUDYCARDS_NOW", NOW.isoformat())
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("VISUAL", "EDITOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def _index(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A history without events, in which the shipped decks are read."""
    folder = tmp_path_factory.mktemp("index")
    assert invoke("decks", STUDYCARDS_HOME=str(folder)).exit_code == 0
    return (folder / "studycards.db").read_bytes()


@pytest.fixture
def read_home(home: Path, _index: bytes) -> Path:
    """The home of this test after the shipped decks were read, which takes a tenth of a second."""
    home.mkdir()
    (home / "studycards.db").write_bytes(_index)
    return home


@pytest.fixture
def no_shipped_decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the decks a test makes is on the search path."""
    empty = tmp_path / "shipped"
    empty.mkdir()
    (empty / "deck.schema.json").write_bytes(
        (find.shipped_folder() / "deck.schema.json").read_bytes()
    )
    monkeypatch.setattr("studycards.decks.find.shipped_folder", lambda: empty)


@pytest.fixture
def make_deck(home: Path, no_shipped_decks: None) -> Callable[[str, str], Path]:
    """Write a deck among the learner's own: `make_deck("name", text)`."""

    def make(name: str, text: str) -> Path:
        path = home / "decks" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return make


@pytest.fixture
def settings() -> Settings:
    """The defaults."""
    return read_settings({}, "test")


@pytest.fixture
def open_collection(home: Path, settings: Settings) -> Iterator[Callable[[], Collection]]:
    """Open the collection of this test, with changed decks read."""
    opened_ones = ExitStack()

    def opened() -> Collection:
        collection = Collection(
            history=home / "studycards.db",
            search_path=SearchPath(home / "decks", find.shipped_folder()),
            settings=settings,
            now=NOW,
        )
        opened_ones.callback(collection.close)
        collection.refresh()
        return collection

    with opened_ones:
        yield opened


@pytest.fixture
def run(home: Path) -> Callable[..., Result]:
    """Run the program in this process: `run("stats", "--json", at="2026-03-03T09:00:00+01:00")`."""
    return invoke


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Run the program in a terminal: `terminal("review", columns=80)`."""
    running: list[Terminal] = []

    def run(
        *arguments: str, at: str | None = None, columns: int = 80, lines: int = 24, **variables: str
    ) -> Terminal:
        running.append(Terminal(*arguments, at=at, columns=columns, lines=lines, **variables))
        return running[-1]

    yield run
    for program in running:
        program.close()


@pytest.fixture
def pty_terminal() -> Iterator[Callable[..., PtyTerminal]]:
    """Run the program in a real pseudo-terminal, for what only a terminal shows."""
    running: list[PtyTerminal] = []

    def run(
        *arguments: str, at: str | None = None, columns: int = 80, lines: int = 24, **variables: str
    ) -> PtyTerminal:
        running.append(PtyTerminal(*arguments, at=at, columns=columns, lines=lines, **variables))
        return running[-1]

    yield run
    for program in running:
        program.close()
