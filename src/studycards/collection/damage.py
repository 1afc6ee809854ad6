"""Damage of the history: what is whole is saved, and what can be derived is built anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from studycards.errors import DamagedHistoryError, HistoryError
from studycards.history import backup
from studycards.history.database import MIGRATIONS, backups_folder, damage_mark
from studycards.history.failures import history_error
from studycards.history.replace import put_in_place, scratch_folder
from studycards.history.rows import read_events
from studycards.history.salvage import Salvaged, salvage

if TYPE_CHECKING:
    from pathlib import Path


class Repaired(NamedTuple):
    """What a repair did."""

    salvaged: Salvaged
    from_backup: int
    """Events that could not be read and were found in the newest backup."""
    kept: Path | None
    """Where the damaged file is kept; None if nothing was changed."""


def examine(history: Path) -> Salvaged:
    """What can be read of a history; nothing is changed."""
    with scratch_folder(history.parent) as folder:
        return salvage(history, folder / history.name)


def repair(history: Path, now: datetime, *, only_complete: bool = False) -> Repaired:
    """Save what can be read into a fresh file in the place of the damaged one, which is kept.

    Events that cannot be read are taken from the newest backup if it holds them.

    Args:
        history: The file.
        now: The time in the name of the damaged file.
        only_complete: Change nothing if something is lost.

    Raises:
        DamagedHistoryError: Nothing in it can be read.
        HistoryError: Another program uses the history, or a file cannot be written.
    """
    try:
        with scratch_folder(history.parent) as folder:
            fresh = folder / history.name
            salvaged = salvage(history, fresh)
            if only_complete and not (salvaged.is_complete and _is_readable(fresh)):
                return Repaired(salvaged, 0, None)
            added = 0 if salvaged.is_complete else _add_from_backup(history, fresh)
            kept = put_in_place(history, fresh, f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    except (OSError, sqlite3.Error) as error:
        raise history_error(error, history, "repair") or error from error
    return Repaired(salvaged, added, kept)


def _is_readable(fresh: Path) -> bool:
    """Whether every row of the log is an event; one of an older schema is told by its migration."""
    with closing(sqlite3.connect(fresh)) as db:
        db.row_factory = sqlite3.Row
        try:
            for _ in read_events(db):
                pass
        except sqlite3.DatabaseError as error:
            return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return True


def tended(history: Path, found: DamagedHistoryError, now: datetime) -> HistoryError:
    """What a command that met damage reports, after doing what can be done without a loss.

    Damage of what can be derived is repaired. With damage of the log the history is marked, so
    that nothing is written to it, and it is not looked into again.
    """
    mark = damage_mark(history)
    if mark.exists():
        return DamagedHistoryError(history, mark.read_text(encoding="utf-8").strip())
    try:
        salvaged, _, kept = repair(history, now, only_complete=True)
    except DamagedHistoryError as worse:
        return worse
    except HistoryError as error:
        return HistoryError(
            f"the history {history} is damaged, and cannot be repaired now: {error}",
            hint=error.hint,
        )
    else:
        if kept:
            return HistoryError(
                f"the history {history} was damaged and is repaired; no answer was lost",
                hint=f"Run the command again. The damaged file is kept as {kept}.",
            )
        found = DamagedHistoryError(
            history,
            f"{salvaged.loss or found.found} cannot be read; {salvaged.reviews} reviews and"
            f" {salvaged.actions} actions can",
        )
    with suppress(OSError):
        mark.write_text(f"{found.found}\n", encoding="utf-8")
    return found


def _add_from_backup(history: Path, fresh: Path) -> int:
    """Add the events of the newest backup to a fresh file; how many were not in it.

    A backup of an older version is left alone: it can be restored.
    """
    newest = backup.newest_backup(backups_folder(history))
    if newest is None:
        return 0
    beside = fresh.with_name("backup.db")
    try:
        backup.unpack(newest.path, beside)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as db:
            db.execute("attach ? as backup", (str(beside),))
            names = {row[0] for row in db.execute("select name from backup._sqlite_migrations")}
            if names != set(MIGRATIONS):
                return 0
            db.execute("begin")
            before = db.total_changes
            for table in ("reviews", "actions"):
                db.execute(f"insert or ignore into {table} select * from backup.{table}")  # noqa: S608
            added = db.total_changes - before
            for table in ("action_cards", "facts", "trusted"):
                db.execute(f"insert or ignore into {table} select * from backup.{table}")  # noqa: S608
            db.execute("commit")
            return added
    except HistoryError:
        return 0
