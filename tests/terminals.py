"""The program in a terminal: in this process, or in a process with a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO, cast

import pyte

from studycards.cli import context
from studycards.cli.parser import app
from studycards.terminal.keys import CLOSED, split_keys

PATIENCE = 60
"""Seconds after which what should appear, will not: far beyond what a busy machine takes."""

KEYS = {"enter": "\r", "esc": "\x1b", "ctrl-c": "\x03"}


def environment(at: str | None, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a program in a terminal of its own."""
    clock = {"STUDYCARDS_NOW": at} if at else {}
    settings = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
    kept = {**os.environ, **settings, **clock, **variables}
    return {name: kept[name] for name in kept if name not in ("COLUMNS", "LINES", "CI")}


class Display(io.RawIOBase):
    """A screen on which bytes are shown."""

    def __init__(self, columns: int, lines: int) -> None:
        self.raw = b""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)

    def isatty(self) -> bool:
        """It is a terminal."""
        return True

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Show some bytes."""
        self.raw += bytes(data)
        self._stream.feed(bytes(data))
        return len(bytes(data))

    def resize(self, columns: int, lines: int) -> None:
        """The window has another size."""
        self._screen.resize(lines, columns)

    @property
    def shown(self) -> str:
        """The lines of the screen, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self._screen.display)


