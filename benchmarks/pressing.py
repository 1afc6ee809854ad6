"""Time the keys of a session, from before a key is written until the next frame is read.

`python -m benchmarks.pressing HOME` prints the seconds by kind of key as JSON, and under "frame"
those of a program that does nothing but answer each key with as large a frame; the two take turns.
HOME is not changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.running import STUDYCARDS, environment, interrupt, read, run_until, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CARDS = 600
NEW = 400
"""New cards of the session: so many that the shipped decks are asked, with cards of every kind."""

ENTER, TAB, ESCAPE, DOWN = b"\r", b"\t", b"\x1b", b"\x1b[B"
END_OF_FRAME = b"\x1b[?2026l"
"""The end of a synchronised update."""

FRAME = """
import os, tty
tty.setcbreak(0)
size = 0
while True:
    os.write(1, b"x" * size + b"\\x1b[?2026l")
    size = int(os.read(0, 64))
"""
"""A program to which each key is the size of a frame."""


def main() -> None:
    """Measure on the home that the command line names."""
    home = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=home) as name:
        folder = Path(name)
        shutil.copy(home / "studycards.db", folder)
        (folder / "decks").symlink_to(home / "decks")
        # The decks have other paths here, so they are read once more: before keys are timed.
        run_until([STUDYCARDS, "next", "--json"], '"card"', environment(folder))
        print(json.dumps(measure(folder)))


def measure(home: Path) -> dict[str, list[float]]:
    """Seconds by kind of key; no key is left out, not even the first, which waits for fsrs."""
    frame = Program([sys.executable, "-c", FRAME], environment(home))
    session = Program([STUDYCARDS, "review", "--new", str(NEW)], environment(home))
    taken: dict[str, list[float]] = defaultdict(list)
    for kind, key in keys(session):
        taken[kind].append(session.press(key))
        taken["frame"].append(frame.press(str(len(session.frame)).encode()))
    frame.end()
    session.end()
    return taken


class Program:
    """A program in a pseudo-terminal that paints one frame for each key."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str]) -> None:
        self._child, self._terminal = start(command, variables)
        self.frame = self._next_frame()
        """What it painted last, which is the whole screen."""

    def press(self, key: bytes) -> float:
        """Send a key; the seconds until the next frame was read."""
        began = time.perf_counter()
        os.write(self._terminal, key)
        self.frame = self._next_frame()
        return time.perf_counter() - began

    def shows(self, text: str) -> bool:
        """Whether a text is on the screen, in whatever colours."""
        return text in re.sub(r"\x1b\[[?\d;]*\w", "", self.frame.decode())

    def end(self) -> None:
        """Interrupt it and wait for its end."""
        interrupt(self._terminal)
        os.waitpid(self._child, 0)
        os.close(self._terminal)

    def _next_frame(self) -> bytes:
        frame = b""
        while not frame.endswith(END_OF_FRAME):
            data = read(self._terminal)
            if not data:
                raise RuntimeError(f"the program ended:\n{frame.decode()}")
            frame += data
        assert frame.count(END_OF_FRAME) == 1
        return frame


def keys(session: Program) -> Iterator[tuple[str, bytes]]:
    """What a learner presses, each key with its kind; none starts a program or the editor."""
    random = Random("learner")
    for _ in range(CARDS):
        yield from answered(session, random)
        if random.random() < 0.1:
            yield "info", b"i"
            yield "info left", b" "
        if random.random() < 0.1:
            yield "flag", b"f"
        yield random.choices((("good", b"3"), ("again", b"1"), ("bury", b"b")), (8, 1, 1))[0]
        if random.random() < 0.1:
            if session.shows("esc commands"):
                yield "escape", ESCAPE
            yield "undo", b"u"
            assert session.shows("Undone: ")


def answered(session: Program, random: Random) -> Iterator[tuple[str, bytes]]:
    """What leads from a question to its answer, which is given, guessed or only looked at."""
    enter = "show"
    if session.shows("run the tests"):
        yield "letter", b"x"
        yield "escape", ESCAPE
        yield "give up", b"g"
    elif session.shows("tab hint") and random.random() < 0.5:
        yield "hint", TAB
        yield from (("letter", letter) for letter in (b"t", b"r", b"y"))
        enter = "answer"
    elif session.shows("↑↓"):
        yield "arrow", DOWN
        for option in (b"1", b"2"):
            if not revealed(session):
                yield "option", option
        enter = "answer"
    while not revealed(session):
        yield enter, ENTER


def revealed(session: Program) -> bool:
    """Whether the answer is on the screen, to be rated."""
    return session.shows("1 again")


if __name__ == "__main__":
    main()
