"""From keys to an answer, for each kind of input: pure, no terminal."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, assert_never

from studycards.cards.asking import Arrange, Choose, Input, Program, Reveal, Write
from studycards.terminal.keys import PASTE
from studycards.terminal.line import KEYS, Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Press(Enum):
    """What a key did."""

    TAKEN = "taken"
    NOT_MINE = "not mine"
    """Not part of an answer: it may be a command."""


class Answering:
    """An answer in progress. `press` returns the answer once it is complete."""

    def __init__(self) -> None:
        self.line: Line | None = None
        """The line being typed, if the input takes one."""
        self.chosen: tuple[int, ...] = ()
        """Numbers picked so far."""
        self.pointed: int | None = None
        """The number that the arrows point at."""

    def press(self, key: str) -> Press | str:
        """Take a key; an answer, which may be empty, ends the question."""
        return "" if key in ("enter", " ") else Press.NOT_MINE

    def keys(self) -> Mapping[str, str]:
        """The keys to show, with what they do."""
        return {"↵": "show"}


class Writing(Answering):
    """A text of one or several lines."""

    def __init__(self, *, several: bool, earlier: Sequence[str] = ()) -> None:
        super().__init__()
        self.line = Line()
        self._several = several
        self._earlier = earlier
        self._recalled = len(earlier)
        """Index of the earlier answer shown; one past the last is the text typed."""
        self._draft = ""

    def press(self, key: str) -> Press | str:
        """Letters are typed; enter submits the line, or several lines if the last is empty."""
        assert self.line
        text = self.line.text
        if key == " " and not text:
            return ""
        if key == "enter":
            if not self._several or not text or text.endswith("\n"):
                return text
            self.line = Line(text, len(text)).after("newline")
            return Press.TAKEN
        if key.startswith(PASTE):
            pasted = key.removeprefix(PASTE)
            self.line = self.line.with_pasted(pasted if self._several else " ".join(pasted.split()))
            return Press.TAKEN
        if len(key) > 1 and (key not in KEYS or (key == "ctrl-d" and not text)):
            return Press.NOT_MINE
        changed = self.line.after(key)
        if changed == self.line and key in ("up", "down"):
            return self._recall(self._recalled + (1 if key == "down" else -1))
        self.line = changed
        return Press.TAKEN

    def keys(self) -> Mapping[str, str]:
        """Enter, and escape for commands."""
        assert self.line
        enter = "show" if not self.line.text else "answer"
        if self._several and self.line.text and not self.line.text.endswith("\n"):
            enter = "next line"
        return {"↵": enter, "tab": "hint", "esc": "commands"}

    def _recall(self, number: int) -> Press:
        """Put an earlier answer, or the text typed before the recall, on the line."""
        assert self.line
        if not 0 <= number <= len(self._earlier):
            return Press.NOT_MINE
        if self._recalled == len(self._earlier):
            self._draft = self.line.text
        self._recalled = number
        text = self._draft if number == len(self._earlier) else self._earlier[number]
        self.line = Line(text, len(text))
        return Press.TAKEN


class Pointing(Answering, ABC):
    """Numbers that are typed, or picked with the arrows."""

    def __init__(self, maximum: int) -> None:
        super().__init__()
        self._maximum = maximum

    def press(self, key: str) -> Press | str:
        """The arrows point; a number picks its item, space the one pointed at."""
        if key in ("up", "down"):
            self._point(1 if key == "down" else -1)
            return Press.TAKEN
        if key == "backspace":
            self.chosen = self.chosen[:-1]
            return Press.TAKEN
        if key.isdecimal() and 1 <= int(key) <= self._maximum:
            return self._pick(int(key))
        if key == " " and self.pointed:
            return self._pick(self.pointed)
        if key == "enter" and self.pointed and not self._is_complete():
            return self._pick(self.pointed)
        return " ".join(map(str, self.chosen)) if key in ("enter", " ") else Press.NOT_MINE

    def _point(self, by: int) -> None:
        if self.pointed is None:
            self.pointed = 1 if by > 0 else self._maximum
        else:
            self.pointed = (self.pointed - 1 + by) % self._maximum + 1

    @abstractmethod
    def _pick(self, number: int) -> Press | str:
        """Take a number."""

    @abstractmethod
    def _is_complete(self) -> bool:
        """Whether the numbers picked make an answer."""


class Choosing(Pointing):
    """One or several of some options."""

    def __init__(self, options: int, *, several: bool) -> None:
        super().__init__(options)
        self._several = several

    def keys(self) -> Mapping[str, str]:
        """The numbers."""
        enter = "done" if self.chosen else "choose" if self.pointed else "show"
        return {f"1–{self._maximum} ↑↓": "choose", "↵": enter}

    def _pick(self, number: int) -> Press | str:
        """Pick an option; if several are right, the same key drops it again."""
        if not self._several:
            return str(number)
        without = tuple(n for n in self.chosen if n != number)
        self.chosen = without if number in self.chosen else (*self.chosen, number)
        return Press.TAKEN

    def _is_complete(self) -> bool:
        return bool(self.chosen)


class Arranging(Pointing):
    """Items in order."""

    def press(self, key: str) -> Press | str:
        """The last item is added automatically, and removed with the one before it."""
        if key == "backspace" and self._is_complete():
            self.chosen = self.chosen[:-1]
        return super().press(key)

    def keys(self) -> Mapping[str, str]:
        """The numbers."""
        enter = "done" if self.chosen else "show"
        if self.pointed and not self._is_complete():
            enter = "next"
        return {f"1–{self._maximum} ↑↓": "next", "↵": enter}

    def _pick(self, number: int) -> Press:
        if number not in self.chosen:
            self.chosen = (*self.chosen, number)
        left = [n for n in range(1, self._maximum + 1) if n not in self.chosen]
        if len(left) == 1:
            self.chosen = (*self.chosen, *left)
        if self.pointed in self.chosen and left:
            self.pointed = next((n for n in left if n > number), left[0])
        return Press.TAKEN

    def _is_complete(self) -> bool:
        return len(self.chosen) == self._maximum


class Programming(Answering):
    """Code, written in an editor."""

    def press(self, key: str) -> Press | str:  # noqa: ARG002 - enter opens the editor
        """Every key is a command."""
        return Press.NOT_MINE

    def keys(self) -> Mapping[str, str]:
        """How to begin and how to give up."""
        return {"↵": "write", "g": "give up"}


class Composing(Answering):
    """Code, typed below the question if no editor is set."""

    _INDENT = "    "

    def __init__(self, starter: str) -> None:
        super().__init__()
        starter = starter.expandtabs(len(self._INDENT))
        self.line = Line(starter, len(starter.rstrip()))

    def press(self, key: str) -> Press | str:
        """Enter keeps the indentation and deepens it after a colon; ctrl-d submits the code."""
        assert self.line
        row = self.line.text[: self.line.cursor].rpartition("\n")[2]
        if key == "ctrl-d":
            return self.line.text
        if key == "enter":
            indent = row[: len(row) - len(row.lstrip())]
            deeper = self._INDENT if row.rstrip().endswith(":") else ""
            self.line = self.line.with_pasted(f"\n{indent}{deeper}")
        elif key == "tab":
            self.line = self.line.with_pasted(self._INDENT)
        elif key == "backspace" and re.fullmatch(f"({self._INDENT})+", row):
            for _ in self._INDENT:
                self.line = self.line.after("backspace")
        elif key.startswith(PASTE):
            self.line = self.line.with_pasted(key.removeprefix(PASTE))
        elif len(key) == 1 or key in KEYS:
            self.line = self.line.after(key)
        else:
            return Press.NOT_MINE
        return Press.TAKEN

    def keys(self) -> Mapping[str, str]:
        """ctrl-d, and escape for commands."""
        return {"ctrl-d": "run the tests", "esc": "commands"}


def answering(asked: Input, earlier: Sequence[str] = (), *, editor: bool = True) -> Answering:
    """The way to answer an input.

    Args:
        asked: The input that the card takes.
        earlier: Lines typed before, recalled with the arrow keys.
        editor: Whether code can be written in the learner's editor.
    """
    match asked:
        case Write(lines=several):
            return Writing(several=several, earlier=earlier)
        case Choose(options=options, several=several):
            return Choosing(len(options), several=several)
        case Arrange(items=items):
            return Arranging(len(items))
        case Program(starter=starter):
            return Programming() if editor else Composing(starter)
        case Reveal():
            return Answering()
        case _:
            assert_never(asked)
