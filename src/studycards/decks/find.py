"""Find deck files: the learner's own, those of the configured folders, the shipped ones."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".yaml", ".yml")


class DeckFile(NamedTuple):
    """A file that may hold a deck."""

    path: str
    place: int
    """Rank in the search path, from 0; of two decks with the same name the lower wins."""
    signature: str
    """Changes whenever the file does: times of change in ns, and size."""


class SearchPath(NamedTuple):
    """The folders searched for decks; of two decks with the same name the first wins."""

    own: Path
    """The learner's own decks, where new ones are written."""
    shipped: Path
    """The shipped decks, last on the path."""
    configured: tuple[Path, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """All folders, in order."""
        return (self.own, *self.configured, self.shipped)


def search_path(own: Path, configured: Iterable[str], shipped: Path) -> SearchPath:
    """The search path; the configured folders may be relative to `own`."""
    return SearchPath(own, shipped, tuple(own / Path(name).expanduser() for name in configured))


def shipped_folder() -> Path:
    """The folder of the shipped decks: inside the wheel, or in the checkout."""
    package = Path(__file__).parent.parent
    inside_wheel = package / "shipped"
    return inside_wheel if inside_wheel.is_dir() else package.parent.parent / "decks"


def deck_files(folders: Iterable[Path]) -> list[DeckFile]:
    """All deck files below the folders, sorted by folder, then path."""
    found: dict[str, DeckFile] = {}
    for index, folder in enumerate(folders):
        for path, signature in sorted(_below(str(folder))):
            if path not in found:
                found[path] = DeckFile(path, index, signature)
    return list(found.values())


def signature_of(status: os.stat_result) -> str:
    """A signature that changes with the file, without reading it."""
    return f"{status.st_mtime_ns}.{status.st_ctime_ns}.{status.st_size}"


def _below(folder: str) -> Iterator[tuple[str, str]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        name, path = entry.name, entry.path
        if name.startswith("."):
            continue
        try:
            path.encode()
            if name.endswith(SUFFIXES) and not entry.is_dir():
                yield path, signature_of(entry.stat())
            elif entry.is_dir(follow_symlinks=False):
                yield from _below(path)
        except (OSError, UnicodeEncodeError):
            continue
