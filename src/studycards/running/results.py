"""What a run may use, how it ended and what it did."""

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
    """The code ran to its end, and so did what it left to do at exit."""
    FAILED = "failed"
    """It raised an exception, or the interpreter crashed."""
    EXITED = "exited"
    """The process ended before the code did, with whatever exit code."""
    TIMEOUT = "timeout"
    """It took too long and was ended."""
    OUTPUT = "output"
    """It printed too much and was ended."""
    MEMORY = "memory"
    """It wanted more memory than allowed and did not catch that."""
    FORBIDDEN = "forbidden"
    """It reached for other files, other processes, the network or native code and was ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a run may use; where the platform cannot limit a thing, it is not limited."""

    seconds: float = 5.0
    """Wall time from the start of the interpreter; CPU time is limited to a little more."""
    memory: int = 512 * 1024 * 1024
    """Bytes of address space, interpreter included. Not on macOS and Windows."""
    output: int = 256 * 1024
    """Bytes on stdout, and as many on stderr."""
    file_size: int = 2 * 1024 * 1024
    """Bytes in one file. Not on Windows."""
    files: int = 100
    """Times that a file or folder may be made, opened for writing, renamed or removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did."""

    outcome: Outcome
    stdout: str
    """As far as the limit; bytes that are not UTF-8 are shown as U+FFFD."""
    stderr: str
    """With a traceback of the card's own lines, in which the file is called <card>."""
    detail: str
    """What was forbidden or exceeded, or how it exited; empty for ok and for an exception."""
    exit_code: int
    """Of the process; on POSIX, minus the signal that ended it."""
    seconds: float
    """Wall time, the start of the interpreter included."""
    guards: Sequence[str] = ()
    """What was in force besides the audit hook: limits, namespaces, landlock, seccomp."""


class InterpreterError(StudycardsError):
    """The Python under which code should run does not start."""

    def __init__(self, python: Path, reason: str) -> None:
        super().__init__(
            f"{python} does not start: {reason}", hint="Name a Python of version 3.8 or later."
        )
