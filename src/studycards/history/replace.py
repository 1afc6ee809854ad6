"""Put another file in the place of the history, which is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from studycards.files import sync_folder
from studycards.history.database import backups_folder, damage_mark
from studycards.history.failures import history_error

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNFINISHED = ".unfinished-"

_HOUR = 3_600

_WITH_IT = ("-wal", "-shm")
"""Ends of the names of the files that SQLite keeps beside a database."""


def put_in_place(history: Path, fresh: Path, stamp: str) -> Path | None:
    """Put a whole database in the place of the history.

    Args:
        history: The file to be replaced; it may be damaged or missing.
        fresh: A database on the same disk that nobody else has open.
        stamp: Part of the name under which the former file is kept.

    Returns:
        Where the former file is kept; None if there was none.

    Raises:
        HistoryError: Another program uses the history, or a file cannot be moved.
    """
    kept = _free(history.with_name(f"{history.stem}-replaced-{stamp}{history.suffix}"))
    is_there = history.exists()
    try:
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        if is_there:
            _take(history)
            _keep(history, kept)
        for suffix in _WITH_IT:
            part = history.with_name(history.name + suffix)
            if part.exists():  # it would be applied to the other file
                part.replace(kept.with_name(kept.name + suffix))
        fresh.replace(history)
        sync_folder(history.parent)
        damage_mark(history).unlink(missing_ok=True)
        backups_folder(history).mkdir(mode=0o700, exist_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise history_error(error, history, "replace") or error from error
    return kept if is_there else None


def _take(history: Path) -> None:
    """Make sure that nobody else uses the history, and bring its WAL into it.

    What is damaged cannot be written by anyone, and its WAL goes with it.

    Raises:
        sqlite3.OperationalError: Another program uses it.
    """
    with closing(sqlite3.connect(history, isolation_level=None, timeout=1)) as db:
        try:
            db.execute("pragma journal_mode = delete")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise


def _keep(history: Path, kept: Path) -> None:
    """Give a file a second name, so that there is a history at every moment; or move it."""
    try:
        kept.hardlink_to(history)
    except OSError:
        history.replace(kept)


def _free(path: Path) -> Path:
    """A name that is not taken."""
    number = 2
    taken = path
    while taken.exists():
        taken = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return taken


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder within another, gone afterwards; what was left by programs that were killed goes too.

    Only after an hour: another program may be at work.
    """
    with TemporaryDirectory(dir=beside, prefix=_UNFINISHED) as folder:
        now = Path(folder).stat().st_mtime
        for left in beside.glob(f"{_UNFINISHED}*"):
            with suppress(OSError):
                if left.stat().st_mtime < now - _HOUR:
                    shutil.rmtree(left)
        yield Path(folder)
