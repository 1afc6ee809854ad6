"""Find deck files: the learner's own, those of the configured folders, the shipped ones."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from studycards import __version__
from studycards.errors import ConfigError

SUFFIXES = (".yaml", ".yml")


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
    """The search path; the configured folders may be relative to `own`, or begin with `~`.

    Raises:
        ConfigError: There is no such home folder.
    """
    return SearchPath(own, shipped, tuple(own / _expanded(name) for name in configured))


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise ConfigError(
            f"deck_folders in the settings: there is no home folder for '{name}'",
            hint="Write the whole path.",
        ) from error


def shipped_folder() -> Path:
    """The folder of the shipped decks: inside the wheel, or in the checkout."""
    package = Path(__file__).parent.parent
    inside_wheel = package / "shipped"
    return inside_wheel if inside_wheel.is_dir() else package.parent.parent / "decks"


def deck_files(folders: Iterable[Path]) -> dict[str, str]:
    """The signatures of all deck files below the folders, by path: by folder, then by path.

    Of two decks with the same name the first wins.
    """
    found: dict[str, str] = {}
    for folder in folders:
        for path, signature in sorted(_below(str(folder))):
            found.setdefault(path, signature)
    return found


def signature_of(status: os.stat_result) -> str:
    """Version of the program, times of change in ns, and size; the file is not read.

    Another version may find problems, cards and ids where this one finds none.
    """
    return f"{__version__}.{status.st_mtime_ns}.{status.st_ctime_ns}.{status.st_size}"


def _below(folder: str) -> Iterator[tuple[str, str]]:
    try:
        entries = list(os.scandir(folder))
    except (OSError, ValueError):  # none, closed, or a name that no folder can have
        return
    for entry in entries:
        name, path = entry.name, entry.path
        if name.startswith("."):
            continue
        try:
            path.encode()
            if name.endswith(SUFFIXES) and entry.is_file():
                yield path, signature_of(entry.stat())
            elif entry.is_dir(follow_symlinks=False):
                yield from _below(path)
        except (OSError, UnicodeEncodeError):
            continue
