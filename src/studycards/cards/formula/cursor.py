"""The tokens of a formula, and the place of a reader among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.cards.formula.notation import Notation
    from studycards.cards.formula.tokens import Token


class Cursor:
    """What every reader of tokens does."""

    def __init__(self, found: Sequence[Token], known: Notation) -> None:
        self.known = known
        self._tokens = list(found)
        self._place = 0
        self._depth = 0
        self._bars: list[str] = []
        """Open brackets and bars, the innermost last; `args` for those of an application."""
        self._script = False

    def peek(self, ahead: int = 0) -> Token | None:
        """The next token."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def next(self) -> str | None:
        """The text of the next token if it is a sign, otherwise its kind; None at the end."""
        token = self.peek()
        if token is None:
            return None
        return token.text if token.kind == "sign" else token.kind

    def take(self, *wanted: str) -> str | None:
        """The next sign, if it is one of those wanted."""
        token = self.peek()
        if token is None or token.kind != "sign":
            return None
        if (
            token.text == "||"
            and "|" in wanted
            and "||" not in wanted
            and self._bars
            and self._bars[-1] == "|"
        ):
            self._tokens[self._place] = token._replace(text="|")
            return "|"
        if token.text not in wanted:
            return None
        self._place += 1
        return token.text

    def advance(self) -> Token:
        """The next token, whatever it is.

        Raises:
            NoFormulaError: There is none.
        """
        token = self.peek()
        if token is None:
            raise NoFormulaError("something is missing at the end")
        self._place += 1
        return token

    def replace_next(self, token: Token) -> None:
        """Put another token in the place of the next."""
        self._tokens[self._place] = token
