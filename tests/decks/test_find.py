"""Which files are decks, in which order, and whether they changed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studycards.decks.find import deck_files, search_path
from studycards.decks.parse import read_deck
from studycards.errors import ConfigError


def touch(*paths: Path) -> None:
    """Make files."""
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("cards:\n", encoding="utf-8")


def link(path: Path, target: str | Path) -> None:
    """A symbolic link, where the system allows it."""
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make links")


def found(*folders: Path) -> list[str]:
    """The deck files in order, each by its path below the parent of the first folder."""
    root = folders[0].parent
    return [Path(path).relative_to(root).as_posix() for path in deck_files(folders)]


def test_order(tmp_path: Path) -> None:
    """Folders in the order given, the files of each by path, folders inside them included."""
    own, more = tmp_path / "own", tmp_path / "more"
    touch(own / "b.yaml", own / "a.yml", own / "topic" / "c.yaml", more / "a.yaml")
    expected = ["own/a.yml", "own/b.yaml", "own/topic/c.yaml", "more/a.yaml"]
    assert found(own, more) == expected
    assert found(more, own) == ["more/a.yaml", *expected[:3]]


def test_configured_folders(tmp_path: Path) -> None:
    """They are between the learner's own and the shipped, relative to the own or from a home."""
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    folders = search_path(own, ["more", "~/notes", str(tmp_path)], shipped).folders
    assert folders == (own, own / "more", Path.home() / "notes", tmp_path, shipped)


def test_a_home_that_does_not_exist(tmp_path: Path) -> None:
    """A folder of somebody unknown is a mistake in the settings."""
    with pytest.raises(ConfigError, match="~no-such-user/notes"):
        search_path(tmp_path, ["~no-such-user/notes"], tmp_path)


def test_other_files(tmp_path: Path) -> None:
    """Hidden files and folders, other names and folders named like decks are no decks."""
    own = tmp_path / "own"
    touch(own / "a.yaml", own / ".b.yaml", own / ".git" / "c.yaml", own / "notes.txt")
    touch(own / "a.yaml~", own / "d.yaml" / "e.yaml", own / "deck.schema.json")
    assert found(own) == ["own/a.yaml", "own/d.yaml/e.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "二　三",
        "a\N{NO-BREAK SPACE}b",
        "می\N{ZERO WIDTH NON-JOINER}شود",
        "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
    ],
    ids=["ideographic space", "no-break space", "Persian", "joined emoji"],
)
def test_names_in_any_script(tmp_path: Path, name: str) -> None:
    """Files and folders may have names that only some people can read."""
    own = tmp_path / "own"
    touch(own / f"{name}.yaml", own / name / "a.yaml")
    assert sorted(found(own)) == sorted([f"own/{name}.yaml", f"own/{name}/a.yaml"])


def test_folders_that_are_none(tmp_path: Path) -> None:
    """A folder that does not exist, or is a file, holds no decks."""
    touch(tmp_path / "own" / "a.yaml")
    folders = (tmp_path / "own", tmp_path / "gone", tmp_path / "own" / "a.yaml")
    assert found(*folders) == ["own/a.yaml"]
    strange = tmp_path / ("a" * 300), tmp_path / "a\0b"
    assert found(*strange, tmp_path / "own") == ["a" * 300, "a\0b", "own/a.yaml"]
    assert all("cannot be read" in read_deck(path).problems[0].message for path in strange)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_files_without_an_end(tmp_path: Path) -> None:
    """A pipe and a device are named, and not read, which might never end."""
    own = tmp_path / "own"
    touch(own / "a.yaml")
    os.mkfifo(own / "pipe.yaml")
    link(own / "zero.yaml", "/dev/zero")
    assert found(own) == ["own/a.yaml", "own/pipe.yaml", "own/zero.yaml"]
    for name in ("pipe.yaml", "zero.yaml"):
        assert "not a file" in read_deck(own / name).problems[0].message


def test_a_file_counts_once(tmp_path: Path) -> None:
    """A file below two of the folders belongs to the first."""
    own = tmp_path / "own"
    touch(own / "a.yaml", own / "topic" / "b.yaml")
    assert found(own, own / "topic", own) == ["own/a.yaml", "own/topic/b.yaml"]


def test_links(tmp_path: Path) -> None:
    """A link to a deck is a deck; one that leads nowhere is listed, with its problem."""
    own = tmp_path / "own"
    touch(own / "a.yaml", tmp_path / "elsewhere.yaml")
    link(own / "b.yaml", tmp_path / "elsewhere.yaml")
    link(own / "dangling.yaml", tmp_path / "gone.yaml")
    assert found(own) == ["own/a.yaml", "own/b.yaml", "own/dangling.yaml"]
    (problem,) = read_deck(own / "dangling.yaml").problems
    assert problem.message.startswith("this link leads nowhere")


