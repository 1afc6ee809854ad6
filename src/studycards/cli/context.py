"""The one place where the clock, the environment, the streams and the terminal are read."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TextIO

from studycards.config import load_settings
from studycards.errors import ConfigError, UnwritableHistoryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.console import Console
    from rich.progress import Progress, TaskID

    from studycards.collection import Collection
    from studycards.config import Settings
    from studycards.terminal.keys import Keyboard


class Context(NamedTuple):
    """The environment of a command."""

    environ: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    clock: Callable[[], datetime]
    """Now, with the learner's UTC offset."""
    keyboard: Callable[[], Keyboard]
    opened: ExitStack
    """Resources to close when the command ends."""
    size: tuple[int | None, int | None] = (None, None)
    """Columns and lines of the terminal; None to ask the terminal of the process."""

    @property
    def editor(self) -> str:
        """Command line of the learner's editor; empty if none is set."""
        return self.environ.get("VISUAL") or self.environ.get("EDITOR") or ""

    def read_line(self, prompt: str) -> str:
        """A line after a prompt.

        Raises:
            EOFError: The input has ended.
        """
        if self.stdin is sys.stdin:
            if self.stdin.isatty():
                with suppress(ImportError):
                    import readline  # noqa: F401 - gives `input` its editing keys and history
            return input(_visible(prompt))
        self.stdout.write(_visible(prompt))
        self.stdout.flush()
        line = self.stdin.readline()
        if not line:
            raise EOFError
        return line.removesuffix("\n")


def of_process() -> Context:
    """The context of this process."""
    return Context(
        environ=os.environ,
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        clock=lambda: datetime.now(UTC).astimezone(),
        keyboard=_keyboard,
        opened=ExitStack(),
    )


def _keyboard() -> Keyboard:
    from studycards.terminal.keys import Keys

    return Keys(sys.stdin)


RUNNING: ContextVar[Context | None] = ContextVar("running", default=None)
"""The context of the command that runs; None for that of the process."""


@contextmanager
def running() -> Iterator[None]:
    """Run in the context that is set, or in that of the process; closes what was opened.

    Whatever is created meanwhile, by SQLite too, is for its owner alone: folders 0700, files 0600.
    """
    token = RUNNING.set(RUNNING.get() or of_process())
    before = os.umask(0o077)
    try:
        with current().opened:
            yield
    finally:
        os.umask(before)
        RUNNING.reset(token)


def current() -> Context:
    """The context of the command that runs."""
    context = RUNNING.get()
    assert context
    return context


class Places(NamedTuple):
    """Where the learner's files are."""

    config: Path
    history: Path
    decks: Path


def places() -> Places:
    """All in `STUDYCARDS_HOME` if it is set, otherwise where the system keeps such files.

    Raises:
        ConfigError: `STUDYCARDS_HOME` begins with `~` and a name that no user has.
    """
    home = current().environ.get("STUDYCARDS_HOME")
    if home:
        folder = _folder(home)
        return Places(folder / "config.toml", folder / "studycards.db", folder / "decks")
    import platformdirs

    data = platformdirs.user_data_path("studycards", appauthor=False)
    config = platformdirs.user_config_path("studycards", appauthor=False)
    return Places(config / "config.toml", data / "studycards.db", data / "decks")


def _folder(name: str) -> Path:
    """The folder with a name.

    Raises:
        ConfigError: It names the home of a user who does not exist.
    """
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        message = f"STUDYCARDS_HOME is '{name}': there is no such user"
        raise ConfigError(message, hint="Name a folder, or unset it.") from error


def clock() -> datetime:
    """Now, with the learner's UTC offset; `STUDYCARDS_NOW` fixes it.

    Raises:
        ConfigError: `STUDYCARDS_NOW` is not an ISO time with an offset, or out of range.
    """
    fixed = current().environ.get("STUDYCARDS_NOW")
    if not fixed:
        return current().clock()
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigError(
            f"STUDYCARDS_NOW is '{fixed}', not a time with an offset",
            hint="Write it like 2026-11-24T09:00:00+01:00, or unset it.",
        )
    if not 1970 <= moment.year < _YEARS_END or moment.utcoffset() < -_FURTHEST_WEST:  # type: ignore[operator]
        raise ConfigError(
            f"STUDYCARDS_NOW is '{fixed}', outside the times that a history holds",
            hint="The years are 1970 to 8999, the offsets -23:59 to +23:59.",
        )
    return moment


