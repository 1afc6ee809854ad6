"""Where files are, and what is said when they cannot be used."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.library import basic_deck, events, process, rows, values

Run = Callable[..., Result]

NEEDS_PROC = pytest.mark.skipif(
    not Path("/proc/self").is_dir(), reason="needs a folder that even root cannot write to"
)


def failed(result: Result, *messages: str) -> None:
    """Code 1, nothing on stdout, and on stderr one line of error with a hint, without a trace."""
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("studycards: error: ")
    assert "\n  " in result.stderr
    assert [message for message in messages if message not in result.stderr] == []


COMMANDS = [
    ["next"],
    ["answer", "mro-diamond", "good"],
    ["stats", "--json"],
    ["undo"],
    ["add", "rivers", "-q", "Of Egypt?", "-a", "Nile"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_home_is_a_file(run: Run, home: Path, command: list[str]) -> None:
    """A file where the folder should be is named, and stays as it was."""
    home.write_text("mine")
    failed(run(*command), str(home))
    assert home.read_text() == "mine"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_history_is_a_folder(run: Run, home: Path, command: list[str]) -> None:
    """A folder in the place of the database is named."""
    (home / "studycards.db").mkdir(parents=True)
    failed(run(*command), f"cannot open the history {home / 'studycards.db'}")


def test_history_that_is_damaged(run: Run, home: Path) -> None:
    """A page without sense is named, with what to do."""
    run("answer", "mro-diamond", "good")
    file = home / "studycards.db"
    with closing(sqlite3.connect(file)) as db:
        size = db.execute("pragma page_size").fetchone()[0]
        root = db.execute("select rootpage from sqlite_master where name = 'reviews'").fetchone()[0]
    content = bytearray(file.read_bytes())
    content[size * (root - 1) : size * root] = b"\x00" * size
    file.write_bytes(content)
    failed(run("stats", "--json"), f"the history {file} is damaged", "doctor")


@NEEDS_PROC
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_home_that_nobody_can_make(run: Run, command: list[str]) -> None:
    """A home that cannot be made is named."""
    failed(run(*command, STUDYCARDS_HOME="/proc/studycards"), "/proc/studycards/studycards.db")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_home_that_may_not_be_written(run: Run, home: Path, command: list[str]) -> None:
    """A home that is read-only is named."""
    home.mkdir()
    home.chmod(0o555)
    if os.access(home, os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        failed(run(*command), str(home / "studycards.db"))
    finally:
        home.chmod(0o755)


def test_settings_are_a_folder(run: Run, home: Path) -> None:
    """A folder in the place of the settings is named, also when one is to be changed."""
    (home / "config.toml").mkdir(parents=True)
    for change in ((), ("rollover", "3")):
        failed(run("config", *change), f"cannot read the settings in {home / 'config.toml'}")


@NEEDS_PROC
def test_settings_that_cannot_be_written(run: Run) -> None:
    """A settings file that cannot be written is a failure, not a broken deck."""
    failed(run("config", "rollover", "3", STUDYCARDS_HOME="/proc/studycards"), "config.toml")


def test_decks_folder_is_a_file(run: Run, home: Path) -> None:
    """Decks that cannot be written are named, and studying the others goes on."""
    home.mkdir()
    (home / "decks").write_text("mine")
    failed(run("add", "rivers", "-q", "Of Egypt?", "-a", "Nile"), str(home / "decks"))
    assert (home / "decks").read_text() == "mine"
    assert values(run("next", "python-mro", "--json"))["card"]["deck"] == "python-mro"


@pytest.mark.parametrize(
    "content",
    [b"This is a note I wrote, not a database.\n" * 40, bytes(range(256)) * 16],
    ids=["text", "bytes"],
)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_database_that_is_not_one(run: Run, home: Path, command: list[str], content: bytes) -> None:
    """A file that is no database is named and left as it was."""
    home.mkdir()
    (home / "studycards.db").write_bytes(content)
    failed(run(*command), f"cannot open the history {home / 'studycards.db'}", "not a database")
    assert (home / "studycards.db").read_bytes() == content


def test_empty_file_is_a_new_history(run: Run, home: Path) -> None:
    """An empty file is where a history may begin."""
    home.mkdir()
    (home / "studycards.db").touch()
    values(run("answer", "mro-diamond", "good", "--json"))
    assert events(home) == [("review 3", "mro-diamond")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_database_of_a_newer_version(run: Run, home: Path, command: list[str]) -> None:
    """A history written by a newer program is not touched; the learner is told to update."""
    values(run("answer", "mro-diamond", "good", "--json"))
    with closing(sqlite3.connect(home / "studycards.db")) as db, db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('studycards', 'm999_from_the_future', '2030-01-01')"
        )
    before = rows(home, "select * from reviews"), rows(home, "select * from cards")
    failed(
        run(*command),
        f"{home / 'studycards.db'} was written by a newer studycards (m999_from_the_future)",
        "Update studycards; nothing was changed.",
    )
    assert (rows(home, "select * from reviews"), rows(home, "select * from cards")) == before
    assert rows(home, "select * from actions") == []


@pytest.fixture
def held(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A history to which another program writes for longer than we wait."""
    values(run("answer", "mro-diamond", "good", "--json"))
    monkeypatch.setattr("studycards.history.database.BUSY_TIMEOUT", 0.05)
    with closing(sqlite3.connect(home / "studycards.db", isolation_level=None)) as db:
        db.execute("begin immediate")
        yield
        db.execute("rollback")


