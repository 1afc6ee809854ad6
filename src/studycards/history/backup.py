"""Verified copies of the history."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from studycards.errors import HistoryError

if TYPE_CHECKING:
    from pathlib import Path


def back_up(history: Path, target: Path) -> None:
    """Copy a history to a file; an older file of that name is replaced once the copy is verified.

    A separate connection reads it, so that the caller may hold a lock against other writers.

    Raises:
        HistoryError: The copy, and so the history, is damaged; nothing was replaced. Or the copy
            cannot be put in its place.
        sqlite3.Error: The copy cannot be written.
    """
    try:
        _back_up(history, target)
    except OSError as error:
        raise HistoryError(
            f"cannot copy the history to {target}: {error.strerror}",
            hint="Nothing was changed. Make sure that the folder is yours and the disk has room.",
        ) from error


def _back_up(history: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)  # left where the machine went down
    try:
        with closing(sqlite3.connect(history)) as db, closing(sqlite3.connect(beside)) as copy:
            db.backup(copy)
            copy.execute("pragma journal_mode = delete")
            found = copy.execute("pragma integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise HistoryError(
                f"the history is damaged: {found}",
                hint="Nothing was changed. Restore a copy, or salvage it with `sqlite3 … .recover`.",
            )
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
