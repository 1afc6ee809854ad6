"""Two formulas made comparable: limits that one leaves out are those of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.formula.limits import index_names
from studycards.cards.formula.tree import Tree, contains, name, names, number, rebuilt, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE = Tree("none", ())
_CHOOSING = frozenset({"C", "nCr", "binom"})


def aligned(author: Tree, given: Tree) -> tuple[Tree, Tree]:
    """The author's formula and an answer, with the same limits where one leaves them out."""
    author, given = _with_bound(author, author), _with_bound(given, author)
    ranges = _ranges(author)
    given = rebuilt(given, lambda part: _with_limits(part, ranges, names(author)))
    given = _with_arguments(given, author)
    if any(part.kind == "call" and part.parts[0] == "binom" for part in walk(author)):
        given = rebuilt(given, _as_binomial)
    return author, given


def _ranges(tree: Tree) -> dict[Tree, Tree]:
    """Bound names with their ranges."""
    found: dict[Tree, Tree] = {}
    for part in walk(tree):
        if part.kind == "big":
            for bound, limits in zip(part.parts[1].parts, part.parts[2].parts, strict=True):
                if found.get(bound, _NONE) == _NONE:
                    found[bound] = limits
    return found


def _with_limits(part: Tree, ranges: Mapping[Tree, Tree], known: set[str]) -> Tree:
    """An operator of the answer, with limits of the author's where it has none or ones of no account."""
    if part.kind != "big":
        return part
    symbol, bound, limits, conditions, body = part.parts
    new = tuple(
        _limits_of(each, old, ranges, known)
        for each, old in zip(bound.parts, limits.parts, strict=True)
    )
    return Tree("big", (symbol, bound, Tree("list", new), conditions, body))


def _limits_of(bound: Tree, limits: Tree, ranges: Mapping[Tree, Tree], known: set[str]) -> Tree:
    distinct = set(ranges.values())
    if limits == _NONE:
        theirs = ranges.get(bound)
        if theirs is not None:
            return theirs
        limited = distinct - {_NONE}
        return limited.pop() if len(limited) == 1 else limits
    if _NONE in distinct and _is_all(limits, known):
        return _NONE
    return limits


def _is_all(limits: Tree, known: set[str]) -> bool:
    """Whether limits say no more than that all are meant: from 1 to a number that the author does not name."""
    if limits.kind == "within":
        return not names(limits) & known
    if limits.kind != "between" or names(limits) & known:
        return False
    low, high = limits.parts
    if low == number(1):
        return high.kind in ("name", "index", "call")
    less_one = (Tree("minus", (number(1),)),)
    return low == number(0) and high.kind == "sum" and bool(high.parts[1:] == less_one)


def _with_bound(tree: Tree, author: Tree) -> Tree:
    """Operators without bound names bind the names in scripts that the author binds."""
    theirs = {each for part in walk(author) if part.kind == "big" for each in part.parts[1].parts}

    def bound(part: Tree) -> Tree:
        if part.kind != "big" or part.parts[1].parts:
            return part
        body = part.parts[4]
        free = names(author) - {each.parts[0] for each in index_names(author)}
        found = sorted(each for each in theirs if contains(body, each))
        found = found or sorted(each for each in index_names(body) if each.parts[0] not in free)
        if not found:
            return part
        ranges = Tree("list", (_NONE,) * len(found))
        return Tree("big", (part.parts[0], Tree("list", tuple(found)), ranges, part.parts[3], body))

    return rebuilt(tree, bound)


def _with_arguments(given: Tree, author: Tree) -> Tree:
    """`f` alone is `f(w)` where the author applies it to nothing else."""
    applied: dict[Tree, set[Tree]] = {}
    for part in walk(author):
        if part.kind == "apply":
            applied.setdefault(part.parts[0], set()).add(part)
    alone = {head: found.pop() for head, found in applied.items() if len(found) == 1}
    heads = {part.parts[0] for part in walk(given) if part.kind == "apply"}
    alone = {head: whole for head, whole in alone.items() if head not in heads}
    return rebuilt(given, lambda part: alone.get(part, part)) if alone else given


def _as_binomial(part: Tree) -> Tree:
    if part.kind == "apply" and len(part.parts) == 3 and part.parts[0] in map(name, _CHOOSING):
        return Tree("call", ("binom", *part.parts[1:]))
    return part


def folded(tree: Tree) -> Tree:
    """The tree with all names in lower case."""
    return rebuilt(tree, lambda part: name(part.parts[0].lower()) if part.kind == "name" else part)
