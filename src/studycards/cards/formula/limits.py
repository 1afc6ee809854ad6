"""Limits of sums and other operators, conditions after a formula, and `a_1 + … + a_n`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.tree import (
    Tree,
    base_name,
    children,
    name,
    node,
    number,
    rebuilt,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.cards.formula.reading import Parser
    from studycards.cards.formula.tokens import Token

_DOTS = name("...")
_NONE = Tree("none", ())
_ENDS = {"{": "}", "(": ")", "[": "]"}
COUNTER = "#"
"""The bound name of a sum written with dots."""


def limits(parser: Parser, closing: str = "") -> list[Tree]:
    """What stands below an operator: names, relations, spans such as `i = 1…n`."""
    if not closing:
        opening = parser.next()
        if opening not in _ENDS:
            return [_unbraced(parser)]
        parser.advance()
        closing = _ENDS[opening]
    items: list[Tree] = []
    with_commas = parser.in_limits()
    while not parser.take(closing):
        if parser.peek() is None:
            raise NoFormulaError(f"{closing} is missing")
        item = parser.chain()
        if parser.take("..."):
            item = node("span", item, parser.sum())
        items.append(item)
        parser.take(",", ";", ":", "|", "newline", "∧")
    with_commas()
    return items


def _unbraced(parser: Parser) -> Tree:
    """`i` or `i=1` below an operator, without brackets."""
    tree = parser.scripted_name()
    if parser.take("="):
        return Tree("chain", (tree, "=", parser.base()))
    return tree


def bounds(items: list[Tree], upper: Tree | None) -> tuple[list[Tree], list[Tree], list[Tree]]:
    """The bound names, the range of each, and further conditions."""
    bound: list[Tree] = []
    ranges: list[Tree] = []
    conditions: list[Tree] = []

    def bind(tree: Tree, limited: Tree) -> None:
        if tree in bound:
            place = bound.index(tree)
            ranges[place] = limited if ranges[place] == _NONE else ranges[place]
        else:
            bound.append(tree)
            ranges.append(limited)

    for item in items:
        _bind_item(item, upper, bind, conditions)
        last = ranges[-1] if ranges else _NONE
        if last.kind == "within":
            ranges[:] = [last if limited == _NONE else limited for limited in ranges]
    return bound, ranges, conditions


def _bind_item(item: Tree, upper: Tree | None, bind: object, conditions: list[Tree]) -> None:
    assert callable(bind)
    last: Tree | None = None
    if item.kind == "span":
        item, last = item.parts
    if item.kind in ("name", "index", "list", "apply"):
        for each in _bindable(item):
            bind(each, node("between", number(1), upper) if upper is not None else _NONE)
        return
    if item.kind != "chain":
        conditions.append(item)
        return
    first, sign, second, *more = item.parts
    last = last if last is not None else upper
    if sign == "=" and not more and second.kind == "span":
        bind(first, node("between", *second.parts))
    elif sign == "=" and not more and base_name(first):
        bind(first, node("between", second, last) if last is not None else node("from", second))
    elif sign in ("∈", "->", "~", "⊂", "⊆") and not more:
        for each in _bindable(first):
            bind(
                each,
                node("within", second)
                if sign in "∈->"
                else node("within", node("apply", name(sign), second)),
            )
    elif sign in ("<", "<=") and len(more) == 2 and base_name(second):
        low = first if sign == "<=" else node("sum", first, number(1))
        high = more[1] if more[0] == "<=" else node("sum", more[1], node("minus", number(1)))
        bind(second, node("between", low, high))
    else:
        for each in (first,) if sign in ("!=", "∉") else (first, second):
            if each.kind == "name":
                bind(each, _NONE)
        conditions.append(item)


def _bindable(tree: Tree) -> list[Tree]:
    return list(tree.parts) if tree.kind == "list" else [tree]


def without_condition(found: list[Token]) -> tuple[list[Token], list[Token]]:
    """The formula, and the tokens of a condition after it: `(t = 1…T)`, `, i = 1..k`, `for t > k`."""
    depth, cut, opened = 0, len(found), 0
    for place, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.text in ("(", "{", "[", "{set"):
            opened = place if depth == 0 else opened
            depth += 1
        elif token.text in (")", "}", "]", "}set"):
            depth -= 1
        elif depth == 0 and token.text in ("for", "where") and place:
            return found[:place], _range_tokens(found[place + 1 :])
        elif depth == 0 and token.text == "," and place and _range_tokens(found[place + 1 :]):
            return found[:place], found[place + 1 :]
    if opened and found and found[-1].text == ")" and not found[opened].glued:
        inner = found[opened + 1 : -1]
        if _range_tokens(inner):
            cut = opened
            return found[:cut], inner
    return found, []


def _range_tokens(found: list[Token]) -> list[Token]:
    """The tokens if they are ranges: they begin with a name and a sign, and hold dots or a set."""
    signs = {token.text for token in found if token.kind == "sign"}
    is_range = len(found) > 2 and found[0].kind == "name" and signs & {"...", "∈"}
    return found if is_range and signs & {"=", "∈"} else []


def with_ranges(tree: Tree, items: Sequence[Tree]) -> Tree:
    """The tree with ranges given after it put to the operators over their names."""
    bound, ranges, _ = bounds(list(items), None)
    known = dict(zip(bound, ranges, strict=True))

    def limited(part: Tree) -> Tree:
        if part.kind != "big":
            return part
        symbol, names, given, conditions, body = part.parts
        new = tuple(
            known.get(each, old) if old == _NONE else old
            for each, old in zip(names.parts, given.parts, strict=True)
        )
        return Tree("big", (symbol, names, Tree("list", new), conditions, body))

    return rebuilt(tree, limited)


def without_dots(kind: str, terms: list[Tree]) -> Tree:
    """A sum or product; `a_1 + … + a_n` as one over a counter, if its terms have a pattern."""
    if len(terms) == 1:
        return terms[0] if terms[0].kind != "inverse" else Tree(kind, tuple(terms))
    if _DOTS not in terms or kind not in ("sum", "product"):
        return node(kind, *terms)
    terms = [term.parts[0] if term.kind == "dotted" else term for term in terms]
    place = terms.index(_DOTS)
    before, after = terms[:place], terms[place + 1 :]
    symbol = "sum" if kind == "sum" else "prod"
    for start in range(len(before)):
        found = _pattern(before[start:], after[:1])
        if found:
            body, low, high = found
            counted = node(
                "big", symbol, node("list", name(COUNTER)), node("list", node("between", low, high)),
                Tree("list", ()), body,
            )  # fmt: skip
            return node(kind, *before[:start], counted, *after[1:])
    return node(kind, *terms)


def _pattern(first: list[Tree], last: list[Tree]) -> tuple[Tree, Tree, Tree] | None:
    """The general term with its first and last number; None if there is no pattern."""
    final = last[0] if last else None
    other = final if final is not None else (first[1] if len(first) > 1 else None)
    if other is None:
        return None
    pairs: set[tuple[Tree, Tree]] = set()
    body = _generalised(first[0], other, pairs)
    if body is None or len(pairs) != 1:
        return None
    ((low, high),) = pairs
    if final is None:
        high = name("∞")
    if low.kind != "number":
        if high.kind != "number" or len(first) > 1:
            return None
        low, high = high, low
    for step, term in enumerate(first[1:], start=1):
        if low.kind != "number" or _with_counter(body, number(low.parts[0] + step)) != term:
            return None
    return body, low, high


def _generalised(one: Tree, other: Tree, pairs: set[tuple[Tree, Tree]]) -> Tree | None:
    """What two trees have in common, with a counter where a number became something else."""
    if one == other:
        return one
    if one.kind == other.kind == "name" or one.kind == "number" or other.kind == "number":
        pairs.add((one, other))
        return name(COUNTER)
    if one.kind != other.kind or len(one.parts) != len(other.parts):
        return None
    parts = []
    for mine, theirs in zip(one.parts, other.parts, strict=True):
        if isinstance(mine, Tree) and isinstance(theirs, Tree):
            part = _generalised(mine, theirs, pairs)
            if part is None:
                return None
            parts.append(part)
        elif mine == theirs:
            parts.append(mine)
        else:
            return None
    return Tree(one.kind, tuple(parts))


def _with_counter(tree: Tree, value: Tree) -> Tree:
    return rebuilt(tree, lambda part: value if part == name(COUNTER) else part)


def index_names(tree: Tree) -> set[Tree]:
    """Names in scripts below a tree."""
    return {
        part
        for each in walk(tree) if each.kind == "index"
        for script in list(children(each))[1:]
        for part in walk(script) if part.kind == "name"
    }  # fmt: skip
