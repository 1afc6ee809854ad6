"""Markdown as a renderable.

`rich.markdown` takes 22 ms to import, a third of the time in which the first card has to be on
the screen. So paragraphs with only code spans and bold, as in most cards, are rendered here, and
everything else by rich.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from studycards.terminal.safe import cut, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)|\*\*(?=\S)([^`*]+?)(?<=\S)\*\*")

_MORE_THAN_SPANS = re.compile(
    r"[*_<\[\\&~|`]"  # inline markup left over beside the spans
    r"|^ {0,3}(?:#|>|[-+](?: |$)|\d+[.)] |={3}|-{3})"  # blocks
    r"|^(?: {4}|\t)"
    r"|  $|https?://",
    re.MULTILINE,
)


def markdown(text: str) -> RenderableType:
    """A text field of a card as a renderable."""
    text = re.sub(r"\n{3,}", "\n\n", visible(cut(text)).strip("\n"))
    if _MORE_THAN_SPANS.search(_SPAN.sub("", text)):
        from studycards.terminal.full_markdown import CardMarkdown  # noqa: PLC0415 - see above

        return CardMarkdown(text)
    return _paragraphs(text)


def inline(text: str) -> Text:
    """Markdown within a line, such as an option that was chosen: only its spans."""
    return _paragraphs(visible(text))


def _paragraphs(text: str) -> Text:
    shown = Text()
    end = 0
    for match in _SPAN.finditer(text):
        shown.append(_flowing(text[end : match.start()]))
        code, bold = match[2], match[3]
        shown.append(_code(code), "bold cyan") if code else shown.append(_flowing(bold), "bold")
        end = match.end()
    shown.append(_flowing(text[end:]))
    return shown


def _code(text: str) -> str:
    """A code span without the blanks that set off a backtick at its ends."""
    padded = text.startswith(" ") and text.endswith(" ") and text.strip()
    return text[1:-1] if padded else text


def _flowing(text: str) -> str:
    """A single line break is a space, an empty line ends a paragraph."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)
