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
        HistoryError: The copy, and so the history, is damaged; nothing was replaced.
        sqlite3.Error, OSError: The copy cannot be written.
    """
    beside = target.with_name(f".{target.name}.part")
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
