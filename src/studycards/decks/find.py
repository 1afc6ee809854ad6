"""Find deck files: the learner's own, those of the configured folders, the shipped ones."""

import os
from collections.abc import Iterable, Iterator, Sequence
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

    Of two decks with the same name the first wins. What is passed over is among them, so that its
    problem is listed: links that lead nowhere or to a folder outside, names that are not UTF-8,
    folders that cannot be read.
    """
    found: dict[str, str] = {}
    searched = [str(folder) for folder in folders]
    for folder in searched:
        for path, signature in sorted(_below(folder, searched)):
            found.setdefault(path, signature)
    return found


def signature_of(status: os.stat_result) -> str:
    """Version of the program, times of change in ns, and size; the file is not read.

    Another version may find problems, cards and ids where this one finds none.
    """
    return f"{__version__}.{status.st_mtime_ns}.{status.st_ctime_ns}.{status.st_size}"


_PASSED_OVER = "passed over"
"""The signature of what is no file that can be read."""


def _below(top: str, searched: Sequence[str]) -> Iterator[tuple[str, str]]:
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):
            yield _as_text(folder), _PASSED_OVER
            continue
        for entry in entries:
            name, path = entry.name, entry.path
            if name.startswith("."):
                continue
            try:
                if name.endswith(SUFFIXES) and not entry.is_dir():
                    path.encode()
                    yield path, signature_of(entry.stat())
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif entry.is_symlink() and entry.is_dir() and _is_outside(path, searched):
                    yield _as_text(path), _PASSED_OVER
            except (OSError, UnicodeEncodeError):
                yield _as_text(path), _PASSED_OVER


def _is_outside(path: str, searched: Sequence[str]) -> bool:
    """Whether a link leads out of all folders searched."""
    target = Path(os.path.realpath(path))
    return not any(target.is_relative_to(os.path.realpath(folder)) for folder in searched)


def _as_text(path: str) -> str:
    """A path as UTF-8, with U+FFFD for what is not."""
    return os.fsencode(path).decode(errors="replace")
