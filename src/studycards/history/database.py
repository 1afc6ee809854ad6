"""Open the SQLite file of the history."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING

from studycards.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[str, int, int], None]
    """Called with the task under way, the number done and the total."""

MIGRATIONS = (
    "m001_initial",
    "m002_proofs",
    "m003_how_it_was_answered",
    "m004_fewer_indexes",
    "m005_events",
)
"""Names of all migrations in `migrations.py`, known without importing sqlite_utils."""

_RETRY = 0.02
"""Seconds between two tries."""

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another session to finish writing."""


def open_history(path: Path, progress: Progress = lambda *_: None) -> sqlite3.Connection:
    """Open the history, creating or migrating it if needed.

    Args:
        path: The file; before a migration, a verified copy is made beside it.
        progress: Called with the progress of a migration.

    Raises:
        HistoryError: The file cannot be opened, is not a history or is from a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_open(path, error) from error
    try:
        connection.row_factory = sqlite3.Row
        _use_wal(connection)
        connection.execute("pragma synchronous = full")
        _bring_up_to_date(connection, path, progress)
        connection.execute("pragma foreign_keys = on")
    except (OSError, sqlite3.Error) as error:
        connection.close()
        raise _cannot_open(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; if two programs do it at once, SQLite itself does not wait."""
    for wait in (*[_RETRY] * int(BUSY_TIMEOUT / _RETRY), None):
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if wait is None or "locked" not in str(error):
                raise
            sleep(wait)
        else:
            return


def _cannot_open(path: Path, error: Exception) -> HistoryError:
    hint = "Check that the folder exists and is writable; STUDYCARDS_HOME moves it."
    if type(error) is sqlite3.DatabaseError:  # damaged, or not a database
        hint = "Move it away, or restore a backup."
    return HistoryError(f"cannot open the history {path}: {error}", hint=hint)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """An exclusive transaction: all or nothing is written, and reads stay valid until its end.

    Raises:
        HistoryError: Another program holds the file, or the disk is full.
    """
    try:
        connection.execute("begin immediate")
        try:
            yield
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
    except sqlite3.OperationalError as error:
        raise HistoryError(
            f"cannot write the history: {error}",
            hint="Close other programs that use it, make sure the disk has room, then try again.",
        ) from error


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, progress: Progress) -> None:
    applied = _applied(connection)
    newer = applied - set(MIGRATIONS)
    if newer:
        raise HistoryError(
            f"{path} was written by a newer studycards ({', '.join(sorted(newer))})",
            hint="Update studycards; nothing was changed.",
        )
    if len(applied) < len(MIGRATIONS):
        # sqlite_utils costs 80 ms to import: only when there is something to migrate.
        from studycards.history.backup import back_up  # noqa: PLC0415
        from studycards.history.device import device_name, machine_id  # noqa: PLC0415
        from studycards.history.filling import fill  # noqa: PLC0415
        from studycards.history.migrations import migrate  # noqa: PLC0415

        with transaction(connection):
            pending = [name for name in MIGRATIONS if name not in _applied(connection)]
            if pending and applied:
                back_up(path, path.with_name(f"{path.name}.before-{pending[0]}"))
            migrate(connection)
            if "m005_events" in pending:
                fill(connection, progress)
                if applied:
                    device_name(connection, machine_id())


def _applied(connection: sqlite3.Connection) -> set[str]:
    table = "select 1 from sqlite_master where name = '_sqlite_migrations'"
    if connection.execute(table).fetchone() is None:
        return set()
    rows = connection.execute(
        "select name from _sqlite_migrations where migration_set = 'studycards'"
    )
    return {row[0] for row in rows}
