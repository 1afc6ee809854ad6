"""From TeX to the tree of an equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.fonts import ROMAN, styled
from studycards.terminal.equations.macros import macro
from studycards.terminal.equations.reader import Reader
from studycards.terminal.equations.symbols import BARS, IGNORED, SPACES, SYMBOLS
from studycards.terminal.equations.tokens import tokens
from studycards.terminal.equations.tree import Fence, Kind, Limits, Row, Scripted, Space, Symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.terminal.equations.tree import Node

_ENDS = {"}", "&", r"\\", r"\right", r"\end"}
_SCRIPTS = {"^", "_", "'", r"\limits", r"\nolimits"}
_RESERVED = set("$#%~") | _SCRIPTS | _ENDS
_BRACKET = "bracket"
_BEFORE_AN_OPERAND = {Kind.BINARY, Kind.RELATION, Kind.PUNCTUATION}
_DEEPEST = 60
"""Maximum nesting: nobody writes more, and parser and layout recurse for each level."""
_LONGEST = 1000
"""Maximum tokens: far more than a terminal shows, and a bound on the time a deck can take."""


def parse(tex: str) -> Row:
    """The tree of an equation.

    Raises:
        UnknownMacroError: A macro is unknown or the TeX cannot be read.
    """
    # Cutting into tokens takes the square of a run of combining marks.
    if len(tex) > 4 * _LONGEST or len(found := tokens(tex)) > _LONGEST:
        raise UnknownMacroError("too long")
    reader = Reader(found)
    row = Parser(reader).row()
    if reader.peek():
        raise UnknownMacroError(f"unexpected {reader.peek()}")
    return row


class Parser:
    """Recursive descent: a row of items, each an atom with its scripts."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.font = ROMAN
        self._depth = 0

    def row(self, closing: str = "") -> Row:
        """Items up to the token that ends them, which is not taken."""
        self._deeper()
        items: list[Node] = []
        while (token := self.reader.peek()) and not _closes(token, closing, items):
            if token in IGNORED:
                self.reader.take()
            elif token in SPACES:
                items.append(Space(cells=SPACES[self.reader.take()]))
            elif token in BARS:
                items += self._fenced(BARS[token], BARS[token])
            elif _is(token, Kind.OPEN):
                items += self._fenced(SYMBOLS[token].text, _BRACKET)
            else:
                items.append(self._scripted(Row() if token in _SCRIPTS else self.atom()))
        self._depth -= 1
        return Row(items=tuple(items))

    def atom(self) -> Node:
        """One symbol, one group, or a macro with its arguments."""
        token = self.reader.take()
        if token == "{":
            body = self.row()
            self.reader.expect("}")
            return body
        if token in BARS:
            return Symbol(text=BARS[token], kind=Kind.RELATION)
        if symbol := SYMBOLS.get(token):
            text = styled(symbol.text, self.font)
            return Symbol(text=text, kind=symbol.kind, limits=symbol.limits)
        if token in _RESERVED:
            raise UnknownMacroError(f"unexpected {token}")
        if not token.startswith("\\"):
            return Symbol(text=styled(token, self.font))
        self._deeper()
        node = macro(self, token)
        self._depth -= 1
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnknownMacroError("nested too deeply")

    def _fenced(self, left: str, closing: str) -> list[Node]:
        """The items that brackets or bars enclose, or those that follow if nothing closes them."""
        self.reader.take()
        body = self.row(closing)
        token = self.reader.peek()
        if not _is_closing(token, closing):
            kind = Kind.OPEN if closing == _BRACKET else Kind.RELATION
            return [Symbol(text=left, kind=kind), *body.items]
        self.reader.take()
        right = SYMBOLS[token].text if closing == _BRACKET else left
        return [self._scripted(Fence(left=left, body=body, right=right, grows=False))]

    def _scripted(self, base: Node) -> Node:
        """A base with the scripts that follow it."""
        limits = base.limits if isinstance(base, Symbol) else Limits.BESIDE
        scripts: dict[str, Node] = {}
        primes = 0
        while (token := self.reader.peek()) in _SCRIPTS:
            self.reader.take()
            if token == "'":
                primes += 1
            elif token == r"\limits":
                limits = Limits.ALWAYS_STACKED
            elif token == r"\nolimits":
                limits = Limits.BESIDE
            elif token in scripts:
                raise UnknownMacroError(f"{token} twice")
            else:
                scripts[token] = self.atom()
        if primes:
            marks = Symbol(text="′" * primes)
            scripts["^"] = Row(items=(marks, scripts["^"])) if "^" in scripts else marks
        if not scripts:
            return base
        return Scripted(base=base, sub=scripts.get("_"), sup=scripts.get("^"), limits=limits)


def _is(token: str, kind: Kind) -> bool:
    return token in SYMBOLS and SYMBOLS[token].kind is kind


def _is_closing(token: str, closing: str) -> bool:
    return _is(token, Kind.CLOSE) if closing == _BRACKET else BARS.get(token) == closing


def _closes(token: str, closing: str, items: Sequence[Node]) -> bool:
    """Whether the token ends a row that waits for `closing`."""
    if token in _ENDS:
        return True
    if closing in BARS:
        return _is(token, Kind.CLOSE) or (_is_closing(token, closing) and _is_complete(items))
    return token == closing or (closing == _BRACKET and _is(token, Kind.CLOSE))


def _is_complete(items: Sequence[Node]) -> bool:
    """Whether a bar after these items closes; after nothing or an operation it opens."""
    last = items[-1] if items else Symbol(text="", kind=Kind.BINARY)
    return not (isinstance(last, Symbol) and last.kind in _BEFORE_AN_OPERAND)
