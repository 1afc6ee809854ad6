"""The tree of a formula, and what is asked of every tree."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Tree(NamedTuple):
    """A formula or a part of one; sums and products are flat.

    | kind | parts |
    |---|---|
    | `number` | its value, a fraction |
    | `name` | its letters, with accent and primes: `x`, `yhat`, `Q*`, `tau` |
    | `index` | what is indexed, then the scripts: `h_{t-1}`, `h[t-1]`, `h^{(t-1)}` |
    | `apply` | an unknown function, then its arguments: `p(o | c)` |
    | `call` | the name of a known function, then its arguments |
    | `sum`, `minus`, `pm` | terms; `minus` and `pm` (plus or minus) have one |
    | `product`, `hadamard`, `outer`, `cross`, `matmul` | factors |
    | `dotted` | a factor of an answer after `·` or `*` |
    | `inverse` | what a product is divided by |
    | `power` | base, exponent |
    | `transpose` | what is transposed |
    | `big` | `sum`, `prod`, `max` …, lists of bound names, of ranges, of conditions, then the body |
    | `none`, `between`, `from`, `within` | a range: no limits, first and last, first, set |
    | `list`, `set`, `given`, `matrix` | items; condition bar; rows |
    | `d` | a differential |
    | `derivative` | numerator, denominators |
    | `gradient` | body, then the name below the nabla if there is one |
    | `cases` | values and conditions in turn |
    | `chain` | sides and signs in turn: `a`, `=`, `b` |
    | `operation` | `∪`, `∩` … and two sides |
    """

    kind: str
    parts: tuple[Any, ...]


def number(value: Fraction | int) -> Tree:
    """A number."""
    return Tree("number", (Fraction(value),))


def name(text: str) -> Tree:
    """A name."""
    return Tree("name", (text,))


def node(kind: str, *parts: Tree | str) -> Tree:
    """A tree of a kind; a sum or product of one is that one, and sums within a sum are flat.

    A product in brackets stays one: products of vectors do not associate.
    """
    if kind in ("product", "matmul"):
        (first, *others) = parts
        return first if not others and first[0] != "inverse" else Tree(kind, parts)  # type: ignore[return-value]
    if kind in ("sum", "hadamard"):
        flat = tuple(
            inner
            for part in parts
            for inner in (part.parts if part[0] == kind else (part,))  # type: ignore[union-attr]
        )
        return flat[0] if len(flat) == 1 and flat[0].kind != "inverse" else Tree(kind, flat)
    return Tree(kind, parts)


def children(tree: Tree) -> Iterator[Tree]:
    """The trees directly below."""
    return (part for part in tree.parts if isinstance(part, Tree))


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and all below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def rebuilt(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with each part changed, from the leaves up."""
    parts = tuple(rebuilt(part, change) if isinstance(part, Tree) else part for part in tree.parts)
    return change(Tree(tree.kind, parts))


def contains(tree: Tree, part: Tree) -> bool:
    """Whether a tree is in another."""
    return any(each == part for each in walk(tree))


def occurs(tree: Tree, part: Tree) -> bool:
    """Whether a name or application is in a tree, not only its letters with other scripts."""
    if tree == part:
        return True
    below = tree.parts[1:] if tree.kind in ("index", "apply") else tree.parts
    return any(occurs(each, part) for each in below if isinstance(each, Tree))


def base_name(tree: Tree) -> str | None:
    """The letters of a name, with or without scripts; None if it is none."""
    while tree.kind in ("index", "apply", "dotted"):
        tree = tree.parts[0]
    return tree.parts[0] if tree.kind == "name" else None


def names(tree: Tree) -> set[str]:
    """All names in a tree."""
    return {part.parts[0] for part in walk(tree) if part.kind == "name"}


def sides(tree: Tree) -> tuple[list[Tree], list[str]]:
    """The sides of a chain of relations and the signs between them."""
    if tree.kind != "chain":
        return [tree], []
    return list(tree.parts[::2]), list(tree.parts[1::2])


def canonical(tree: Tree) -> Tree:
    """The tree with the terms of sums and the factors of products in one order."""

    def ordered(part: Tree) -> Tree:
        if part.kind not in ("sum", "product", "hadamard"):
            return part
        parts = [each for p in part.parts for each in (p.parts if p.kind == part.kind else (p,))]
        return Tree(part.kind, tuple(sorted(parts, key=repr)))

    return rebuilt(tree, ordered)
