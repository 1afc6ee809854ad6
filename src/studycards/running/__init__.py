"""Code from cards, run in a child process that cannot do harm by accident.

What is stopped, and what is not, stands in docs/running-code.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from studycards.errors import StudycardsError
from studycards.running.platform import end_session, new_session, starting_variables

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHILD = Path(__file__).with_name("child.py")
_POLL = 0.002
"""Seconds between two looks at the child."""


class Outcome(StrEnum):
    """How a run ended."""

    OK = "ok"
    """The code ran to its end."""
    FAILED = "failed"
    """It raised."""
    EXITED = "exited"
    """The process ended before the code did."""
    TIMEOUT = "timeout"
    OUTPUT = "output"
    """It printed more than allowed."""
    MEMORY = "memory"
    FORBIDDEN = "forbidden"
    """It reached for other files, processes or the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a run may use."""

    seconds: float = 5.0
    """Wall time, and CPU time rounded up."""
    memory: int = 512 * 1024 * 1024
    """Bytes of address space; where the platform can limit it."""
    output: int = 256 * 1024
    """Bytes on stdout, and as many on stderr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run did."""

    outcome: Outcome
    stdout: str
    stderr: str
    """With a traceback of the card's own lines, in which the file is called <card>."""
    detail: str
    """What was forbidden; empty otherwise."""
    exit_code: int
    seconds: float


class InterpreterError(StudycardsError):
    """The Python under which code should run does not start."""

    def __init__(self, python: Path, reason: str) -> None:
        super().__init__(f"{python} does not start: {reason}", hint="Name another interpreter.")


DEFAULT_LIMITS = Limits()


def run_code(
    code: str,
    *,
    python: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    names: Mapping[str, Any] | None = None,
) -> Ran:
    """Run code and wait for its end; whatever it does, the result says so.

    May be called from several threads at once.

    Args:
        code: A program.
        python: The interpreter; the one in use where it is left out.
        limits: What it may use.
        names: Variables that it sees, as JSON values.

    Raises:
        InterpreterError: The interpreter cannot be started.
    """
    interpreter = python or Path(sys.executable)
    with tempfile.TemporaryDirectory(prefix="card-", ignore_cleanup_errors=True) as name:
        folder = Path(os.path.realpath(name))
        job = {
            "code": code,
            "names": dict(names or {}),
            "seconds": limits.seconds,
            "memory": limits.memory,
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        return _Child(interpreter, folder, limits).wait()


class _Child:
    """One running child and what it printed."""

    def __init__(self, python: Path, folder: Path, limits: Limits) -> None:
        self._limits = limits
        self._folder = folder
        self._began = time.monotonic()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the learner trusts the code
                [str(python), "-I", "-B", "-X", "utf8", str(_CHILD)],
                cwd=folder,
                env=starting_variables(folder),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                **new_session(),
            )
        except OSError as error:
            raise InterpreterError(python, error.strerror or str(error)) from error
        assert self._process.stdout
        assert self._process.stderr
        self._stdout = _Reader(self._process.stdout, limits.output)
        self._stderr = _Reader(self._process.stderr, limits.output)

    def wait(self) -> Ran:
        """Wait for the end, or bring it about."""
        stopped = self._watch()
        end_session(self._process)
        exit_code = self._process.wait()
        stdout, stderr = self._stdout.text(), self._stderr.text()
        result = self._folder / "result"
        said = result.read_text(encoding="utf-8", errors="replace") if result.exists() else ""
        word, _, detail = said.partition("\n")
        outcome = stopped or (Outcome(word) if word else Outcome.EXITED)
        if not stopped and (self._stdout.overflowed or self._stderr.overflowed):
            outcome = Outcome.OUTPUT
        return Ran(
            outcome=outcome,
            stdout=stdout,
            stderr=stderr,
            detail=detail,
            exit_code=exit_code,
            seconds=round(time.monotonic() - self._began, 4),
        )

    def _watch(self) -> Outcome | None:
        """Wait while all is well; what was exceeded, if anything was."""
        while self._process.poll() is None:
            if time.monotonic() - self._began > self._limits.seconds:
                return Outcome.TIMEOUT
            if self._stdout.overflowed or self._stderr.overflowed:
                return Outcome.OUTPUT
            time.sleep(_POLL)
        return None


class _Reader:
    """Read a pipe to its end in a thread, keeping no more than a limit."""

    def __init__(self, pipe: IO[bytes], limit: int) -> None:
        self.overflowed = False
        self._pipe = pipe
        self._limit = limit
        self._kept = bytearray()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while chunk := os.read(self._pipe.fileno(), 65_536):
            room = self._limit - len(self._kept)
            self._kept += chunk[:room]
            self.overflowed |= len(chunk) > room

    def text(self) -> str:
        """What came, once nothing more comes."""
        self._thread.join(1)
        self._pipe.close()
        return bytes(self._kept).decode(errors="replace").replace("\r\n", "\n")
