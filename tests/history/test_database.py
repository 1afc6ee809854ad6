"""Opening, making and migrating the one file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from sqlite_utils import Database

from studycards.errors import HistoryError
from studycards.history import database, migrations
from studycards.history.database import transaction
from tests import forks
from tests.history.library import opened, read, schema

OLD_SCHEMAS = Path(__file__).parent / "old_schemas"


def test_blank_file(tmp_path: Path) -> None:
    """A new file has every table, is in WAL and waits for the disk."""
    db = opened(tmp_path / "deep" / "down" / "studycards.db")
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
    with pytest.raises(HistoryError, match=r"studycards\.db") as caught:
        opened(path)
    assert "`studycards restore`" in caught.value.hint
    assert path.read_text().startswith("notes to myself")


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    """What the system says against the place of a history is told."""
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match=r"studycards\.db: File exists$"):
        opened(tmp_path / "file" / "studycards.db")


def test_a_history_that_is_written_while_it_is_opened(tmp_path: Path) -> None:
    """A writer keeps a history out of WAL, and SQLite does not wait for it: the program does."""
    path = tmp_path / "studycards.db"
    with closing(database.open_history(path)) as db:
        db.execute("pragma journal_mode = delete")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin immediate")
        end = Timer(0.1, other.rollback)
        end.start()
        db = opened(path)
        end.join()
    assert db.execute("pragma journal_mode").fetchone()[0] == "wal"


def test_a_damaged_schema(tmp_path: Path) -> None:
    """The hint of a damaged file is on the file, not on its folder."""
    path = tmp_path / "studycards.db"
    with closing(database.open_history(path)):
        pass
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 900 + content[1_000:])
    with pytest.raises(HistoryError, match="malformed") as caught:
        opened(path)
    assert "`studycards restore`" in caught.value.hint


def test_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """What raises inside a transaction writes nothing, even if it is Ctrl-C."""
    db = opened(tmp_path / "studycards.db")
    with pytest.raises(KeyboardInterrupt), transaction(db):  # noqa: PT012
        db.execute("insert into facts values ('a', 'b')")
        raise KeyboardInterrupt
    assert db.execute("select count(*) from facts where name = 'a'").fetchone()[0] == 0


def test_a_commit_that_fails(tmp_path: Path) -> None:
    """Where the commit itself fails, nothing is written, and the next transaction begins."""
    db = opened(tmp_path / "studycards.db")
    db.execute("create table parents (id integer primary key)")
    db.execute(
        "create table children (parent references parents (id) deferrable initially deferred)"
    )
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.execute("insert into children values (1)")
    with transaction(db):
        db.execute("insert into parents values (2)")
    assert db.execute("select count(*) from children").fetchone()[0] == 0


OPEN = """
import sys
from pathlib import Path
from studycards.history.database import open_history
sys.stdin.read()
open_history(Path(sys.argv[1]))
"""
"""Opens a history as soon as nothing more can be typed."""


@pytest.mark.slow
@pytest.mark.parametrize("old", [False, True], ids=["a new history", "an old history"])
def test_first_starts_at_once(tmp_path: Path, old: bool) -> None:
    """Programs that start at the same time on a history to be made or migrated wait for one."""
    path = tmp_path / "studycards.db"
    if old:
        with closing(sqlite3.connect(path)) as db:
            db.executescript((OLD_SCHEMAS / "m004_fewer_indexes.sql").read_text())
    waiting, begin = os.pipe()
    starts = [forks.start(["-c", OPEN, str(path)], [waiting, 2, 2], os.environ) for _ in range(4)]
    os.close(waiting)
    os.close(begin)
    assert [start.wait() for start in starts] == [0] * 4
    assert schema(opened(path)) == schema(opened(tmp_path / "new.db"))
