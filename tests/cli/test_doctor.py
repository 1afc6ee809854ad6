"""`studycards doctor`: what is well, and each thing that may be wrong."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from studycards.history.database import damage_mark
from tests.cli.library import CAPITALS, rows, values

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def deck(run: Run, make_deck: Callable[[str, str], Path]) -> Path:
    """A deck of the learner's own, of which a card was answered."""
    path = make_deck("capitals", CAPITALS)
    run("answer", "france", "good")
    return path


def change(home: Path, *statements: str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(home / "studycards.db")) as db, db:
        for statement in statements:
            db.execute(statement)


def wrong(run: Run) -> dict[str, Any]:
    """What `doctor` found wrong, by check."""
    result = run("doctor", "--json")
    assert result.exit_code == 1, result.output
    return {one["check"]: one for one in json.loads(result.stdout) if not one["ok"]}


def messages(run: Run) -> dict[str, str]:
    """What `doctor` says of each thing, where nothing is wrong."""
    return {one["check"]: one["message"] for one in values(run("doctor", "--json"))}


def test_all_is_well(run: Run) -> None:
    """Every check has a line, and the code is 0."""
    found = values(run("doctor", "--json"))
    assert [one["check"] for one in found] == [
        "history", "states", "index", "orphans", "clock", "backups", "permissions", "settings",
        "terminal", "versions",
    ]  # fmt: skip
    assert all(set(one) == {"check", "ok", "message", "hint"} and one["ok"] for one in found)
    lines = run("doctor").stdout.splitlines()
    assert lines[0] == "ok    history     whole: 1 review and 0 actions"


def test_states_that_differ(run: Run, home: Path) -> None:
    """States that the answers do not give are named, and folded again by a repair."""
    before = rows(home, "select * from states")
    change(home, "update states set reps = 9", "insert into states select 'nobody', phase, step,"
           " stability, difficulty, due_day, due_at, last_review, last_offset_min, last_day,"
           " interval, reps, lapses from states")  # fmt: skip
    message = "of 2 cards not as the events give: france, nobody"
    assert wrong(run)["states"]["message"] == message
    assert run("doctor", "--repair").exit_code == 0
    assert rows(home, "select * from states") == before


def test_marks_that_differ(run: Run, home: Path) -> None:
    """So are cards that are suspended, or not, though no action says so."""
    run("suspend", "spain")
    before = rows(home, "select * from marks")
    mark = "insert into marks (card_id, suspended, flagged) values ('{}', 1, 0)"
    change(home, "delete from marks", mark.format("france"), mark.format("nobody"))
    message = "of 3 cards not as the events give: france, nobody, spain"
    assert wrong(run)["states"]["message"] == message
    assert run("doctor", "--repair").exit_code == 0
    assert rows(home, "select * from marks") == before


def test_an_index_that_differs(run: Run, home: Path, deck: Path) -> None:
    """A deck file that is not as indexed, though it did not change, is named and read again."""
    change(home, "update cards set fields = '{}' where id = 'italy'")
    assert str(deck) in wrong(run)["index"]["message"]
    assert run("doctor", "--repair").exit_code == 0
    assert "Rome" in rows(home, "select fields from cards where id = 'italy'")[0][0]


def test_a_deck_that_changed_is_no_fault(run: Run, deck: Path) -> None:
    """It is read at the next start."""
    deck.write_text(CAPITALS.replace("Paris", "Paris!"))
    assert messages(run)["index"].endswith("; 1 new or changed, read at the next start")


def test_orphans_are_listed(run: Run, deck: Path) -> None:
    """A card with a history and without a deck is told of; it is no fault."""
    deck.unlink()
    run("next")
    assert messages(run)["orphans"] == "1 card with a history in no deck: france"


def test_events_of_the_future(run: Run) -> None:
    """Answers that a wrong clock dated later than now are listed."""
    run("answer", "italy", "good", at="2036-03-02T09:00:00+01:00")
    message = wrong(run)["clock"]["message"]
    assert message == "1 event later than now, 2036-03-02 09:00 to 2036-03-02 09:00: italy"
    run("undo")
    assert run("doctor").exit_code == 0


def test_settings_that_cannot_be_read(run: Run, home: Path) -> None:
    """The rest is examined all the same."""
    (home / "config.toml").write_text("rollover = 99\n")
    found = wrong(run)
    assert list(found) == ["settings"]
    assert "rollover" in found["settings"]["message"]


def test_a_folder_of_decks_that_is_not_there(run: Run, home: Path) -> None:
    """A configured folder that is missing is named."""
    (home / "config.toml").write_text('deck_folders = ["nowhere"]\n')
    assert "nowhere" in wrong(run)["folders"]["message"]


def test_old_backups(run: Run) -> None:
    """A backup that is far older than the history is told of."""
    run("backup", at="2025-03-02T09:00:00+01:00")
    found = wrong(run)["backups"]
    assert "2025-03-02" in found["message"]
    assert found["hint"] == "`studycards backup` makes one."


def test_a_mark_of_damage_that_is_over(run: Run, home: Path) -> None:
    """A history that was put in order by hand is written again once it was examined."""
    damage_mark(home / "studycards.db").write_text("page 7\n", encoding="utf-8")
    with closing(sqlite3.connect(home / "studycards.db")) as other:
        other.execute("select * from reviews").fetchone()
        assert run("answer", "italy", "good").exit_code == 1
    assert run("doctor").exit_code == 0
    assert run("answer", "italy", "good").exit_code == 0


@pytest.mark.slow
def test_a_history_that_cannot_be_reached(run: Run, home: Path) -> None:
    """A history that is locked or gone is not damaged: a repair leaves it alone."""
    change(home, "pragma journal_mode = delete")
    with closing(sqlite3.connect(home / "studycards.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert "locked by another program" in wrong(run)["access"]["message"]
        assert run("doctor", "--repair").exit_code == 1
    (home / "studycards.db").unlink()
    assert "is gone, or empty" in wrong(run)["access"]["message"]
    assert run("doctor", "--repair").exit_code == 1
    assert list(home.glob("studycards*")) == [home / "studycards-backups"]


def test_repair_without_a_fault(run: Run, home: Path) -> None:
    """There is nothing to do, and nothing is done."""
    before = (home / "studycards.db").read_bytes()
    assert run("doctor", "--repair").exit_code == 0
    assert (home / "studycards.db").read_bytes() == before
    assert list(home.glob("studycards-replaced-*")) == []


@pytest.mark.parametrize("kind", ["a long name", "a loop of links", "a file"])
def test_a_home_that_cannot_be(run: Run, tmp_path: Path, kind: str) -> None:
    """A home that no folder can be is told, as by other commands."""
    place = tmp_path / ("a" * 300 if kind == "a long name" else "place")
    if kind == "a loop of links":
        place.symlink_to(place)
    elif kind == "a file":
        place.write_text("x")
    result = run("doctor", "--json", STUDYCARDS_HOME=str(place))
    assert isinstance(result.exception, SystemExit)
    found = {one["check"]: one for one in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert str(place) in found["access"]["message"]
    assert run("doctor", "--repair", STUDYCARDS_HOME=str(place)).exit_code == 1
