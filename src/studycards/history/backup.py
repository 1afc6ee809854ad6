"""Backups of the history: verified archives beside it, of which the older ones are thinned.

An archive is a zip file with the database, without what can be derived, and what else is kept with
it: settings and decks. Its `backup.json` says what is in it, with the SQL of the indexes, which are
left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from studycards.errors import DamagedHistoryError, HistoryError
from studycards.files import sync_folder
from studycards.history.replace import scratch_folder
from studycards.history.timeline import FOLDED_WITH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

CACHES = ("states", "cards", "deck_files")
"""Tables that are left out: they are a fold over the events, or mirror the deck files."""

DATABASE, _ABOUT = "studycards.db", "backup.json"

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-\d+)?\.zip")

_LARGEST = 64 << 20
"""Bytes of the largest file that is kept beside the history; a deck may not be larger."""

_LEVEL = 1
"""Of compression: 6 takes 2.4 times as long for a tenth less."""


class Backup(NamedTuple):
    """One archive."""

    path: Path
    moment: datetime
    """When it was made, in UTC."""
    reviews: int
    actions: int
    """Events in it."""
    why: str
    """What it was made for: `session`, `command`, or the name of a migration."""

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


def backups(folder: Path) -> Iterator[Backup]:
    """The backups in a folder, the newest first; what is no archive is passed over."""
    with suppress(OSError):
        for path in sorted(folder.iterdir(), key=_order, reverse=True):
            found = read_backup(path)
            if found:
                yield found


def newest_backup(folder: Path) -> Backup | None:
    """The newest backup in a folder; None if there is none."""
    return next(backups(folder), None)


def read_backup(path: Path) -> Backup | None:
    """The backup in a file; None if it is none."""
    if not _NAME.fullmatch(path.name):
        return None
    try:
        about = _about(path)
        moment = datetime.fromisoformat(about["made_at"])
        return Backup(path, moment, about["reviews"], about["actions"], about["why"])
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        return None


def back_up(
    history: Path, folder: Path, now: datetime, why: str, beside: Mapping[str, Path]
) -> Backup:
    """Make a backup; it counts once it was read back and checked.

    A connection of its own reads the history, so that the caller may hold a lock against writers.

    Args:
        history: The file.
        folder: Where the archive goes; made if needed.
        now: The time in its name.
        why: What it is made for.
        beside: What else is kept, by its name in the archive; what cannot be read is left out.

    Raises:
        DamagedHistoryError: The history is damaged; no backup was made.
        HistoryError: The archive cannot be written.
        sqlite3.Error: The copy cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with scratch_folder(folder) as unfinished:
            copy, archive = unfinished / DATABASE, unfinished / "archive.zip"
            about = _copied(history, copy)
            about |= {"made_at": now.astimezone(UTC).isoformat(), "why": why}
            with ThreadPoolExecutor(1) as second:  # both take a second at a million reviews
                checked = second.submit(_check, copy, history, about)
                _write(archive, copy, about, beside)
                checked.result()
            path = _free_name(folder, now)
            archive.replace(path)
        sync_folder(folder)
    except OSError as error:
        raise HistoryError(
            f"cannot write a backup in {folder}: {error.strerror or error}",
            hint="Check that the folder is writable and the disk has room.",
        ) from error
    return Backup(path, now.astimezone(UTC), about["reviews"], about["actions"], why)


def unpack(backup: Path, target: Path) -> None:
    """Write the database of a backup to a new file, with its indexes, and check it.

    Raises:
        HistoryError: The archive is damaged, or the file cannot be written.
    """
    try:
        with zipfile.ZipFile(backup) as archive, archive.open(DATABASE) as member:
            target.unlink(missing_ok=True)
            with target.open("wb") as file:
                shutil.copyfileobj(member, file, 1 << 20)
        about = _about(backup)
        _check(target, target, about)
        with closing(sqlite3.connect(target, isolation_level=None)) as db:
            for sql in about["indexes"]:
                db.execute(sql)
    except OSError as error:
        raise _cannot_restore(backup, error, "Check that the disk has room.") from error
    except (
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, sqlite3.Error, DamagedHistoryError,
    ) as error:  # fmt: skip
        others = "`studycards backup --list` lists the others."
        raise _cannot_restore(backup, error, others) from error


def _cannot_restore(backup: Path, error: Exception, hint: str) -> HistoryError:
    return HistoryError(f"cannot restore the backup {backup}: {error}", hint=hint)


def missing_files(backup: Path, places: Mapping[str, Path]) -> dict[str, Path]:
    """What a backup holds beside the database and is missing now: names in it, and where each was.

    Args:
        backup: The archive.
        places: The settings file by its name in an archive, and folders by theirs, ending in `/`.
    """
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
    found = {}
    for name in names:
        head, slash, rest = name.partition("/")
        place = places.get(head + slash)
        inside = ".." not in Path(rest).parts and not Path(rest).is_absolute()
        if place and inside and not (target := place / rest if rest else place).exists():
            found[name] = target
    return found


