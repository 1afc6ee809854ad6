"""Which names are vectors and matrices, found from how the author's formula uses them.

A formula without any sign of a matrix is one of numbers. Otherwise every name gets the first of its
likely shapes with which all sums and products fit.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from studycards.cards.formula.evidence import Signs, signs_of
from studycards.cards.formula.signs import GREEK_WORDS
from studycards.cards.formula.tree import Tree, base_name, children, names, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHAPES = {"scalar": "s", "vector": "c", "matrix": "m", "function": "s", "integer": "s"}
"""The values of a card's field `symbols`."""

_MOST_TRIALS = 600
_ARRAYS = frozenset("crm")
_BY_ENTRY = frozenset({
    "exp", "log", "tanh", "sigmoid", "relu", "softmax", "sin", "cos", "softplus", "sign", "sqrt", "lg",
})  # fmt: skip
_TO_NUMBER = frozenset({"abs", "norm", "trace", "det", "dot", "logsumexp"})


class MisfitError(ValueError):
    """Shapes that cannot be added or multiplied."""


def shapes_of(
    tree: Tree, given: Tree, said: Mapping[str, str], bold: frozenset[str]
) -> Mapping[str, str]:
    """The names that are arrays: `c` for a column, `r` for a row, `m` for a matrix.

    Args:
        tree: The author's formula.
        given: The answer; what it transposes is an array where the author's formula says nothing.
        said: Shapes that the card or its question says.
        bold: Names printed bold or with an arrow.
    """
    signs = signs_of(tree, said, bold)
    if not signs.transposed | signs.vectors | signs.matrices:
        transposed = signs_of(given, {}, frozenset()).transposed & names(tree)
        signs = signs._replace(transposed=transposed - signs.numbers)
    return _fitting(tree, signs, tuple(sorted(said.items())))


