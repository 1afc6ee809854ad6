"""The folder of one run."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows
    _LOCKS = False
else:
    _LOCKS = True

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "studycards-run-"


@contextmanager
def own_folder() -> Iterator[Path]:
    """An empty folder, removed afterwards whatever is in it then.

    While it is in use it is locked. What a killed program left is not, and is removed by the next.
    """
    _sweep(Path(tempfile.gettempdir()))
    folder, lock = _new_folder()
    try:
        yield folder
    finally:
        _remove(folder)
        if lock is not None:
            os.close(lock)


def _new_folder() -> tuple[Path, int | None]:
    """A new folder, and the descriptor that locks it if there are locks."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
        lock = _locked(folder)
        if not _LOCKS or (lock is not None and folder.exists()):  # else swept in this moment
            return folder, lock
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """A descriptor that locks a folder; None if another program does, or it is gone."""
    if not _LOCKS:
        return None
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


@cache
def _sweep(place: Path) -> None:
    """Remove what programs that were killed left; once in a process."""
    for folder in place.glob(f"{_PREFIX}*") if _LOCKS else ():
        with suppress(OSError):
            found = folder.lstat()
            if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
                continue
            folder.chmod(0o700)
            lock = _locked(folder)
            if lock is not None:
                _remove(folder)
                os.close(lock)


def _remove(folder: Path) -> None:
    """Remove a folder of any depth, with any modes; what cannot be removed stays."""
    with suppress(OSError):
        folder.chmod(0o700)
        if os.rename in os.supports_dir_fd:
            place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                _empty(place)
            finally:
                os.close(place)
        else:
            shutil.rmtree(folder, ignore_errors=True)
        folder.rmdir()


def _empty(top: int) -> None:
    """Remove everything from an open folder.

    What is in a folder below is moved up, so that no path grows longer than the system allows and
    no stack deeper than the tree.
    """
    while names := _without_files(top):
        for name in names:
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            try:
                for inner in _without_files(below):
                    os.rename(inner, secrets.token_hex(8), src_dir_fd=below, dst_dir_fd=top)
            finally:
                os.close(below)
            os.rmdir(name, dir_fd=top)


def _without_files(place: int) -> list[str]:
    """Remove the files and links of an open folder; the names of its folders, made accessible."""
    folders = []
    for name in os.listdir(place):
        if stat.S_ISDIR(os.lstat(name, dir_fd=place).st_mode):
            os.chmod(name, 0o700, dir_fd=place)
            folders.append(name)
        else:
            os.unlink(name, dir_fd=place)
    return folders
