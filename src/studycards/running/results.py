"""The limits of a run, how it ended and what it printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from studycards.errors import StudycardsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Outcome(StrEnum):
    """How a run ended."""

    OK = "ok"
    """The code ran to its end, and so did its exit handlers."""
    FAILED = "failed"
    """It raised an exception, or the interpreter crashed."""
    EXITED = "exited"
    """The process ended before the code did, with whatever exit code."""
    TIMEOUT = "timeout"
    """It took too long and was ended."""
    OUTPUT = "output"
    """It printed too much and was ended."""
    MEMORY = "memory"
    """It needed more memory than allowed and did not catch the error."""
    FORBIDDEN = "forbidden"
    """It reached for other files, other processes, the network or native code and was ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a run; what the platform cannot limit is not limited."""

    seconds: float = 5.0
    """Wall time from the start of the interpreter; CPU time is limited to a little more."""
    memory: int = 512 * 1024 * 1024
    """Bytes of address space, interpreter included. Not on macOS and Windows."""
    output: int = 256 * 1024
    """Bytes on stdout, and as many on stderr."""
    file_size: int = 2 * 1024 * 1024
    """Bytes in one file. Not on Windows."""
    files: int = 100
    """Times that a file or folder may be created, opened for writing, renamed or removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """The result of a run."""

    outcome: Outcome
    stdout: str
    """Up to the limit; bytes that are not UTF-8 become U+FFFD."""
    stderr: str
    """With a traceback of the card's own lines, in which the file is called <card>."""
    detail: str
    """What was forbidden or exceeded, or how it exited; empty for ok and for an exception."""
    exit_code: int
    """Of the process; on POSIX, minus the signal that ended it."""
    seconds: float
    """Wall time, the start of the interpreter included."""
    guards: Sequence[str] = ()
    """The guards in force besides the audit hook: namespaces, mounts, landlock, seccomp, limits."""


class InterpreterError(StudycardsError):
    """The Python interpreter for the code does not start."""

    def __init__(self, python: Path, reason: str) -> None:
        super().__init__(
            f"{python} does not start: {reason}", hint="Name a Python of version 3.8 or later."
        )
