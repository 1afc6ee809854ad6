"""Keys from the keyboard, and the terminal while they are read: all that differs by platform."""

from __future__ import annotations

import codecs
import os
import sys
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType
    from typing import Protocol, TextIO

    class Keyboard(Protocol):
        """Reads keys one at a time, while it is listening."""

        def read(self) -> str:
            """Wait for a key; `resize` when the window changed, `closed` when it is gone."""

        def listening(
            self, enter: Callable[[], None], leave: Callable[[], None]
        ) -> AbstractContextManager[None]:
            """Read keys one by one; the terminal is restored however it ends.

            Args:
                enter: Called once keys are read, also when the process is resumed.
                leave: Called before the terminal is restored, also when the process is stopped.
            """

        def lent(
            self, enter: Callable[[], None], leave: Callable[[], None]
        ) -> AbstractContextManager[None]:
            """Give the terminal to a child process, such as an editor, for a while."""


RESIZE = "resize"
CLOSED = "closed"
"""The terminal is gone."""
PASTE = "paste:"
"""Prefix of pasted text, which comes as one key so that nothing in it is a command."""

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_SEQUENCES = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
    "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
    "\x1b[H": "home", "\x1b[F": "end", "\x1bOH": "home", "\x1bOF": "end",
    "\x1b[1~": "home", "\x1b[4~": "end", "\x1b[7~": "home", "\x1b[8~": "end",
    "\x1b[3~": "delete", "\x1b[5~": "page up", "\x1b[6~": "page down",
    "\x1b[1;5C": "word right", "\x1b[1;5D": "word left",
    "\x1b[1;3C": "word right", "\x1b[1;3D": "word left",
}  # fmt: skip
_SINGLE = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\t": "tab",
    "\x1b": "esc", "\x01": "home", "\x04": "ctrl-d", "\x05": "end", "\x0b": "ctrl-k",
    "\x0e": "down", "\x10": "up", "\x15": "ctrl-u", "\x17": "ctrl-w", "\x02": "left",
    "\x06": "right", "\x0c": RESIZE, "\x1c": "ctrl-c", "\x03": "ctrl-c",
}  # fmt: skip

_ESCAPE_WAIT = 0.02
"""Seconds after which a lone escape is the key, not the start of a sequence.

A terminal writes a sequence in one piece, which few networks split; the key has no effect until
then.
"""


def split_keys(text: str) -> Iterator[str]:
    """The names of the keys that send a text; a printable character is its own name."""
    while text:
        if text.startswith(_PASTE_BEGINS):
            pasted, _, text = text.removeprefix(_PASTE_BEGINS).partition(_PASTE_ENDS)
            yield PASTE + _printable(pasted)
            continue
        sequence = next((s for s in _SEQUENCES if text.startswith(s)), None)
        if sequence:
            yield _SEQUENCES[sequence]
            text = text[len(sequence) :]
            continue
        if text.startswith(("\x1b[", "\x1bO")):
            text = _after_unknown_sequence(text)
            continue
        first, text = text[0], text[1:]
        if first in _SINGLE:
            yield _SINGLE[first]
        elif _is_printable(first):
            yield first


def _is_printable(character: str) -> bool:
    """Whether a character can be typed: joiners and selectors within emoji can."""
    return character.isprintable() or character in "\u200c\u200d\ufe0f"


def _printable(pasted: str) -> str:
    """A pasted text without what cannot be typed; its lines stay, tabs become blanks."""
    lines = pasted.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join("".join(filter(_is_printable, line)) for line in lines)


def _after_unknown_sequence(text: str) -> str:
    end = next((n for n, c in enumerate(text[2:], 3) if "\x40" <= c <= "\x7e"), len(text))
    return text[end:]


