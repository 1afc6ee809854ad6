"""From TeX to the tree of an equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.fonts import FONTS, ROMAN, SWITCHES, styled
from studycards.terminal.equations.macros import INFIXES, infix, macro, word
from studycards.terminal.equations.reader import Reader
from studycards.terminal.equations.symbols import BARS, IGNORED, RIGHT_BARS, SIZES, SPACES, SYMBOLS
from studycards.terminal.equations.tokens import tokens
from studycards.terminal.equations.tree import (
    Classed,
    Fence,
    Grid,
    Kind,
    Limits,
    Middle,
    Row,
    Scripted,
    Space,
    Symbol,
)

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
        font, is_sized = self.font, False
        while (token := self.reader.peek()) and not _closes(token, closing, items):
            if token in INFIXES:
                self.reader.take()
                items = [infix(token, Row(items=tuple(items)), self.row(closing))]
            elif token in BARS or token in RIGHT_BARS:
                items = self._after_bar(items, is_sized=is_sized)
            elif token in SWITCHES:
                self.font = FONTS[SWITCHES[self.reader.take()]]
                rest = self.row(closing)
                items += [word(rest)] if self.font == ROMAN else rest.items
            elif token in SIZES:
                self.reader.take()
                self.reader.skip(".")
            else:
                items += self._items(token, is_sized=is_sized)
            is_sized = token in SIZES
        self.font = font
        self._depth -= 1
        return Row(items=tuple(items))

    def _items(self, token: str, *, is_sized: bool) -> list[Node]:
        """What the next token begins, which is nothing special in a row."""
        if token in IGNORED:
            self.reader.take()
            for _ in range(IGNORED[token]):
                self.reader.raw()
            return []
        if token in SPACES:
            return [Space(cells=SPACES[self.reader.take()])]
        if _is(token, Kind.OPEN):
            left = SYMBOLS[self.reader.take()].text
            alone = Symbol(text=left, kind=Kind.OPEN)
            return self._fenced(left, _BRACKET, alone=alone, is_sized=is_sized)
        return [self._scripted(Row() if token in _SCRIPTS else self.atom())]

    def atom(self) -> Node:
        """One symbol, one group, or a macro with its arguments."""
        token = self.reader.take()
        if token == "{":
            body = self.row()
            self.reader.expect("}")
            return body.items[0] if len(body.items) == 1 and _is_word(body.items[0]) else body
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

    def _after_bar(self, before: list[Node], *, is_sized: bool) -> list[Node]:
        """Items with a bar after them: it encloses what follows, separates, or says where they are evaluated."""
        token = self.reader.take()
        bar = BARS.get(token) or RIGHT_BARS[token]
        if self.reader.peek() in ("_", "^"):
            start = max((n + 1 for n, item in enumerate(before) if _separates(item)), default=0)
            first = before[start] if 0 < start < len(before) else None
            start += isinstance(first, Symbol) and first.kind is Kind.BINARY
            body = Row(items=tuple(before[start:]))
            fence = Fence(left="", body=body, right=bar, grows=True)
            return [*before[:start], self._scripted(fence)]
        if token in RIGHT_BARS:
            return [*before, Symbol(text=bar, kind=Kind.CLOSE)]
        alone = Middle(text=bar) if is_sized else Symbol(text=bar, kind=Kind.RELATION)
        return before + self._fenced(bar, bar, alone=alone, is_sized=is_sized)

    def _fenced(self, left: str, closing: str, *, alone: Node, is_sized: bool) -> list[Node]:
        """What brackets or bars enclose, or the items that follow one that stands alone."""
        body = self.row(closing)
        token = self.reader.peek()
        if not _is_closing(token, closing):
            return [alone, *body.items]
        self.reader.take()
        right = SYMBOLS[token].text if closing == _BRACKET else left
        grows = is_sized or any(isinstance(item, Grid) for item in body.items)
        return [self._scripted(Fence(left=left, body=body, right=right, grows=grows))]

    def _scripted(self, base: Node) -> Node:
        """A base with the scripts that follow it."""
        limits = base.limits if isinstance(base, Symbol | Classed) else Limits.BESIDE
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


def _separates(item: Node) -> bool:
    """Whether what stands before this is not evaluated at a later bar."""
    if isinstance(item, Scripted) and isinstance(item.base, Fence):
        return item.base.left == ""
    return isinstance(item, Symbol) and item.kind in (Kind.RELATION, Kind.PUNCTUATION)


def _is_word(node: Node) -> bool:
    return isinstance(node, Symbol) and node.kind is Kind.WORD


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
