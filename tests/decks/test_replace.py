"""Deck files are replaced whole, and never when somebody else changed them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from studycards.decks.append import SCHEMA_NAME, own_copy, place_schema
from studycards.decks.find import SearchPath, shipped_folder
from studycards.errors import ChangedUnderneathError, DeckError, ExitCode
from studycards.files import replace_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions are of another kind there")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_replaced(tmp_path: Path) -> None:
    """The file holds the new text, to the byte, and nothing else is left beside it."""
    path = tmp_path / "mro.yaml"
    path.write_bytes(b"before")
    replace_text(path, b"before", "deck: mró\r\ncards: []\n")
    assert contents(tmp_path) == {"mro.yaml": "deck: mró\r\ncards: []\n".encode()}


def test_made(tmp_path: Path) -> None:
    """A new file is made, with the folders that lead to it."""
    replace_text(tmp_path / "deep" / "mro.yaml", None, "cards: []\n")
    assert contents(tmp_path) == {"deep/mro.yaml": b"cards: []\n"}


@pytest.mark.parametrize(
    ("held", "expected"),
    [(b"theirs", b"ours"), (b"theirs", None), (None, b"ours"), (b"ours\n", b"ours")],
    ids=["changed", "made", "deleted", "longer"],
)
def test_changed_underneath(tmp_path: Path, held: bytes | None, expected: bytes | None) -> None:
    """A file that is not as it was read is refused, and nothing is lost or left over."""
    path = tmp_path / "mro.yaml"
    if held is not None:
        path.write_bytes(held)
    before = contents(tmp_path)
    with pytest.raises(ChangedUnderneathError, match=r"mro\.yaml changed") as caught:
        replace_text(path, expected, "new")
    assert (caught.value.exit_code, caught.value.hint) == (
        ExitCode.FAILED,
        "Run the command again.",
    )
    assert contents(tmp_path) == before


@posix
@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_mode_is_kept(tmp_path: Path, mode: int) -> None:
    """Who may read a deck stays as the learner set it."""
    path = tmp_path / "mro.yaml"
    path.write_bytes(b"before")
    path.chmod(mode)
    replace_text(path, b"before", "after")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"after"


def test_link_is_kept(tmp_path: Path) -> None:
    """A deck that is a link into another folder stays one; the file that it leads to is written."""
    target = tmp_path / "dotfiles" / "mro.yaml"
    target.parent.mkdir()
    target.write_bytes(b"before")
    path = tmp_path / "mro.yaml"
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make links")
    replace_text(path, b"before", "after")
    assert path.is_symlink()
    assert target.read_bytes() == b"after"
    assert sorted(contents(tmp_path)) == ["dotfiles/mro.yaml", "mro.yaml"]


def test_folder_in_the_way(tmp_path: Path) -> None:
    """Where a file cannot be written it is said which, and nothing is left over."""
    (tmp_path / "mro.yaml").mkdir()
    with pytest.raises(DeckError, match=r"cannot write .*mro\.yaml: "):
        replace_text(tmp_path / "mro.yaml", None, "cards: []\n")
    assert contents(tmp_path) == {}


def test_file_in_the_way(tmp_path: Path) -> None:
    """A folder that cannot be made is a problem that is said."""
    (tmp_path / "decks").write_bytes(b"mine")
    with pytest.raises(DeckError, match="cannot write"):
        replace_text(tmp_path / "decks" / "mro.yaml", None, "cards: []\n")
    assert contents(tmp_path) == {"decks": b"mine"}


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_closed_folder(tmp_path: Path) -> None:
    """A folder that may not be written is a problem that is said."""
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(DeckError, match="cannot write"):
        replace_text(tmp_path / "closed" / "mro.yaml", None, "cards: []\n")
    assert contents(tmp_path) == {}


@pytest.fixture
def shipped(tmp_path: Path, no_shipped_decks: None) -> Path:
    """A deck that we ship, with comments and the line ends of another system."""
    path = tmp_path / "shipped" / "mro.yaml"
    path.write_bytes(b"# ours\r\ndeck: mro\r\ncards: []\r\n")
    return path


def test_own_deck_is_no_copy(tmp_path: Path, shipped: Path) -> None:
    """A deck of the learner's own is edited where it is."""
    path = tmp_path / "own" / "mro.yaml"
    assert own_copy(path, SearchPath(tmp_path / "own", shipped.parent)) == path
    assert not path.exists()


def test_copy_of_a_shipped_deck(tmp_path: Path, shipped: Path) -> None:
    """A deck that we ship is copied to the byte, with the schema beside it, and stays as it was."""
    before = contents(shipped.parent)
    copy = own_copy(shipped, SearchPath(tmp_path / "own", shipped.parent))
    assert copy == tmp_path / "own" / "mro.yaml"
    assert contents(tmp_path / "own") == before
    assert contents(shipped.parent) == before


def test_copy_is_made_once(tmp_path: Path, shipped: Path) -> None:
    """What the learner changed in the copy is not copied over."""
    copy = own_copy(shipped, SearchPath(tmp_path / "own", shipped.parent))
    copy.write_bytes(b"# mine\ndeck: mro\ncards: []\n")
    assert own_copy(shipped, SearchPath(tmp_path / "own", shipped.parent)) == copy
    assert copy.read_bytes() == b"# mine\ndeck: mro\ncards: []\n"


def test_copy_where_another_deck_has_the_file_name(tmp_path: Path, shipped: Path) -> None:
    """Another deck in a file of that name is neither overwritten nor taken for the copy."""
    own = tmp_path / "own" / "mro.yaml"
    own.parent.mkdir()
    own.write_bytes(b"deck: mine\ncards: []\n")
    with pytest.raises(DeckError, match=r"mro\.yaml"):
        own_copy(shipped, SearchPath(own.parent, shipped.parent))
    assert own.read_bytes() == b"deck: mine\ncards: []\n"


@pytest.mark.parametrize("before", [None, b"{}"], ids=["missing", "of an older version"])
def test_schema_beside_the_decks(tmp_path: Path, before: bytes | None) -> None:
    """The schema beside the learner's decks is the newest."""
    target = tmp_path / SCHEMA_NAME
    if before is not None:
        target.write_bytes(before)
    place_schema(SearchPath(tmp_path, shipped_folder()))
    assert target.read_bytes() == (shipped_folder() / SCHEMA_NAME).read_bytes()
    os.utime(target, ns=(0, 0))
    place_schema(SearchPath(tmp_path, shipped_folder()))
    assert target.stat().st_mtime_ns == 0


@posix
def test_a_new_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    """A link in a folder of decks, as a repository could hold, does not decide what is written."""
    outside = tmp_path / "outside"
    own = tmp_path / "own"
    own.mkdir()
    (own / SCHEMA_NAME).symlink_to(outside)
    (own / "mro.yaml").symlink_to(outside)
    replace_text(own / "mro.yaml", None, "deck: mro")
    place_schema(SearchPath(own, shipped_folder()))
    assert not outside.exists()
    outside.write_text("mine")
    (own / SCHEMA_NAME).unlink()
    (own / SCHEMA_NAME).symlink_to(outside)
    place_schema(SearchPath(own, shipped_folder()))
    assert outside.read_text() == "mine"
    assert (own / SCHEMA_NAME).read_bytes() == (shipped_folder() / SCHEMA_NAME).read_bytes()