def test_link_to_itself(tmp_path: Path) -> None:
    """A link in a circle costs that file."""
    own = tmp_path / "own"
    touch(own / "a.yaml")
    link(own / "loop.yaml", "loop.yaml")
    assert found(own) == ["own/a.yaml", "own/loop.yaml"]
    (problem,) = read_deck(own / "loop.yaml").problems
    assert problem.message.startswith("this link leads nowhere")


def test_links_between_folders(tmp_path: Path) -> None:
    """No link to a folder is followed; one that leads outside is listed, with its problem."""
    own = tmp_path / "own"
    touch(own / "a.yaml", own / "topic" / "b.yaml")
    link(own / "same", own / "topic")
    link(own / "up", tmp_path)
    assert found(own) == ["own/a.yaml", "own/topic/b.yaml", "own/up"]
    deck = read_deck(own / "up")
    assert deck.name == ""
    assert "leads to a folder outside" in deck.problems[0].message
    link(own / "other", tmp_path / "other")
    touch(tmp_path / "other" / "c.yaml")
    assert found(own, tmp_path / "other")[-2:] == ["own/up", "other/c.yaml"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is UTF-8")
def test_name_that_is_not_utf_8(tmp_path: Path) -> None:
    """It is listed with U+FFFD for what is not, and with its problem."""
    touch(tmp_path / "own" / "a.yaml")
    for name in (b"b\xff.yaml", b"c\xff"):
        Path(os.fsdecode(os.fsencode(tmp_path / "own") + b"/" + name)).mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "own") + b"/d\xff.yaml")).touch()
    assert found(tmp_path / "own") == ["own/a.yaml", "own/d\ufffd.yaml"]
    (problem,) = read_deck(tmp_path / "own" / "d\ufffd.yaml").problems
    assert problem.message == "cannot be read: its name is not UTF-8"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_folders_in_folders(tmp_path: Path) -> None:
    """However deep they are, they are searched without recursion."""
    folders = [str(tmp_path)]
    try:
        for _ in range(1_100):
            folders.append(folders[-1] + "/d")
            Path(folders[-1]).mkdir()
        Path(folders[-1] + "/a.yaml").touch()
        assert list(deck_files([tmp_path])) == [folders[-1] + "/a.yaml"]
        Path(folders[-1] + "/a.yaml").unlink()
    finally:
        for folder in folders[:0:-1]:
            Path(folder).rmdir()


@pytest.mark.skipif(sys.platform == "win32", reason="the owner reads everything there")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_closed_folder(tmp_path: Path) -> None:
    """A folder that may not be entered, or not be listed, is named, and the others are searched."""
    own = tmp_path / "own"
    touch(own / "a.yaml", own / "closed" / "b.yaml")
    try:
        (own / "closed").chmod(0o400)
        assert found(own) == ["own/a.yaml", "own/closed/b.yaml"]
        (own / "closed").chmod(0)
        assert found(own) == ["own/a.yaml", "own/closed"]
        (problem,) = read_deck(own / "closed").problems
        assert problem.message == "this folder cannot be read: Permission denied"
    finally:
        (own / "closed").chmod(0o700)


def longer(path: Path) -> None:
    """Another text, and the time of change put back."""
    before = path.stat()
    path.write_text("cards: []\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def as_long(path: Path) -> None:
    """Another text of the same length, and the time of change put back."""
    before = path.stat()
    time.sleep(0.05)
    path.write_text("tags :\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def touched(path: Path) -> None:
    """The same text at another time."""
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000_000))


def replaced(path: Path) -> None:
    """An older file moved over it."""
    other = path.with_name("other")
    other.write_text("tags :\n", encoding="utf-8")
    os.utime(other, ns=(0, path.stat().st_mtime_ns - 1_000_000_000))
    other.replace(path)


def test_signature_of_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version reads every deck again: it may read them differently."""
    touch(tmp_path / "a.yaml")
    before = deck_files([tmp_path])
    monkeypatch.setattr("studycards.decks.find.__version__", "later")
    after = deck_files([tmp_path])
    assert [*after] == [*before]
    assert after != before


@pytest.mark.parametrize("change", [longer, as_long, touched, replaced])
def test_signature(tmp_path: Path, change: Callable[[Path], None]) -> None:
    """The signature stays while nothing happens and changes with the file."""
    if change is as_long and sys.platform == "win32":
        pytest.skip("files tell no time of change of their own there")
    path = tmp_path / "a.yaml"
    touch(path)
    before = deck_files([tmp_path])
    assert deck_files([tmp_path]) == before
    change(path)
    after = deck_files([tmp_path])
    assert list(after) == list(before) == [str(path)]
    assert after != before
