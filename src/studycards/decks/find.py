"""Which deck files there are: the learner's own, those of the configured folders, the shipped."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".yaml", ".yml")


class DeckFile(NamedTuple):
    """A file that may hold a deck."""

    path: str
    place: int
    """Rank in the search path, from 0; of two decks of one name the lower wins."""
    signature: str
    """Changes whenever the file does: times of change in ns, size."""


class SearchPath(NamedTuple):
    """The folders in which decks are looked for; of two decks of one name the first wins."""

    own: Path
    """The learner's own decks; here decks are written."""
    shipped: Path
    """The decks that come with the program, the last on the path."""
    configured: tuple[Path, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """All of them, in their order."""
        return (self.own, *self.configured, self.shipped)


def search_path(own: Path, configured: Iterable[str], shipped: Path) -> SearchPath:
    """The search path with the folders of the settings, which may be relative to the own one."""
    return SearchPath(own, shipped, tuple(own / Path(name).expanduser() for name in configured))


def shipped_folder() -> Path:
    """Where the decks we ship are: inside the wheel, or in the checkout."""
    package = Path(__file__).parent.parent
    inside_wheel = package / "shipped"
    return inside_wheel if inside_wheel.is_dir() else package.parent.parent / "decks"


def deck_files(folders: Iterable[Path]) -> list[DeckFile]:
    """All deck files below the folders, sorted by folder, then path."""
    found = [
        DeckFile(path, place, signature)
        for place, folder in enumerate(folders)
        for path, signature in sorted(_below(str(folder)))
    ]
    seen: dict[str, DeckFile] = {}
    for file in found:
        seen.setdefault(file.path, file)
    return list(seen.values())


def signature_of(status: os.stat_result) -> str:
    """What tells one state of a file from the next without reading it."""
    return f"{status.st_mtime_ns}.{status.st_ctime_ns}.{status.st_size}"


def _below(folder: str) -> Iterator[tuple[str, str]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            entry.path.encode()
            if entry.name.endswith(SUFFIXES) and not entry.is_dir():
                yield entry.path, signature_of(entry.stat())
            elif entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
        except (OSError, UnicodeEncodeError):
            continue
