"""What SQLite reports, as an error that says what is wrong with the history and what to do."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from studycards.errors import DamagedHistoryError, HistoryError, UnwritableHistoryError

if TYPE_CHECKING:
    from pathlib import Path

_NO_ROOM = 1 << 20
"""Bytes free below which a failure of the disk is taken for a full disk."""

_CAUSES = {
    sqlite3.SQLITE_FULL: (
        "the disk is full",
        "Nothing that was recorded is lost. Free some space, then try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk reports an error",
        "Nothing was changed. Check the disk and its cable; copy the history to another disk.",
    ),
    sqlite3.SQLITE_READONLY: (
        "it is read-only",
        "Make the file and its folder writable for you, or move both with STUDYCARDS_HOME.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "it cannot be opened",
        "Check that the folder exists and is writable; STUDYCARDS_HOME moves it.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "it is not a database",
        "`studycards restore` brings back a backup, `studycards doctor --repair` saves what it holds.",
    ),
    sqlite3.SQLITE_BUSY: (
        "it is locked by another program",
        "Close other programs that use it, then try again.",
    ),
}
"""What went wrong and what to do, by the primary result code of SQLite."""

_SAME = {
    sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM: sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_AUTH: sqlite3.SQLITE_CANTOPEN,
}

_OF_DAMAGE = ("malformed JSON", "no such column", "no such table")
"""How messages begin that tell of a damaged value or definition: queries do not change."""

_BUGS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


def history_error(error: Exception, path: Path, doing: str = "use") -> HistoryError | None:
    """The failure of an operation on the history, as told to the learner; None if it is a bug.

    Args:
        error: What was raised.
        path: The file of the history.
        doing: What could not be done: use, open, write.
    """
    if isinstance(error, OSError):
        kind = UnwritableHistoryError if error.errno in _UNWRITABLE_ERRNO else HistoryError
        return _because(kind, path, doing, error.strerror or str(error), _CAUSES[_CANTOPEN][1])
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, _BUGS):
        return None
    # An error of Python's own module has no code: a text that is not UTF-8.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code == sqlite3.SQLITE_CORRUPT or str(error).startswith(_OF_DAMAGE):
        return DamagedHistoryError(path, str(error))
    code = _cause(_SAME.get(code, code), path)
    if code not in _CAUSES:
        return None
    what, hint = _CAUSES[code]
    if code == _CANTOPEN and path.is_dir():
        what, hint = "a folder is in its place", "Move the folder away."
        code = sqlite3.SQLITE_MISUSE
    kind = UnwritableHistoryError if code in _UNWRITABLE else HistoryError
    return _because(kind, path, doing, f"{what} ({error})", hint)


_CANTOPEN = sqlite3.SQLITE_CANTOPEN
_UNWRITABLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, _CANTOPEN)
_UNWRITABLE_ERRNO = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT)


def _because(
    kind: type[HistoryError], path: Path, doing: str, what: str, hint: str
) -> HistoryError:
    return kind(f"cannot {doing} the history {path}: {what}", hint=hint)


def _cause(code: int, path: Path) -> int:
    """The code of the cause: SQLite reports a full or read-only disk in several ways."""
    if code not in (sqlite3.SQLITE_IOERR, _CANTOPEN):
        return code
    with suppress(OSError):
        if shutil.disk_usage(path.parent).free < _NO_ROOM:
            return sqlite3.SQLITE_FULL
        if path.is_file() and not os.access(path.parent, os.W_OK):
            return sqlite3.SQLITE_READONLY
    return code
