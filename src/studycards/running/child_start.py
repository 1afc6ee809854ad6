"""The card's process: limits and fence first, then the card's code, then how it ended.

Run by `child_first` under Python 3.8 or later, with `job`, `guards` and `library`
among its names.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys

# What takes long to import is left out: contextlib, functools, typing 3 ms each, linecache 8 ms.
from _functools import partial  # type: ignore[import-not-found]
from errno import ENOMEM
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable  # noqa: UP035 - Python 3.8

    Report = Callable[[str, str], None]

BALLAST = 4 * 1024 * 1024
"""Bytes to free, with a file descriptor, when the card failed: it may have run out of them."""


def begin(
    job: dict[str, Any], guards: list[str], library: list[str]
) -> tuple[str, dict[str, Any], Report, Callable[[str], str]]:
    """Install limits and fence.

    Returns:
        The code to run, its names, the report function, and why a module is refused.

    The caller keeps nothing of this that the card could find in the frames below its own.
    """
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for stream in (sys.stdout, sys.stderr):  # what is printed survives a kill, as in a terminal
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.path[:] = [path for path in sys.path if path]
    code, token, channel = job["code"], job["token"], os.dup(2)
    show_source(code)
    write = os.write

    def report(word: str, detail: str) -> None:
        line = f"\n{token} {word} {ascii(detail)[1:-1]}\n"
        try:
            write(channel, line.encode())
        except OSError:  # the card closed it; a run without a report counts as exited
            pass

    guards = guards + limit(job)
    report("began", " ".join(guards))
    places = {"CHANNEL": channel, "TOKEN": token, "FOLDER": os.path.realpath(os.curdir)}
    limits = {"LIBRARY": library, "FILES": job["files"], "CONFINED": "landlock" in guards}
    return code, job["names"], report, fence(job, {**places, **limits})


def show_source(code: str) -> None:
    """Let linecache know the card's code as soon as it is imported, for tracebacks and inspect."""

    def fill(module: Any) -> None:
        module.cache["<card>"] = len(code), None, code.splitlines(True), "<card>"

    class Finder:
        """Finds linecache, once."""

        @classmethod
        def find_spec(cls, name: str, _path: object = None, _target: object = None) -> Any:
            if name != "linecache":
                return None
            sys.meta_path.remove(cls)
            found = (finder.find_spec(name, None) for finder in sys.meta_path)
            spec: Any = next(filter(None, found))
            run = spec.loader.exec_module

            def run_and_fill(module: Any) -> None:
                run(module)
                fill(module)

            spec.loader.exec_module = run_and_fill
            return spec

    if "linecache" in sys.modules:
        fill(sys.modules["linecache"])
    else:
        sys.meta_path.insert(0, Finder)


def fence(job: dict[str, Any], names: dict[str, Any]) -> Callable[[str], str]:
    """Install the fence, which cannot be removed; returns why it refuses a module.

    Args:
        job: With the modules of the fence.
        names: The names that they need.
    """
    sealing: dict[str, Any] = {"__builtins__": __builtins__}
    exec(job["sealing"], sealing)  # noqa: S102 - our own
    names = {"__builtins__": __builtins__, "FILE": sealing["FILE"], **names}
    for part in job["fence"]:
        sealing["load"](part, names)
    for module in sys.builtin_module_names:
        if not names["reason_of"](module):
            imported(module)
    for module, *functions in names["UNHEARD"]:
        replace(module, functions, names["called"])
    for module in names["ABSENT"]:
        if names["reason_of"](module):
            sys.modules[module] = None  # type: ignore[assignment]
    sys.addaudithook(names["audit_hook"])
    getattr(gc, "freeze", int)()  # the card has no use for what is here
    reason_of: Callable[[str], str] = names["reason_of"]
    return reason_of


def imported(module: str) -> bool:
    """Import a module; whether there is one."""
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def replace(module: str, functions: list[str], called: Callable[..., None]) -> None:
    """Put a call of a sealed function in the place of functions that raise no audit event."""
    if not imported(module):
        return
    for name in functions:
        for place in (module, "os", "signal"):
            original = getattr(sys.modules.get(place), name, None)
            if original is not None:
                stand_in = partial(called, name)
                if isinstance(original, type):  # a constant of it is read when a module is imported
                    constants = vars(original).items()
                    vars(stand_in).update((k, v) for k, v in constants if type(v) is int)
                setattr(sys.modules[place], name, stand_in)


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


def run(code: str, names: dict[str, Any], report: Report, reason_of: Callable[[str], str]) -> None:
    """Run the card's code as the main module and report how it ended."""
    sys.modules["__main__"].__dict__.clear()
    sys.modules["__main__"] = main = ModuleType("__main__")
    vars(main).update(names, __builtins__=builtins)
    ballast, spare = [bytearray(BALLAST)], os.dup(0)
    write, close = os.write, os.close
    restore, untrace = sys.setrecursionlimit, sys.settrace
    modules, path, finders = dict(sys.modules), tuple(sys.path), tuple(sys.meta_path)
    try:
        exec(compile(code, "<card>", "exec", 0, True), vars(main))  # noqa: S102 - the purpose
    except SystemExit:
        report("exited", "")
        raise
    except BaseException as error:  # noqa: BLE001 - a card may raise anything
        ballast.clear()
        try:
            close(spare)
        except OSError:
            pass
        untrace(None)
        restore(1000)
        sys.modules.update(modules)
        sys.path[:], sys.meta_path[:] = path, finders
        word, detail, text = verdict(error, reason_of)
        try:
            write(2, text.encode("utf-8", "backslashreplace"))
        except OSError:
            pass
        report(word, detail)
        sys.exit(1)
    report("ended", "")


def verdict(error: BaseException, reason_of: Callable[[str], str]) -> tuple[str, str, str]:
    """The verdict on an exception: a word, a detail and a text for stderr."""
    try:
        if isinstance(error, ModuleNotFoundError):
            module = str(error.name).partition(".")[0]
            if reason_of(module):
                return "forbidden", f"{reason_of(module)} ({module})", ""
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == ENOMEM:
            return "memory", "", ""
        return "failed", "", "".join(traceback_of(error))
    except BaseException:  # noqa: BLE001 - looking at an exception runs code of the card again
        return "failed", "", f"{type(error).__name__}\n"


def traceback_of(error: BaseException) -> list[str]:
    """The traceback with only the card's own lines."""
    from traceback import TracebackException  # noqa: PLC0415 - 10 ms, for code that fails

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


run(*begin(*map(globals().pop, ("job", "guards", "library"))))
