"""Resolve paths for the child's audit hook; run as text under Python 3.8 or later.

A card may replace `os.path.realpath` and what that uses, so paths are resolved here by built-in
functions alone, which are bound before the card runs.
"""

from __future__ import annotations

import os
from typing import Any, Callable  # noqa: UP035 - Python 3.8

WINDOWS = os.name == "nt"
NOWHERE, LOCAL = "/something", "the same machine"
LOOPBACK = ("127.0.0.1", "::1")
MOST_LINKS = 40
"""The limit of Linux."""
GETCWD, NORMAL, REAL = os.getcwd, os.path.normcase, os.path.realpath
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
        return b"".join((b"", value)).decode("utf-8", "surrogateescape")
    if kind is tuple and value and type(value[0]) is str and value[0] in LOOPBACK:
        return LOCAL
    return NOWHERE


def has_parent_step(path: str) -> bool:
    """Whether a relative path has a `..`; the folder it starts from may be unknown."""
    return path[:1] != "/" and ".." in path.replace(os.sep, "/").split("/")


def parent_resolved(path: str) -> str:
    """A path from the root with links followed, except for the last part."""
    folder, _, name = path.rstrip("/").rpartition("/")
    if WINDOWS or name in ("", ".", ".."):
        return resolve(path)
    return resolve(folder or ("/" if path[:1] == "/" else ".")) + "/" + name


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
