"""What cannot control the terminal: texts, JSON, and all that a console prints."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from rich.control import Control
from rich.table import Table
from rich.text import Text

from studycards.terminal.console import safe_console
from studycards.terminal.markdown import markdown
from studycards.terminal.safe import json_text, visible
from tests.sentinel import SENTINEL, unsafe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, naïve, 日本, 👩\u200d💻, e\u0301", "plain, naïve, 日本, 👩\u200d💻, e\u0301"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("over\rwritten\b\x00", "over␍written␈␀"),
        ("del\x7f", "del␡"),
        ("csi\x9b31m nel\x85", "csi\ufffd31m nel\ufffd"),
        ("evil\u202etxt\u2066", "evil\ufffdtxt\ufffd"),
        ("half\ud800", "half\ufffd"),
    ],
    ids=["harmless", "lines", "escape", "overwrite", "delete", "c1", "bidi", "surrogate"],
)
def test_visible(text: str, shown: str) -> None:
    """What would command the terminal or mislead the eye is shown as a sign of its own."""
    assert visible(text) == shown


@pytest.mark.slow
def test_visible_leaves_no_control() -> None:
    """Of all characters no control, override or half of a pair comes through."""
    everything = "".join(map(chr, range(0x110000)))
    left = [c for c in visible(everything) if unicodedata.category(c) in ("Cc", "Cs")]
    assert left == ["\t", "\n"]
    assert len(visible(everything)) == len(everything)


def test_json_is_the_same_value() -> None:
    """What JSON leaves raw is escaped, and read back it is the same."""
    value = {"é\u202e": ["日本\x9b", "half\ud800", SENTINEL]}
    assert json.loads(json_text(value)) == value
    assert unsafe(json_text(value)) == []
    assert "日本" in json_text(value)


@pytest.mark.parametrize(
    "renderable",
    [SENTINEL, Text(SENTINEL, "bold"), markdown(f"*{SENTINEL}*"), markdown("*&#x202e;*"),
     markdown("[here](https://example.org/%9B)"), Text.from_ansi("\x1b]8;;http://x\x1b\\y")],
    ids=["text", "styled", "markdown", "entity", "link", "ansi link"],
)  # fmt: skip
def test_consoles(renderable: Text | str) -> None:
    """Whatever is printed: colours alone are left of what could control the terminal."""
    for shown in (renderable, _table(renderable)):
        file = io.StringIO()
        safe_console(file, force_terminal=True, width=80).print(shown)
        assert unsafe(file.getvalue()) == []


def test_address_of_a_link_is_shown() -> None:
    """The text of a link cannot hide where it leads."""
    file = io.StringIO()
    safe_console(file, width=80).print(markdown("*[safe](https://evil.example)*"))
    assert "safe (https://evil.example)" in file.getvalue()


def test_controls_of_the_program_pass() -> None:
    """A console's own controls still work."""
    file = io.StringIO()
    safe_console(file, force_terminal=True).control(Control.clear())
    assert file.getvalue() == "\x1b[2J"


def _table(cell: Text | str) -> Table:
    table = Table(title=cell)
    table.add_column(cell)
    table.add_row(cell)
    return table
