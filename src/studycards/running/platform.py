"""What differs by platform when a child is started and ended."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

_KEPT_ON_WINDOWS = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")
"""Without these an interpreter does not start there."""


def starting_variables(folder: Path) -> dict[str, str]:
    """The whole environment of a child."""
    kept = {name: os.environ[name] for name in _KEPT_ON_WINDOWS if name in os.environ}
    home = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), str(folder))
    return kept | home | {"PYTHONHASHSEED": "0"}


def new_session() -> dict[str, Any]:
    """How to start a child so that it, and all it starts, can be ended together."""
    if sys.platform == "win32":
        import subprocess  # noqa: PLC0415

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def end_session(process: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    import signal  # noqa: PLC0415

    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
