"""Commands in children with limits on time and memory: what they say, and what they cost.

One process imports the program and forks for each command, so that a table of a hundred commands
takes seconds. It runs as a script: `python tests/decks/limited.py`, a command per line of stdin.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 8
"""CPU time after which a command is killed."""

MEMORY = 700 * 2**20
"""Bytes of address space of a command; what it may use is asserted by its peak."""


class Ran(NamedTuple):
    """What a command did."""

    status: int
    """Exit code; negative for the signal that killed it."""
    stdout: str
    stderr: str
    seconds: float
    """CPU time."""
    mib: int
    """Peak of resident memory."""

    @property
    def text(self) -> str:
        """Everything it said."""
        return self.stdout + self.stderr


class Commands:
    """Runs commands, each in a fork of one process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str, stdin: str = "", cwd: Path, **environment: str) -> Ran:
        """Run a command to its end.

        Args:
            arguments: The words after `studycards`.
            stdin: What is typed.
            cwd: A folder for its input and output.
            environment: Variables besides those of this process.
        """
        assert self._process.stdin
        assert self._process.stdout
        variables = {**os.environ, **environment}
        job = {"argv": arguments, "stdin": stdin, "cwd": str(cwd), "environ": variables}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return Ran(*json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _serve() -> None:
    from studycards.__main__ import main

    _warm()
    for line in sys.stdin:
        job = json.loads(line)
        paths = [Path(job["cwd"]) / name for name in ("stdin", "stdout", "stderr")]
        paths[0].write_text(job["stdin"], encoding="utf-8")
        child = os.fork()
        if child == 0:
            _run(main, job, paths)
        _, status, usage = os.wait4(child, 0)
        spent = usage.ru_utime + usage.ru_stime
        out, err = (path.read_text(encoding="utf-8", errors="replace") for path in paths[1:])
        ran = Ran(os.waitstatus_to_exitcode(status), out, err, spent, usage.ru_maxrss // 1024)
        sys.stdout.write(json.dumps(ran) + "\n")
        sys.stdout.flush()


def _warm() -> None:
    """Import what the commands need, once."""
    import sqlite_utils  # noqa: F401

    import studycards.checking.prove
    import studycards.cli.check
    import studycards.cli.review
    import studycards.collection.checking
    import studycards.review.session
    import studycards.terminal.full_markdown
    import studycards.terminal.plain  # noqa: F401


def _run(main: Callable[[], None], job: dict[str, Any], paths: list[Path]) -> None:
    """The command itself, in the child; never returns."""
    import resource
    import traceback

    signal.alarm(SECONDS * 8)  # for one that waits, and takes no time
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, (path, flags) in enumerate(zip(paths, (os.O_RDONLY, write, write), strict=True)):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        io.open(number, mode, encoding="utf-8")  # noqa: SIM115, UP020
        for number, mode in enumerate("rww")
    )
    os.environ.clear()
    os.environ.update(job["environ"])
    sys.argv = ["studycards", *job["argv"]]
    status = 70
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - as the interpreter shows it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
