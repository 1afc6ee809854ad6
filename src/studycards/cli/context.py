"""The one place where the clock, the environment and the terminal are read."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from studycards.config import load_settings
from studycards.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from studycards.collection import Collection
    from studycards.config import Settings


class Places(NamedTuple):
    """Where the learner's files are."""

    config: Path
    history: Path
    decks: Path


def places() -> Places:
    """All in `STUDYCARDS_HOME` where it is set, else where the system keeps such files."""
    home = os.environ.get("STUDYCARDS_HOME")
    if home:
        folder = Path(home).expanduser()
        return Places(folder / "config.toml", folder / "studycards.db", folder / "decks")
    import platformdirs

    data = platformdirs.user_data_path("studycards", appauthor=False)
    config = platformdirs.user_config_path("studycards", appauthor=False)
    return Places(config / "config.toml", data / "studycards.db", data / "decks")


def clock() -> datetime:
    """Now, with the learner's UTC offset; `STUDYCARDS_NOW` fixes it.

    Raises:
        ConfigError: `STUDYCARDS_NOW` is not an ISO time with an offset.
    """
    fixed = os.environ.get("STUDYCARDS_NOW")
    if not fixed:
        return datetime.now(UTC).astimezone()
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigError(
            f"STUDYCARDS_NOW is '{fixed}', not a time with an offset",
            hint="Write it like 2026-11-24T09:00:00+01:00, or unset it.",
        )
    return moment


def settings() -> Settings:
    """The learner's settings."""
    return load_settings(places().config)


def open_collection(*, talk: bool = True) -> Collection:
    """The collection, with changed decks read; what takes long shows its progress.

    Args:
        talk: Whether to warn of a clock that went back.
    """
    from studycards.collection import Collection

    where = places()
    with progress() as told:
        collection = Collection(
            history=where.history,
            own_decks=where.decks,
            settings=settings(),
            now=clock(),
            progress=told,
        )
        _OPEN.callback(collection.close)
        collection.refresh(told)
    if talk:
        _warn_of_clock(collection)
    return collection


_OPEN = ExitStack()
"""What a command opened."""


def close_all() -> None:
    """Let go of what a command opened; called when it ends."""
    _OPEN.close()


def out() -> Console:
    """Results go here."""
    from rich.console import Console
    from rich.theme import Theme

    on_any_ground = Theme({"markdown.code": "bold cyan", "markdown.code_block": "cyan"})
    return Console(highlight=False, emoji=False, markup=False, theme=on_any_ground)


def err() -> Console:
    """Talk goes here."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False)


def progress() -> _Progress:
    """A bar for what takes long, as a context; call what it gives after each step."""
    return _Progress()


def has_editor() -> bool:
    """Whether the learner has said which editor to use."""
    return bool(_editor())


def _editor() -> str:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def editor_command(path: Path, line: int) -> list[str]:
    """The command that opens a file at a line in the learner's editor.

    Raises:
        ConfigError: Neither `$VISUAL` nor `$EDITOR` is set.
    """
    import shlex

    command = _editor()
    if not command:
        raise ConfigError("there is no editor to open", hint="Set $VISUAL or $EDITOR.")
    words = shlex.split(command)
    name = Path(words[0]).stem
    if name in ("code", "code-insiders", "codium", "cursor", "zed"):
        target = [f"{path}:{line}"]
        return [*words, *(["--goto"] if name != "zed" else []), *target]
    if name in ("subl", "hx", "helix", "micro"):
        return [*words, f"{path}:{line}"]
    return [*words, f"+{line}", str(path)]


class _Progress:
    """A bar on stderr for what takes longer than a moment."""

    _SHOW_FROM = 20
    """Steps below which there is nothing to wait for."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, of: int) -> None:
        if of < self._SHOW_FROM or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.progress import Progress

            self._bar = Progress(console=err(), transient=True)
            self._bar.start()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=of)
        self._bar.update(self._tasks[what], completed=done)


def _warn_of_clock(collection: Collection) -> None:
    """Say when the clock is behind what was recorded; answers are kept after the last one."""
    behind = collection.seconds_behind(clock())
    if behind > 60:
        from datetime import timedelta

        from studycards.terminal.text import duration_text

        err().print(
            f"studycards: the clock is {duration_text(timedelta(seconds=behind))} behind the last"
            " answer recorded. Check the date; `studycards undo` takes a wrong answer back.",
            style="yellow",
        )
