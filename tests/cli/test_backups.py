"""Backups made without being asked, by a command, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.history.backup import backups
from tests.cli.library import CAPITALS, rows, values
from tests.terminals import Terminal

Run = Callable[..., Result]

TUESDAY = "2026-03-03T09:00:00+01:00"


@pytest.fixture(autouse=True)
def deck(make_deck: Callable[[str, str], Path]) -> Path:
    """A deck of the learner's own."""
    return make_deck("capitals", CAPITALS)


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of backups."""
    return home / "studycards-backups"


def session(terminal: Callable[..., Terminal], at: str | None = None) -> str:
    """A review session of one answer; what is on the screen in the end."""
    program = terminal("review", "capitals", at=at)
    program.shows("capitals")
    program.press("enter", "3", "esc", "q")
    assert program.ends() == 0
    return program.screen


def test_after_the_first_session_of_a_day(
    run: Run, home: Path, folder: Path, terminal: Callable[..., Terminal]
) -> None:
    """Once a study day, after a session in which something was recorded."""
    run("config", "rollover", "3")
    session(terminal)
    session(terminal)
    [made] = list(backups(folder))
    assert (made.reviews, made.why) == (1, "session")
    with zipfile.ZipFile(made.path) as archive:
        assert archive.read("decks/capitals.yaml").decode() == CAPITALS
        assert archive.read("config.toml") == b"rollover = 3\n"
    session(terminal, "2026-03-03T02:59:00+01:00")
    assert len(list(backups(folder))) == 1
    session(terminal, TUESDAY)
    assert [one.reviews for one in backups(folder)] == [4, 1]
    assert rows(home, "select count(*) from reviews") == [(4,)]


def test_after_a_session_ended_by_ctrl_c(folder: Path, terminal: Callable[..., Terminal]) -> None:
    """Ctrl-C ends a session like any other way, with its own exit code."""
    program = terminal("review", "capitals")
    program.shows("France")
    program.press("enter", "3")
    program.shows("Italy")
    program.press("ctrl-c")
    assert program.ends() == 130
    assert [one.reviews for one in backups(folder)] == [1]


def test_not_after_a_session_without_an_answer(
    folder: Path, terminal: Callable[..., Terminal]
) -> None:
    """Looking at a card makes no backup."""
    program = terminal("review", "capitals")
    program.shows("capitals")
    program.press("esc", "q")
    assert program.ends() == 0
    assert list(backups(folder)) == []


def test_a_backup_that_cannot_be_made(folder: Path, terminal: Callable[..., Terminal]) -> None:
    """The session is a success all the same; the learner is told."""
    program = terminal("review", "capitals")
    program.shows("capitals")
    folder.rmdir()
    folder.touch()
    program.press("enter", "3", "esc", "q")
    assert program.ends() == 0
    assert "no backup was made" in program.screen


def test_the_command(run: Run, folder: Path) -> None:
    """`backup` makes one, `--list` lists them, the newest first."""
    run("answer", "france", "good")
    result = run("backup")
    assert result.exit_code == 0
    assert str(folder / "20260302T080000Z.zip") in result.stdout
    run("backup", at=TUESDAY)
    found = values(run("backup", "--list", "--json"))
    assert [one["path"] for one in found] == [
        str(folder / "20260303T080000Z.zip"),
        str(folder / "20260302T080000Z.zip"),
    ]
    assert {name: found[0][name] for name in ("made_at", "reviews", "actions", "why")} == {
        "made_at": "2026-03-03T08:00:00+00:00", "reviews": 1, "actions": 0, "why": "command",
    }  # fmt: skip
    lines = run("backup", "--list").stdout.splitlines()
    assert lines[0].startswith("20260303T080000Z.zip  2026-03-03 09:00  1 review, 0 actions")


def test_to_another_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    """`--to` writes to a folder where nothing is thinned; `restore` takes its path."""
    run("answer", "france", "good")
    for number in range(3):
        day = f"2026-03-{20 + number}T09:00:00+01:00"
        assert run("backup", "--to", str(tmp_path / "usb"), at=day).exit_code == 0
    kept = sorted((tmp_path / "usb").iterdir())
    assert len(kept) == 3
    assert list(backups(folder)) == []
    run("undo")
    assert run("restore", str(kept[0]), "--yes").exit_code == 0


def test_restore_keeps_what_it_replaces(run: Run, home: Path) -> None:
    """It says what is not in the backup, asks, and keeps the former history."""
    run("answer", "france", "good")
    run("backup")
    run("answer", "italy", "good", at=TUESDAY)
    before = rows(home, "select card_id from reviews")
    refused = run("restore")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Not in it, and so lost: 1 review and 0 actions of the history." in refused.stderr
    assert "nothing was changed" in refused.stderr
    assert rows(home, "select card_id from reviews") == before
    result = run("restore", stdin="y\n")
    assert result.exit_code == 0, result.output
    [kept] = home.glob("studycards-replaced-*.db")
    assert str(kept) in result.stdout
    assert rows(home, "select card_id from reviews") == [("france",)]
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("select card_id from reviews").fetchall() == before
    assert values(run("stats", "--json"))["today"]["answers"] == 1


def test_restore_brings_back_what_is_missing(
    run: Run, home: Path, deck: Path, make_deck: Callable[[str, str], Path]
) -> None:
    """Missing decks and settings come back; a deck that is there stays as it is."""
    rivers = make_deck("rivers", "deck: rivers\ncards: []\n")
    run("config", "rollover", "3")
    run("answer", "france", "good")
    run("backup")
    for path in (rivers, home / "config.toml", home / "studycards.db"):
        path.unlink()
    deck.write_text(CAPITALS + "  - id: peru\n    question: Of Peru?\n    answer: Lima\n")
    result = run("restore")
    assert result.exit_code == 0, result.output
    assert "decks/rivers.yaml" in result.stderr
    assert rivers.read_text() == "deck: rivers\ncards: []\n"
    assert (home / "config.toml").read_text() == "rollover = 3\n"
    assert "peru" in deck.read_text()
    assert rows(home, "select card_id from reviews") == [("france",)]


def test_restore_needs_the_history_for_itself(run: Run, home: Path) -> None:
    """While another program has the history open, nothing is replaced."""
    run("answer", "france", "good")
    run("backup")
    with closing(sqlite3.connect(home / "studycards.db")) as other:
        other.execute("select * from reviews").fetchone()
        result = run("restore", "--yes")
    assert result.exit_code == 1
    assert "locked by another program" in result.stderr
    assert list(home.glob("studycards-replaced-*")) == []


def test_restore_beside_a_wal_without_its_history(run: Run, home: Path) -> None:
    """A WAL that was left by another file is put aside: it is not applied to the backup."""
    run("answer", "france", "good")
    run("backup")
    history = home / "studycards.db"
    with closing(sqlite3.connect(history, isolation_level=None)) as db:
        db.execute("update reviews set rating = 1")
        shutil.copy(home / "studycards.db-wal", home / "left")
    history.unlink()
    (home / "left").rename(home / "studycards.db-wal")
    assert run("restore").exit_code == 0
    assert rows(home, "select rating from reviews") == [(3,)]
    assert len(list(home.glob("studycards-replaced-*.db-wal"))) == 1


def test_no_such_backup(run: Run) -> None:
    """The list is named."""
    for arguments in (["restore"], ["restore", "20200101T000000Z"]):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "`studycards backup --list`" in result.stderr


def _begin_anew(path: Path) -> None:
    """A file as it is when the WAL, which holds everything at first, is gone."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma journal_mode = wal")


