"""A reader of the tokens of an equation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.symbols import BARS, SPACES, SYMBOLS
from studycards.terminal.equations.tokens import BLANK
from studycards.terminal.equations.tree import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_BRACES = {"{": 1, "}": -1}
_ENDS_OF_TEXT = {"}", "$"}
_LONGEST_OPTION = 20
_OTHER_DELIMITERS = "\\↑↓↕⇑⇓⇕"
_NOT_IN_TEXT = set("$#%&^_")


class Reader:
    """Reads forward; blanks count only in texts."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self.place = 0
        """The number of the next token."""

    def peek(self) -> str:
        """The next token; empty at the end."""
        while self.place < len(self._tokens) and self._tokens[self.place] == BLANK:
            self.place += 1
        return self._tokens[self.place] if self.place < len(self._tokens) else ""

    def take(self) -> str:
        """Take the next token; there must be one."""
        token = self.peek()
        if not token:
            raise UnknownMacroError("something is missing at the end")
        self.place += 1
        return token

    def skip(self, token: str) -> bool:
        """Skip a token if it is next."""
        found = self.peek() == token
        self.place += found
        return found

    def expect(self, token: str) -> None:
        """Skip a token that must be next."""
        if not self.skip(token):
            raise UnknownMacroError(f"{token} is missing before {self.peek() or 'the end'}")

    def text(self, blank: str = BLANK) -> str:
        """Text up to a brace that closes or a dollar, which is not taken; its blanks become `blank`."""
        parts: list[str] = []
        depth = 0
        while (token := self._next()) not in _ENDS_OF_TEXT or depth:
            if token in _BRACES:
                depth += _BRACES[token]
            else:
                parts.append(blank if token == BLANK else _in_text(token))
        self.place -= 1
        return "".join(parts)

    def raw(self) -> str:
        """The content of braces as it is written."""
        self.expect("{")
        parts: list[str] = []
        depth = 1
        while depth:
            parts.append(token := self._next())
            depth += _BRACES.get(token, 0)
        return "".join(parts[:-1])

    def option(self, pattern: str) -> str:
        """The content of brackets that follow at once and contain just this; otherwise empty, taking nothing."""
        rest = self._tokens[self.place : self.place + _LONGEST_OPTION]
        if rest[:1] != ["["] or "]" not in rest:
            return ""
        content = "".join(rest[1 : rest.index("]")])
        if not re.fullmatch(pattern, content):
            return ""
        self.place += rest.index("]") + 1
        return content

    def _next(self) -> str:
        if self.place >= len(self._tokens):
            raise UnknownMacroError("} is missing at the end")
        self.place += 1
        return self._tokens[self.place - 1]

    def delimiter(self) -> str:
        r"""The delimiter after `\left` or `\right`; empty for `.`."""
        token = self.take()
        if token in BARS:
            return BARS[token]
        symbol = SYMBOLS.get(token)
        if symbol and (symbol.kind in (Kind.OPEN, Kind.CLOSE) or symbol.text in _OTHER_DELIMITERS):
            return symbol.text
        try:
            return {".": "", "<": "⟨", ">": "⟩", "/": "/"}[token]
        except KeyError:
            raise UnknownMacroError(f"{token} is not a delimiter") from None


def _in_text(token: str) -> str:
    if token in SPACES:
        return " " * max(SPACES[token], 0)
    if token in SYMBOLS and token[0] == "\\":
        return SYMBOLS[token].text
    if token in _NOT_IN_TEXT or token[0] == "\\":
        raise UnknownMacroError(f"unexpected {token} in a text")
    return token
