"""All of Markdown, with line numbers beside Python code: separate, as it takes 22 ms to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from markdown_it import MarkdownIt
from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.syntax import Syntax

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

CODE_THEME = "ansi_dark"
"""The terminal's own sixteen colours: legible on light and dark."""

_NARROWEST = 50
"""Columns from which there is room for line numbers."""


class _Code(CodeBlock):
    """Code, on the terminal's own background."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = str(self.text).rstrip("\n")
        numbered = self.lexer_name == "python" and options.max_width >= _NARROWEST
        yield Syntax(
            code,
            self.lexer_name,
            theme=self.theme,
            background_color="default",
            word_wrap=True,
            padding=(0, 1, 0, 1),
            line_numbers=numbered and "\n" in code,
        )


class CardMarkdown(Markdown):
    """Markdown of a card: HTML is shown as text, as cards may be about it."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "fence": _Code}

    def __init__(self, text: str) -> None:
        super().__init__(
            text, code_theme=CODE_THEME, inline_code_theme=CODE_THEME, hyperlinks=False
        )
        parser = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])
        self.parsed = parser.parse(text)
