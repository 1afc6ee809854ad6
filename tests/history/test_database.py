"""Opening, making and migrating the one file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from studycards.errors import HistoryError
from studycards.history import database, migrations
from studycards.history.database import device_id, transaction
from tests.history.library import opened, read

OLD_SCHEMAS = Path(__file__).parent / "old_schemas"
"""Dumps of every schema that was ever shipped, with a row in each table."""


def schema(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Names and SQL of tables, indexes and triggers."""
    rows = connection.execute("select name, sql from sqlite_master where sql is not null")
    return {(row[0], row[1]) for row in rows}


def test_blank_file(tmp_path: Path) -> None:
    """A new file has every table, is in WAL and waits for the disk."""
    db = opened(tmp_path / "deep" / "studycards.db")
    assert {"reviews", "actions", "states", "marks", "cards"} <= {name for name, _ in schema(db)}
    assert db.execute("pragma journal_mode").fetchone()[0] == "wal"
    assert db.execute("pragma synchronous").fetchone()[0] == 2
    assert db.execute("pragma foreign_keys").fetchone()[0] == 1


def test_names_of_migrations() -> None:
    """The names known without importing sqlite_utils are those of the migrations."""
    empty = Database(read(":memory:"), execute_plugins=False)
    pending = migrations.migrations.pending(empty)
    assert tuple(migration.name for migration in pending) == database.MIGRATIONS


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    """The second time there is nothing to migrate."""
    path = tmp_path / "studycards.db"
    first = schema(opened(path))
    assert schema(opened(path)) == first


def test_sqlite_utils_is_loaded_for_migrations_alone(tmp_path: Path) -> None:
    """A history that is up to date is opened without the 80 ms of sqlite_utils."""
    path = tmp_path / "studycards.db"
    opened(path)
    code = (
        "import sys; from pathlib import Path; from studycards.history.database import *;"
        f"open_history(Path({str(path)!r})); print('sqlite_utils' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"


@pytest.mark.parametrize("dump", sorted(OLD_SCHEMAS.glob("*.sql")), ids=lambda path: path.stem)
def test_old_schemas(tmp_path: Path, dump: Path) -> None:
    """A history of every older schema is brought up to date with its rows kept."""
    path = tmp_path / "studycards.db"
    old = sqlite3.connect(path)
    old.executescript(dump.read_text())
    before = {
        table: old.execute(f"select * from {table}").fetchall() for table in ("reviews", "actions")
    }
    old.close()
    db = opened(path)
    assert schema(db) == schema(opened(tmp_path / "new.db"))
    for table, rows in before.items():
        assert rows
        kept = [tuple(row)[: len(rows[0])] for row in db.execute(f"select * from {table}")]
        assert kept == rows


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a migration is rolled back; the file is as it was."""
    path = tmp_path / "studycards.db"
    before = schema(opened(path))
    broken = type(migrations.migrations)("studycards")

    @broken()
    def m001_initial(db: Database) -> None:
        raise AssertionError("is applied already")

    @broken()
    def m002_proofs(db: Database) -> None:
        raise AssertionError("is applied already")

    @broken()
    def m003_how_it_was_answered(db: Database) -> None:
        raise AssertionError("is applied already")

    @broken()
    def m004_fewer_indexes(db: Database) -> None:
        raise AssertionError("is applied already")

    @broken()
    def m005_broken(db: Database) -> None:
        db.execute("create table half (id integer)")
        db.execute("insert into nowhere values (1)")

    monkeypatch.setattr(migrations, "migrations", broken)
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, "m005_broken"))
    with pytest.raises(HistoryError, match="nowhere"):
        opened(path)
    assert schema(read(str(path))) == before


def test_newer_version(tmp_path: Path) -> None:
    """A history of a newer version is refused and left alone."""
    path = tmp_path / "studycards.db"
    db = opened(path)
    db.execute("insert into _sqlite_migrations values (99, 'studycards', 'm099_later', 'now')")
    with pytest.raises(HistoryError, match=r"newer studycards \(m099_later\)"):
        opened(path)


def test_not_a_database(tmp_path: Path) -> None:
    """A file that is no database is named, and kept."""
    path = tmp_path / "studycards.db"
    path.write_text("notes to myself " * 100)
    with pytest.raises(HistoryError, match=r"studycards\.db"):
        opened(path)
    assert path.read_text().startswith("notes to myself")


def test_device_is_stable(tmp_path: Path) -> None:
    """A history keeps the name of its device."""
    path = tmp_path / "studycards.db"
    assert device_id(opened(path)) == device_id(opened(path))
    assert device_id(opened(path)) != device_id(opened(tmp_path / "other.db"))


def test_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """What raises inside a transaction writes nothing, even if it is Ctrl-C."""
    db = opened(tmp_path / "studycards.db")
    with pytest.raises(KeyboardInterrupt), transaction(db):  # noqa: PT012
        db.execute("insert into facts values ('a', 'b')")
        raise KeyboardInterrupt
    assert db.execute("select count(*) from facts").fetchone()[0] == 0
