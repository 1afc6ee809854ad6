"""Open the SQLite file of the history."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from studycards.errors import DamagedHistoryError, HistoryError, LostHistoryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

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

_UNNOTICED = 0.5
"""Seconds to wait for it without a word."""


class BackUp(NamedTuple):
    """What a backup before a migration keeps beside the history, and its time."""

    beside: Callable[[], Mapping[str, Path]] = dict
    """Called for the files, by their names in the backup."""
    now: datetime | None = None
    """None for the time at which the history was last written."""


NOTHING_BESIDE = BackUp()


class _HistoryFile(sqlite3.Connection):
    """A connection to a history that is a file."""

    path: str
    """Absolute; empty for a history in memory."""
    mark: str
    """The file that says what is damaged in it."""


def open_history(
    path: Path, progress: Progress = lambda *_: None, back_up: BackUp = NOTHING_BESIDE
) -> sqlite3.Connection:
    """Open the history, creating or migrating it if needed.

    Args:
        path: The file; before a migration, a backup is made.
        progress: Called with the progress of a migration.
        back_up: What that backup holds beside the history.

    Raises:
        LostHistoryError: There was a history, and it is missing or empty.
        HistoryError: The file cannot be opened, is not a history or is from a newer version.
    """
    try:
        _refuse_if_lost(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=_UNNOTICED, isolation_level=None, factory=_HistoryFile
        )
        connection.path = connection.execute("pragma database_list").fetchone()[2]
        connection.mark = f"{connection.path}.damaged"
    except (OSError, sqlite3.Error) as error:
        raise _cannot_open(path, error) from error
    return _prepared(connection, path, progress, back_up)


def copy_in_memory(path: Path, progress: Progress = lambda *_: None) -> sqlite3.Connection:
    """A copy of a history that cannot be written, or an empty one if there is none.

    Raises:
        sqlite3.Error, OSError: It cannot be read either.
        HistoryError: It is not a history, or is from a newer version.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if not is_missing(path):
        with _readable(path) as source:
            source.backup(memory)
    return _prepared(memory, path, progress, NOTHING_BESIDE)


@contextmanager
def _readable(path: Path) -> Iterator[sqlite3.Connection]:
    """A history opened without writing beside it, as WAL would; with a WAL, a copy of both."""
    wal = path.with_name(f"{path.name}-wal")
    with ExitStack() as opened:
        uri = f"{path.resolve().as_uri()}?immutable=1"
        if not is_missing(wal):
            from shutil import copyfile  # noqa: PLC0415 - where nothing can be written
            from tempfile import TemporaryDirectory  # noqa: PLC0415

            folder = Path(opened.enter_context(TemporaryDirectory()))
            for file in (path, wal):
                copyfile(file, folder / file.name)
            uri = (folder / path.name).as_uri()
        yield opened.enter_context(closing(sqlite3.connect(uri, uri=True)))


