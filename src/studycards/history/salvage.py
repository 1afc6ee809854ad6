"""Save what can be read of a damaged history into a fresh file.

The fresh file holds every event that can be read, and none of what can be derived, which is built
anew when it is opened. Rows are looked for in order from the beginning, in order from the end, one
by one by the keys that the indexes hold, and in pages that nothing leads to any more.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from studycards.errors import DamagedHistoryError
from studycards.events import from_ms
from studycards.history.backup import CACHES
from studycards.history.database import MIGRATIONS, open_history
from studycards.history.pages import rows_in_pages
from studycards.history.timeline import FOLDED_WITH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Key = tuple[Any, ...]

_DERIVED = ("marks", "proofs")
"""Tables that are saved, and whose loss costs nothing but time."""

_BY_FORM = ("reviews", "actions", "action_cards")
"""Tables of which rows are told by the number and values of their columns: the log."""

_DATED = ("reviews", "actions")
"""Tables whose key begins with a time in ms."""


class Salvaged(NamedTuple):
    """What was saved, and what was not."""

    reviews: int
    actions: int
    """Events saved."""
    unread: tuple[tuple[str, Key], ...]
    """Table and key of each row that is known of and could not be read."""
    unsure: tuple[str, ...]
    """Tables of which more may be missing: neither they nor their indexes could be read."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing was lost."""
        return not self.unread and not self.unsure

    @property
    def loss(self) -> str:
        """What was not saved, in words; empty if nothing is missing."""
        parts = []
        for table in dict.fromkeys(table for table, _ in self.unread):
            keys = [key for name, key in self.unread if name == table]
            times = [key[0] for key in keys if table in _DATED]
            span = f" from {_day(min(times))} to {_day(max(times))}" if times else ""
            parts.append(f"{len(keys)} rows of {table}{span}")
        parts += [f"an unknown number of rows of {table}" for table in self.unsure]
        return ", ".join(parts)


def _day(at: int) -> str:
    return f"{from_ms(at, 0):%Y-%m-%d}"


def salvage(history: Path, fresh: Path) -> Salvaged:
    """Save what can be read into a new file.

    Args:
        history: The file, which is only read.
        fresh: The new file; one that is there is replaced.

    Raises:
        DamagedHistoryError: No event can be read.
        sqlite3.Error: The new file cannot be written.
    """
    fresh.unlink(missing_ok=True)
    url = f"{history.resolve().as_uri()}?mode=ro"
    unread: list[tuple[str, Key]] = []
    unsure = []
    with (
        closing(sqlite3.connect(url, uri=True, isolation_level=None)) as source,
        closing(sqlite3.connect(fresh, isolation_level=None)) as target,
    ):
        source.text_factory = _text
        source.execute("pragma writable_schema = on")  # a file that was cut off is read as it is
        schema = _schema(source, history)
        target.execute("pragma journal_mode = off")
        target.execute("begin")
        _make(target, schema, "table")
        for name in [name for kind, name, _ in schema if kind == "table" and name not in CACHES]:
            table = _Table(source, target, name)
            lost = table.save(_indexes_of(schema, name), history)
            if name not in _DERIVED:
                unread += [(name, key) for key in lost or ()]
                unsure += [name] if lost is None else []
        for kind in ("index", "trigger", "view"):
            _make(target, schema, kind)
        _note_migrations(target)
        target.execute("delete from facts where name = ?", (FOLDED_WITH,))
        target.execute("commit")
        reviews, actions = target.execute(_COUNTS).fetchone()
    if not (reviews or actions) and (unread or unsure):
        raise DamagedHistoryError(history, "nothing in it can be read")
    return Salvaged(reviews, actions, tuple(unread), tuple(unsure))


def _text(raw: bytes) -> str:
    """Text as far as it can be read."""
    return raw.decode(errors="replace")


def _schema(source: sqlite3.Connection, history: Path) -> list[tuple[str, str, str]]:
    """Kind, name and SQL of everything in the database, or in a new one if these are damaged.

    Raises:
        DamagedHistoryError: It has tables, and they are not those of a history.
    """
    try:
        found = source.execute(_SCHEMA).fetchall()
    except sqlite3.DatabaseError:
        found = []
    if found and not {"reviews", "actions", "facts"} <= {name for _, name, _ in found}:
        raise DamagedHistoryError(history, "its tables are missing")
    applied = {row[0] for row in _Reading(source, "select name from _sqlite_migrations")}
    is_older = found and not applied >= set(MIGRATIONS)
    return found if is_older and _can_be_made(found) else _of_a_new_history(_SCHEMA)


def _can_be_made(schema: list[tuple[str, str, str]]) -> bool:
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            for kind in ("table", "index", "trigger", "view"):
                _make(db, schema, kind)
        except sqlite3.DatabaseError:
            return False
    return True


def _note_migrations(target: sqlite3.Connection) -> None:
    """Note that all migrations were applied, where that was lost and the tables show it."""
    noted = "select * from _sqlite_migrations"
    tables = "select sql from sqlite_master where sql is not null order by sql"
    if target.execute(noted).fetchone() is None and (
        target.execute(tables).fetchall() == _of_a_new_history(tables)
    ):
        values = _of_a_new_history(noted)
        target.executemany("insert into _sqlite_migrations values (?, ?, ?, ?)", values)


