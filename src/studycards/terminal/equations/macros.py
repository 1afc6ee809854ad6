"""Macros that take arguments: from the tokens that follow to a node."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studycards.terminal.equations.accents import ACCENTS, BRACES
from studycards.terminal.equations.environments import environment, rows_in
from studycards.terminal.equations.errors import UnknownMacroError
from studycards.terminal.equations.fonts import FONTS, ROMAN
from studycards.terminal.equations.tree import (
    Accent,
    Arrow,
    Classed,
    Fence,
    Fraction,
    Grid,
    Kind,
    Limits,
    Middle,
    Root,
    Row,
    Scripted,
    Space,
    Symbol,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from studycards.terminal.equations.parser import Parser
    from studycards.terminal.equations.tree import Node

_FRACTIONS = {r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"}
_BINOMIALS = {r"\binom", r"\dbinom", r"\tbinom"}
_TEXTS = {
    r"\text", r"\textrm", r"\textit", r"\textbf", r"\textsf", r"\texttt", r"\textup", r"\textsc",
    r"\textnormal", r"\emph", r"\mbox", r"\hbox",
}  # fmt: skip
_OVER = {r"\overset", r"\stackrel"}
_CLASSES = {
    r"\mathop": Kind.LARGE, r"\mathbin": Kind.BINARY, r"\mathrel": Kind.RELATION,
    r"\mathord": Kind.ORDINARY, r"\mathinner": Kind.ORDINARY, r"\mathopen": Kind.OPEN,
    r"\mathclose": Kind.CLOSE, r"\mathpunct": Kind.PUNCTUATION,
}  # fmt: skip
_ARROWS = {
    r"\xrightarrow": "───→", r"\xleftarrow": "←───", r"\xleftrightarrow": "←──→",
    r"\xRightarrow": "═══⇒", r"\xLeftarrow": "⇐═══", r"\xLeftrightarrow": "⇐══⇒",
    r"\xmapsto": "├──→", r"\xlongequal": "════", r"\xhookrightarrow": "╰──→",
}  # fmt: skip
_AS_THEY_ARE = {r"\smash", r"\mathclap", r"\mathllap", r"\mathrlap", r"\ensuremath"}
_IN_COLOUR = {r"\textcolor", r"\colorbox"}
_LENGTHS = {r"\hspace", r"\mspace"}


def macro(parser: Parser, token: str) -> Node:
    """The node of a macro with its arguments.

    Raises:
        UnknownMacroError: There is no such macro.
    """
    for names, make in _KINDS:
        if token in names:
            return make(parser, token)
    if token in _OTHERS:
        return _OTHERS[token](parser)
    raise UnknownMacroError(f"unknown macro {token}")


def infix(token: str, above: Row, below: Row) -> Node:
    r"""What `\over`, `\choose` and their like make of what is around them."""
    if token == r"\over":
        return Fraction(above=above, below=below)
    left, right = INFIXES[token]
    pair = Grid(rows=((above,), (below,)), columns="c")
    return Fence(left=left, body=pair, right=right, grows=True)


def word(node: Node) -> Node:
    """A row of several upright letters as one word; any other node as it is."""
    items = node.items if isinstance(node, Row) else ()
    letters = [item.text for item in items if isinstance(item, Symbol) and item.text.isalnum()]
    is_word = len(letters) == len(items) > 1
    return Symbol(text="".join(letters), kind=Kind.WORD) if is_word else node


INFIXES = {
    r"\over": ("", ""), r"\atop": ("", ""), r"\choose": ("(", ")"), r"\brack": ("[", "]"),
    r"\brace": ("{", "}"),
}  # fmt: skip


def _fraction(parser: Parser, token: str) -> Node:
    if token == r"\cfrac":
        parser.reader.option("[lcr]")
    return Fraction(above=parser.atom(), below=parser.atom())


def _accent(parser: Parser, token: str) -> Node:
    accent = Accent(name=token, body=parser.atom())
    if token not in BRACES:
        return accent
    return Classed(body=accent, kind=Kind.ORDINARY, limits=Limits.ALWAYS_STACKED)


def _in_font(parser: Parser, token: str) -> Node:
    outer, parser.font = parser.font, FONTS[token]
    body = parser.atom()
    parser.font = outer
    return word(body) if FONTS[token] == ROMAN else body


def _text(parser: Parser, _: str) -> Node:
    """A text, in which there may be formulas between dollars."""
    items: list[Node] = []
    parser.reader.expect("{")
    while True:
        text = parser.reader.text()
        is_word = len(text) > 1 and text == text.strip()
        items.append(Symbol(text=text, kind=Kind.WORD if is_word else Kind.ORDINARY))
        if not parser.reader.skip("$"):
            break
        items.append(parser.row("$"))
        parser.reader.expect("$")
    parser.reader.expect("}")
    return items[0] if len(items) == 1 else Row(items=tuple(items))


def _over(parser: Parser, _: str) -> Node:
    above, base = parser.atom(), _alone(parser.atom())
    return Scripted(base=base, sub=None, sup=above, limits=Limits.ALWAYS_STACKED)


def _under(parser: Parser) -> Node:
    below, base = parser.atom(), _alone(parser.atom())
    return Scripted(base=base, sub=below, sup=None, limits=Limits.ALWAYS_STACKED)


def _alone(node: Node) -> Node:
    """The only item of a group, with its own kind: the group itself would be ordinary."""
    return node.items[0] if isinstance(node, Row) and len(node.items) == 1 else node


def _binomial(parser: Parser, _: str) -> Node:
    return infix(r"\choose", Row(items=(parser.atom(),)), Row(items=(parser.atom(),)))


def _classed(parser: Parser, token: str) -> Node:
    kind = _CLASSES[token]
    body = _alone(parser.atom())
    if kind is Kind.LARGE:
        is_symbol = isinstance(body, Symbol) and body.kind is Kind.LARGE
        kind = Kind.LARGE if is_symbol else Kind.FUNCTION
    limits = Limits.STACKED if token == r"\mathop" else Limits.BESIDE
    return Classed(body=word(body), kind=kind, limits=limits)


def _arrow(parser: Parser, token: str) -> Node:
    sub = None
    if parser.reader.skip("["):
        sub = parser.row("]")
        parser.reader.expect("]")
    arrow = Arrow(pattern=_ARROWS[token])
    return Scripted(base=arrow, sub=sub, sup=parser.atom(), limits=Limits.ALWAYS_STACKED)


def _as_it_is(parser: Parser, _: str) -> Node:
    return _alone(parser.atom())


def _coloured(parser: Parser, _: str) -> Node:
    parser.reader.raw()
    return _alone(parser.atom())


def _length(parser: Parser, _: str) -> Node:
    parser.reader.skip("*")
    return Space(cells=-1 if parser.reader.raw().strip().startswith("-") else 2)


def _operator(parser: Parser) -> Node:
    limits = Limits.STACKED if parser.reader.skip("*") else Limits.BESIDE
    place = parser.reader.place
    try:
        parser.reader.expect("{")
        name = parser.reader.text(blank="")
        parser.reader.expect("}")
    except UnknownMacroError:
        parser.reader.place = place
        return Classed(body=word(parser.atom()), kind=Kind.FUNCTION, limits=limits)
    return Symbol(text=name, kind=Kind.FUNCTION, limits=limits)


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
    return Middle(text=parser.reader.delimiter())


def _lines(parser: Parser) -> Node:
    parser.reader.expect("{")
    body = rows_in(parser, "c")
    parser.reader.expect("}")
    return body


def _negated(parser: Parser) -> Node:
    relation = parser.atom()
    if not isinstance(relation, Symbol) or len(relation.text) != 1:
        raise UnknownMacroError(r"\not must be followed by a relation")
    text = unicodedata.normalize("NFC", relation.text + "\u0338")
    return Symbol(text=text, kind=relation.kind)


def _modulo(parser: Parser) -> Node:
    body = Row(items=(_MOD, parser.atom()))
    return Row(items=(Space(cells=1), Fence(left="(", body=body, right=")", grows=False)))


def _tag(parser: Parser) -> Node:
    parser.reader.skip("*")
    parser.reader.expect("{")
    name = parser.reader.text()
    parser.reader.expect("}")
    return Row(items=(Space(cells=4), Symbol(text=f"({name})")))


_MOD = Symbol(text="mod", kind=Kind.FUNCTION)
_KINDS: tuple[tuple[Container[str], Callable[[Parser, str], Node]], ...] = (
    (_FRACTIONS, _fraction),
    (_BINOMIALS, _binomial),
    (ACCENTS, _accent),
    (FONTS, _in_font),
    (_TEXTS, _text),
    (_OVER, _over),
    (_CLASSES, _classed),
    (_ARROWS, _arrow),
    (_AS_THEY_ARE, _as_it_is),
    (_IN_COLOUR, _coloured),
    (_LENGTHS, _length),
)
_OTHERS: dict[str, Callable[[Parser], Node]] = {
    r"\sqrt": _root,
    r"\operatorname": _operator,
    r"\left": _left_right,
    r"\middle": _middle,
    r"\underset": _under,
    r"\begin": environment,
    r"\substack": _lines,
    r"\not": _negated,
    r"\pmod": _modulo,
    r"\tag": _tag,
}