@lru_cache(maxsize=64)
def _fitting(tree: Tree, signs: Signs, said: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The likeliest shapes with which a tree fits; none without a sign of an array."""
    known = dict(said)
    marked = signs.transposed | signs.vectors | signs.matrices
    if not marked - {name for name, shape in said if shape == "s"}:
        return {}
    letters = sorted(_letters(tree), key=lambda name: (name not in marked, name))
    choices = [_likely(name, signs, known) for name in letters]
    for ranks in islice(_by_cost([len(choice) for choice in choices]), _MOST_TRIALS):
        trial = {
            name: choice[rank] for name, choice, rank in zip(letters, choices, ranks, strict=True)
        }
        try:
            shape_of(tree, trial)
        except MisfitError:
            continue
        return {name: shape for name, shape in trial.items() if shape != "s"}
    return {}


def _by_cost(sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """Ranks of choices, the first of all first, then those with few second choices."""
    for cost in range(8):
        yield from _of_cost(sizes, cost)


def _of_cost(sizes: list[int], cost: int) -> Iterator[tuple[int, ...]]:
    if not sizes:
        if cost == 0:
            yield ()
        return
    for rank in range(min(sizes[0] - 1, cost) + 1):
        for rest in _of_cost(sizes[1:], cost - rank):
            yield (rank, *rest)


def _letters(tree: Tree) -> set[str]:
    """Names and functions, without those in scripts and below operators."""
    if tree.kind == "name":
        return {tree.parts[0]}
    if tree.kind in ("index", "apply"):
        found = base_name(tree)
        inner = tree.parts[1:] if tree.kind == "apply" else ()
        return set().union(*map(_letters, inner), {found} if found else set())
    if tree.kind == "call" and tree.parts[0] == "norm":
        return _letters(tree.parts[1])
    below = tree.parts[4:] if tree.kind == "big" else tree.parts
    return set().union(*(_letters(part) for part in below if isinstance(part, Tree)), set())


def _likely(name: str, signs: Signs, said: Mapping[str, str]) -> str:
    """The shapes that a name may have, the likeliest first."""
    if name in said:
        return said[name]
    if name == "I":
        return "ms"
    plain = name.rstrip("'*").removesuffix("hat").removesuffix("bar").removesuffix("tilde")
    capital = plain[:1].isupper()
    if name in signs.vectors:
        return "crs"
    if name in signs.matrices:
        return "m"
    if name in signs.transposed:
        return "mcr" if capital else "crm"
    if name in signs.numbers:
        return "s"
    if capital:
        return "msc"
    if plain in GREEK_WORDS:
        return "scr"
    return "csr"


# shapes of trees


def shape_of(tree: Tree, known: Mapping[str, str]) -> str:
    """The shape of a tree: `s`, `c`, `r` or `m`.

    Raises:
        MisfitError: What it adds or multiplies does not fit.
    """
    match tree.kind:
        case "name" | "index" | "apply":
            if tree.kind == "apply":
                for argument in tree.parts[1:]:
                    shape_of(argument, known)
            found = base_name(tree)
            return known.get(found, "s") if found else "s"
        case "sum" | "chain":
            return _of_sum(list(children(tree)), known)
        case "product" | "matmul":
            return _of_product(tree, known)
        case "hadamard":
            return _same([shape_of(part, known) for part in tree.parts])
        case "outer":
            shapes = {shape_of(part, known) for part in tree.parts}
            return "m" if shapes <= {"c", "r"} else _same(sorted(shapes))
        case "transpose":
            inner = shape_of(tree.parts[0], known)
            return {"c": "r", "r": "c"}.get(inner, inner)
        case "inverse":
            if shape_of(tree.parts[0], known) != "s":
                raise MisfitError
            return "s"
        case "power":
            return _of_power(tree, known)
        case "call":
            return _of_call(tree, known)
        case "derivative" | "gradient" | "d":
            return _of_derivative(tree, known)
        case "minus" | "pm" | "dotted":
            return shape_of(tree.parts[0], known)
        case "big":
            return shape_of(tree.parts[4], known)
        case "list" | "given":
            shapes_ = {shape_of(part, known) for part in tree.parts}
            return "c" if tree.kind == "list" and shapes_ == {"c"} else "s"
        case "matrix":
            return "m"
    return "s"


def _same(shapes: list[str]) -> str:
    if len(set(shapes) - {"s"}) > 1 or not shapes:
        raise MisfitError
    return next((shape for shape in shapes if shape != "s"), "s")


def _of_sum(parts: list[Tree], known: Mapping[str, str]) -> str:
    shapes = [shape_of(part, known) for part in parts if part.kind != "number"]
    if len(set(shapes)) > 1:
        raise MisfitError
    return shapes[0] if shapes else "s"


_PRODUCTS = {"mm": "m", "mc": "c", "rm": "r", "rc": "s", "cr": "m"}


def _of_product(tree: Tree, known: Mapping[str, str]) -> str:
    total = "s"
    for part in tree.parts:
        shape = shape_of(part, known)
        if total == "s" or shape == "s":
            total = shape if total == "s" else total
        elif total + shape in _PRODUCTS:
            total = _PRODUCTS[total + shape]
        elif (
            total == shape == "c"
            and len(tree.parts) == 2
            and tree.kind == "product"
            and all(base_name(each) for each in tree.parts)
        ):
            total = "s"
        else:
            raise MisfitError
    return total


def _of_power(tree: Tree, known: Mapping[str, str]) -> str:
    base, exponent = tree.parts
    if shape_of(exponent, known) != "s":
        raise MisfitError
    shape = shape_of(base, known)
    whole = exponent.kind == "number" or (
        exponent.kind == "minus" and exponent.parts[0].kind == "number"
    )
    if shape == "r" or (shape != "s" and not whole) or (shape == "c" and exponent != number(2)):
        raise MisfitError
    return shape


def _of_call(tree: Tree, known: Mapping[str, str]) -> str:
    function, *arguments = tree.parts
    if function == "norm":
        del arguments[1:]
    shapes = [shape_of(argument, known) for argument in arguments]
    if function in ("trace", "det") and shapes[0] in ("c", "r"):
        raise MisfitError
    if function in _TO_NUMBER:
        return "s"
    if function == "diag":
        if shapes[0] == "s":
            raise MisfitError
        return {"c": "m", "r": "m", "m": "c"}[shapes[0]]
    if function in _BY_ENTRY or function in ("max", "min", "clip"):
        return _same(shapes)
    if any(shape in _ARRAYS for shape in shapes):
        raise MisfitError
    return "s"


def _of_derivative(tree: Tree, known: Mapping[str, str]) -> str:
    if tree.kind == "gradient":
        return shape_of(tree.parts[1], known)
    parts = [_below_d(part) for part in children(tree)]
    shapes = [shape_of(part, known) for part in parts]
    if tree.kind == "d" or shapes[1] == "s" or shapes[0] == shapes[1] == "m":
        return shapes[0]
    return shapes[1] if shapes[0] == "s" else "m"


def _below_d(tree: Tree) -> Tree:
    while tree.kind in ("d", "power"):
        tree = tree.parts[0]
    return tree
