"""Files that are written whole or not at all, and that last."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from studycards.errors import CannotWriteError, ChangedUnderneathError

_HOUR = 3_600


def replace_text(path: Path, before: bytes | None, text: str) -> None:
    """Replace the text of a file atomically: write a file beside it, then rename that.

    A link to a file that was read is kept, and its target is written. A new file takes the place of
    a link, so that nobody's link decides where it is written. It is for its owner alone.

    Args:
        path: A deck, its schema or the settings.
        before: The content when the file was read; None if there was no file.
        text: The new text.

    Raises:
        ChangedUnderneathError: The file has changed since it was read; nothing was written.
        CannotWriteError: The folder cannot be written.
    """
    path = path.parent.resolve() / path.name if before is None else path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _written_beside(path, text)
        try:
            if (path.read_bytes() if path.is_file() else None) != before:
                raise ChangedUnderneathError(path)
            if before is not None:
                shutil.copymode(path, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise CannotWriteError(path, error) from error


def _written_beside(path: Path, text: str) -> Path:
    """A new file with a text in the same folder, synced to disk; what a killed program left goes."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        _sweep(path, before=beside.stat().st_mtime - _HOUR)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _sweep(path: Path, before: float) -> None:
    """Remove what was written beside a file by programs that were killed, if it is old."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.????????"):
        with suppress(OSError):
            if left.stat().st_mtime < before:
                left.unlink()


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last; Windows cannot open folders, and needs it not."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