class PosixKeys:
    """The keyboard of a POSIX terminal."""

    def __init__(self, stdin: TextIO) -> None:
        self._fd = stdin.fileno()
        self._waiting: deque[str] = deque()
        self._unfinished = ""
        """A paste whose end has not arrived."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._suspend: Callable[[], None] | None = None
        """Stops the program, where ctrl-Z asked for it."""
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)

    def read(self) -> str:
        """Wait for a key; `resize` when the window changed, `closed` when it is gone."""
        import select  # noqa: PLC0415 - there is none for files on Windows

        while not self._waiting:
            ready, _, _ = select.select([self._fd, self._wake_read], [], [])
            if self._wake_read in ready:
                os.read(self._wake_read, 1024)
                suspend, self._suspend = self._suspend, None
                if suspend:
                    suspend()
                return RESIZE
            try:
                data = os.read(self._fd, 4096)
                if data == b"\x1b" and select.select([self._fd], [], [], _ESCAPE_WAIT)[0]:
                    data += os.read(self._fd, 4096)
            except OSError:
                data = b""
            if not data:
                return CLOSED
            text = self._unfinished + self._decoder.decode(data)
            whole = text.rfind(_PASTE_BEGINS) <= text.rfind(_PASTE_ENDS)
            self._unfinished = "" if whole else text
            self._waiting.extend(split_keys(text) if whole else ())
        return self._waiting.popleft()

    @contextmanager
    def listening(self, enter: Callable[[], None], leave: Callable[[], None]) -> Iterator[None]:
        """Read keys one by one; the terminal is restored however it ends."""
        import signal  # noqa: PLC0415
        import termios  # noqa: PLC0415
        import tty  # noqa: PLC0415

        before = termios.tcgetattr(self._fd)

        def take() -> None:
            tty.setcbreak(self._fd, termios.TCSADRAIN)
            enter()

        def give_back() -> None:
            leave()
            termios.tcsetattr(self._fd, termios.TCSADRAIN, before)

        def wake(_signal: int, _frame: FrameType | None) -> None:
            """Do nothing: the byte that every signal writes wakes `read`."""

        def suspend() -> None:
            give_back()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, stop)
            take()

        def stop(_signal: int, _frame: FrameType | None) -> None:
            """Leave it to `read`: a frame that is being written cannot be interrupted by another."""
            self._suspend = suspend

        handlers = {signal.SIGWINCH: wake, signal.SIGTSTP: stop}
        held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, *handlers}
        kept = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        # The byte is not written by a handler: a signal just before `select` would run its handler
        # only after it, at the next key.
        kept_fd = signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        try:
            take()
            yield
        finally:
            # A second signal waits: here, its exception would leave the terminal as it is.
            try:
                signal.pthread_sigmask(signal.SIG_BLOCK, held)
            finally:
                # A terminal that is gone cannot be restored.
                with suppress(OSError, termios.error):
                    give_back()
                signal.set_wakeup_fd(kept_fd)
                for number, handler in kept.items():
                    signal.signal(number, handler)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, held)

    @contextmanager
    def lent(self, enter: Callable[[], None], leave: Callable[[], None]) -> Iterator[None]:
        """Give the terminal to a child process, such as an editor, for a while."""
        import signal  # noqa: PLC0415
        import termios  # noqa: PLC0415
        import tty  # noqa: PLC0415

        # Stopped together with the child, the terminal is the child's when both go on.
        stop = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        ours = termios.tcgetattr(self._fd)
        leave()
        cooked = termios.tcgetattr(self._fd)
        cooked[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(self._fd, termios.TCSADRAIN, cooked)
        try:
            yield
        finally:
            termios.tcsetattr(self._fd, termios.TCSADRAIN, ours)
            tty.setcbreak(self._fd, termios.TCSADRAIN)
            enter()
            signal.signal(signal.SIGTSTP, stop)


class WindowsKeys:
    """The keyboard of a Windows console."""

    _SPECIAL = {  # noqa: RUF012
        "H": "\x1b[A", "P": "\x1b[B", "M": "\x1b[C", "K": "\x1b[D", "G": "\x1b[H", "O": "\x1b[F",
        "S": "\x1b[3~", "I": "\x1b[5~", "Q": "\x1b[6~", "s": "\x1b[1;5D", "t": "\x1b[1;5C",
        **dict.fromkeys("Ruvw", ""),
    }  # fmt: skip
    """What a terminal sends for the keys that the C runtime gives in two halves."""

    _MOST_TYPED_AHEAD = 8
    """Characters: more than these at once were pasted."""

    def __init__(self, stdin: TextIO) -> None:  # noqa: ARG002 - as on POSIX
        """The console is found without its stream."""
        self._waiting: deque[str] = deque()

    def read(self) -> str:
        """Wait for a key."""
        import msvcrt  # noqa: PLC0415 - there is one on Windows alone

        while not self._waiting:
            text = self._character()
            while msvcrt.kbhit() or "\ud800" <= text[-1:] <= "\udbff":  # type: ignore[attr-defined,unused-ignore]
                text += self._character()
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            pasted = self._is_pasted(text)
            self._waiting.extend([PASTE + _printable(text)] if pasted else split_keys(text))
        return self._waiting.popleft()

    def _character(self) -> str:
        """What was typed; for another key what a terminal sends, or nothing."""
        import msvcrt  # noqa: PLC0415

        first: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
        if first not in "\x00\xe0":
            return first
        second: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
        if first == "\xe0" and second not in self._SPECIAL and second < "\x7f":
            return first + second  # the letter à, which begins like an arrow
        return self._SPECIAL.get(second, "")

    def _is_pasted(self, text: str) -> bool:
        """Whether so much was written at once that nobody typed it: nothing in it commands."""
        written = all(_is_printable(c) or c in "\r\n\t" for c in text) and bool(text.strip())
        return written and len(text) > self._MOST_TYPED_AHEAD

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


Keys = WindowsKeys if sys.platform == "win32" else PosixKeys