_YEARS_END = 9000
"""Events from this year on cannot be exchanged."""
_FURTHEST_WEST = timedelta(minutes=1439)


def settings() -> Settings:
    """The learner's settings."""
    return load_settings(places().config)


def open_collection(*, talk: bool = True, refresh: bool = True) -> Collection:
    """Open the collection, with a progress bar for long work.

    Where nothing can be written, it is a copy in memory, in which no event can be recorded.

    Args:
        talk: Whether to say that it is a copy, and to warn of a clock that went back.
        refresh: Whether to read the decks that changed.
    """
    try:
        collection = _opened(refresh=refresh)
    except UnwritableHistoryError as error:
        import sqlite3

        try:
            collection = _opened(refresh=refresh, unwritable=error)
        except (OSError, sqlite3.Error):
            raise error from None
        if talk:
            tell(f"studycards: {error}. It is read only.\n")
    if talk:
        _warn_of_clock(collection)
    return collection


def _say_that_it_waits() -> Callable[[], None]:
    """Say it, when called for the first time."""
    words = ["studycards: another program is writing the history; waiting for it.\n"]
    return lambda: tell(words.pop()) if words else None


def _opened(*, refresh: bool, unwritable: UnwritableHistoryError | None = None) -> Collection:
    from studycards.collection import Collection
    from studycards.decks.find import search_path, shipped_folder

    where, chosen = places(), settings()
    with progress() as bar:
        collection = Collection(
            history=where.history,
            search_path=search_path(where.decks, chosen.deck_folders, shipped_folder()),
            settings=chosen,
            now=clock(),
            progress=bar,
            settings_file=where.config,
            unwritable=unwritable,
        )
        current().opened.callback(collection.close)
        collection.log.waiting = _say_that_it_waits()
        if refresh:
            collection.refresh(bar)
    return collection


def out() -> Console:
    """The console for results."""
    from rich.theme import Theme

    on_any_ground = Theme({"markdown.code": "bold cyan", "markdown.code_block": "cyan"})
    return _console(current().stdout, theme=on_any_ground)


def err() -> Console:
    """The console for messages."""
    return _console(current().stderr, soft_wrap=True)


def print_json(value: Any) -> None:
    """Print a JSON value on stdout, indented; escaped if stdout cannot encode every character."""
    import json

    from studycards.terminal.safe import json_text

    stdout = current().stdout
    text = json_text(value)
    try:
        text.encode(stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    stdout.write(text + "\n")


def write(text: str) -> None:
    """Write to stdout as it is, but for what could control the terminal."""
    current().stdout.write(_visible(text))


def tell(text: str) -> None:
    """Write to stderr as it is, but for what could control the terminal."""
    current().stderr.write(_visible(text))
    current().stderr.flush()


def confirm(question: str) -> bool:
    """Ask a yes/no question on stderr; no answer means no."""
    context = current()
    context.stderr.write(_visible(f"{question} [y/N]: "))
    context.stderr.flush()
    return context.stdin.readline().strip().lower() in ("y", "yes")


def _visible(text: str) -> str:
    from studycards.terminal.safe import visible

    return visible(text)


def _console(file: TextIO, **options: Any) -> Console:
    from studycards.terminal.console import safe_console

    context = current()
    width, height = context.size
    return safe_console(file, width=width, height=height, _environ=context.environ, **options)


def progress() -> _Progress:
    """A progress bar for long work, as a context manager; call its value after each step."""
    return _Progress()


class _Progress:
    """A progress bar on stderr, shown for long work."""

    _SHOW_FROM = 20
    """Minimum number of steps to show a bar for."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if total < self._SHOW_FROM or not current().stderr.isatty():
            return
        if self._bar is None:
            from rich.progress import Progress

            self._bar = Progress(console=err(), transient=True)
            self._bar.start()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total)
        self._bar.update(self._tasks[what], completed=done)


def _warn_of_clock(collection: Collection) -> None:
    """Warn if the clock is behind the last event; new events are still recorded after it."""
    now = clock()
    last = collection.log.last_moment(since=now)
    behind = last - now if last else timedelta()
    if behind > timedelta(minutes=1):
        from studycards.terminal.text import duration_text

        err().print(
            f"studycards: the clock is {duration_text(behind)} behind the last"
            " answer recorded. Check the date; `studycards undo` undoes a wrong answer.",
            style="yellow",
        )
