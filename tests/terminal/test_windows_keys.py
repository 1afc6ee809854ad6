"""The keyboard of a Windows console, as the C runtime gives it."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import pytest

from studycards.terminal.keys import WindowsKeys


class Console(ModuleType):
    """A console on which somebody types: `msvcrt`, as far as the keyboard uses it.

    An item is what one event of the keyboard gives, None a moment in which nothing is typed. The
    runtime keeps the second half of a special key apart, where `kbhit` does not look.
    """

    def __init__(self, *typed: str | None) -> None:
        super().__init__("msvcrt")
        self._events = deque(typed)
        self._second = ""

    def getwch(self) -> str:
        """Wait for the next half of a key."""
        second, self._second = self._second, ""
        if second:
            return second
        while (event := self._events.popleft()) is None:
            pass
        first, self._second = event[0], event[1:]
        return first

    def kbhit(self) -> bool:
        """Whether something was typed that has not been read."""
        return bool(self._events) and self._events[0] is not None


def units(text: str) -> list[str]:
    """The events of a text: a character beyond the first 65,536 comes as two."""
    data = text.encode("utf-16-le")
    return [
        data[place : place + 2].decode("utf-16-le", "surrogatepass")
        for place in range(0, len(data), 2)
    ]


@pytest.fixture
def keys_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The keys read of what is typed, until nothing is left."""

    def read(*typed: str | None) -> list[str]:
        monkeypatch.setitem(sys.modules, "msvcrt", Console(*typed))
        keyboard, named = WindowsKeys(sys.stdin), []
        with suppress(IndexError):
            while True:
                named.append(keyboard.read())
        return named

    return read


SPECIAL = {
    "\xe0H": "up", "\xe0P": "down", "\xe0M": "right", "\xe0K": "left",
    "\xe0G": "home", "\xe0O": "end", "\xe0S": "delete",
    "\xe0I": "page up", "\xe0Q": "page down", "\xe0s": "word left", "\xe0t": "word right",
    "\x00H": "up", "\x00P": "down",
}  # fmt: skip
NAMELESS = {
    "f1": "\x00;",
    "f11": "\xe0\x85",
    "insert": "\xe0R",
    "ctrl-home": "\xe0w",
    "alt-q": "\x00\x10",
}


def test_special_keys(keys_of: Callable[..., list[str]]) -> None:
    """Arrows and the like, also those of the block of numbers, are one key each."""
    assert keys_of(*SPECIAL) == list(SPECIAL.values())
    assert keys_of("\xe0H", None, "x", None, "\xe0P") == ["up", "x", "down"]


@pytest.mark.parametrize("key", NAMELESS.values(), ids=NAMELESS)
def test_keys_without_a_name(keys_of: Callable[..., list[str]], key: str) -> None:
    """A key that we have no name for types nothing, and what follows it is read."""
    assert keys_of(key, None, "a") == ["a"]
    assert keys_of("a", key, "b") == ["a", "b"]


def test_control_keys(keys_of: Callable[..., list[str]]) -> None:
    """Keys that send a control character have the names that they have elsewhere."""
    typed = ("\r", None, "\t", None, "\x08", None, "\x1b", None, "\x03")
    assert keys_of(*typed) == ["enter", "tab", "backspace", "esc", "ctrl-c"]


@pytest.mark.parametrize("text", ["é", "日", "😀", "a😀b", "👩\u200d💻"])
def test_characters(keys_of: Callable[..., list[str]], text: str) -> None:
    """A character is one key, be it one event of the keyboard or two."""
    assert keys_of(*units(text)) == list(text)
    assert keys_of(*(item for unit in units(text) for item in (unit, None))) == list(text)


def test_letter_that_begins_like_an_arrow(keys_of: Callable[..., list[str]]) -> None:
    """What the runtime gives for the letter à is also the first half of an arrow."""
    assert keys_of("à", None, " ", None, "l", "à", None, "\r") == ["à", " ", "l", "à", "enter"]


@pytest.mark.parametrize(
    ("sent", "pasted"),
    [
        ("print(1)\rprint(2)\r", "print(1)\nprint(2)\n"),
        ("1234567\r\n3", "1234567\n3"),
        ("if x:\r\n\tpass", "if x:\n    pass"),
        ("smile 😀 twice", "smile 😀 twice"),
        ("\x1b[200~ab\r3\x1b[201~", "ab\n3"),
    ],
    ids=["lines", "CRLF", "tab", "emoji", "in brackets"],
)
def test_paste(keys_of: Callable[..., list[str]], sent: str, pasted: str) -> None:
    """What comes in one burst is one key, in which nothing is a key or a command."""
    assert keys_of("a", None, *units(sent), None, "b") == ["a", f"paste:{pasted}", "b"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["3", "\r", "4", "\r"], ["3", "enter", "4", "enter"]),
        (["\xe0P"] * 20, ["down"] * 20),
        (["\x08"] * 20, ["backspace"] * 20),
        (["\r"] * 20, ["enter"] * 20),
    ],
    ids=["answers", "arrow held", "backspace held", "enter held"],
)
def test_typed_ahead(keys_of: Callable[..., list[str]], typed: list[str], named: list[str]) -> None:
    """Keys that were pressed while the program was busy are keys, not a paste."""
    assert keys_of(*typed) == named


def test_the_terminal_is_given_back() -> None:
    """It is taken and given back around a sitting, the other way round for a child, in any case."""
    done: list[str] = []
    keyboard = WindowsKeys(sys.stdin)
    with (
        pytest.raises(ZeroDivisionError),
        keyboard.listening(lambda: done.append("enter"), lambda: done.append("leave")),
        keyboard.lent(lambda: done.append("take"), lambda: done.append("lend")),
    ):
        raise ZeroDivisionError
    assert done == ["enter", "lend", "take", "leave"]
