"""The child's audit hook: code that reaches outside its folder is reported and ended at once.

Run as text under Python 3.8 or later, after `child_rules` and `child_paths`, in one namespace that is
gone when the card runs. All functions are sealed, see `child_sealing`: a card that reaches one can
change nothing, and nothing is called here that the card could have replaced.
"""
# ruff: noqa: TC004 - at run time the names are there already

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # signal takes 4 ms to import
import os
from itertools import repeat
from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:  # names in the same namespace
    from typing import Any

    from studycards.running.child_paths import (
        LOCAL,
        SEPARATOR,
        WINDOWS,
        has_parent_step,
        parent_resolved,
        plain,
        resolve,
    )
    from studycards.running.child_rules import (
        ABSENT,
        AF_UNIX,
        BEGINNINGS,
        CHANGES,
        CHANGES_ENTRY,
        CHANGES_TWO,
        DEVICES,
        FORBIDDEN,
        HEARD,
        ONCE,
        READS_FOLDER,
        SET_ATTRIBUTE,
        WRITING,
        reason_of,
    )
    from studycards.running.child_sealing import FILE

    CHANNEL: int
    """File descriptor to report to."""
    TOKEN: str
    """Begins each report."""
    FOLDER: str
    """The folder in which the card may do anything."""
    LIBRARY: list[str]
    """Folders and files that may be read."""
    FILES: int
    """How often it may create, write, rename or remove a file."""
    CONFINED: bool
    """Whether the kernel refuses all files but those of the run."""

WRITE, LEAVE, KILL, PID = os.write, os._exit, os.kill, os.getpid()
LAST_RESORT = getattr(_signal, "SIGSYS", _signal.SIGTERM)
OWN = resolve(FOLDER)
INSIDE = OWN + SEPARATOR
READABLE = tuple(resolve(path) for path in LIBRARY)
BELOW = (INSIDE, *(path + SEPARATOR for path in READABLE))
EXACTLY = frozenset((OWN, *READABLE))
BUDGET = repeat(True, FILES)  # which can only shrink


def refuse(detail: str) -> None:
    """Report what was forbidden and end the process, so that no card can catch it."""
    line = f"\n{TOKEN} forbidden {ascii(detail[:300])[1:-1]}\n"
    try:
        WRITE(CHANNEL, line.encode())
    except OSError:  # the card closed the channel
        KILL(PID, LAST_RESORT)
    LEAVE(1)


def called(name: str, *_args: object, **_more: object) -> None:
    """Stand in for a function of UNHEARD."""
    refuse(f"it calls {name}")


def spend() -> None:
    """Count one more change to a file."""
    if not next(BUDGET, False):
        refuse("it changes files too often")


def climbs(path: str, place: str) -> bool:
    """Whether a path has a `..` after a folder that the card may replace before it is used."""
    ours = path[:1] != "/" or path.startswith(INSIDE) or place.startswith(INSIDE)
    return ours and has_parent_step(path)


def may_read(path: Any) -> bool:
    """Whether a path is in the card's folder or in the library, or is a file already open."""
    if path is None or type(path) is int:
        return True
    place = resolve(path)
    return place in EXACTLY or place.startswith(BELOW)


def opens(path: Any, mode: Any, flags: Any) -> None:
    """Check the opening of a file by `open`, or by `os.open`, which has no mode."""
    if type(path) is int or path in DEVICES:
        return
    signs = mode or ""
    writes = "w" in signs or "a" in signs or "x" in signs or "+" in signs
    writes = writes or (flags or 0) & WRITING != 0
    place = resolve(path)
    inside = place.startswith(INSIDE)
    if writes and not inside:
        refuse(f"it writes {path}")
    # A folder elsewhere, opened by os.open, could be the start of later relative paths.
    if not may_read(path) or (mode is None and not inside and place != OWN):
        refuse(f"it reads {path}")
    if (mode is None or not CONFINED) and climbs(path, place):
        refuse(f"it opens {path}, which steps up")
    if writes:
        spend()


def enters(event: str, path: Any) -> None:
    """Check the listing of a folder, and that relative paths never start from one outside."""
    place = OWN if path is None or type(path) is int else resolve(path)
    inside = place == OWN or place.startswith(INSIDE)
    if not may_read(path) or (event == "os.chdir" and not inside):
        refuse(f"it reads the folder {path}")
    if not CONFINED and type(path) is str and climbs(path, place):
        refuse(f"it opens {path}, which steps up")


def changes(event: str, args: list[Any]) -> None:
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
        if climbs(text, place) or text[:5] == "file:" or not place.startswith(INSIDE):
            refuse(f"it changes {text} ({event})")
    spend()


def imports(name: Any, file: Any = None) -> None:
    """Check an import; a module in native code has a file."""
    # The last part names the function in the file that makes the module.
    module = name if file is None else name.rpartition(".")[2]
    if reason_of(module) and (file is not None or module not in ABSENT):
        refuse(f"{reason_of(module)} ({module})")
    if file is not None and (module in ONCE or resolve(file).startswith(INSIDE)):
        refuse(f"it loads native code ({file})")


def connects(event: str, args: list[Any]) -> None:
    """Check the creation or use of a socket; on Windows a pair is made of two local ones."""
    if event == "socket.gethostname":
        return
    if event != "socket.__new__":
        if not (WINDOWS and event in ("socket.bind", "socket.connect") and args[1] == LOCAL):
            refuse(f"it uses the network ({event})")
    elif not (WINDOWS or args[1] in (AF_UNIX, -1)):
        refuse("it opens a socket")


def sets(target: object) -> None:
    """Check that an attribute is not set on a sealed function."""
    if type(target) is FunctionType and target.__code__.co_filename == FILE:
        refuse("it changes the fence")


def forbids(event: str) -> None:
    """Refuse an event that needs no closer look."""
    for reason, *events in FORBIDDEN:
        if event in events:
            refuse(f"{reason} ({event})")
    refuse(f"it calls into libraries ({event})")


def check(event: str, raw: tuple[object, ...]) -> None:
    """Check an event, by its arguments where they matter."""
    if event == SET_ATTRIBUTE:
        sets(raw[0])
        return
    args = list(map(plain, raw))
    if event == "open":
        opens(*args)
    elif event == "import":
        imports(*args[:2])
    elif event in READS_FOLDER:
        enters(event, args[0])
    elif event in CHANGES:
        changes(event, args)
    elif event == "os.kill":
        if args[0] != PID:
            refuse("it sends a signal to another process")
    elif event.startswith("socket."):
        connects(event, args)
    else:
        forbids(event)


def audit_hook(event: str, raw: tuple[object, ...]) -> None:
    """The hook. What it refuses ends the process; whatever else it meets fails the operation."""
    if event not in HEARD and not event.startswith(BEGINNINGS):
        return
    if event == "subprocess.Popen" and type(raw[0]) is str and raw[0] == "uname":
        raise OSError  # which platform can do without; uuid of 3.8 imports that
    try:
        check(event, raw)
    except BaseException:  # noqa: BLE001 - also what a signal handler of the card raises
        refuse(f"it interrupts the check of what it does ({event})")