def bring_back(backup: Path, files: Mapping[str, Path]) -> None:
    """Write files of a backup, by their names in it, to where they belong.

    Raises:
        HistoryError: One cannot be written.
    """
    try:
        with zipfile.ZipFile(backup) as archive:
            for name, target in files.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        raise HistoryError(
            f"the history is back, but not every deck: {error}", hint=f"They are in {backup}."
        ) from error


def thin(folder: Path, now: datetime) -> list[Path]:
    """Remove the backups that are not to be kept; returns them."""
    found = {backup.path: backup.moment for backup in backups(folder)}
    kept = to_keep(found.values(), now)
    gone = [path for path, moment in found.items() if moment not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def to_keep(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which backups are kept: all of two days, then one for each of 12 days, 10 weeks, 9 months."""
    rest = sorted(set(moments), reverse=True)
    kept = {moment for moment in rest if moment > now - timedelta(days=2)}
    rest = [moment for moment in rest if moment not in kept]
    for slots, period in _SLOTS:
        newest: dict[Any, datetime] = {}
        for moment in rest:
            if period(moment) in newest or len(newest) < slots:
                newest.setdefault(period(moment), moment)
        rest = [moment for moment in rest if period(moment) not in newest]
        kept |= {*newest.values()}
    return kept


_SLOTS: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
    (12, datetime.date),
    (10, lambda moment: moment.isocalendar()[:2]),
    (9, lambda moment: (moment.year, moment.month)),
)
"""How many backups are kept, and of which period one is the newest."""


def _copied(history: Path, copy: Path) -> dict[str, Any]:
    """Copy a history without what can be derived; what the copy holds, which was checked."""
    url = f"{history.resolve().as_uri()}?mode=ro"
    with ExitStack() as opened:
        source = opened.enter_context(closing(sqlite3.connect(url, uri=True, isolation_level=None)))
        db = opened.enter_context(closing(sqlite3.connect(copy, isolation_level=None)))
        source.execute("begin")  # what is counted is what is copied
        about: dict[str, Any] = _counts(source)
        source.backup(db)
        db.execute("pragma journal_mode = off")  # a copy that fails is thrown away
        db.execute("pragma synchronous = off")
        db.execute("begin")
        indexes = db.execute(_INDEXES).fetchall()
        triggers = db.execute(_TRIGGERS).fetchall()
        for name, _ in triggers:
            db.execute(f"drop trigger {name}")
        for name, _ in indexes:
            db.execute(f"drop index {name}")
        for table in CACHES:
            db.execute(f"delete from {table}")  # noqa: S608 - a constant
        for _, sql in triggers:
            db.execute(sql)
        db.execute("delete from facts where name = ?", (FOLDED_WITH,))
        db.execute("commit")
        db.execute("vacuum")
        about["indexes"] = [sql for _, sql in indexes]
    return about


def _check(copy: Path, history: Path, about: Mapping[str, Any]) -> None:
    """Make sure that a copy is whole.

    Raises:
        DamagedHistoryError: It is not, and so the history is not.
    """
    with closing(sqlite3.connect(copy)) as db:
        found = db.execute("pragma integrity_check(1)").fetchone()[0]
        counts = _counts(db)
    if found != "ok":
        raise DamagedHistoryError(history, found)
    if counts != {name: about[name] for name in counts}:
        raise DamagedHistoryError(history, f"{counts} events, not as many as recorded")


def _counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many events there are."""
    sql = "select count(*) from {} not indexed"
    return {name: db.execute(sql.format(name)).fetchone()[0] for name in ("reviews", "actions")}


def _write(archive: Path, copy: Path, about: Mapping[str, Any], beside: Mapping[str, Path]) -> None:
    """Write an archive and read it back."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        file.writestr(_ABOUT, json.dumps(about, indent=1))
        file.write(copy, DATABASE)
        for name, path in beside.items():
            with suppress(OSError):
                if path.is_file() and path.stat().st_size <= _LARGEST:
                    file.writestr(name, path.read_bytes())
    with zipfile.ZipFile(archive) as file:
        damaged = file.testzip()
    if damaged:
        raise OSError(None, f"{damaged} was not written as it is")
    archive.chmod(0o600)
    with archive.open("rb+") as written:
        os.fsync(written.fileno())


def _about(backup: Path) -> dict[str, Any]:
    with zipfile.ZipFile(backup) as archive:
        found: dict[str, Any] = json.loads(archive.read(_ABOUT))
    return found


def _free_name(folder: Path, now: datetime) -> Path:
    """A name by the time; a backup is never replaced by another."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    path, number = folder / f"{stamp}.zip", 2
    while path.exists():
        path, number = folder / f"{stamp}-{number}.zip", number + 1
    return path


def _order(path: Path) -> tuple[str, int]:
    """By time, then by number."""
    stamp, _, number = path.stem.partition("-")
    return stamp, int(number) if number.isdigit() else 1


_TRIGGERS = "select name, sql from sqlite_master where type = 'trigger'"

_INDEXES = """
select name, sql from sqlite_master where type = 'index' and sql is not null
"""
