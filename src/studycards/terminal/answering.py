"""How keys become an answer, for each way in which a card asks for one: pure, no terminal."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, assert_never

from studycards.cards.asking import Arrange, Choose, Input, Program, Reveal, Write
from studycards.terminal.line import KEYS, Line

if TYPE_CHECKING:
    from collections.abc import Mapping


class Press(Enum):
    """What a key did."""

    TAKEN = "taken"
    NOT_MINE = "not mine"
    """It may be a command."""


class Answering:
    """An answer in the making. `press` returns the answer once it is given."""

    def __init__(self) -> None:
        self.line: Line | None = None
        """The line being typed, where there is one."""
        self.chosen: tuple[int, ...] = ()
        """Numbers picked so far."""

    def press(self, key: str) -> Press | str:
        """Take a key; an answer, which may be empty, ends the question."""
        return "" if key in ("enter", " ") else Press.NOT_MINE

    def keys(self) -> Mapping[str, str]:
        """What to tell of the keys."""
        return {"↵": "show"}


class Writing(Answering):
    """A text in one line, or in several."""

    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self.line = Line()
        self._several = several

    def press(self, key: str) -> Press | str:
        """Letters are typed; enter gives the line, or an empty last line where there are several."""
        assert self.line
        text = self.line.text
        if key == " " and not text:
            return ""
        if key == "enter":
            if not self._several or not text or text.endswith("\n"):
                return text
            self.line = Line(text, len(text)).after("newline")
            return Press.TAKEN
        if len(key) > 1 and key not in KEYS:
            return Press.NOT_MINE
        self.line = self.line.after(key)
        return Press.TAKEN

    def keys(self) -> Mapping[str, str]:
        """Enter, and how to get at the commands."""
        assert self.line
        enter = "show" if not self.line.text else "answer"
        if self._several and self.line.text and not self.line.text.endswith("\n"):
            enter = "next line"
        return {"↵": enter, "tab": "hint", "esc": "commands"}


class Choosing(Answering):
    """One or several of some options."""

    def __init__(self, options: int, *, several: bool) -> None:
        super().__init__()
        self._options = options
        self._several = several

    def press(self, key: str) -> Press | str:
        """A number chooses; where several are right it is taken back by the same key."""
        if key in ("enter", " "):
            return " ".join(map(str, self.chosen))
        if key == "backspace":
            self.chosen = self.chosen[:-1]
            return Press.TAKEN
        if not (key.isdecimal() and 1 <= int(key) <= self._options):
            return Press.NOT_MINE
        if not self._several:
            return key
        number = int(key)
        without = tuple(n for n in self.chosen if n != number)
        self.chosen = without if number in self.chosen else (*self.chosen, number)
        return Press.TAKEN

    def keys(self) -> Mapping[str, str]:
        """The numbers."""
        return {f"1–{self._options}": "choose", "↵": "done" if self._several else "show"}


class Arranging(Answering):
    """Items in order."""

    def __init__(self, items: int) -> None:
        super().__init__()
        self._items = items

    def press(self, key: str) -> Press | str:
        """A number is the next item; the last follows by itself."""
        if key in ("enter", " "):
            return " ".join(map(str, self.chosen))
        if key == "backspace":
            complete = len(self.chosen) == self._items
            self.chosen = self.chosen[: -2 if complete else -1]
            return Press.TAKEN
        if not (key.isdecimal() and 1 <= int(key) <= self._items):
            return Press.NOT_MINE
        if int(key) not in self.chosen:
            self.chosen = (*self.chosen, int(key))
        left = [n for n in range(1, self._items + 1) if n not in self.chosen]
        if len(left) == 1:
            self.chosen = (*self.chosen, *left)
        return Press.TAKEN

    def keys(self) -> Mapping[str, str]:
        """The numbers."""
        return {f"1–{self._items}": "next in order", "↵": "done"}


class Programming(Answering):
    """Code, written in an editor."""

    def press(self, key: str) -> Press | str:  # noqa: ARG002 - enter opens the editor
        """Every key is a command."""
        return Press.NOT_MINE

    def keys(self) -> Mapping[str, str]:
        """How to begin and how to give up."""
        return {"↵": "write", "g": "give up"}


def answering(asked: Input) -> Answering:
    """The way to answer what a card asks."""
    match asked:
        case Write(lines=several):
            return Writing(several=several)
        case Choose(options=options, several=several):
            return Choosing(len(options), several=several)
        case Arrange(items=items):
            return Arranging(len(items))
        case Program():
            return Programming()
        case Reveal():
            return Answering()
        case _:
            assert_never(asked)
