"""The output of a child: read to its end, kept up to a limit."""

from __future__ import annotations

import re
import threading
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 65_536
"""Bytes per read: the size of a pipe on Linux."""


class Reader:
    """A thread that reads a pipe to its end and closes it."""

    def __init__(self, pipe: IO[bytes], limit: int, on_overflow: Callable[[], None]) -> None:
        """Begin to read.

        Args:
            pipe: Unbuffered.
            limit: Bytes to keep; the rest is discarded.
            on_overflow: Called from the thread, as long as more than that arrives.
        """
        self.overflowed = False
        self._pipe = pipe
        self._limit = limit
        self._on_overflow = on_overflow
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._pipe:
            while chunk := self._pipe.read(_CHUNK):
                room = self._limit - len(self._kept)
                self._kept += chunk[:room]
                if len(chunk) > room:
                    self.overflowed = True
                    self._on_overflow()

    def wait(self, seconds: float) -> None:
        """Wait for the end of the pipe, but no longer than this."""
        self._thread.join(seconds)

    @property
    def kept(self) -> bytes:
        """The output so far, up to the limit."""
        return bytes(self._kept)


def split_reports(stderr: bytes, token: str) -> tuple[bytes, dict[str, str]]:
    """Separate the child's own reports from what it printed.

    The child writes reports as lines of their own to its stderr, which exists on every platform
    and needs no further pipe. Each begins with a token that only this run knows.

    Returns:
        The rest, and the reports: word and detail.
    """
    pattern = rb"\n%s (\w+) (.*)\n" % token.encode()
    reports = {word.decode(): _plain(detail) for word, detail in re.findall(pattern, stderr)}
    return re.sub(pattern, b"", stderr), reports


def _plain(detail: bytes) -> str:
    """A detail, decoded from one line of ASCII."""
    text = detail.decode("unicode_escape", errors="replace")
    return text.encode(errors="replace").decode()
