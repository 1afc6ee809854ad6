"""The child's side: limits first, then the card's code. Runs on Python 3.8 and later.

It is started as a file by `studycards.running`, never imported: it knows nothing of the package.
"""

import json
import linecache
import os
import sys
import traceback
import types

OWN = os.path.realpath(os.getcwd())
RESULT = os.open("result", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
FORBIDDEN_EXIT = 77

READABLE = tuple(
    {
        os.path.realpath(path)
        for path in (
            OWN, sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix,
            os.path.dirname(os.__file__), *sys.path,
            "/usr/share/zoneinfo", "/dev/null", "/dev/urandom", "/dev/zero",
        )
    }
)  # fmt: skip
WRITABLE = (OWN, "/dev/null")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

STARTS_PROCESS = frozenset(
    (
        "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
        "os.forkpty", "pty.spawn", "os.startfile", "os.startfile/2",
    )
)  # fmt: skip
CHANGES_FILES = frozenset(
    (
        "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link",
        "os.symlink", "os.truncate", "os.utime", "shutil.rmtree", "shutil.move", "os.setxattr",
        "os.removexattr", "os.chflags", "os.lockf",
    )
)  # fmt: skip
READS_FOLDERS = frozenset(("os.listdir", "os.scandir", "os.chdir"))
AF_UNIX = 1
"""Allowed to be made, not to be connected: asyncio wakes itself through a pair of them."""


def say(word: str, detail: str = "") -> None:
    """Tell the parent how it ended; the last word counts."""
    os.lseek(RESULT, 0, os.SEEK_SET)
    os.truncate(RESULT, 0)
    os.write(RESULT, "{}\n{}".format(word, detail).encode("utf-8", "replace"))


def forbid(detail: str) -> None:
    """End at once: the card cannot catch this."""
    os.lseek(RESULT, 0, os.SEEK_SET)
    os.write(RESULT, "forbidden\n{}".format(detail).encode("utf-8", "replace"))
    os._exit(FORBIDDEN_EXIT)


def within(path: object, folders: "tuple[str, ...]") -> bool:
    """Whether a path, links followed, is in one of some folders."""
    if isinstance(path, int):
        return True
    real = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    return any(real == folder or real.startswith(folder + os.sep) for folder in folders)


def guard(event: str, args: "tuple[object, ...]") -> None:
    """The audit hook: what the card reaches for."""
    if event == "open":
        path, mode, flags = args
        writes = any(sign in str(mode or "") for sign in "wax+") or int(str(flags)) & WRITING
        if path is not None and not within(path, WRITABLE if writes else READABLE):
            forbid("it {} {}".format("writes" if writes else "reads", os.fsdecode(path)))  # type: ignore[arg-type]
    elif event in STARTS_PROCESS:
        forbid("it starts a process ({})".format(event))
    elif event in CHANGES_FILES:
        if any(isinstance(p, (str, bytes)) and not within(p, (OWN,)) for p in args[:2]):
            forbid("it changes files ({} {})".format(event, args[0]))
    elif event in READS_FOLDERS:
        if args[0] is not None and not within(args[0], READABLE):
            forbid("it reads the folder {}".format(args[0]))
    elif event == "socket.__new__":
        if args[1] != AF_UNIX:
            forbid("it opens a socket")
    elif event.startswith("socket.") and event not in ("socket.gethostname", "socket.getpeername"):
        forbid("it uses the network ({})".format(event))
    elif event.startswith("ctypes.dlopen"):
        forbid("it calls into libraries (ctypes)")
    elif event == "os.kill" and args[0] != os.getpid():
        forbid("it sends a signal to another process")


def limit(seconds: float, memory: int) -> None:
    """Limits of the operating system, as far as it has them."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    for name, most in (
        ("RLIMIT_CPU", int(seconds) + 1),
        ("RLIMIT_AS", memory),
        ("RLIMIT_FSIZE", 16 * 1024 * 1024),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_CORE", 0),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):
            continue


def leave_network() -> None:
    """On Linux, where it is allowed: a network namespace of its own, without any network."""
    unshare = getattr(os, "unshare", None)
    if unshare is None:
        return
    try:
        unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return


def run(code: str, names: "dict[str, object]") -> None:
    """Run the card's code as the main module and say how it ended."""
    main = types.ModuleType("__main__")
    main.__dict__.update(names)
    sys.modules["__main__"] = main
    linecache.cache["<card>"] = (len(code), None, code.splitlines(True), "<card>")
    try:
        exec(compile(code, "<card>", "exec"), main.__dict__)
    except SystemExit:
        raise
    except MemoryError:
        say("memory")
        os._exit(1)
    except BaseException as error:
        while error.__traceback__ and error.__traceback__.tb_frame.f_code.co_filename == __file__:
            error.__traceback__ = error.__traceback__.tb_next
        traceback.print_exception(type(error), error, error.__traceback__)
        say("failed")
        sys.exit(1)
    say("ok")


def begin() -> None:
    """Read the job, shut the doors, run the code."""
    with open("job.json", encoding="utf-8") as file:
        job = json.load(file)
    os.remove("job.json")
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]
    limit(job["seconds"], job["memory"])
    leave_network()
    sys.addaudithook(guard)
    run(job["code"], job["names"])


begin()
