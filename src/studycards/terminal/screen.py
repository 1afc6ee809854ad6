"""The full screen, painted in one piece so that nothing flickers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from studycards.terminal.keys import Keyboard
    from studycards.terminal.line import Line

WIDEST = 100
"""Maximum columns: longer lines are hard to read."""

FOCUS = Style(meta={"focus": True})
"""Rows with this style are kept in view."""

_ENTER = "\x1b[?1049h\x1b[?2004h\x1b[H\x1b[2J"
"""The alternate screen, with bracketed paste."""
_LEAVE = "\x1b[?25h\x1b[?2004l\x1b[?1049l"
_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Synchronised update: terminals that support it show the frame at once."""


class Page(NamedTuple):
    """The content of the screen."""

    header: RenderableType
    body: RenderableType
    below: RenderableType | None
    """Shown after the body once the card is revealed, and scrolled to."""
    line: Line | None
    """The line being typed."""
    footer: RenderableType


class _Rows(NamedTuple):
    """Lines of segments as a renderable."""

    rows: list[list[Segment]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for number, row in enumerate(self.rows):
            if number:
                yield Segment.line()
            yield from row


class Screen:
    """The alternate screen of a terminal, and its keyboard."""

    _MARGIN: ClassVar = 1

    def __init__(self, console: Console, keys: Keyboard) -> None:
        self.console = console
        self.keys = keys
        self._scroll: int | None = None
        """Lines scrolled down; None to follow the page."""
        self._shown_from = 0
        self._furthest = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """Take the terminal; it is restored however the session ends."""
        with self.keys.listening(self._enter, self._leave):
            yield

    def lend_to(self, command: Sequence[str]) -> int:
        """Give the terminal to a program until it ends; returns its exit code.

        Raises:
            OSError: The program does not start.
        """
        with self.keys.lent(self._enter, self._leave):
            return run_program(command)

    @property
    def width(self) -> int:
        """Columns for text."""
        return max(min(self.console.size.width, WIDEST) - 2 * self._MARGIN, 10)

    def follow(self) -> None:
        """Forget how far the learner scrolled, for another page."""
        self._scroll = None

    def scroll(self, key: str) -> bool:
        """Scroll by a key; whether the key scrolls."""
        page = max(self.console.size.height - 8, 1)
        by = {"up": -1, "down": 1, "page up": -page, "page down": page}.get(key)
        if by is None:
            return False
        now = self._scroll if self._scroll is not None else self._shown_from
        self._scroll = min(max(now + by, 0), self._furthest)
        return True

    def show(self, page: Page) -> None:
        """Paint a page."""
        height = self.console.size.height
        header, footer = self._rows(page.header), self._rows(page.footer)
        body = self._rows(page.body)
        cursor: tuple[int, int] | None = None
        if page.line is not None:
            rows, (row, column) = typed_rows(page.line, self.width)
            body += [[], *([Segment(text)] for text in rows)]
            cursor = len(body) - len(rows) + row, column
        reveal_at = len(body)
        if page.below is not None:
            rule = [Segment("─" * self.width, self.console.get_style("dim"))]
            body += [[], rule, [], *self._rows(page.below)]
        space = max(height - len(header) - len(footer) - 2, 1)
        follow = reveal_at if page.below else _last_in_focus(body) - space + 2
        if cursor and page.line and page.line.text:
            follow = cursor[0] - space + 1
        first = self._first_row(len(body), space, follow)
        shown = body[first : first + space]
        more = len(body) > first + space
        blank: list[list[Segment]] = [[]] * (space - len(shown))
        hint = Text("↓ more (PgDn)" if more else "", "dim", justify="right")
        frame = [*header, [], *shown, *blank, *self._rows(hint)[:1], *footer][:height]
        at = None
        if cursor and first <= cursor[0] < first + space:
            at = len(header) + 1 + cursor[0] - first, cursor[1]
        self._paint(frame, at)

    def _first_row(self, rows: int, space: int, follow: int) -> int:
        """The row at the top: where the learner scrolled to, or one that shows the focus."""
        self._furthest = max(rows - space, 0)
        chosen = follow if self._scroll is None else self._scroll
        self._shown_from = min(max(chosen, 0), self._furthest)
        return self._shown_from

    def _rows(self, renderable: RenderableType) -> list[list[Segment]]:
        options = self.console.options.update(width=self.width, height=None)
        return self.console.render_lines(renderable, options, pad=False)

    def _paint(self, frame: list[list[Segment]], cursor: tuple[int, int] | None) -> None:
        margin = Segment(" " * self._MARGIN)
        with self.console.capture() as capture:
            self.console.print(_Rows([[margin, *row] for row in frame]), end="", soft_wrap=True)
        text = capture.get().rstrip("\n").replace("\n", "\x1b[K\r\n")
        place = _HIDE_CURSOR
        if cursor:
            row, column = cursor
            place = f"\x1b[{row + 1};{column + self._MARGIN + 1}H{_SHOW_CURSOR}"
        self._write(f"{_BEGIN}{_HIDE_CURSOR}\x1b[H{text}\x1b[J{place}{_END}")

    def _enter(self) -> None:
        self._write(_ENTER)

    def _leave(self) -> None:
        self._write(_LEAVE)

    def _write(self, text: str) -> None:
        self.console.file.write(text)
        self.console.file.flush()


def run_program(command: Sequence[str]) -> int:
    """Run a program in the foreground; returns its exit code.

    The keys that interrupt are for the program alone, which may have a use for them.

    Raises:
        OSError: The program does not start.
    """
    import signal  # noqa: PLC0415
    import subprocess  # noqa: PLC0415 - 5 ms, when a key asks for it
    import threading  # noqa: PLC0415

    numbers = [signal.SIGINT, *([signal.SIGQUIT] if hasattr(signal, "SIGQUIT") else [])]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    # A function, as the program would inherit that they are ignored.
    kept = {number: signal.signal(number, lambda *_: None) for number in numbers}
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the learner's own
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _last_in_focus(rows: Sequence[Sequence[Segment]]) -> int:
    """The last row with something in focus; 0 if nothing is."""
    return max(
        (n for n, row in enumerate(rows) if any(s.style and s.style.meta for s in row)), default=0
    )


def typed_rows(line: Line, width: int) -> tuple[list[str], tuple[int, int]]:
    """Text being typed, wrapped to a width, and the row and column of its cursor."""
    from studycards.terminal.text import visible  # noqa: PLC0415

    rows: list[str] = []
    cursor, at = (0, 0), 0
    for typed in line.text.split("\n"):
        rows.append("  " if rows else "❯ ")
        column = 2
        for start, end, cells in split_graphemes(typed)[0]:
            if column + cells > width - 1:
                rows.append("  ")
                column = 2
            if at + start <= line.cursor < at + end:
                cursor = len(rows) - 1, column
            rows[-1] += visible(typed[start:end])
            column += cells
        if line.cursor == at + len(typed):
            cursor = len(rows) - 1, column
        at += len(typed) + 1
    return rows, cursor
