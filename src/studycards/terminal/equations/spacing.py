"""The blanks between neighbours, by the table of TeX, in whole cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.terminal.equations.tree import (
    Arrow,
    Classed,
    Fence,
    Fraction,
    Kind,
    Middle,
    Root,
    Row,
    Scripted,
    Symbol,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.terminal.equations.tree import Node

_BEFORE_A_SIGN = {
    Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.PUNCTUATION, Kind.LARGE, Kind.FUNCTION,
}  # fmt: skip
_AFTER_NO_OPERATION = {Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION}
_FACTORS = {
    (Kind.SCRIPTED, Kind.SCRIPTED),
    (Kind.ARGUMENTS, Kind.SCRIPTED),
    (Kind.ARGUMENTS, Kind.ORDINARY),
}
"""Not in TeX, which has slanted letters and small scripts to tell factors apart."""
_NAMES = {Kind.FUNCTION, Kind.WORD}
_LOOSE = {Kind.LARGE, Kind.FRACTION}


def gap(left: Kind, right: Kind, *, tight: bool) -> int:
    """Cells between two neighbours; in scripts operations and relations are `tight`."""
    if left is Kind.OPEN or right is Kind.PUNCTUATION:
        return 0
    if right is Kind.CLOSE:
        return int(left is Kind.RELATION and not tight)
    if left is Kind.SIGN:
        return int(right is Kind.FRACTION)
    if left is right is Kind.RELATION:
        return 0
    if left is Kind.PUNCTUATION or {left, right} & {Kind.BINARY, Kind.RELATION}:
        return 0 if tight else 1
    if {left, right} & _LOOSE or right in _NAMES:
        return 1
    if left in _NAMES:
        return 0 if right is Kind.OPEN else 1
    return 1 if (left, right) in _FACTORS and not tight else 0


def edges(nodes: Sequence[Node]) -> list[tuple[Kind, Kind]]:
    """The kind of each node towards its left and its right; a sign is not an operation."""
    kinds = [_edges(node) for node in nodes]
    for n, (kind, end) in enumerate(kinds):
        if end is Kind.CLOSE and n and kinds[n - 1][1] in _NAMES:
            kinds[n] = (kind, Kind.ARGUMENTS)
        elif kind is Kind.BINARY:
            before = nodes[n - 1] if n else None
            is_sign = n == 0 or kinds[n - 1][1] in _BEFORE_A_SIGN or _ends_in_blank(before)
            is_last = n == len(kinds) - 1 or kinds[n + 1][0] in _AFTER_NO_OPERATION
            if is_last or is_sign:
                kinds[n] = (Kind.ORDINARY, Kind.ORDINARY if is_last else Kind.SIGN)
    return kinds


def has_blank_between(left: Node, right: Node) -> bool:
    """Whether a text brings the blank itself."""
    return _ends_in_blank(left) or (isinstance(right, Symbol) and right.text[:1] == " ")


def _ends_in_blank(node: Node | None) -> bool:
    return isinstance(node, Symbol) and node.text[-1:] == " "


def _edges(node: Node) -> tuple[Kind, Kind]:
    match node:
        case Symbol(kind=kind) | Classed(kind=kind):
            return kind, kind
        case Middle() | Arrow():
            return Kind.RELATION, Kind.RELATION
        case Root(degree=degree) if degree:
            return Kind.FUNCTION, Kind.ORDINARY
        case Scripted(base=base) if base != Row():
            kinds = _edges(base)
            ordinary = (Kind.ORDINARY, Kind.ORDINARY)
            return (Kind.SCRIPTED, Kind.SCRIPTED) if kinds == ordinary else kinds
        case Fence():
            return Kind.OPEN, Kind.CLOSE
        case Fraction():
            return Kind.FRACTION, Kind.FRACTION
        case _:
            return Kind.ORDINARY, Kind.ORDINARY
