"""A formula as a list of tokens, whether it is typed in TeX, Unicode or ASCII."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from studycards.cards.formula import check_length
from studycards.cards.formula.lexing import DEEPEST, Token, is_known, word_of
from studycards.cards.formula.macros import TexLexer
from studycards.cards.formula.signs import (
    MARKS,
)

__all__ = ["DEEPEST", "Token", "is_known", "plain", "tokens", "word_of"]
_FRACTIONS = {"½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "⅓": "(1/3)", "⅔": "(2/3)", "⅕": "(1/5)",
              "⅛": "(1/8)", "⅙": "(1/6)", "⅖": "(2/5)"}  # fmt: skip


def tokens(
    text: str, words: frozenset[str] = frozenset(), *, differentials: bool = True
) -> list[Token]:
    """Split a formula.

    Args:
        text: The formula as typed.
        words: Names of several letters besides the usual ones.
        differentials: Whether a `d` before a name is a differential, not a factor.

    Raises:
        NoFormulaError: It is too long, or has a sign that is in no formula.
    """
    check_length(text)
    lexer = TexLexer(plain(text), words, differentials=differentials)
    lexer.is_tex = "\\" in text
    return lexer.all()


def plain(text: str) -> str:
    """The formula with TeX's marks instead of raised, lowered and accented characters."""
    text = re.sub(r"(?<![A-Za-z.])(?:np|numpy|math|torch|scipy|F|tf|jnp)\.(?=[a-z]{2})", "", text)
    text = re.sub(r"(?<![\d.\s])\.(?:T|transpose\(\)|t\(\))(?![A-Za-z_])", r"^\\top ", text)
    text = (
        text.replace("ᵀ", r"^\top ")
        .replace("ᵗ⁻", "ᵗ⁻")
        .replace("≠", "!=")
        .replace("≢", "!=")
        .replace("∉", r"\notin ")
    )
    for sign, fraction in _FRACTIONS.items():
        text = text.replace(sign, fraction)
    text = "".join(
        f"{mark}{{{unicodedata.normalize('NFKC', ''.join(run)).replace('−', '-')}}}"
        if mark
        else "".join(run)
        for mark, run in groupby(text, _raised_or_lowered)
    )
    text = unicodedata.normalize("NFD", text)
    for mark, accent in MARKS.items():
        text = re.sub(rf"([^\W\d_])((?:_\{{[^{{}}]*\}})?){mark}", rf"\\{accent}{{\1}}\2", text)
    return text.strip().strip("$`").strip().rstrip(".,;").strip()


def _raised_or_lowered(character: str) -> str:
    if character.isascii():
        return ""
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith("<super>"):
        return "^"
    return "_" if decomposition.startswith("<sub>") else ""