class Keyboard(io.TextIOBase):
    """Keys that a test presses, read one by one or as lines by a program in another thread."""

    def __init__(self, echo: TextIO) -> None:
        self._echo = echo
        self._typed: deque[str] = deque()
        self._keys: deque[str] = deque()
        self._changed = threading.Condition()
        self._idle = False
        """Whether the program waits for a key, or has ended."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True

    def press(self, text: str) -> None:
        """Type a text; CLOSED closes the terminal."""
        with self._changed:
            self._typed.append(text)
            self._idle = False
            self._changed.notify_all()

    def end(self) -> None:
        """Nobody reads any more."""
        with self._changed:
            self._typed.clear()
            self._idle = True
            self._changed.notify_all()

    def settle(self) -> bool:
        """Wait until the program waits for a key, or has ended; whether it does."""
        with self._changed:
            return self._changed.wait_for(lambda: self._idle, PATIENCE)

    def read(self, _size: int | None = None) -> str:
        """Wait for a key."""
        while not self._keys:
            text = self._next()
            self._keys.extend([CLOSED] if text == CLOSED else split_keys(text))
        return self._keys.popleft()

    def readline(self, _size: int | None = -1) -> str:  # type: ignore[override]
        """Wait for a line."""
        line = ""
        while not line.endswith("\n"):
            text = self._next()
            if text in ("\x04", CLOSED):
                return line
            if text == "\x03":
                raise KeyboardInterrupt
            line += text.replace("\r", "\n")
            self._echo.write(text.replace("\r", "\n"))
            self._echo.flush()
        return line

    @contextmanager
    def listening(self, enter: Callable[[], None], leave: Callable[[], None]) -> Iterator[None]:
        """Read keys one by one."""
        enter()
        try:
            yield
        finally:
            leave()

    @contextmanager
    def lent(self, enter: Callable[[], None], leave: Callable[[], None]) -> Iterator[None]:
        """Give the terminal to a child process for a while."""
        leave()
        try:
            yield
        finally:
            enter()

    def _next(self) -> str:
        with self._changed:
            while not self._typed:
                self._idle = True
                self._changed.notify_all()
                self._changed.wait()
            return CLOSED if self._typed[0] == CLOSED else self._typed.popleft()


class Terminal:
    """The program in a thread of this process, and what its screen shows."""

    def __init__(
        self, *arguments: str, at: str | None, columns: int, lines: int, **variables: str
    ) -> None:
        self._display = Display(columns, lines)
        stdout = io.TextIOWrapper(
            io.BufferedWriter(self._display), "utf-8", newline="\r\n", write_through=True
        )
        self._keyboard = Keyboard(stdout)
        self._context = context.Context(
            environ=environment(at, variables),
            stdin=cast("TextIO", self._keyboard),
            stdout=stdout,
            stderr=stdout,
            clock=lambda: datetime.now(UTC).astimezone(),
            keyboard=lambda: self._keyboard,
            opened=ExitStack(),
            size=(columns, lines),
        )
        self._code: int | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(arguments,), daemon=True)
        self._thread.start()

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self._keyboard.press(KEYS.get(key, key))

    def shows(self, text: str) -> str:
        """The whole screen, with a text on it, once the program has done what it was told."""
        self._settle()
        assert text in self.screen, f"{text!r} is not on the screen:\n{self.screen}"
        return self.screen

    def ends(self) -> int:
        """Wait until the program ends; its exit code."""
        self._settle()
        assert self._code is not None, f"the program goes on:\n{self.screen}"
        return self._code

    @property
    def has_ended(self) -> bool:
        """Whether the program has ended, once it has done what it was told."""
        self._settle()
        return self._code is not None

    def close(self) -> None:
        """Close the terminal."""
        self._keyboard.press(CLOSED)
        self._thread.join(PATIENCE)

    @property
    def screen(self) -> str:
        """The lines of the screen, without trailing blanks."""
        return self._display.shown

    @property
    def raw(self) -> bytes:
        """Everything that was written."""
        return self._display.raw

    def _settle(self) -> None:
        assert self._keyboard.settle(), f"the program is busy for ever:\n{self.screen}"
        if self._failure:
            raise AssertionError("the program failed") from self._failure

    def _run(self, arguments: tuple[str, ...]) -> None:
        context.RUNNING.set(self._context)
        try:
            app(list(arguments), prog_name="studycards")
        except SystemExit as end:
            self._code = int(end.code or 0)
        except BaseException as failure:  # noqa: BLE001 - the test is told of it
            self._failure = failure
        finally:
            self._keyboard.end()


class PtyTerminal:
    """The installed program in a real pseudo-terminal, and what its screen shows."""

    def __init__(
        self, *arguments: str, at: str | None, columns: int, lines: int, **variables: str
    ) -> None:
        import pexpect

        self._display = Display(columns, lines)
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "studycards", *arguments],
            dimensions=(lines, columns),
            env=environment(at, variables),
            timeout=PATIENCE,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # as under a shell
        )

    def press(self, *keys: str) -> None:
        """Send keys."""
        for key in keys:
            self.process.send(KEYS.get(key, key))

    def shows(self, text: str) -> str:
        """Wait until the screen, painted to its end, shows a text; the whole screen."""
        self.until(lambda: text in self.screen and self._is_painted(), repr(text))
        return self.screen

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Read what comes until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            more = time.monotonic() < deadline and self._read()
            assert more, f"{what} is not on the screen:\n{self.screen}"

    def ends(self) -> int:
        """Wait until the program ends; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < deadline, f"the program goes on:\n{self.screen}"
        self.process.close()
        return int(self.process.exitstatus if self.process.signalstatus is None else -1)

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.process.setwinsize(lines, columns)
        self._display.resize(columns, lines)

    def close(self) -> None:
        """Close the terminal."""
        self.process.close(force=True)

    @property
    def screen(self) -> str:
        """The lines of the screen, without trailing blanks."""
        return self._display.shown

    @property
    def raw(self) -> bytes:
        """Everything that was written."""
        return self._display.raw

    def _is_painted(self) -> bool:
        """Whether every frame that was begun has come to its end."""
        return self.raw.count(b"\x1b[?2026h") == self.raw.count(b"\x1b[?2026l")

    def _read(self) -> bool:
        """Wait a moment for something to come; False at the end."""
        import pexpect

        try:
            self._display.write(self.process.read_nonblocking(65_536, timeout=0.2))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True
