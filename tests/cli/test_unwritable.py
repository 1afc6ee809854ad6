"""Homes that cannot be written: what only reads works, and nothing that is lost is called saved."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from studycards.cli import COMMANDS
from tests.cli.library import CAPITALS, invoke, rows
from tests.privileges import of_anyone
from tests.terminals import Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sets permissions as on Linux")

MAKE_CAPITALS = Callable[[str, str], Path]
READS = [
    ["stats"], ["decks"], ["search", "capital"], ["next"], ["check", "capitals"], ["config"],
    ["stats", "--json"], ["next", "--json"],
]  # fmt: skip
RECORDS = [["answer", "france", "good"], ["undo"], ["suspend", "france"], ["review", "--plain"]]


@pytest.fixture
def studied(home: Path, make_deck: MAKE_CAPITALS) -> Path:
    """A home with a deck and an answer."""
    make_deck("capitals", CAPITALS)
    invoke("answer", "france", "good")
    return home


@pytest.fixture(params=["folder", "file", "folder, with a WAL", "no history"])
def sealed(studied: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A home that cannot be written, in one way or another."""
    if request.param == "no history":
        shutil.rmtree(studied / "studycards-backups")
        (studied / "studycards.db").unlink()
    if "WAL" in request.param:
        _leave_a_wal(studied)
    if request.param != "no history":
        (studied / "studycards.db").chmod(0o444)
    if request.param != "file":
        studied.chmod(0o555)
    yield studied
    studied.chmod(0o755)


def _leave_a_wal(home: Path) -> None:
    """As after a power loss: the last answer is in the WAL alone."""
    copies = {}
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        db.execute("select count(*) from reviews").fetchone()
        invoke("answer", "italy", "easy")
        for suffix in ("", "-wal"):
            copies[suffix] = (home / f"studycards.db{suffix}").read_bytes()
    for suffix, content in copies.items():
        (home / f"studycards.db{suffix}").write_bytes(content)


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_what_reads_works(sealed: Path, command: list[str]) -> None:
    """It shows what is there, and says on stderr where it cannot be changed."""
    with of_anyone():
        ran = invoke(*command)
    assert ran.exit_code == 0
    as_it_is = (sealed / "studycards.db").exists() and sealed.stat().st_mode & 0o200
    assert ("It is read only." in ran.stderr) == (not as_it_is and command != ["config"])
    assert ran.stdout == invoke(*command).stdout


@pytest.mark.parametrize("command", RECORDS, ids=" ".join)
def test_what_records_says_so(sealed: Path, command: list[str]) -> None:
    """It fails with the reason, and nothing is said to be done."""
    before = rows(sealed, "select * from reviews") if (sealed / "studycards.db").exists() else None
    with of_anyone():
        ran = invoke(*command, stdin="\n4\n")
    assert ran.exit_code == 1 or "Not saved" in ran.stdout
    assert "cannot " in ran.output
    if before is not None:
        assert rows(sealed, "select * from reviews") == before


def test_every_command(sealed: Path) -> None:
    """No command of the table has a traceback."""
    for command in COMMANDS:
        with of_anyone():
            ran = invoke(command)
        assert ran.exit_code in (0, 1, 2, 3), command
        assert ran.exception is None or isinstance(ran.exception, SystemExit), command


def test_lock_is_told(studied: Path, terminal: Callable[..., Terminal]) -> None:
    """A rating that has to wait says so, and is saved when it can be."""
    program = terminal("review", "capitals")
    program.shows("Italy")
    program.press("enter")
    program.shows("1 again")
    with closing(sqlite3.connect(studied / "studycards.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        program.press("4")
        while "waiting for it" not in program.screen:
            pass
        other.rollback()
    program.shows("Spain")
    assert rows(studied, "select card_id, rating from reviews order by at") == [
        ("france", 3),
        ("italy", 4),
    ]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A home on a disk of 4 MiB without a byte left, with a deck that is newer than the index."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a disk")
    (disk / "decks").mkdir()
    (disk / "decks" / "capitals.yaml").write_text(CAPITALS, encoding="utf-8")
    invoke("answer", "france", "good", STUDYCARDS_HOME=str(disk))
    (disk / "decks" / "capitals.yaml").write_text(
        CAPITALS.replace("Rome", "Roma"), encoding="utf-8"
    )
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4_096):
            pass
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk(full_disk: Path) -> None:
    """What reads works, what records says that the disk is full; with room everything goes on."""
    home = str(full_disk)
    for command in (["stats"], ["decks"], ["search", "capital"], ["next"], ["check", "capitals"]):
        assert invoke(*command, STUDYCARDS_HOME=home).exit_code == 0, command
    failed = invoke("answer", "italy", "good", STUDYCARDS_HOME=home)
    assert failed.exit_code == 1
    assert "the disk is full" in failed.stderr
    (full_disk / "filler").unlink()
    assert rows(full_disk, "select card_id from reviews") == [("france",)]
    assert invoke("answer", "italy", "good", STUDYCARDS_HOME=home).exit_code == 0
    assert rows(full_disk, "select card_id from reviews") == [("france",), ("italy",)]
