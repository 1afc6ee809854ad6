"""Programs run in a pseudo-terminal and timed: to a text on the screen, or from key to screen.

Imports nothing but the standard library: the memory of a child counts from the fork, so the
process that measures it has to be smaller.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studycards.collection import Collection
from studycards.config import read_settings
from studycards.decks.find import SearchPath, shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NOW = datetime.fromisoformat("2026-11-24T12:00:00+01:00")
"""The moment at which a collection is studied; its last reviews are of the day before."""

STUDYCARDS = str(Path(sys.executable).with_name("studycards"))

LINES, COLUMNS = 24, 80
CTRL_C = b"\x03"
LONGEST = 600
"""Seconds after which a program is given up."""


def open_collection(home: Path, decks: Path, now: datetime) -> Collection:
    """The collection in a home with the decks of a folder and those we ship, by the defaults."""
    return Collection(
        history=home / "studycards.db",
        search_path=SearchPath(decks, shipped_folder()),
        settings=read_settings({}, ""),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    seconds: float
    """From before the process was made until the text was read from its terminal."""
    peak_mib: float
    """The most memory it had resident, until its end."""


def environment(home: Path) -> dict[str, str]:
    """The variables of a terminal in which a collection is studied."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")
    }
    own = {"STUDYCARDS_HOME": str(home), "STUDYCARDS_NOW": NOW.isoformat()}
    return kept | own | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run_until(command: Sequence[str], text: str, variables: Mapping[str, str]) -> Run:
    """Run a program until a text is on its terminal, then interrupt it and wait for its end."""
    began = time.perf_counter()
    child, terminal = start(command, variables)
    shown = b""
    while text.encode() not in shown:
        data = read(terminal)
        if not data:
            raise RuntimeError(f"{command} ended without {text!r}:\n{shown.decode()}")
        shown += data
    taken = time.perf_counter() - began
    interrupt(terminal)
    _, _, usage = os.wait4(child, 0)
    signal.alarm(0)
    os.close(terminal)
    per_mib = 2**20 if sys.platform == "darwin" else 2**10
    return Run(taken, usage.ru_maxrss / per_mib)


def start(command: Sequence[str], variables: Mapping[str, str]) -> tuple[int, int]:
    """Start a program in a pseudo-terminal: its process, and the terminal's other end."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.execve(command[0], list(command), dict(variables))
    signal.alarm(LONGEST)
    return child, terminal


def interrupt(terminal: int) -> None:
    """Send ctrl-c until the program has ended: while it imports, Python may lose one."""
    with suppress(OSError):
        os.write(terminal, CTRL_C)
        while True:
            if not select.select([terminal], [], [], 0.2)[0]:
                os.write(terminal, CTRL_C)
            elif not read(terminal):
                return


def read(terminal: int) -> bytes:
    """What the program wrote; nothing once it has ended."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
