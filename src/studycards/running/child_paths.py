"""Resolve paths for the child's audit hook; run as text under Python 3.8 or later.

A card may replace `os.path.realpath` and what that uses, so paths are resolved here by built-in
functions alone, except on Windows. The functions are sealed, see `child_sealing`.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable  # noqa: UP035 - Python 3.8

WINDOWS, SEPARATOR = os.name == "nt", os.sep
NOWHERE, LOCAL = "/something", "the same machine"
LOOPBACK = ("127.0.0.1", "::1")
MOST_LINKS = 40
"""The limit of Linux."""
GETCWD = os.getcwd
NORMAL, REAL = (os.path.normcase, os.path.realpath) if WINDOWS else (str, str)
"""On Windows, functions of the library, which a card may replace."""
READLINK: Callable[[str], str] = getattr(os, "readlink", str)


def plain(value: Any) -> Any:
    """An argument of an event, without types that could run code of the card.

    Paths become text, addresses of this machine LOCAL, and other objects NOWHERE.
    """
    kind = type(value)
    if value is None or kind is int:
        return value
    if issubclass(kind, str):
        return "".join(("", value))  # noqa: FLY002 - an f-string would ask a subclass
    if issubclass(kind, bytes):
        return bytes.decode(value, "utf-8", "surrogateescape")  # join would ask a subclass
    if kind is tuple and value and type(value[0]) is str and value[0] in LOOPBACK:
        return LOCAL
    return NOWHERE


def has_parent_step(path: str) -> bool:
    """Whether a path has a `..`."""
    return ".." in path.replace(SEPARATOR, "/").split("/")


def resolve(path: str) -> str:
    """A path from the root with all links followed, whether or not there is such a file."""
    if WINDOWS:
        return NORMAL(REAL(path))
    parts = (path if path[:1] == "/" else GETCWD() + "/" + path).split("/")[::-1]
    place, links = "", 0
    while parts and links < MOST_LINKS:
        part = parts.pop()
        if part == "..":
            place = place.rpartition("/")[0]
        elif part not in ("", "."):
            try:
                target = READLINK(place + "/" + part)
            except (OSError, ValueError):
                place += "/" + part
                continue
            links += 1
            parts += target.split("/")[::-1]
            place = "" if target[:1] == "/" else place
    return place or "/"


def parent_resolved(path: str) -> str:
    """A path from the root with links followed, except for the last part."""
    folder, _, name = path.rstrip("/").rpartition("/")
    if WINDOWS or name in ("", ".", ".."):
        return resolve(path)
    return resolve(folder or ("/" if path[:1] == "/" else ".")) + "/" + name
