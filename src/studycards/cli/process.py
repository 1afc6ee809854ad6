"""The process of the program: its streams, its signals and its way out."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studycards.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_DIGITS = 4
"""Maximum digits of the width and the height of a terminal."""

_HUNG_UP = 129
"""Exit code where the terminal is gone: 128 and the number of SIGHUP."""


def _open_closed_streams() -> None:
    """Give the process the streams that it was started without: empty, and leading nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


@contextmanager
def prepared() -> Iterator[None]:
    """Run as a program: any text, no warnings, and a way out that restores the terminal.

    Streams and arguments may be any text, tracebacks cannot control the terminal, and a signal that
    ends the program, or a terminal that is gone, ends it as an error would.
    """
    _open_closed_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.argv[1:] = [os.fsencode(word).decode(errors="replace") for word in sys.argv[1:]]
    sys.excepthook = _print_traceback
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of Python, about the code that a learner typed
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)  # Windows has only the first
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.EIO, errno.ENOSPC):
            raise
        _end_without_output(error)
    finally:
        _flush()


def decks_to_review() -> list[str] | None:
    """The decks named after `review`; None if the arguments need a parser."""
    words = sys.argv[1:]
    is_completing = "_STUDYCARDS_COMPLETE" in os.environ
    has_option = any(word.startswith("-") for word in words)
    return None if words[:1] != ["review"] or has_option or is_completing else words[1:]


def drop_impossible_sizes() -> None:
    """Forget sizes of the terminal that rich would fail with, so that the terminal is asked."""
    for name in ("COLUMNS", "LINES"):
        size = os.environ.get(name, "")
        if not (size.isdecimal() and len(size) <= _DIGITS and int(size)):
            os.environ.pop(name, None)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _flush() -> None:
    """Write out what was printed; whoever closed a stream does not want it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            if error.errno == errno.ENOSPC:
                _end_without_output(error)


def _end_without_output(error: OSError) -> None:
    """End where the terminal is gone, or the output goes to a disk that is full."""
    if error.errno == errno.EIO:
        sys.exit(_HUNG_UP)
    with suppress(OSError):
        sys.stderr.write("studycards: error: the output cannot be written: the disk is full\n")
    sys.exit(ExitCode.FAILED)


def _print_traceback(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    import traceback

    from studycards.terminal.safe import visible

    sys.stderr.write(visible("".join(traceback.format_exception(kind, error, trace))))
