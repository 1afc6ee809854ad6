"""Backups of a collection, and the way back to one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studycards.errors import UsageProblemError
from studycards.history import backup
from studycards.history.database import backups_folder, is_missing
from studycards.history.failures import history_error
from studycards.history.replace import put_in_place, scratch_folder
from studycards.scheduling.study_day import study_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from studycards.collection import Collection
    from studycards.history.backup import Backup


def make(
    collection: Collection, now: datetime, why: str = "command", folder: Path | None = None
) -> Backup:
    """Make a backup; the older ones beside the history are thinned.

    Args:
        collection: The open collection.
        now: The time in its name.
        why: What it is made for.
        folder: Where it goes, where nothing is thinned; beside the history if left out.

    Raises:
        HistoryError: It cannot be written, or the history is damaged.
    """
    target = folder or backups_folder(collection.history)
    try:
        made = backup.back_up(collection.history, target, now, why, collection.belongings())
    except sqlite3.Error as error:
        raise history_error(error, collection.history, "back up") or error from error
    if folder is None:
        backup.thin(target, now)
    return made


def make_daily(collection: Collection, now: datetime) -> Backup | None:
    """Make a backup if none was made on this study day."""
    rollover = collection.log.rules.rollover
    newest = backup.newest_backup(backups_folder(collection.history))
    today = study_day(now, rollover)
    if newest and study_day(newest.moment.astimezone(now.tzinfo), rollover) >= today:
        return None
    return make(collection, now, "session")


class Return(NamedTuple):
    """What a return to a backup would do."""

    backup: Backup
    lost: tuple[int, int] | None
    """Reviews and actions that are not in the backup; None if the history cannot be read."""
    replaces: bool
    """Whether there is a history now."""
    files: Mapping[str, Path]
    """Settings and decks that are missing now, by their names in the backup."""


def chosen(history: Path, name: str | None) -> Backup:
    """The backup with a name, at a path, or the newest.

    Raises:
        UsageProblemError: There is none.
    """
    found = list(backup.backups(backups_folder(history)))
    if name is None and found:
        return found[0]
    for one in found:
        if name in (one.path.name, one.path.stem):
            return one
    at_path = backup.read_backup(Path(name)) if name else None
    if at_path is None:
        what = f"'{name}' is not a backup" if name else "there is no backup"
        raise UsageProblemError(what, hint="`studycards backup --list` lists the backups.")
    return at_path


def look_ahead(history: Path, places: Mapping[str, Path], wanted: Backup) -> Return:
    """What a return to a backup would do.

    Args:
        history: The file of the history.
        places: The settings file and the folder of decks by their names in a backup.
        wanted: The backup.
    """
    replaces = not is_missing(history)
    lost = _newer(history, wanted) if replaces else (0, 0)
    return Return(wanted, lost, replaces, backup.missing_files(wanted.path, places))


def restore(history: Path, plan: Return, now: datetime) -> Path | None:
    """Return to a backup; the file that was replaced is kept, and its path is returned.

    Raises:
        HistoryError: Another program uses the history, or the backup is damaged.
    """
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(history.parent) as folder:
            fresh = folder / history.name
            backup.unpack(plan.backup.path, fresh)
            kept = put_in_place(history, fresh, f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    except OSError as error:
        raise history_error(error, history, "restore") or error from error
    backup.bring_back(plan.backup.path, plan.files)
    return kept


def _newer(history: Path, wanted: Backup) -> tuple[int, int] | None:
    """How many reviews and actions of the history are not in a backup; None if it cannot be read."""
    try:
        with (
            scratch_folder(history.parent) as folder,
            closing(sqlite3.connect(f"{history.resolve().as_uri()}?mode=ro", uri=True)) as db,
        ):
            backup.unpack(wanted.path, folder / "backup.db")
            db.execute("attach ? as backup", (str(folder / "backup.db"),))
            reviews, actions = (db.execute(_NOT_IN_BACKUP.format(t)).fetchone()[0] for t in _EVENTS)
            return reviews, actions
    except (OSError, sqlite3.Error):
        return None


_EVENTS = ("reviews", "actions")

_NOT_IN_BACKUP = """
select count(*) from (
  select at, device from main.{0}
  except
  select at, device from backup.{0}
)
"""
