"""Fixtures: a home of its own for every test, a fixed clock, decks made from text."""

from __future__ import annotations

import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pexpect
import pyte
import pytest
from typer.testing import CliRunner, Result

from studycards.cli import app
from studycards.collection import Collection
from studycards.config import Settings, read_settings
from studycards.decks import find

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
"""A Monday, well within a study day."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`STUDYCARDS_HOME` of this test; no shipped decks, no colours, a fixed clock."""
    folder = tmp_path / "home"
    monkeypatch.setenv("STUDYCARDS_HOME", str(folder))
    monkeypatch.setenv("STUDYCARDS_NOW", NOW.isoformat())
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("VISUAL", "EDITOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def no_shipped_decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the decks a test makes is on the search path."""
    empty = tmp_path / "shipped"
    empty.mkdir()
    (empty / "deck.schema.json").write_bytes(
        (find.shipped_folder() / "deck.schema.json").read_bytes()
    )
    for module in ("studycards.collection", "studycards.decks.append"):
        monkeypatch.setattr(f"{module}.shipped_folder", lambda: empty)


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
            history=home / "studycards.db", own_decks=home / "decks", settings=settings, now=NOW
        )
        opened_ones.callback(collection.close)
        collection.refresh(lambda *_: None)
        return collection

    with opened_ones:
        yield opened


@pytest.fixture
def run(home: Path) -> Callable[..., Result]:
    """Run the program in this process: `run("stats", "--json", at="2026-03-03T09:00:00+01:00")`."""

    def invoke(*arguments: str, at: str | None = None, **environment: str) -> Result:
        clock = {"STUDYCARDS_NOW": at} if at else {}
        return CliRunner().invoke(app, arguments, env={**os.environ, **clock, **environment})

    return invoke


class Terminal:
    """The installed program in a real pseudo-terminal, and what its screen shows."""

    def __init__(
        self, *arguments: str, at: str | None, columns: int, lines: int, **environment: str
    ) -> None:
        clock = {"STUDYCARDS_NOW": at} if at else {}
        settings = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        variables = {**os.environ, **settings, **clock, **environment}
        for name in ("COLUMNS", "LINES", "CI"):
            variables.pop(name, None)
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "studycards", *arguments],
            dimensions=(lines, columns),
            env=variables,
            timeout=20,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # as under a shell
        )
        self.raw = b""

    def press(self, *keys: str) -> None:
        """Send keys."""
        for key in keys:
            self.process.send({"enter": "\r", "esc": "\x1b", "ctrl-c": "\x03"}.get(key, key))

    def shows(self, text: str) -> str:
        """Wait until the screen shows a text; the whole screen."""
        deadline = time.monotonic() + 20
        while text not in self.screen:
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"{text!r} is not on the screen:\n{self.screen}")
        while self._read(wait=0.03):
            pass
        return self.screen

    def ends(self) -> int:
        """Wait until the program ends; its exit code."""
        deadline = time.monotonic() + 60
        while self._read():
            assert time.monotonic() < deadline, f"the program goes on:\n{self.screen}"
        self.process.close()
        return int(self.process.exitstatus if self.process.signalstatus is None else -1)

    @property
    def screen(self) -> str:
        """The lines of the screen, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def _read(self, wait: float | None = None) -> bool:
        """Read what came; False at the end, or when nothing came in the time to wait."""
        try:
            data = self.process.read_nonblocking(65_536, timeout=wait or 0.2)
        except pexpect.TIMEOUT:
            return wait is None
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Run the program in a pseudo-terminal: `terminal("review", columns=80)`."""
    running: list[Terminal] = []

    def run(
        *arguments: str, at: str | None = None, columns: int = 80, lines: int = 24, **variables: str
    ) -> Terminal:
        running.append(Terminal(*arguments, at=at, columns=columns, lines=lines, **variables))
        return running[-1]

    yield run
    for program in running:
        program.process.close(force=True)