def _prepared(
    connection: sqlite3.Connection, path: Path, progress: Progress, back_up: BackUp
) -> sqlite3.Connection:
    """A connection ready for use; it is closed if the history cannot be used."""
    try:
        connection.row_factory = sqlite3.Row
        applied = applied_migrations(connection, path)
        _use_wal(connection)
        connection.execute("pragma synchronous = full")
        if len(applied) < len(MIGRATIONS):
            _bring_up_to_date(connection, path, progress, back_up)
        connection.execute("pragma foreign_keys = on")
    except (OSError, sqlite3.Error) as error:
        connection.close()
        raise _cannot_open(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_if_lost(path: Path) -> None:
    """Refuse to begin a history where there was one: the folder of its backups is the sign.

    Looked at in this order, because the folder is made once a new history is whole.

    Raises:
        LostHistoryError: There was one, and the file is missing or empty.
    """
    if backups_folder(path).is_dir() and is_missing(path):
        raise _lost(path)


def is_missing(path: Path) -> bool:
    """Whether a history is missing or empty."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True


def _lost(path: Path) -> LostHistoryError:
    from studycards.history.backup import newest_backup  # noqa: PLC0415 - loads zipfile, 16 ms

    folder = backups_folder(path)
    newest = newest_backup(folder)
    return LostHistoryError(path, folder, newest.path if newest else None)


def backups_folder(path: Path) -> Path:
    """The folder of the backups of a history; it is made when the history is begun."""
    return path.with_name(f"{path.stem}-backups")


def damage_mark(path: Path) -> Path:
    """A file beside the history that says what is damaged in it; it is read, not written, then."""
    return path.with_name(f"{path.name}.damaged")


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
    return _known(error, path, "open") or HistoryError(
        f"cannot open the history {path}: {error}",
        hint="`studycards doctor` examines it, `studycards restore` returns to a backup.",
    )


def _known(error: Exception, path: Path, doing: str) -> HistoryError | None:
    from studycards.history.failures import history_error  # noqa: PLC0415 - where something failed

    return history_error(error, path, doing)


@contextmanager
def transaction(
    connection: sqlite3.Connection, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """An exclusive transaction: all or nothing is written, and reads stay valid until its end.

    Args:
        connection: The open history.
        waiting: Called every half second while another program holds the history.

    Raises:
        DamagedHistoryError: The history is damaged; nothing is written to it.
        HistoryError: Another program holds the file, the disk is full, or the file was removed.
    """
    try:
        _begin(connection, waiting)
        try:
            if isinstance(connection, _HistoryFile) and connection.path:
                _refuse_if_unsafe(connection.path, connection.mark)
            yield
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
    except sqlite3.Error as error:
        known = _known(error, _path_of(connection), "write")
        if known is None:
            raise
        raise known from error


def _begin(connection: sqlite3.Connection, waiting: Callable[[], None]) -> None:
    until = monotonic() + BUSY_TIMEOUT
    while True:
        try:
            connection.execute("begin immediate")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() >= until:
                raise
            waiting()
        else:
            return


def _path_of(connection: sqlite3.Connection) -> Path:
    """The file of an open history: an absolute path, unless it is in memory."""
    return Path(connection.execute("pragma database_list").fetchone()[2])


def _refuse_if_unsafe(path: str, mark: str) -> None:
    """Refuse to write where it would be lost, or make damage worse: 5 microseconds."""
    if os.path.exists(mark):  # noqa: PTH110 - a path of pathlib takes five times as long
        raise DamagedHistoryError(Path(path), Path(mark).read_text(encoding="utf-8").strip())
    if not os.path.exists(path):  # noqa: PTH110
        raise HistoryError(
            f"the history {path} was removed while it was open; nothing was written",
            hint="Bring the file back, or start again and run `studycards restore`.",
        )


def _moment_of(path: Path) -> datetime:
    """When a file was last written."""
    from datetime import UTC, datetime  # noqa: PLC0415 - for a migration

    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _bring_up_to_date(
    connection: sqlite3.Connection, path: Path, progress: Progress, beside: BackUp
) -> None:
    # sqlite_utils costs 80 ms to import: only when there is something to migrate.
    from studycards.history.backup import back_up  # noqa: PLC0415
    from studycards.history.device import device_name, machine_id  # noqa: PLC0415
    from studycards.history.filling import fill  # noqa: PLC0415
    from studycards.history.migrations import migrate  # noqa: PLC0415

    folder = backups_folder(path)
    with transaction(connection):
        applied = applied_migrations(connection, path)
        pending = [name for name in MIGRATIONS if name not in applied]
        if pending and not applied and folder.is_dir():
            raise _lost(path)
        if pending and applied and _path_of(connection).is_absolute():
            now = beside.now or _moment_of(path)
            back_up(path, folder, now, pending[0], beside.beside())
        migrate(connection)
        if "m005_events" in pending:
            fill(connection, progress)
            if applied:
                device_name(connection, machine_id())
    if _path_of(connection).is_absolute():
        folder.mkdir(mode=0o700, exist_ok=True)


def applied_migrations(connection: sqlite3.Connection, path: Path) -> set[str]:
    """The migrations applied to a history; none if it is empty.

    Raises:
        HistoryError: It belongs to another program, or a newer version; nothing was changed.
    """
    table = "select 1 from sqlite_master where name = '_sqlite_migrations'"
    if connection.execute(table).fetchone() is None:
        if connection.execute("select 1 from sqlite_master").fetchone():
            raise HistoryError(
                f"{path} is a database of another program; nothing was changed",
                hint="Move it away; `studycards restore` brings back the newest backup.",
            )
        return set()
    rows = connection.execute(
        "select name from _sqlite_migrations where migration_set = 'studycards'"
    )
    applied = {row[0] for row in rows}
    newer = applied - set(MIGRATIONS)
    if newer:
        raise HistoryError(
            f"{path} was written by a newer studycards ({', '.join(sorted(newer))})",
            hint="Update studycards; nothing was changed.",
        )
    return applied
