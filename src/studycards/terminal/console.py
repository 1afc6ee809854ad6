"""Consoles that print nothing which controls the terminal, but their own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console, RenderHook
from rich.segment import Segment

from studycards.terminal.safe import visible

if TYPE_CHECKING:
    from typing import TextIO

    from rich.console import ConsoleOptions, ConsoleRenderable, RenderResult


def safe_console(file: TextIO, **options: Any) -> Console:
    """A console that takes markup and emoji codes for text; `options` are those of rich."""
    console = Console(file=file, highlight=False, emoji=False, markup=False, **options)
    console.push_render_hook(_Safe())
    return console


class _Safe(RenderHook):
    """Makes everything visible after it was rendered; there are no hidden links."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """The same, each to be rendered without controls."""
        return [_Visible(renderable) for renderable in renderables]


class _Visible(NamedTuple):
    renderable: ConsoleRenderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.renderable, options):
            text, style, control = segment
            if style and style.link:
                style = style.update_link(None)
            elif control or text.isprintable():
                yield segment
                continue
            yield Segment(visible(text), style)
