"""What SQLite reports is told by its cause, with a hint that fits."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from studycards.cards import CardId
from studycards.errors import DamagedHistoryError, HistoryError
from studycards.history.database import damage_mark, open_history, transaction
from studycards.history.failures import history_error
from studycards.history.log import Log
from studycards.scheduling.states import Rating
from tests.conftest import NOW
from tests.damage import lived, overwrite, pages


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history of some days."""
    return lived(tmp_path / "studycards.db", 100)


def fill_up(db: sqlite3.Connection) -> None:
    """Write more than fits."""
    db.execute("pragma max_page_count = 1")
    with transaction(db):
        db.executemany("insert into trusted values (?, 'deck')", ((n,) for n in range(9_000)))


def only_read(db: sqlite3.Connection) -> None:
    """Write where nothing may be written."""
    db.execute("pragma query_only = on")
    with transaction(db):
        db.execute("delete from trusted")


@pytest.mark.parametrize(
    ("failing", "what", "hint"),
    [(fill_up, "the disk is full", "Free some space"), (only_read, "it is read-only", "writable")],
    ids=["full", "read-only"],
)
def test_writing(
    history: Path, failing: Callable[[sqlite3.Connection], None], what: str, hint: str
) -> None:
    """A write that fails says why."""
    with closing(open_history(history)) as db, pytest.raises(HistoryError, match=what) as failed:
        failing(db)
    assert hint in failed.value.hint


def test_a_bug_stays_one(history: Path) -> None:
    """A wrong statement is no failure of the history."""
    with closing(open_history(history)) as db:
        for wrong in ("select nothing from nowhere", "insert into facts values (1, null)"):
            with pytest.raises(sqlite3.Error), transaction(db):
                db.execute(wrong)
    assert history_error(ValueError("7"), history) is None


def test_text_that_is_none(history: Path) -> None:
    """Bytes that are no text are damage."""
    with closing(open_history(history)) as db:
        db.execute("update reviews set answer = cast(x'ff' as text)")
        with pytest.raises(sqlite3.OperationalError) as failed:
            db.execute("select answer from reviews").fetchall()
    assert isinstance(history_error(failed.value, history), DamagedHistoryError)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_folder_that_may_not_be_written(history: Path) -> None:
    """SQLite cannot make its files there: the hint is about the folder."""
    history.parent.chmod(0o555)
    try:
        with pytest.raises(HistoryError, match="read-only"):
            open_history(history)
    finally:
        history.parent.chmod(0o755)


def test_damage_is_marked(history: Path) -> None:
    """Nothing is written to a history that is marked as damaged."""
    damage_mark(history).write_text("3 rows of reviews cannot be read\n", encoding="utf-8")
    with closing(open_history(history)) as db:
        with pytest.raises(DamagedHistoryError, match="3 rows of reviews"), transaction(db):
            db.execute("insert into trusted values ('hash', 'deck')")
        assert db.execute("select * from trusted").fetchall() == []


def test_part_of_the_log_is_read_before_the_first_event(history: Path) -> None:
    """Of a small history all: damage far from what is written is found."""
    overwrite(history, pages(history, "reviews")[0])
    with closing(open_history(history)) as db:
        before = history.read_bytes()
        with pytest.raises(DamagedHistoryError):
            Log(db).record_review(CardId("card-1"), Rating.GOOD, NOW, taken_ms=1)
    assert history.read_bytes() == before
