"""Start a child, wait until it ends or end it, and judge how it ended."""

from __future__ import annotations

import json
import marshal
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from studycards.running import child_sealing, platform
from studycards.running.folder import own_folder
from studycards.running.reading import Reader, split_reports
from studycards.running.results import InterpreterError, Limits, Outcome, RunResult

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = """\
import marshal, sys
job = marshal.loads(sys.stdin.buffer.read())
job.update(marshal.loads(job.pop('modules')))
exec(job.pop('first'), {'job': globals().pop('job')})
"""
_PACK = """\
import marshal, sys
if sys.version_info < (3, 8): sys.exit('version 3.8 or later is needed')
texts = marshal.loads(sys.stdin.buffer.read())
exec(texts['sealing'])
sys.stdout.buffer.write(packed(texts))
"""
"""Parsed by any Python, so that one that is too old can say so."""

_REPORTS = 4096
"""Bytes on stderr reserved for the child's own reports."""
_PATIENCE = 1.0
"""Seconds to wait for the remaining output of a child that was killed."""
_TOO_LONG = "it takes too long"
_ONE_AT_A_TIME = threading.Lock()
"""Held while the modules are compiled: the syntax trees of Python 3.11 are not safe in threads."""
_DEFAULT_LIMITS = Limits()


def run_code(
    code: str,
    *,
    python: Path | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    names: Mapping[str, Any] | None = None,
) -> RunResult:
    """Run a program and wait for its end; however it ends, the result says so.

    May be called from several threads at once.

    Args:
        code: The program, which runs as `__main__`.
        python: The interpreter, 3.8 or later; the one in use if left out.
        limits: The limits of the run.
        names: Variables that it sees, as JSON values.

    Raises:
        InterpreterError: The interpreter cannot be started.
    """
    token = secrets.token_hex(16)
    with _ONE_AT_A_TIME:
        modules = _modules(python or Path(sys.executable), limits.seconds)
    with own_folder() as folder, tempfile.TemporaryFile() as stdin:
        job = {
            "modules": modules,
            "program": _PROGRAM,
            "token": token,
            "code": code,
            "names": json.loads(json.dumps(dict(names or {}))),
            "seconds": limits.seconds,
            "memory": limits.memory,
            "file_size": limits.file_size,
            "files": limits.files,
        }
        # Version 2 is read by every Python 3, and faster than JSON, which is not built in.
        stdin.write(marshal.dumps(job, 2))
        stdin.seek(0)
        return _Child(python or Path(sys.executable), folder, stdin, limits).run(token)


@cache
def _modules(python: Path, seconds: float) -> bytes:
    """The modules of the child, compiled once by each interpreter, which takes it up to some time.

    Raises:
        InterpreterError: The interpreter cannot be started.
    """
    texts = {
        path.stem.removeprefix("child_"): path.read_text(encoding="utf-8")
        for path in Path(__file__).parent.glob("child_*.py")
    }
    if python == Path(sys.executable):
        return child_sealing.packed(texts)
    try:
        done = subprocess.run(  # noqa: S603 - the learner names it
            [python, "-I", "-c", _PACK],
            env=platform.child_environment(Path(tempfile.gettempdir())),
            input=marshal.dumps(texts, 2),
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except OSError as error:
        raise InterpreterError(python, error.strerror or str(error)) from error
    except subprocess.TimeoutExpired as error:
        raise InterpreterError(python, _TOO_LONG) from error
    if done.returncode != 0:
        raise InterpreterError(python, _why_not(_text(done.stderr), done.returncode))
    return done.stdout


class _Child:
    """A child process and what it prints."""

    def __init__(self, python: Path, folder: Path, stdin: IO[bytes], limits: Limits) -> None:
        self._python = python
        self._limits = limits
        self._began = time.monotonic()
        try:
            # Not -I: it would ignore PYTHONHASHSEED. The environment is ours, so that -s,
            # PYTHONSAFEPATH and the bootstrap, which cleans sys.path, isolate as well.
            self._process = subprocess.Popen(  # noqa: S603 - the learner trusts the code
                [str(python), "-s", "-B", "-X", "utf8", "-c", _PROGRAM],
                bufsize=0,
                cwd=folder,
                env=platform.child_environment(folder),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                **platform.start_options(),
            )
        except OSError as error:
            raise InterpreterError(python, error.strerror or str(error)) from error
        assert self._process.stdout
        assert self._process.stderr
        self._stdout = Reader(self._process.stdout, limits.output, self._kill)
        self._stderr = Reader(self._process.stderr, limits.output + _REPORTS, self._kill)

    def run(self, token: str) -> RunResult:
        """Wait until the child ends, or end it; returns the result."""
        # A thread waits, because Popen.wait with a limit polls, at up to 50 ms.
        waiter = threading.Thread(target=self._process.wait, daemon=True)
        waiter.start()
        try:
            waiter.join(max(self._began + self._limits.seconds - time.monotonic(), 0))
            in_time = not waiter.is_alive()
        finally:
            platform.kill(self._process)
            waiter.join()
        for reader in (self._stdout, self._stderr):
            reader.wait(_PATIENCE)
        return self._result(token, in_time=in_time)

    def _result(self, token: str, *, in_time: bool) -> RunResult:
        exit_code = self._process.returncode
        printed, reports = split_reports(self._stderr.kept, token)
        stderr = _text(printed[: self._limits.output])
        if "began" not in reports:
            why = _why_not(stderr, exit_code) if in_time else _TOO_LONG
            raise InterpreterError(self._python, why)
        outcome, detail = self._judge(reports, exit_code, in_time=in_time)
        return RunResult(
            outcome=outcome,
            stdout=_text(self._stdout.kept),
            stderr=stderr,
            detail=detail,
            exit_code=exit_code,
            seconds=round(time.monotonic() - self._began, 4),
            guards=tuple(reports["began"].split()),
        )

    def _kill(self) -> None:
        if self._process.returncode is None:
            platform.kill(self._process)

    def _judge(
        self, reports: Mapping[str, str], exit_code: int, *, in_time: bool
    ) -> tuple[Outcome, str]:
        """How it ended, with a detail."""
        died_of = platform.signal_name(exit_code)
        if "forbidden" in reports:
            return Outcome.FORBIDDEN, reports["forbidden"]
        if self._stdout.overflowed or self._stderr.overflowed:
            return Outcome.OUTPUT, f"more than {self._limits.output // 1024} KiB"
        if not in_time or died_of == "SIGXCPU":
            return Outcome.TIMEOUT, f"more than {self._limits.seconds:g} s"
        if died_of == "SIGSYS":
            return Outcome.FORBIDDEN, "it starts a process, or reaches out of its own"
        if "memory" in reports:
            return Outcome.MEMORY, f"more than {self._limits.memory // 1024**2} MiB"
        if platform.is_crash(exit_code):
            return Outcome.FAILED, f"the interpreter crashed ({died_of or hex(exit_code)})"
        if "failed" in reports:
            return Outcome.FAILED, ""
        if "ended" in reports and exit_code == 0:
            return Outcome.OK, ""
        return Outcome.EXITED, f"ended by {died_of}" if died_of else f"exit code {exit_code}"


def _text(printed: bytes) -> str:
    return printed.decode(errors="replace").replace("\r\n", "\n")


def _why_not(stderr: str, exit_code: int) -> str:
    """Why an interpreter did not reach the card's code."""
    lines = stderr.strip().splitlines()
    return lines[-1] if lines else f"exit code {exit_code}"
