"""Damage of the history: told as what it is, repaired where nothing is lost, never written on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from studycards.history.database import backups_folder, damage_mark
from tests.cli.library import CAPITALS, rows, values
from tests.damage import REVIEWS, lived, overwrite, pages, root
from tests.terminals import Terminal

Run = Callable[..., Result]

OLD_SCHEMAS = Path(__file__).parents[1] / "history" / "old_schemas"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some months of reviews, made once."""
    return lived(tmp_path_factory.mktemp("whole") / "studycards.db")


@pytest.fixture
def history(run: Run, home: Path, whole: Path, make_deck: Callable[[str, str], Path]) -> Path:
    """A copy of them in the home of this test, with the decks read and one answer more."""
    make_deck("capitals", CAPITALS)
    shutil.copy(whole, home / "studycards.db")
    values(run("answer", "france", "good", "--json"))
    return home / "studycards.db"


READING = [["stats", "--json"], ["decks", "--json"], ["next", "--json"], ["search", "capital"]]
CARDS = ["france", "italy", "spain"]
WRITING = [["answer", "italy", "good"], ["undo"], ["suspend", "italy"]]


def failed(result: Result, *texts: str) -> None:
    """Code 1, nothing on stdout, one line of error with a hint."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert result.stderr.startswith("studycards: error: ")
    assert [text for text in texts if text not in result.stderr] == [], result.stderr


@pytest.mark.parametrize("part", ["states", "cards", "reviews_by_card", "cards_by_id", "marks"])
def test_caches_are_built_anew(run: Run, history: Path, part: str) -> None:
    """The command that meets damage of what can be derived repairs it, and nothing is lost."""
    before = rows(history.parent, "select * from reviews"), rows(history.parent, _DERIVED)
    for page in pages(history, part):
        overwrite(history, page)
    met = [result for command in READING if (result := run(*command)).exit_code]
    for result in met:
        failed(result, "was damaged and is repaired; no answer was lost", "Run the command again.")
    assert len(met) <= 1
    assert run("doctor", "--repair").exit_code == 0
    assert len(list(history.parent.glob("studycards-replaced-*.db"))) == 1
    assert (rows(history.parent, "select * from reviews"), rows(history.parent, _DERIVED)) == before
    assert not damage_mark(history).exists()


_DERIVED = """
select card_id, phase, step, stability, difficulty, due_day, due_at, reps, lapses, suspended
from states left join marks using (card_id)
order by card_id
"""


@pytest.mark.parametrize(
    ("table", "column"),
    [("cards", "fields"), ("cards", "tags"), ("deck_files", "source"), ("deck_files", "problems")],
)
def test_values_that_are_no_json(run: Run, history: Path, table: str, column: str) -> None:
    """A byte of a cached value that changed is damage too: the command that meets it repairs it."""
    with closing(sqlite3.connect(history)) as db, db:
        db.execute(f"update {table} set {column} = '[\x01'")
    reading = [["search", "tag:x"], *READING, ["review", "--plain"]]
    met = [result for command in reading if (result := run(*command)).exit_code]
    assert len(met) == 1
    assert "was damaged and is repaired; no answer was lost" in met[0].stderr
    assert [line.split()[0] for line in run("search", "capital").stdout.splitlines()] == CARDS


@pytest.mark.parametrize("byte", ["\x01", "z"])
@pytest.mark.parametrize("name", ["cards", "states", "effective_reviews", "reviews"])
def test_a_damaged_definition(run: Run, history: Path, name: str, byte: str) -> None:
    """Tables are told by those of a new history, and rows of the log are found in their pages."""
    before = rows(history.parent, "select at, device, card_id, rating from reviews")
    with closing(sqlite3.connect(history)) as db, db:
        db.execute("pragma writable_schema = on")
        changed = "substr(sql, 1, 50) || ? || substr(sql, 52)"
        db.execute(f"update sqlite_master set sql = {changed} where name = ?", (byte, name))
    for command in (["stats"], ["review", "--plain"], ["doctor", "--repair"]):
        result = run(*command)
        assert isinstance(result.exception, SystemExit | None), result.exception
    assert rows(history.parent, "select at, device, card_id, rating from reviews") == before
    assert run("doctor").exit_code == 0


@pytest.mark.parametrize(
    ("place", "zero"), [(0, True), (-1, False), (8, True)], ids=["first", "last", "middle"]
)
def test_a_damaged_log_is_not_written(run: Run, history: Path, place: int, zero: bool) -> None:
    """No command ends in a traceback, and none writes once damage of the log was met."""
    overwrite(history, pages(history, "reviews")[place], zero=zero)
    before = history.read_bytes()
    for command in (["stats", "--json"], *WRITING):
        failed(run(*command), f"the history {history} is damaged: ", "rows of reviews from 202",
               "`studycards doctor --repair` saves it")  # fmt: skip
    assert history.read_bytes() == before
    result = run("doctor")
    assert result.exit_code == 1
    assert "WRONG history" in result.stdout
    assert "rows of reviews" in result.stdout


@pytest.mark.parametrize("place", [0, -1, 8], ids=["first", "last", "middle"])
def test_doctor_saves_every_review_that_can_be_read(run: Run, history: Path, place: int) -> None:
    """A repair keeps the damaged file, and says how many reviews it could not read, and of when."""
    everything = set(rows(history.parent, "select at, card_id, rating from reviews"))
    overwrite(history, pages(history, "reviews")[place])
    damaged = history.read_bytes()
    result = run("doctor", "--repair")
    assert result.exit_code == 0, result.output
    saved = set(rows(history.parent, "select at, card_id, rating from reviews"))
    assert saved < everything
    assert REVIEWS - 100 < len(saved) < REVIEWS
    assert f"{len(everything - saved)} rows of reviews" in result.stderr
    [kept] = history.parent.glob("studycards-replaced-*.db")
    assert kept.read_bytes()[100:] == damaged[100:]
    assert str(kept) in result.stderr
    assert run("answer", "italy", "good").exit_code == 0


def test_reviews_below_a_page_that_is_gone(run: Run, history: Path) -> None:
    """Where the first page of the log is gone, all is saved but the few rows that were on it."""
    everything = set(rows(history.parent, "select * from reviews"))
    leaves = len(pages(history, "reviews"))
    overwrite(history, root(history, "reviews"), zero=True)
    failed(run("stats"), f"{leaves - 1} rows of reviews")
    assert run("doctor", "--repair").exit_code == 0
    saved = set(rows(history.parent, "select * from reviews"))
    assert saved < everything
    assert len(saved) == len(everything) - leaves + 1


def test_repair_without_the_first_page(run: Run, history: Path) -> None:
    """Where not even the list of tables can be read, events are found by their form."""
    log = "select * from reviews", "select * from actions", "select * from action_cards"
    everything = [set(rows(history.parent, sql)) for sql in log]
    overwrite(history, 1)
    failed(run("stats"), "not a database", "`studycards doctor --repair` saves what it holds")
    result = run("doctor", "--repair")
    assert result.exit_code == 0, result.output
    assert "an unknown number of rows of reviews" in result.stderr
    assert [set(rows(history.parent, sql)) for sql in log] == everything
    assert values(run("stats", "--json"))


def test_repair_of_something_else(run: Run, home: Path) -> None:
    """A file that was never a history is not replaced by an empty one."""
    home.mkdir()
    (home / "studycards.db").write_text("notes to myself\n" * 900)
    assert run("doctor", "--repair").exit_code == 1
    assert (home / "studycards.db").read_text().startswith("notes to myself")


def test_what_cannot_be_read_is_taken_from_a_backup(run: Run, history: Path) -> None:
    """A repair finds lost events in the newest backup."""
    everything = rows(history.parent, "select at, card_id from reviews order by at")
    assert run("backup").exit_code == 0
    overwrite(history, pages(history, "reviews")[3])
    result = run("doctor", "--repair")
    assert "of the events were in the newest backup and are back" in result.stderr
    assert rows(history.parent, "select at, card_id from reviews order by at") == everything


def test_a_backup_notices_damage(run: Run, history: Path) -> None:
    """A damaged log is not backed up: the backups from before it stay the newest."""
    overwrite(history, pages(history, "reviews")[5])
    failed(run("backup"), "is damaged")
    assert list(backups_folder(history).iterdir()) == []
    failed(run("answer", "italy", "good"), "is damaged")


@pytest.mark.parametrize("head", [b"", b"\x00" * 4096, b"notes " * 700], ids=["no", "zero", "text"])
def test_a_first_page_that_is_gone(run: Run, history: Path, head: bytes) -> None:
    """With a backup it is told how to get back to it."""
    assert run("backup").exit_code == 0
    content = history.read_bytes()
    history.write_bytes(head + content[len(head) :] if head else b"")
    for command in (*READING, *WRITING):
        failed(run(*command), "studycards restore")
    assert run("doctor").exit_code == 1
    assert run("restore", "--yes").exit_code == 0
    assert values(run("stats", "--json"))
    assert rows(history.parent, "select count(*) from reviews") == [(REVIEWS + 1,)]


def test_truncated(run: Run, history: Path) -> None:
    """Half a file is damaged, and what is in that half can be saved."""
    history.write_bytes(history.read_bytes()[: history.stat().st_size // 2])
    for command in (*READING, *WRITING):
        failed(run(*command), "is damaged")
    run("doctor", "--repair")
    assert rows(history.parent, "pragma integrity_check") == [("ok",)]
    assert rows(history.parent, "select count(*) from reviews")[0][0] > 150


@pytest.mark.parametrize(("part", "lost"), [("states", False), ("reviews", True)])
def test_damage_of_an_older_schema(run: Run, home: Path, part: str, lost: bool) -> None:
    """It is mended before the tables are changed, or not migrated."""
    home.mkdir()
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        db.executescript((OLD_SCHEMAS / "m004_fewer_indexes.sql").read_text())
    before = rows(home, "select at, card_id, rating from reviews")
    overwrite(home / "studycards.db", root(home / "studycards.db", part))
    if lost:
        failed(run("stats"), f"{len(before)} rows of reviews", "is damaged")
        assert "next_phase" not in str(rows(home, "select sql from sqlite_master"))
    else:
        failed(run("stats"), "was damaged and is repaired; no answer was lost")
        assert values(run("stats", "--json"))
        assert rows(home, "select at, card_id, rating from reviews") == before


@pytest.mark.parametrize("part", ["states", "reviews_by_card"])
def test_damage_met_in_a_session(
    history: Path, terminal: Callable[..., Terminal], part: str
) -> None:
    """The session ends with a message and the terminal given back, not with a traceback."""
    for page in pages(history, part):
        overwrite(history, page)
    program = terminal("review", "capitals")
    program.press("enter", "3", "enter", "3", "esc", "q")
    program.ends()
    assert b"Traceback" not in program.raw
    assert program.raw.count(b"?1049h") == program.raw.count(b"?1049l")


@pytest.mark.parametrize("cut", [1, 100, 5_000])
def test_a_few_bytes_too_short(run: Run, history: Path, cut: int) -> None:
    """A file that lost its end is damaged, even where that is one letter of one answer."""
    everything = set(rows(history.parent, "select * from reviews"))
    os.truncate(history, history.stat().st_size - cut)
    assert "rows of reviews" in run("doctor").stdout
    result = run("doctor", "--repair")
    saved = set(rows(history.parent, "select * from reviews"))
    assert saved < everything
    assert f"Could not be read: {len(everything - saved)} rows of reviews" in result.stderr
    assert values(run("doctor", "--json"))


def test_an_index_that_is_cut(run: Run, home: Path) -> None:
    """What is left of its keys is not taken for a loss: all rows are there."""
    history = lived(home / "studycards.db", 1_100)
    os.truncate(history, history.stat().st_size - 100)
    assert "1,100 reviews and 55 actions can be read, no event is lost" in run("doctor").stdout


def test_completion_reports_nothing(run: Run, history: Path) -> None:
    """Where names cannot be read, none are offered."""
    overwrite(history, root(history, "deck_files"))
    variables = {"_STUDYCARDS_COMPLETE": "complete_bash", "COMP_WORDS": "studycards stats ca",
                 "COMP_CWORD": "2"}  # fmt: skip
    result = run(**variables)
    assert (result.stdout.strip(), result.stderr) == ("", "")


def test_another_programs_database(run: Run, home: Path) -> None:
    """It is told, and left as it was."""
    home.mkdir()
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        db.execute("create table reviews (film text, stars integer)")
    before = (home / "studycards.db").read_bytes()
    for command in (*READING, *WRITING):
        failed(run(*command), "is a database of another program; nothing was changed")
    assert run("doctor", "--repair").exit_code == 1
    assert (home / "studycards.db").read_bytes() == before


def test_a_folder_in_its_place(run: Run, home: Path) -> None:
    """The hint fits."""
    (home / "studycards.db").mkdir(parents=True)
    failed(run("stats"), "a folder is in its place", "Move the folder away.")
