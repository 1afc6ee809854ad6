"""The blanks between neighbours, by the table of TeX, in whole cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.terminal.equations.tree import Fence, Fraction, Kind, Scripted, Symbol

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
_LOOSE = {Kind.LARGE, Kind.FRACTION}


def gap(left: Kind, right: Kind, *, tight: bool) -> int:
    """Cells between two neighbours; in scripts operations and relations are `tight`."""
    if left is Kind.OPEN or right in (Kind.CLOSE, Kind.PUNCTUATION):
        return 0
    if left is right is Kind.RELATION:
        return 0
    if left is Kind.PUNCTUATION or {left, right} & {Kind.BINARY, Kind.RELATION}:
        return 0 if tight else 1
    if {left, right} & _LOOSE or right is Kind.FUNCTION:
        return 1
    if left is Kind.FUNCTION:
        return 0 if right is Kind.OPEN else 1
    return 1 if (left, right) in _FACTORS and not tight else 0


def edges(nodes: Sequence[Node]) -> list[tuple[Kind, Kind]]:
    """The kind of each node towards its left and its right; a sign is not an operation."""
    kinds = [_edges(node) for node in nodes]
    for n, (kind, end) in enumerate(kinds):
        if end is Kind.CLOSE and n and kinds[n - 1][1] is Kind.FUNCTION:
            kinds[n] = (kind, Kind.ARGUMENTS)
        elif kind is Kind.BINARY:
            is_sign = n == 0 or kinds[n - 1][1] in _BEFORE_A_SIGN
            is_last = n == len(kinds) - 1 or kinds[n + 1][0] in _AFTER_NO_OPERATION
            if is_sign or is_last:
                kinds[n] = (Kind.ORDINARY, Kind.ORDINARY)
    return kinds


def _edges(node: Node) -> tuple[Kind, Kind]:
    match node:
        case Symbol(kind=kind):
            return kind, kind
        case Scripted(base=base):
            kinds = _edges(base)
            ordinary = (Kind.ORDINARY, Kind.ORDINARY)
            return (Kind.SCRIPTED, Kind.SCRIPTED) if kinds == ordinary else kinds
        case Fence():
            return Kind.OPEN, Kind.CLOSE
        case Fraction():
            return Kind.FRACTION, Kind.FRACTION
        case _:
            return Kind.ORDINARY, Kind.ORDINARY