@pytest.mark.parametrize(
    "command",
    [["answer", "mro-diamond", "good"], ["undo"], ["suspend", "mro-diamond"]],
    ids=lambda command: command[0],
)
def test_history_that_another_program_holds(
    run: Run, home: Path, held: None, command: list[str]
) -> None:
    """What cannot be written for too long is said in one line."""
    failed(run(*command), "locked")
    assert events(home) == [("review 3", "mro-diamond")]


@pytest.mark.parametrize(
    "command", [["next"], ["stats"], ["decks"], ["search", "mro"]], ids=lambda command: command[0]
)
def test_reading_while_another_program_writes(run: Run, held: None, command: list[str]) -> None:
    """What only reads needs not wait for those who write."""
    assert values(run(*command, "--json"))


def test_empty_deck(run: Run, make_deck: Callable[[str, str], Path]) -> None:
    """A deck without cards is a deck: it is listed, counted and nothing of it is due."""
    make_deck("empty", "deck: empty\ncards: []\n")
    [deck] = values(run("decks", "--json"))
    assert (deck["deck"], deck["cards"], deck["due"]) == ("empty", 0, 0)
    assert values(run("next", "empty", "--json"))["card"] is None
    assert run("next", "empty").stderr == "Nothing is due.\n"
    assert values(run("stats", "empty", "--json"))["cards"]["cards"] == 0
    assert run("stats", "empty").exit_code == 0
    assert run("check", "empty").exit_code == 0


def test_no_decks_at_all(run: Run, no_shipped_decks: None) -> None:
    """Without any deck every command that reports has nothing to report."""
    assert values(run("decks", "--json")) == []
    assert run("decks").exit_code == 0
    assert values(run("next", "--json"))["card"] is None
    assert values(run("stats", "--json"))["decks"] == []
    assert run("stats").exit_code == 0
    assert run("check").stderr == "No problems.\n"


def test_broken_deck_does_not_stop_the_others(
    run: Run, make_deck: Callable[[str, str], Path]
) -> None:
    """A broken card costs that card, a broken file that file."""
    make_deck("a-broken-file", "deck: a-broken-file\ncards: [\n")
    make_deck("b-one-bad", basic_deck("b-one-bad", "good") + "  - id: bad\n    question: Q?\n")
    assert values(run("next", "--json"))["card"]["id"] == "good"
    assert values(run("decks", "--json"))[1]["cards"] == 1
    result = run("check")
    assert result.exit_code == 3
    assert "a-broken-file.yaml:" in result.stdout
    assert "b-one-bad.yaml:6: SC001 'answer' is missing" in result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders")
def test_folders_of_the_system(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `STUDYCARDS_HOME` files are where the system keeps such files."""
    monkeypatch.delenv("STUDYCARDS_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    result = run("config")
    data, config = tmp_path / "data" / "studycards", tmp_path / "config" / "studycards"
    assert result.stdout.splitlines()[-3:] == [
        f"settings {config / 'config.toml'}",
        f"history  {data / 'studycards.db'}",
        f"decks    {data / 'decks'}",
    ]
    values(run("answer", "mro-diamond", "good", "--json"))
    assert (data / "studycards.db").is_file()


def test_home_in_the_users_home(tmp_path: Path) -> None:
    """`~` in `STUDYCARDS_HOME` is the user's home."""
    result = process("config", HOME=str(tmp_path), USERPROFILE=str(tmp_path),
                     STUDYCARDS_HOME="~/cards")  # fmt: skip
    assert result.stdout.splitlines()[-2] == f"history  {tmp_path / 'cards' / 'studycards.db'}"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of another kind there")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
def test_what_is_made_is_for_its_owner_alone(run: Run, home: Path, mask: int) -> None:
    """Folders, decks, settings, history and what SQLite keeps beside it, whatever the umask."""
    before = os.umask(mask)
    try:
        assert run("add", "rivers", "-q", "Of Egypt?", "-a", "Nile").exit_code == 0
        assert run("config", "new_per_day", "3").exit_code == 0
        assert run("next").exit_code == 0
        with closing(sqlite3.connect(home / "studycards.db")) as held:
            held.execute("select 1 from reviews").fetchall()
            modes = {path: path.stat().st_mode & 0o777 for path in [home, *home.rglob("*")]}
    finally:
        assert os.umask(before) == mask
    assert {"studycards.db-wal", "rivers.yaml"} <= {path.name for path in modes}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