LOSSES: dict[str, Callable[[Path], None]] = {
    "deleted": Path.unlink,
    "empty": lambda path: os.truncate(path, 0),
    "without its WAL": _begin_anew,
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_history_that_is_gone(run: Run, home: Path, folder: Path, loss: str) -> None:
    """It is not begun anew in silence: the newest backup and the command are named."""
    run("answer", "france", "good")
    run("backup")
    LOSSES[loss](home / "studycards.db")
    for command in (["stats"], ["answer", "italy", "good"], ["next"], ["decks"], ["backup"]):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (1, ""), result.output
        assert "is gone, or empty; there was one before" in result.stderr
        assert "`studycards restore` brings back the newest backup, 20260302T080000Z.zip" in (
            result.stderr
        )
    assert run("restore", "--yes").exit_code == 0
    assert rows(home, "select card_id from reviews") == [("france",)]


def test_a_history_that_is_gone_before_its_first_backup(run: Run, home: Path, folder: Path) -> None:
    """Without a backup it is told too; moving the folder away begins a new one."""
    run("answer", "france", "good")
    (home / "studycards.db").unlink()
    result = run("next")
    assert result.exit_code == 1
    assert f"To begin a new one, move {folder} away." in result.stderr
    folder.rename(home / "elsewhere")
    assert run("next").exit_code == 0


def test_a_first_start_with_decks_and_settings(run: Run, home: Path) -> None:
    """Decks and settings of one's own, from another machine, are no sign of a lost history."""
    run("config", "rollover", "3")
    assert run("next").exit_code == 0


def test_a_history_removed_during_a_session(home: Path, terminal: Callable[..., Terminal]) -> None:
    """A rating that would be lost is not taken for recorded."""
    program = terminal("review", "capitals")
    program.shows("capitals")
    for path in home.glob("studycards.db*"):
        shutil.move(path, home / "trash")
    program.press("enter", "3")
    program.shows("was removed while it was open; nothing was written.")
    program.press("q")
    assert program.ends() == 0
    assert not (home / "studycards.db").exists()
