"""Starting and ending a child: what differs by platform."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

_WINDOWS = sys.platform == "win32"

_KEPT = (
    ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")
    if _WINDOWS
    else ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH")
)
"""Variables that an interpreter may need to start."""

_CRASHES = () if _WINDOWS else ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")


def child_environment(folder: Path) -> dict[str, str]:
    """The whole environment of a child with a given folder."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = ("USERPROFILE", "TEMP", "TMP") if _WINDOWS else ("HOME", "TMPDIR")
    python = {"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8", "PYTHONSAFEPATH": "1"}
    # Each arena of glibc's malloc takes 64 MiB of the address space, which is limited.
    return kept | dict.fromkeys(home, str(folder)) | python | {"MALLOC_ARENA_MAX": "2"}


def start_options() -> dict[str, Any]:
    """How to start a child so that it, and all it starts, can be ended together."""
    if sys.platform == "win32":
        import subprocess  # noqa: PLC0415 - the constants exist only there

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a child and, except on Windows, all that it started; it may have ended already."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def signal_name(exit_code: int) -> str:
    """Name of the signal that ended a process; empty if none did."""
    if _WINDOWS or exit_code >= 0:
        return ""
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"


def is_crash(exit_code: int) -> bool:
    """Whether the interpreter itself crashed."""
    if _WINDOWS:
        return exit_code >= 0xC0000000  # NTSTATUS codes of severity "error"
    return signal_name(exit_code) in _CRASHES
