"""Formulas as typed, in TeX, Unicode or ASCII: read into a tree and compared by value.

`tokens` splits a text, `notation` collects what the card's own forms say about its names, `reading`
makes a tree, `shapes` finds vectors and matrices, `evaluation` computes a tree at a random point, which
is a `world`, `equations` compares two trees, `comparison` judges. `agreement` and `python` are for
`check` and for proofs. Nothing typed is ever run as Python.
"""

from __future__ import annotations

LONGEST = 2_000
"""Characters of a formula."""

SYMBOLS = ("scalar", "vector", "matrix", "function", "integer")
"""What a card may say a name is."""


class NoFormulaError(ValueError):
    """The text cannot be read as a formula."""


def check_length(text: str) -> None:
    """Refuse a text that is too long to be read in a moment.

    Raises:
        NoFormulaError: It is.
    """
    if len(text) > LONGEST:
        raise NoFormulaError(f"longer than {LONGEST:,} characters")
