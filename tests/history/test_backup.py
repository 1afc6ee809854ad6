"""Backups: what they hold, that they are whole, which are kept."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studycards.errors import DamagedHistoryError, HistoryError
from studycards.history.backup import CACHES, back_up, backups, thin, to_keep, unpack
from studycards.history.log import Log
from tests.damage import lived, overwrite, pages
from tests.history.library import opened, read, schema

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history of some days."""
    return lived(tmp_path / "studycards.db", 60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "kept"


def everything(path: Path, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """The rows of some tables."""
    db = read(str(path))
    return {table: db.execute(f"select * from {table}").fetchall() for table in tables}


def test_what_is_in_it(history: Path, folder: Path, tmp_path: Path) -> None:
    """The log, in the same schema, without what can be derived; and what else is kept."""
    settings = tmp_path / "config.toml"
    settings.write_text("rollover = 3\n")
    beside = {"config.toml": settings, "decks/gone.yaml": tmp_path / "gone.yaml"}
    made = back_up(history, folder, NOW, "command", beside)
    assert list(backups(folder)) == [made]
    assert made.path.name == "20260302T080000Z.zip"
    assert (made.reviews, made.actions) == (60, 3)
    with zipfile.ZipFile(made.path) as archive:
        assert archive.namelist() == ["backup.json", "studycards.db", "config.toml"]
        assert archive.read("config.toml") == b"rollover = 3\n"
    unpack(made.path, tmp_path / "copy.db")
    log = "reviews", "actions", "action_cards", "trusted", "marks"
    assert everything(tmp_path / "copy.db", *log) == everything(history, *log)
    assert schema(read(str(tmp_path / "copy.db"))) == schema(read(str(history)))
    assert everything(tmp_path / "copy.db", *CACHES) == {table: [] for table in CACHES}
    Log(opened(tmp_path / "copy.db")).bring_up_to_date(lambda *_: None)
    assert everything(tmp_path / "copy.db", "states") == everything(history, "states")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_what_is_no_file_is_left_out(history: Path, folder: Path, tmp_path: Path) -> None:
    """A pipe among the decks, or a link to a device, is not read."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    beside = {f"decks/{name}": tmp_path / name for name in ("pipe.yaml", "zero.yaml")}
    made = back_up(history, folder, NOW, "command", beside)
    with zipfile.ZipFile(made.path) as archive:
        assert archive.namelist() == ["backup.json", "studycards.db"]


def test_of_a_history_in_use(history: Path, folder: Path) -> None:
    """What is in the WAL alone is in a backup, while another program is writing."""
    db = opened(history)
    db.execute("insert into trusted values ('hash', 'deck')")
    with closing(sqlite3.connect(history, isolation_level=None)) as other:
        other.execute("begin immediate")
        other.execute("delete from trusted")
        made = back_up(history, folder, NOW, "command", {})
    unpack(made.path, folder / "copy.db")
    assert everything(folder / "copy.db", "trusted") == {"trusted": [("hash", "deck")]}


def test_one_never_replaces_another(history: Path, folder: Path) -> None:
    """Two of one second have two names, in their order."""
    made = [back_up(history, folder, NOW, "command", {}) for _ in range(3)]
    assert [one.path.name for one in made[1:]] == [
        "20260302T080000Z-2.zip",
        "20260302T080000Z-3.zip",
    ]
    assert [one.path for one in backups(folder)] == [one.path for one in reversed(made)]


def test_nothing_is_left_of_one_that_fails(history: Path, folder: Path) -> None:
    """A damaged history makes no backup; what an older one left is swept after an hour."""
    old = folder / ".unfinished-killed"
    old.mkdir(parents=True)
    os.utime(old, (0, 0))
    (folder / ".unfinished-under-way").mkdir()
    overwrite(history, pages(history, "reviews")[0])
    with pytest.raises((DamagedHistoryError, sqlite3.DatabaseError)):
        back_up(history, folder, NOW, "command", {})
    assert [path.name for path in folder.iterdir()] == [".unfinished-under-way"]


def test_an_archive_that_is_damaged(history: Path, folder: Path) -> None:
    """It is not restored from; what is no archive is not a backup."""
    made = back_up(history, folder, NOW, "command", {})
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    made.path.write_bytes(content)
    with pytest.raises(HistoryError, match="cannot restore the backup"):
        unpack(made.path, folder / "copy.db")
    (folder / "20260303T080000Z.zip").write_text("not an archive")
    (folder / "notes.zip").touch()
    assert [one.path for one in backups(folder)] in ([made.path], [])


def test_a_folder_that_cannot_be_written(history: Path, tmp_path: Path) -> None:
    """It is named."""
    (tmp_path / "file").touch()
    with pytest.raises(HistoryError, match=r"cannot write a backup in .*file"):
        back_up(history, tmp_path / "file" / "below", NOW, "command", {})


def test_which_are_kept() -> None:
    """All of two days, then one of each of 12 days, 10 weeks and 9 months."""
    every_6_hours = [NOW - timedelta(hours=6 * number) for number in range(4 * 800)]
    kept = sorted(to_keep(every_6_hours, NOW), reverse=True)
    assert kept[:8] == every_6_hours[:8]
    daily, weekly, monthly = kept[8:20], kept[20:30], kept[30:]
    assert len({moment.date() for moment in daily}) == 12
    assert (daily[0].date() - daily[-1].date()).days == 11
    assert len({moment.isocalendar()[:2] for moment in weekly}) == 10
    assert len({(moment.year, moment.month) for moment in monthly}) == len(monthly) == 9
    assert kept[-1] < NOW - timedelta(days=300)


def test_thinning_day_by_day_keeps_the_same() -> None:
    """A backup a day for years, thinned each day, leaves the newest of weeks and months."""
    kept: set[datetime] = set()
    for day in range(700):
        today = NOW + timedelta(days=day)
        kept = to_keep([*kept, today], today)
    ages = sorted((today - moment).days for moment in kept)
    assert ages[:14] == [*range(14)]
    assert len(ages) == 2 + 12 + 10 + 9
    assert ages[-1] > 300


def test_thin(history: Path, folder: Path) -> None:
    """Those that are not kept are removed, and nothing else."""
    made = [
        back_up(history, folder, NOW - timedelta(hours=hours), "session", {})
        for hours in (0, 1, 50, 51)
    ]
    (folder / "mine.txt").touch()
    assert thin(folder, NOW) == [made[3].path]
    assert [one.path for one in backups(folder)] == [one.path for one in made[:3]]
    assert (folder / "mine.txt").exists()
