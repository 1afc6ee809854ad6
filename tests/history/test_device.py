"""A device is one history on one machine."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from studycards.cards import CardId
from studycards.history.database import backups_folder, open_history
from studycards.history.device import device_name, machine_id
from studycards.history.log import Log
from studycards.scheduling.states import Rating
from tests.history.library import opened

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
OLD_SCHEMAS = Path(__file__).parent / "old_schemas"
LAPTOP, DESKTOP = "laptop", "desktop"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A history that has a name on the laptop."""
    path = tmp_path / "home" / "studycards.db"
    name(path)
    return path


def name(path: Path, machine: str = LAPTOP) -> str:
    """The name of a history where it is now, as a program finds it that ends afterwards."""
    with closing(open_history(path)) as db:
        return device_name(db, machine)


def test_a_history_keeps_its_name(home: Path) -> None:
    """Opened again at its place, it records under the name it had."""
    assert name(home) == name(home)


def test_two_homes_are_two_devices(home: Path, tmp_path: Path) -> None:
    """Histories begun apart on one machine have names of their own."""
    assert name(home) != name(tmp_path / "other" / "studycards.db")


def test_a_moved_history_keeps_its_name(home: Path, tmp_path: Path) -> None:
    """A history that is found at another place, and no more at the first, was moved."""
    before = name(home)
    moved = tmp_path / "elsewhere.db"
    shutil.move(home, moved)
    assert name(moved) == before
    assert name(moved) == before


def test_a_copy_beside_gets_its_own(home: Path, tmp_path: Path) -> None:
    """Where the first place still holds the history, the other is a copy; each keeps its name."""
    before = name(home)
    copy = tmp_path / "copy.db"
    shutil.copy(home, copy)
    assert name(copy) != before
    assert name(copy) == name(copy)
    assert name(home) == before


@pytest.mark.parametrize("same_path", [True, False])
def test_a_copy_on_another_machine_gets_its_own(
    home: Path, tmp_path: Path, same_path: bool
) -> None:
    """A history that came to another machine is another device, wherever it lies there."""
    before = name(home)
    there = home
    if not same_path:
        there = tmp_path / "there.db"
        shutil.move(home, there)
    assert name(there, DESKTOP) != before
    assert name(there, DESKTOP) == name(there, DESKTOP)


def test_another_history_at_the_first_place(home: Path, tmp_path: Path) -> None:
    """A moved history stays itself where a new one was begun in its place."""
    before = name(home)
    moved = tmp_path / "moved.db"
    shutil.move(home, moved)
    backups_folder(home).rmdir()
    assert name(home) != before
    assert name(moved) == before


def test_what_lies_at_the_first_place_cannot_be_read(home: Path, tmp_path: Path) -> None:
    """A file that cannot be read may be the history: two under one name must not be."""
    before = name(home)
    copy = tmp_path / "copy.db"
    shutil.copy(home, copy)
    home.write_bytes(b"scribble" * 1_000)
    assert name(copy) != before


def test_an_old_name_is_kept(tmp_path: Path) -> None:
    """A name given before machine and path were recorded is still the name."""
    db = opened(tmp_path / "studycards.db")
    db.execute("insert into facts values ('device', 'old')")
    assert device_name(db, LAPTOP) == "old"
    facts = dict(db.execute("select name, value from facts where name like 'device%'").fetchall())
    path = str((tmp_path / "studycards.db").resolve())
    assert facts == {"device": "old", "device_machine": LAPTOP, "device_path": path}


def test_a_link_is_the_file(home: Path, tmp_path: Path) -> None:
    """A history opened by a link is where the link leads."""
    link = tmp_path / "link.db"
    link.symlink_to(home)
    assert name(link) == name(home)


def test_a_copy_records_under_its_own_name(tmp_path: Path) -> None:
    """Both copies go on, and their events come together as those of two devices."""
    path, copy = tmp_path / "one.db", tmp_path / "two.db"
    card = CardId("card")
    with closing(open_history(path)) as db:
        Log(db).record_review(card, Rating.GOOD, NOW, taken_ms=1)
    shutil.copy(path, copy)
    one, two = Log(opened(path)), Log(opened(copy))
    two.record_review(card, Rating.GOOD, NOW, taken_ms=2)
    one.record_review(card, Rating.GOOD, NOW, taken_ms=3)
    assert one.merge(list(two.events())) == 1
    assert len(one.reviews(card)) == 3
    assert len({event.device for event in one.events()}) == 2
    assert two.undo(NOW)
    assert two.undo(NOW) is None


def test_this_machine_has_an_identity() -> None:
    """It is the same when it is asked for again."""
    assert machine_id()
    assert machine_id() == machine_id()


def test_identity_of_a_windows_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the one that the registry holds."""
    guid = "3c1f0a52-0000-4000-8000-6f2d3a9b1c77"
    registry = ModuleType("winreg")
    registry.__dict__.update(
        HKEY_LOCAL_MACHINE="machine",
        OpenKey=lambda *place: nullcontext(place),
        QueryValueEx=lambda key, name: {
            (("machine", r"SOFTWARE\Microsoft\Cryptography"), "MachineGuid"): (guid, 1)
        }[key, name],
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")
    assert machine_id() == guid


def test_a_history_in_memory(tmp_path: Path) -> None:
    """A history without a file has a name all the same."""
    db = sqlite3.connect(":memory:")
    db.execute("create table facts (name text primary key, value text not null)")
    assert device_name(db, LAPTOP) == device_name(db, LAPTOP)
    db.close()


def test_a_place_that_cannot_be_looked_at(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first place cannot be looked at, the other counts as a copy."""
    before = name(home)
    copy = tmp_path / "copy.db"
    shutil.copy(home, copy)
    is_file = Path.is_file

    def forbidden(path: Path) -> bool:
        if path == home:
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", forbidden)
    assert name(copy) != before


def test_machines_without_an_identity(home: Path, tmp_path: Path) -> None:
    """A machine that cannot be told from others is the same at the same path alone."""
    unknown = "unknown"
    before = name(home, unknown)
    assert name(home, unknown) == before
    elsewhere = tmp_path / "elsewhere.db"
    shutil.move(home, elsewhere)
    assert name(elsewhere, unknown) != before


def test_an_old_history_has_its_place(tmp_path: Path) -> None:
    """A migration records where the history is, so that a later copy of it is known as one."""
    path, copy = tmp_path / "one.db", tmp_path / "two.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((OLD_SCHEMAS / "m004_fewer_indexes.sql").read_text())
    with closing(open_history(path)):
        pass
    shutil.copy(path, copy)
    assert {name(path, machine_id()), name(copy, machine_id())} > {"d1"}


def test_a_name_that_was_not_kept(tmp_path: Path) -> None:
    """Where the first answer fails, the name made for it is forgotten with it."""
    db = opened(tmp_path / "studycards.db")
    log = Log(db)
    db.execute("create trigger full before insert on states begin select raise(abort, 'full'); end")
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        log.record_review(CardId("card"), Rating.GOOD, NOW, taken_ms=1)
    db.execute("drop trigger full")
    review, _ = log.record_review(CardId("card"), Rating.GOOD, NOW, taken_ms=1)
    kept = db.execute("select value from facts where name = 'device'").fetchone()[0]
    assert (review.device, log.device) == (kept, kept)
