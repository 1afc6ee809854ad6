"""Macros that take arguments: from the tokens that follow to a node."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycards.terminal.equations.accents import ACCENTS
from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.fonts import FONTS, ROMAN
from studycards.terminal.equations.tree import (
    Accent,
    Fence,
    Fraction,
    Grid,
    Kind,
    Limits,
    Root,
    Row,
    Scripted,
    Symbol,
)

if TYPE_CHECKING:
    from studycards.terminal.equations.parser import Parser
    from studycards.terminal.equations.tree import Node

_FRACTIONS = {r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"}
_TEXTS = {r"\text", r"\textrm", r"\textit", r"\textbf", r"\textsf", r"\texttt", r"\mbox"}
_OVER = {r"\overset", r"\stackrel"}
_ENVIRONMENTS = {
    "matrix": ("", "c", ""), "smallmatrix": ("", "c", ""), "pmatrix": ("(", "c", ")"),
    "bmatrix": ("[", "c", "]"), "Bmatrix": ("{", "c", "}"), "vmatrix": ("|", "c", "|"),
    "Vmatrix": ("‖", "c", "‖"), "cases": ("{", "l", ""), "aligned": ("", "rl", ""),
    "gathered": ("", "c", ""),
}  # fmt: skip
"""Left delimiter, alignment of the columns, right delimiter."""
_BETWEEN_COLUMNS = {"rl": 1}


def macro(parser: Parser, token: str) -> Node:
    """The node of a macro with its arguments.

    Raises:
        UnknownMacroError: There is no such macro.
    """
    if token in _FRACTIONS:
        return Fraction(above=parser.atom(), below=parser.atom())
    if token in ACCENTS:
        return Accent(name=token, body=parser.atom())
    if token in FONTS:
        return _in_font(parser, FONTS[token])
    if token in _TEXTS:
        return _text(parser)
    if token in _OVER:
        above, base = parser.atom(), _alone(parser.atom())
        return Scripted(base=base, sub=None, sup=above, limits=Limits.ALWAYS_STACKED)
    if token in _OTHERS:
        return _OTHERS[token](parser)
    raise UnknownMacroError(f"unknown macro {token}")


def _in_font(parser: Parser, font: str) -> Node:
    outer, parser.font = parser.font, font
    body = parser.atom()
    parser.font = outer
    word = _word(body) if font == ROMAN else ""
    return Symbol(text=word, kind=Kind.FUNCTION) if word else body


def _word(node: Node) -> str:
    """The letters of a row of several letters; empty for any other node."""
    items = node.items if isinstance(node, Row) else ()
    letters = [item.text for item in items if isinstance(item, Symbol) and item.text.isalnum()]
    return "".join(letters) if len(letters) == len(items) > 1 else ""


def _text(parser: Parser) -> Node:
    text = parser.reader.text()
    is_word = len(text) > 1 and text == text.strip()
    return Symbol(text=text, kind=Kind.FUNCTION if is_word else Kind.ORDINARY)


def _operator(parser: Parser) -> Node:
    limits = Limits.STACKED if parser.reader.skip("*") else Limits.BESIDE
    return Symbol(text=parser.reader.text(blank=""), kind=Kind.FUNCTION, limits=limits)


def _root(parser: Parser) -> Node:
    degree = None
    if parser.reader.skip("["):
        degree = parser.row("]")
        parser.reader.expect("]")
    return Root(body=parser.atom(), degree=degree)


def _left_right(parser: Parser) -> Node:
    left = parser.reader.delimiter()
    body = parser.row()
    parser.reader.expect(r"\right")
    return Fence(left=left, body=body, right=parser.reader.delimiter(), grows=True)


def _middle(parser: Parser) -> Node:
    return Symbol(text=parser.reader.delimiter(), kind=Kind.RELATION)


def _under(parser: Parser) -> Node:
    below, base = parser.atom(), _alone(parser.atom())
    return Scripted(base=base, sub=below, sup=None, limits=Limits.ALWAYS_STACKED)


def _alone(node: Node) -> Node:
    """The only item of a group, with its own kind: the group itself would be ordinary."""
    return node.items[0] if isinstance(node, Row) and len(node.items) == 1 else node


def _binomial(parser: Parser) -> Node:
    body = _grid([[parser.atom()], [parser.atom()]], "c")
    return Fence(left="(", body=body, right=")", grows=True)


def _environment(parser: Parser) -> Node:
    name = parser.reader.text()
    if name not in _ENVIRONMENTS:
        raise UnknownMacroError(f"unknown environment {name}")
    left, columns, right = _ENVIRONMENTS[name]
    body = _grid(_rows(parser), columns, spread=name == "cases")
    parser.reader.expect(r"\end")
    if parser.reader.text() != name:
        raise UnknownMacroError(f"{name} is not closed")
    return Fence(left=left, body=body, right=right, grows=True) if left else body


def _lines(parser: Parser) -> Node:
    parser.reader.expect("{")
    body = _grid(_rows(parser), "c")
    parser.reader.expect("}")
    return body


def _rows(parser: Parser) -> list[list[Node]]:
    rows: list[list[Node]] = [[parser.row()]]
    while True:
        if parser.reader.skip("&"):
            rows[-1].append(parser.row())
        elif parser.reader.skip(r"\\"):
            rows.append([parser.row()])
        else:
            break
    return rows[:-1] if len(rows) > 1 and rows[-1] == [Row()] else rows


def _grid(rows: list[list[Node]], columns: str, *, spread: bool = False) -> Grid:
    gap = _BETWEEN_COLUMNS.get(columns, 2)
    return Grid(rows=tuple(map(tuple, rows)), columns=columns, gap=gap, spread=spread)


def _negated(parser: Parser) -> Node:
    relation = parser.atom()
    if not isinstance(relation, Symbol) or len(relation.text) != 1:
        raise UnknownMacroError(r"\not must be followed by a relation")
    text = unicodedata.normalize("NFC", relation.text + "\u0338")
    return Symbol(text=text, kind=relation.kind)


_OTHERS = {
    r"\sqrt": _root,
    r"\operatorname": _operator,
    r"\left": _left_right,
    r"\middle": _middle,
    r"\underset": _under,
    r"\binom": _binomial,
    r"\begin": _environment,
    r"\substack": _lines,
    r"\not": _negated,
}
