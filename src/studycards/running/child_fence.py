"""The child's audit hook: code that reaches outside its folder is reported and ended at once.

Run as text under Python 3.8 or later, in one namespace with `child_rules` and `child_paths`. While a
card runs, nothing is called here that the card could have replaced.
"""
# ruff: noqa: TC004 - at run time the names are there already

from __future__ import annotations

import builtins
import gc
import os
import signal
import sys
from functools import partial
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Callable  # noqa: UP035 - Python 3.8

if TYPE_CHECKING:  # modules in the same namespace
    from studycards.running.child_paths import (
        LOCAL,
        WINDOWS,
        has_parent_step,
        parent_resolved,
        plain,
        resolve,
    )
    from studycards.running.child_rules import (
        AF_UNIX,
        CHANGES,
        CHANGES_ENTRY,
        CHANGES_TWO,
        DEVICES,
        HEARD,
        INTERPRETERS,
        READS_FOLDER,
        RULES,
        UNHEARD,
        WRITING,
    )

Refuse = Callable[[str], None]


def install(channel: int, token: str, own: str, library: list[str], files: int) -> None:
    """Install the fence, which cannot be removed.

    Args:
        channel: File descriptor to report to.
        token: Begins each report.
        own: The folder in which the card may do anything.
        library: Folders and files that may be read.
        files: How often it may create, write, rename or remove a file.
    """
    refuse = refusal(channel, token)
    for module, names in UNHEARD.items():
        replace(module, names, refuse)
    for name in ("ctypes", "_ctypes"):  # a failed import, so that modules fall back
        sys.modules[name] = None  # type: ignore[assignment]
    readable = [resolve(path) for path in library]
    inside = resolve(own) + os.sep
    here = SimpleNamespace(
        own=resolve(own),
        inside=inside,
        folders=(inside, *(path + os.sep for path in readable)),
        single={resolve(own), *readable},
        left=files,
        pid=os.getpid(),
        refuse=refuse,
    )
    sys.addaudithook(partial(audit_hook, here))
    sys.addaudithook(FunctionType(no_uname.__code__, {"__builtins__": dict(vars(builtins))}))
    getattr(gc, "freeze", int)()  # so that gc.get_objects does not lead the card here


def refusal(channel: int, token: str) -> Refuse:
    """A function that reports what was forbidden and ends the process, so no card can catch it."""
    write, leave, kill, pid = os.write, os._exit, os.kill, os.getpid()
    last_resort = getattr(signal, "SIGSYS", signal.SIGTERM)

    def refuse(detail: str) -> None:
        line = "\n{} forbidden {}\n".format(token, detail[:300].encode("unicode_escape").decode())
        try:
            write(channel, line.encode())
        except OSError:  # the card closed the channel
            kill(pid, last_resort)
        leave(1)

    return refuse


def replace(module: str, names: tuple[str, ...], refuse: Refuse) -> None:
    """Make functions that raise no audit event refuse to run."""

    def refusing(name: str) -> Callable[..., None]:
        return lambda *_args, **_more: refuse(f"it calls {name}")

    try:
        __import__(module)
    except ImportError:
        return
    for name in names:
        for place in (module, "os", "signal"):
            if hasattr(sys.modules.get(place), name):
                setattr(sys.modules[place], name, refusing(name))


def audit_hook(here: SimpleNamespace, event: str, raw: tuple[object, ...]) -> None:
    """The hook. It raises nothing: a traceback would lead the card to this module."""
    if event not in HEARD and not event.startswith(("socket.", "ctypes.")):
        return
    try:
        args = [plain(value) for value in raw]
        if event == "open":
            opens(here, *args)
        elif event == "import":
            imports(here, *args[:2])
        elif event in READS_FOLDER:
            if not may_read(here, args[0]):
                here.refuse(f"it reads the folder {args[0]}")
        elif event in CHANGES:
            changes(here, event, args)
        elif event == "subprocess.Popen" and args[0] == "uname":
            return  # no_uname comes next
        elif event in RULES:
            here.refuse(f"{RULES[event]} ({event})")
        elif event == "os.kill":
            if args[0] != here.pid:
                here.refuse("it sends a signal to another process")
        elif event.startswith("socket."):
            connects(here, event, args)
        else:
            here.refuse(f"it calls into libraries ({event})")
    except BaseException:  # noqa: BLE001 - also what a signal handler of the card raises
        here.refuse(f"it interrupts the check of what it does ({event})")


def no_uname(event: str, args: tuple[object, ...]) -> None:
    """A hook that fails `uname`, which `platform` can do without; uuid of 3.8 imports that."""
    if event == "subprocess.Popen" and type(args[0]) is str and args[0] == "uname":
        raise OSError


def may_read(here: SimpleNamespace, path: Any) -> bool:
    """Whether a path is in the card's folder or in the library, or is a file already open."""
    if path is None or type(path) is int:
        return True
    place = resolve(path)
    return place in here.single or place.startswith(here.folders)


def opens(here: SimpleNamespace, path: Any, mode: Any, flags: Any) -> None:
    """Check the opening of a file by `open`, or by `os.open`, which has no mode."""
    if type(path) is int or path in DEVICES:
        return
    writes = any(sign in (mode or "") for sign in "wax+") or (flags or 0) & WRITING
    place = resolve(path)
    inside = place.startswith(here.inside)
    if writes and not inside:
        here.refuse(f"it writes {path}")
    # A folder elsewhere, opened by os.open, could be the start of later relative paths.
    if not may_read(here, path) or (mode is None and not inside and place != here.own):
        here.refuse(f"it reads {path}")
    if mode is None and has_parent_step(path):
        here.refuse(f"it opens {path} relative to a folder")
    if writes:
        use_up(here)


def changes(here: SimpleNamespace, event: str, args: list[Any]) -> None:
    """Check a change to a file, or to its entry in a folder."""
    if event == "sqlite3.connect" and args[0][:13] in ("", ":memory:", "file::memory:"):
        return
    for path in args[:2] if event in CHANGES_TWO else args[:1]:
        if type(path) is int and event == "os.truncate":
            continue
        text = path if type(path) is str else "/"
        place = parent_resolved(text) if event in CHANGES_ENTRY else resolve(text)
        if event == "os.symlink" and path is args[0] and text[:1] != "/":
            place = resolve(parent_resolved(args[1]) + "/../" + text)
        if has_parent_step(text) or text[:5] == "file:" or not place.startswith(here.inside):
            here.refuse(f"it changes {text} ({event})")
    use_up(here)


def use_up(here: SimpleNamespace) -> None:
    """Count one more change to a file."""
    here.left -= 1
    if here.left < 0:
        here.refuse("it changes files too often")


def imports(here: SimpleNamespace, name: Any, file: Any = None) -> None:
    """Check an import; a module in native code has a file."""
    if name in INTERPRETERS:
        here.refuse(f"it makes another interpreter ({name})")
    if file is not None and (name == "_ctypes" or resolve(file).startswith(here.inside)):
        here.refuse(f"it loads native code ({file})")


def connects(here: SimpleNamespace, event: str, args: list[Any]) -> None:
    """Check the creation or use of a socket; on Windows a pair is made of two local ones."""
    if event == "socket.gethostname":
        return
    if event != "socket.__new__":
        if not (WINDOWS and event in ("socket.bind", "socket.connect") and args[1] == LOCAL):
            here.refuse(f"it uses the network ({event})")
    elif not (WINDOWS or args[1] in (AF_UNIX, -1)):
        here.refuse("it opens a socket")
