"""The first module of a child: on Linux the kernel's guards and a fresh interpreter, then the card.

Run by `runner` under Python 3.8 or later, with `job` among its names.
"""

from __future__ import annotations

import builtins
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    job: dict[str, Any]

SYSTEM = (
    *("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/mime.types"),
    *("/etc/os-release", "/usr/lib/os-release"),
    "/System/Library/CoreServices/SystemVersion.plist",
)
"""Paths that zoneinfo, mimetypes and platform read."""


def library() -> list[str]:
    """Folders and files that the card may read."""
    python = os.path.realpath(sys.executable)
    return [os.__file__.rpartition(os.sep)[0], *filter(None, sys.path), python, *SYSTEM]


def confine(job: dict[str, Any]) -> None:
    """On Linux, become a confined interpreter, unless this is it or Python is without ctypes."""
    if sys.platform != "linux" or len(sys.argv) > 1:
        return
    kernel: dict[str, Any] = {"__builtins__": __builtins__}
    try:
        exec(job["kernel"], kernel)  # noqa: S102 - our own
    except ImportError:
        return
    os.lseek(0, 0, os.SEEK_SET)  # stdin, which the next one reads again
    kernel["restart"](os.path.realpath(os.curdir), library(), job["program"])


# The builtins are copied so that a card that replaces them does not replace ours. The names here
# keep nothing that the card could find in the frames below its own.
confine(job)
guards = sys.argv[2:]
del sys.argv[1:]
exec(  # noqa: S102 - our own
    job.pop("start"),
    {
        "__builtins__": dict(vars(builtins)),
        "job": globals().pop("job"),
        "guards": guards,
        "library": library(),
    },
)
