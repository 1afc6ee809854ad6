"""The child: limits and fences first, then the card's code, then a report on how it ended.

Run by `runner` as text under Python 3.8 or later, with `job` among its names.
"""

from __future__ import annotations

import builtins
import linecache
import os
import sys
from contextlib import suppress
from errno import ENOMEM
from traceback import TracebackException
from types import ModuleType
from typing import Any, Callable  # noqa: UP035 - Python 3.8

Report = Callable[[str, str], None]

SYSTEM = (
    *("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/mime.types"),
    *("/etc/os-release", "/usr/lib/os-release"),
    "/System/Library/CoreServices/SystemVersion.plist",
)
"""Paths that zoneinfo, mimetypes and platform read."""
NATIVE = ("ctypes", "_ctypes")
"""Modules that the fence blocks."""
BALLAST = 4 * 1024 * 1024
"""Bytes to free, with a file descriptor, when the card failed: it may have run out of them."""


def begin(job: dict[str, Any]) -> tuple[str, dict[str, Any], Report]:
    """Install the guards; returns the code to run, its names, and the report function.

    The caller keeps nothing of this that the card could find in the frames below its own.
    """
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for stream in (sys.stdout, sys.stderr):  # what is printed survives a kill, as in a terminal
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.path[:] = [path for path in sys.path if path]
    code, token, channel = job["code"], job["token"], os.dup(2)
    linecache.cache["<card>"] = (len(code), None, code.splitlines(True), "<card>")
    own = os.path.realpath(os.curdir)
    python = os.path.realpath(sys.executable)
    library = [os.__file__.rpartition(os.sep)[0], *sys.path, python, *SYSTEM]
    fence: dict[str, Any] = {"__builtins__": __builtins__}
    for source in job["fence"]:
        exec(compile(source, "studycards", "exec"), fence)  # noqa: S102 - our own
    guards = confine(job["linux"], own, library) + limit(job)

    def report(word: str, detail: str) -> None:
        line = "\n{} {} {}\n".format(token, word, detail.encode("unicode_escape").decode())
        with suppress(OSError):  # the card closed it; a run without a report counts as exited
            write(channel, line.encode())

    write = os.write
    report("began", " ".join(guards))
    fence["install"](channel, token, own, library, job["files"])
    return code, job["names"], report


def confine(source: str, own: str, library: list[str]) -> list[str]:
    """Install the guards of the Linux kernel that are available; returns those in force."""
    if sys.platform != "linux":
        return []
    linux: dict[str, Any] = {"__builtins__": __builtins__}
    try:
        exec(compile(source, "studycards", "exec"), linux)  # noqa: S102 - our own
        guards: list[str] = linux["confine"](own, library)
    except (ImportError, OSError, AttributeError):  # a Python without ctypes, a kernel without
        return []
    return guards


def limit(job: dict[str, Any]) -> list[str]:
    """Set the limits that the operating system has; returns those in force."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return []
    limits = {
        "RLIMIT_CPU": int(job["seconds"]) + 1,
        "RLIMIT_FSIZE": job["file_size"],
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
        "RLIMIT_AS": job["memory"],
    }
    if sys.platform != "linux":  # Linux counts threads, and those of the user's other programs
        limits["RLIMIT_NPROC"] = 0
    for name, maximum in limits.items():
        try:
            hard = resource.getrlimit(getattr(resource, name))[1]
            allowed = maximum if hard == resource.RLIM_INFINITY else min(maximum, hard)
            # A process that reaches both limits of CPU time is killed without a SIGXCPU.
            last = allowed + (name == "RLIMIT_CPU" and allowed != hard)
            resource.setrlimit(getattr(resource, name), (allowed, last))
        except (AttributeError, ValueError, OSError):
            continue
    return ["limits"]


def run(code: str, names: dict[str, Any], report: Report) -> None:
    """Run the card's code as the main module and report how it ended."""
    sys.modules["__main__"].__dict__.clear()
    sys.modules["__main__"] = main = ModuleType("__main__")
    vars(main).update(names, __builtins__=builtins)
    ballast, spare = [bytearray(BALLAST)], os.dup(0)
    write, close = os.write, os.close
    restore, untrace = sys.setrecursionlimit, sys.settrace
    try:
        exec(compile(code, "<card>", "exec", 0, True), vars(main))  # noqa: S102 - the purpose
    except SystemExit:
        report("exited", "")
        raise
    except BaseException as error:  # noqa: BLE001 - a card may raise anything
        ballast.clear()
        with suppress(OSError):
            close(spare)
        untrace(None)
        restore(1000)
        word, detail, text = verdict(error)
        with suppress(OSError):
            write(2, text.encode("utf-8", "backslashreplace"))
        report(word, detail)
        sys.exit(1)
    report("ended", "")


def verdict(error: BaseException) -> tuple[str, str, str]:
    """The verdict on an exception: a word, a detail and a text for stderr."""
    try:
        if isinstance(error, ModuleNotFoundError) and str(error.name).startswith(NATIVE):
            return "forbidden", "it calls into libraries (ctypes)", ""
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == ENOMEM:
            return "memory", "", ""
        return "failed", "", "".join(traceback_of(error))
    except BaseException:  # noqa: BLE001 - looking at an exception runs code of the card again
        return "failed", "", f"{type(error).__name__}\n"


def traceback_of(error: BaseException) -> list[str]:
    """The traceback with only the card's own lines."""
    whole = TracebackException(type(error), error, error.__traceback__, lookup_lines=False)
    left = [whole]
    while left:
        part = left.pop()
        part.stack[:] = [frame for frame in part.stack if frame.filename == "<card>"]
        causes = (part.__cause__, part.__context__, *(getattr(part, "exceptions", None) or ()))
        left += [cause for cause in causes if cause]
    if isinstance(error, SyntaxError) and not whole.stack:
        return list(whole.format_exception_only())
    return list(whole.format())


run(*begin(globals().pop("job")))