def _of_a_new_history(sql: str) -> list[tuple[Any, ...]]:
    """What a query finds in a new history."""
    with closing(open_history(Path(":memory:"))) as db:
        return [tuple(row) for row in db.execute(sql)]


def _make(target: sqlite3.Connection, schema: list[tuple[str, str, str]], kind: str) -> None:
    for made, _, sql in schema:
        if made == kind:
            target.execute(sql)


def _indexes_of(schema: list[tuple[str, str, str]], table: str) -> list[tuple[str, str]]:
    return [(name, sql) for kind, name, sql in schema if kind == "index" and f" on {table} " in sql]


class _Reading:
    """The rows of a query, as far as they can be read."""

    def __init__(self, db: sqlite3.Connection, sql: str, values: Iterable[object] = ()) -> None:
        self._db, self._sql, self._values = db, sql, tuple(values)
        self.is_complete = False
        """Whether the end was reached."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        with suppress(sqlite3.DatabaseError):
            yield from self._db.execute(self._sql, self._values)
            self.is_complete = True


class _Table:
    """One table of the damaged history, and its counterpart in the fresh file."""

    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection, name: str) -> None:
        self._source, self._target, self._name = source, target, name
        info = target.execute(f"pragma table_info({name})").fetchall()
        self._columns = [row[1] for row in info]
        self._key = [name for _, name in sorted((row[5], row[1]) for row in info if row[5])]
        self._key_text = ", ".join(self._key)
        values = ", ".join("?" * len(self._columns))
        self._insert_row = f"insert or ignore into {name} values ({values})"  # noqa: S608

    def save(self, indexes: Iterable[tuple[str, str]], file: Path) -> list[Key] | None:
        """Save the rows.

        Args:
            indexes: Name and SQL of the indexes of the table.
            file: The damaged history.

        Returns:
            The keys of the rows that are lost; None if it is not known what was lost.
        """
        rows = f"select {', '.join(self._columns)} from {self._name} not indexed"  # noqa: S608
        is_known = is_whole = self._insert(f"{rows} order by {self._key_text}")
        if not is_whole:
            self._insert(f"{rows} order by {' desc, '.join(self._key)} desc")
        self._target.execute(
            f"create temp table known as select {self._key_text} from {self._name} limit 0"  # noqa: S608
        )
        for index, sql in indexes:
            is_known |= self._note_keys(index, sql)
        where = " and ".join(f"{name} = ?" for name in self._key)
        missing = [
            key for key in self._missing() if not self._insert_one(f"{rows} where {where}", key)
        ]
        if self._name in _BY_FORM and (missing or not is_whole):
            self._insert_stray(file)
        missing = self._missing()
        self._target.execute("drop table known")
        return missing if is_known else None

    def _missing(self) -> list[Key]:
        """The keys that indexes hold, of rows that are not saved."""
        return self._target.execute(
            f"select * from known except select {self._key_text} from {self._name}"  # noqa: S608
        ).fetchall()

    def _insert(self, sql: str, values: Key = ()) -> bool:
        """Save the rows of a query as far as they can be read; whether to its end."""
        reading = _Reading(self._source, sql, values)
        try:
            self._target.executemany(self._insert_row, reading)
        except sqlite3.IntegrityError:  # bytes that are no row of this table
            reading = _Reading(self._source, sql, values)
            self._insert_each(reading)
        return reading.is_complete

    def _insert_each(self, rows: Iterable[Key]) -> None:
        """Save rows of which some may be none of this table."""
        for row in rows:
            with suppress(sqlite3.IntegrityError):
                self._target.execute(self._insert_row, row)

    def _insert_one(self, sql: str, key: Key) -> bool:
        """Save one row; whether it could be read, or is all in its key."""
        before = self._target.total_changes
        if set(self._key) == set(self._columns):
            row = dict(zip(self._key, key, strict=True))
            self._target.execute(self._insert_row, [row[name] for name in self._columns])
        else:
            self._insert(sql, key)
        return self._target.total_changes > before

    def _insert_stray(self, file: Path) -> None:
        """Save rows from leaves that cannot be reached: a page above them is damaged."""
        stored = [*self._key, *(name for name in self._columns if name not in self._key)]
        places = [stored.index(name) for name in self._columns]
        rows = rows_in_pages(file, len(stored))
        if self._name == "action_cards":  # an index of the reviews has rows of the same form
            rows = (row for row in rows if self._is_action(row[1:]))
        self._insert_each(tuple(row[place] for place in places) for row in rows)

    def _is_action(self, key: Key) -> bool:
        sql = "select 1 from actions where at = ? and device = ?"
        return self._target.execute(sql, key).fetchone() is not None

    def _note_keys(self, index: str, sql: str) -> bool:
        """Note the keys that an index holds; whether they are those of all rows."""
        _, only, where = sql.partition(" where ")
        first = sql.partition("(")[2].partition(")")[0].partition(",")[0]
        keys = f"select {self._key_text} from {self._name} indexed by {index}{only}{where}"  # noqa: S608
        note = f"insert into known values ({', '.join('?' * len(self._key))})"  # noqa: S608
        for order in ("asc", "desc"):
            reading = _Reading(self._source, f"{keys} order by {first} {order}")
            self._target.executemany(note, reading)
            if reading.is_complete:
                return not only
        return False


_COUNTS = "select (select count(*) from reviews), (select count(*) from actions)"

_SCHEMA = """
select type, name, sql from sqlite_master
where sql is not null and name not like 'sqlite_%'
"""
