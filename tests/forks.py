"""Programs in forks of one warm interpreter: processes of their own, without the time of imports.

Streams, signals, exit code and terminal are those of a process that was started. Where the start of
the interpreter is the subject, a test starts one.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]

STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))

COLD = {"tomlkit"}
"""Modules that a command loads only when it needs them, as tests show."""


class Fork:
    """A program that was begun."""

    def __init__(self, reply: int) -> None:
        self._reply = os.fdopen(reply, encoding="utf-8")
        self.pid = int(self._reply.readline())
        self._end: dict[str, Any] | None = None

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send it a signal, if it has not ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def wait(self, seconds: float | None = 60) -> int:
        """Wait for its end; the exit code, negative for the signal that killed it.

        Raises:
            TimeoutError: If it goes on for longer.
        """
        if self._end is None:
            if not select.select([self._reply], [], [], seconds)[0]:
                raise TimeoutError(self.pid)
            self._end = json.loads(self._reply.readline())
            self._reply.close()
        return int(self._end["code"])

    @property
    def seconds(self) -> float:
        """CPU time of one that has ended."""
        return float(self._known["seconds"])

    @property
    def mib(self) -> int:
        """Peak of the resident memory of one that has ended."""
        return int(self._known["mib"])

    @property
    def killed_at(self) -> str | None:
        """The system call before which `kill_at` killed it; None if it ended before."""
        call: str | None = self._known["killed_at"]
        return call

    @property
    def _known(self) -> dict[str, Any]:
        assert self._end is not None, "it has not ended"
        return self._end


def start(
    arguments: Sequence[str],
    streams: Sequence[int],
    environ: Mapping[str, str],
    *,
    terminal: bool = False,
    limits: Mapping[int, int] | None = None,
    kill_at: int = 0,
) -> Fork:
    """Begin a program in the present folder, with the shipped decks of this process.

    Args:
        arguments: What follows `python`: `-m` and a module, or `-c` and code, and words.
        streams: Descriptors of its stdin, stdout and stderr.
        environ: All of its variables.
        terminal: Whether the streams are those of a terminal, which it then controls.
        limits: Of its resources, by `resource.RLIMIT_...`.
        kill_at: Before which of its writing system calls it is killed, from 1; Linux alone.
    """
    from studycards.decks import find

    job = {
        "arguments": list(arguments),
        "environ": dict(environ),
        "folder": os.getcwd(),  # noqa: PTH109 - as a process inherits it
        "shipped": str(find.shipped_folder()),
        "terminal": terminal,
        "limits": list((limits or {}).items()),
        "kill_at": kill_at,
    }
    ours, theirs = os.pipe()
    with tempfile.TemporaryFile("w+") as described:
        json.dump(job, described)
        described.flush()
        sent = [described.fileno(), theirs, *streams]
        socket.send_fds(_server(), [b"."], sent)
    os.close(theirs)
    return Fork(ours)


def run(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    stdin: bytes = b"",
    patience: float = 60,
    ending: int = signal.SIGKILL,
    **options: Any,
) -> tuple[Fork, bytes, bytes]:
    """Run a program to its end; what it printed.

    Args:
        arguments: As of `start`.
        environ: All of its variables.
        stdin: What is typed.
        patience: Seconds after which it is sent a signal.
        ending: The signal.
        options: As of `start`.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(stdin)
        given.seek(0)
        streams = [file.fileno() for file in (given, out, err)]
        program = start(arguments, streams, environ, **options)
        try:
            program.wait(patience)
        except TimeoutError:
            program.kill(ending)
            program.wait()
        out.seek(0)
        err.seek(0)
        return program, out.read(), err.read()


@cache
def _server() -> socket.socket:
    """The socket of a process that forks; it ends when this one does."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forks", str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(channel: socket.socket) -> None:
    """Fork for each job, until nobody is left to ask."""
    _warm()
    gc.collect()
    gc.freeze()
    alive = 0
    while True:
        _, received, _, _ = socket.recv_fds(channel, 1, 8)
        while alive and os.waitpid(-1, os.WNOHANG if received else 0)[0]:
            alive -= 1
        if not received:
            return
        if os.fork() == 0:
            channel.close()
            _supervise(*received)
        alive += 1
        for number in received:
            os.close(number)


def _warm() -> None:
    """Import all of the program, and what it imports when it needs it."""
    import studycards

    for module in pkgutil.walk_packages(studycards.__path__, "studycards."):
        name = module.name.rpartition(".")[2]
        if not name.startswith(("__", "child_", "windows")):
            __import__(module.name)
    assert not COLD & set(sys.modules), "what is loaded late would not be seen to be"


def _supervise(described: int, reply: int, *streams: int) -> NoReturn:
    """Fork the program, and tell its process id and its end; in the program, run it."""
    with os.fdopen(described) as file:
        file.seek(0)
        job = json.load(file)
    child = os.fork()
    if child == 0:
        os.close(reply)
        _run(job, streams)
    for number in streams:
        os.close(number)
    os.write(reply, f"{child}\n".encode())
    killed_at = None
    if job["kill_at"]:
        from tests.torture.crash import kill_at

        killed_at = kill_at(child, job["kill_at"])
    _, status, usage = os.wait4(child, 0)
    end = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": usage.ru_utime + usage.ru_stime,
        "mib": usage.ru_maxrss // 1024,
        "killed_at": killed_at,
    }
    os.write(reply, f"{json.dumps(end)}\n".encode())
    os._exit(0)


def _run(job: dict[str, Any], streams: Sequence[int]) -> NoReturn:
    """Become the program, as the interpreter would."""
    from studycards.decks import find

    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environ"])
    for number in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _open(streams, terminal=job["terminal"])
    find.shipped_folder = lambda: Path(job["shipped"])
    if job["limits"]:
        import resource

        for kind, most in job["limits"]:
            resource.setrlimit(kind, (most, most))
    if job["kill_at"]:
        from tests.torture.crash import be_traced

        be_traced()
    code = 1
    try:
        _execute(*job["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter shows it
        sys.excepthook(*sys.exc_info())
    finally:  # as the interpreter ends, but for its modules, whose end takes 20 ms
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _execute(kind: str, what: str, *words: str) -> None:
    """Run a module or code as the main one."""
    sys.argv = [what if kind == "-m" else kind, *words]
    sys.path[0] = ""
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})


def _open(streams: Sequence[int], *, terminal: bool) -> None:
    """Open the streams, in the encoding that the environment names."""
    if terminal:
        os.login_tty(os.dup(streams[0]))
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    for number, ((name, mode), given) in enumerate(zip(STREAMS, streams, strict=True)):
        os.dup2(given, number)
        stream = open(  # noqa: SIM115
            number,
            mode,
            buffering=1 if name == "stderr" else -1,
            encoding=encoding or "utf-8",
            errors="backslashreplace" if name == "stderr" else errors or "strict",
            newline="\n",
            closefd=False,
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    for given in set(streams):
        os.close(given)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
