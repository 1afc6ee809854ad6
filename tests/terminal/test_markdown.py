"""Text fields as they are shown: the short way for plain paragraphs shows what rich would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from rich.console import Console, RenderableType
from rich.text import Text

from studycards.decks.find import shipped_folder
from studycards.decks.parse import read_deck
from studycards.terminal.full_markdown import CardMarkdown
from studycards.terminal.markdown import markdown


def drawn(renderable: RenderableType, width: int = 60) -> str:
    """What a console shows, without blanks at the ends of lines and around."""
    console = Console(file=StringIO(), width=width, color_system=None, highlight=False)
    console.print(renderable)
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().strip("\n").splitlines())


PLAIN = {
    "one line": "A paragraph.",
    "code": "The `__mro__` of `D`.",
    "code alone": "`*args`",
    "code with spaces": "Write ` x ` here.",
    "double backticks": "It is ``a`b`` here.",
    "a backtick alone": "It is `` ` `` here.",
    "brackets": "The list `[red]x[/red]`.",
    "bold": "It is **very** bold, and **all of this** too.",
    "bold at the ends": "**Now** and **then**",
    "line breaks flow": "One\ntwo\nthree.",
    "paragraphs": "One.\n\nTwo `x`.\n\n**Three.**",
    "many blank lines": "One.\n\n\n\n`two`\n\n\nThree.",
    "blank lines around": "\n\nOne.\n\n",
    "wide characters": "日本語の`コード`と**太い**字。",
    "numbers": "10.5 is more than -1 and +1.",
    "equals": "a = b, a == b.",
    "a long line": "word " * 40,
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_plain_text_goes_the_short_way(text: str) -> None:
    """Paragraphs with code and bold are a text, and show what all of Markdown would show."""
    shown = markdown(text)
    assert isinstance(shown, Text)
    assert drawn(shown) == drawn(CardMarkdown(text))


RICH = {
    "list": ("- one\n- two", "• one\n • two"),
    "numbered list": ("1. one\n2. two", "1 one\n 2 two"),
    "emphasis": ("It is *so*.", "It is so."),
    "bold code": ("The **`x`** here.", "The x here."),
    "bold with code": ("**see `x` now**", "see x now"),
    "link": ("[text](https://example.org)", "text (https://example.org)"),
    "escape": (r"2 \* 3", "2 * 3"),
    "entity": ("a &amp; b", "a & b"),
    "star": ("2 * 3 * 4", "2 * 3 * 4"),
    "underscore": ("snake_case_name", "snake_case_name"),
    "hard break": ("one  \ntwo", "one\ntwo"),
    "quote": ("> said", "▌ said"),
    "unclosed code": ("a ` b", "a ` b"),
    "code over lines": ("`a\nb`", "a b"),
    "windows path": ("C:\\new", "C:\\new"),
    "less and more": ("a < b > c", "a < b > c"),
    "type": ("A List<int> of x", "A List<int> of x"),
    "tag": ("What does <b> do?", "What does <b> do?"),
    "tag on its own line": ("Before\n\n<div>\n\nafter", "Before\n\n<div>\n\nafter"),
    "comment": ("One <!-- two --> three", "One <!-- two --> three"),
}


@pytest.mark.parametrize(("text", "shown"), RICH.values(), ids=RICH.keys())
def test_everything_else(text: str, shown: str) -> None:
    """All of Markdown is shown, and no character of a card is lost for looking like HTML."""
    assert drawn(markdown(text)).strip() == shown


def test_code_block() -> None:
    """A fence is code as it stands; with several lines of Python they are numbered."""
    shown = drawn(markdown("See:\n\n```python\nif x:\n    y = 1\n```"))
    assert [line.split(None, 1) for line in shown.splitlines() if line] == [
        ["See:"],
        ["1", "if x:"],
        ["2", "y = 1"],
    ]
    assert "    y = 1" in shown
    alone = drawn(markdown("```python\nx = 1\n```"))
    assert alone.strip() == "x = 1"
    narrow = drawn(markdown("```python\nif x:\n    y = 1\n```"), width=30)
    assert narrow.strip().splitlines()[0] == "if x:"


@pytest.mark.parametrize(
    "text", ["x\x1b[31my", "`x\x1b[31my`", "- x\x1b[31my", "```\nx\x1b[31my\n```"]
)
def test_nothing_commands_the_terminal(text: str) -> None:
    """Control characters are shown, on either way."""
    shown = drawn(markdown(text))
    assert "x␛[31my" in shown
    assert "\x1b" not in shown


def texts(value: object) -> Iterator[str]:
    """All texts within the fields of a note."""
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from texts(item)


SHOWN = ("question", "answer", "explanation", "options")


@pytest.mark.parametrize(
    "path", sorted(shipped_folder().glob("*.yaml")), ids=lambda path: str(path.stem)
)
def test_shipped_decks_look_the_same_on_either_way(path) -> None:
    """What is shown of each card that takes the short way is what rich would show."""
    found = [
        text
        for note in read_deck(path).notes
        for name in SHOWN
        for text in texts(note.fields.get(name))
    ]
    short = [text for text in found if isinstance(markdown(text), Text)]
    assert len(short) > len(found) / 2
    for text in short:
        assert drawn(markdown(text), 72) == drawn(CardMarkdown(text), 72)


def test_short_way_does_without_rich_markdown() -> None:
    """The import that costs 22 ms is not paid for a paragraph."""
    code = (
        "import sys\n"
        "from studycards.terminal.markdown import markdown\n"
        "print(markdown('The `x` is **bold**.').plain, 'rich.markdown' in sys.modules)\n"
        "markdown('- a list')\n"
        "print('rich.markdown' in sys.modules)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "The x is bold. False\nTrue\n"
