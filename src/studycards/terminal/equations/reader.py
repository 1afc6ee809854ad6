"""A reader of the tokens of an equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.symbols import BARS, SPACES, SYMBOLS
from studycards.terminal.equations.tokens import BLANK
from studycards.terminal.equations.tree import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_BRACES = {"{": 1, "}": -1}
_NOT_IN_TEXT = set("$#%&^_")


class Reader:
    """Reads forward; blanks count only in texts."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._place = 0

    def peek(self) -> str:
        """The next token; empty at the end."""
        while self._place < len(self._tokens) and self._tokens[self._place] == BLANK:
            self._place += 1
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def take(self) -> str:
        """Take the next token; there must be one."""
        token = self.peek()
        if not token:
            raise UnknownMacroError("something is missing at the end")
        self._place += 1
        return token

    def skip(self, token: str) -> bool:
        """Skip a token if it is next."""
        found = self.peek() == token
        self._place += found
        return found

    def expect(self, token: str) -> None:
        """Skip a token that must be next."""
        if not self.skip(token):
            raise UnknownMacroError(f"{token} is missing before {self.peek() or 'the end'}")

    def text(self, blank: str = BLANK) -> str:
        """The content of braces as text; its blanks become `blank`."""
        self.expect("{")
        parts: list[str] = []
        depth = 1
        while depth:
            if self._place >= len(self._tokens):
                raise UnknownMacroError("} is missing at the end")
            token = self._tokens[self._place]
            self._place += 1
            if token in _BRACES:
                depth += _BRACES[token]
            else:
                parts.append(blank if token == BLANK else _in_text(token))
        return "".join(parts)

    def delimiter(self) -> str:
        r"""The delimiter after `\left` or `\right`; empty for `.`."""
        token = self.take()
        if token in BARS:
            return BARS[token]
        symbol = SYMBOLS.get(token)
        if symbol and symbol.kind in (Kind.OPEN, Kind.CLOSE):
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
