"""Which names are vectors and matrices, found from how the author's formula uses them.

A formula without any sign of a matrix is one of numbers. Otherwise every name gets the first of its
likely shapes with which all sums and products fit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.formula.signs import GREEK, GREEK_WORDS
from studycards.cards.formula.tree import Tree, base_name, children, names, number, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHAPES = {"scalar": "s", "vector": "c", "matrix": "m", "function": "s", "integer": "s"}
"""The values of a card's field `symbols`."""

_MOST_TRIALS = 600
_ARRAYS = frozenset("crm")
_MATRIX_LETTERS = frozenset("WAUMX") | {"Sigma", "Lambda"}
"""Letters that are matrices before a vector even where nothing else says so."""
_COUNTS = frozenset("NTKn")
"""Capitals that are counts before a lower-case letter."""
_BY_ENTRY = frozenset({
    "exp", "log", "tanh", "sigmoid", "relu", "softmax", "sin", "cos", "softplus", "sign", "sqrt", "lg",
})  # fmt: skip
_TO_NUMBER = frozenset({"abs", "norm", "trace", "det", "dot", "logsumexp"})


class MisfitError(ValueError):
    """Shapes that cannot be added or multiplied."""


class Signs(NamedTuple):
    """What a formula shows of its names."""

    transposed: frozenset[str]
    """Names that are transposed, or multiplied as only arrays are."""
    vectors: frozenset[str]
    matrices: frozenset[str]
    numbers: frozenset[str]
    """Names that divide, are exponents or limits, or are added to a number."""


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
    signs = _signs(tree, said, bold)
    if not signs.transposed | signs.vectors | signs.matrices:
        transposed = _signs(given, {}, frozenset()).transposed & names(tree)
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


def _signs(tree: Tree, said: Mapping[str, str], bold: frozenset[str]) -> Signs:
    transposed: set[str] = set()
    matrices = {name for name, shape in said.items() if shape == "m"} & names(tree)
    vectors = {name for name, shape in said.items() if shape == "c"} & names(tree)
    numbers: set[str] = set()
    for name in bold & names(tree):
        (transposed if name[:1].isupper() else vectors).add(name)
    for part in walk(tree):
        _look(part, transposed, vectors, matrices, numbers)
    return Signs(
        frozenset(transposed),
        frozenset(vectors),
        frozenset(matrices),
        frozenset(numbers - transposed),
    )


def _look(
    part: Tree, transposed: set[str], vectors: set[str], matrices: set[str], numbers: set[str]
) -> None:
    if part.kind == "transpose":
        transposed |= _all_names(part.parts[0])
    elif part.kind in ("matmul", "outer"):
        transposed |= {found for each in part.parts if (found := base_name(each))}
    elif part.kind == "call":
        _look_at_call(part, transposed, vectors)
    elif part.kind == "index" and base_name(part) == "W":
        matrices.add("W")
    elif part.kind == "inverse" and (found := base_name(part.parts[0])):
        numbers.add(found)
    elif part.kind == "power":
        _look_at_power(part, matrices, numbers)
    elif part.kind == "sum":
        if any(term.kind == "number" for term in part.parts):
            numbers |= {
                name
                for term in part.parts
                if term.kind in ("name", "index") and (name := base_name(term))
            }
        matrices |= _affine(part)
    elif part.kind == "big":
        for limits in part.parts[2].parts:
            if limits.kind in ("between", "from"):
                numbers |= _all_names(limits)
    elif part.kind == "product":
        matrices |= {
            name
            for each in part.parts[:-1]
            if (name := base_name(each)) == "W" and _is_letter(part.parts[-1])
        }
    elif part.kind == "chain":
        matrices |= _mapped(part)


def _look_at_call(part: Tree, transposed: set[str], vectors: set[str]) -> None:
    function = part.parts[0]
    if function in ("trace", "det", "diag"):
        transposed |= {found for each in part.parts[1:] if (found := base_name(each))}
        transposed |= {
            found for each in part.parts[1:] for found in names(each) if found[:1].isupper()
        }
    elif function in ("norm", "softmax"):
        inner = part.parts[1]
        terms = inner.parts if inner.kind == "sum" else (inner,)
        terms = tuple(term.parts[0] if term.kind == "minus" else term for term in terms)
        norms = {found for term in terms if (found := base_name(term)) and found[:1].isupper()}
        transposed |= norms
        vectors |= {
            found
            for term in terms
            if term.kind in ("name", "index") and (found := base_name(term)) and found not in norms
        }


def _look_at_power(part: Tree, matrices: set[str], numbers: set[str]) -> None:
    base, exponent = part.parts
    numbers |= _all_names(exponent)
    if exponent == Tree("minus", (number(1),)):
        factors = base.parts if base.kind == "product" else (base,)
        if all((name := base_name(factor)) and name[:1].isupper() for factor in factors):
            matrices |= {base_name(factor) or "" for factor in factors}
    elif (
        exponent.kind == "number"
        and exponent.parts[0].denominator != 1
        and (found := base_name(base))
    ):
        numbers.add(found)


def _affine(tree: Tree) -> set[str]:
    """`W` and `U` of `W x + U h + b`: capitals before lower-case letters, in a sum with a lower-case one."""
    found: set[str] = set()
    plain = 0
    for term in tree.parts:
        if term.kind == "product" and len(term.parts) == 2:
            first, second = term.parts
            capital, other = (base_name(part) or "" for part in term.parts)
            if (
                capital[:1].isupper()
                and capital not in _COUNTS
                and second.kind != "number"
                and (_is_vector_letter(other) or second.kind in {"list", "hadamard"})
                and first.kind in ("name", "index")
            ):
                found.add(capital)
            elif other in _MATRIX_LETTERS and _is_vector_letter(capital):
                found.add(other)
        elif _is_letter(term):
            plain += 1
    return found if plain or len(found) > 1 else set()


def _mapped(tree: Tree) -> set[str]:
    """`A` of `A v = λ v`, `W` of `y = W x`."""
    found: set[str] = set()
    sides = tree.parts[::2]
    for side in sides:
        if (
            side.kind == "product"
            and len(side.parts) == 2
            and all(p.kind in ("name", "index") for p in side.parts)
        ):
            capital, other = (base_name(part) or "" for part in side.parts)
            last = [s.parts[-1] for s in sides if s is not side and s.kind == "product"]
            if (
                capital[:1].isupper()
                and _is_vector_letter(other)
                and (
                    side.parts[1] in last
                    or (
                        capital in _MATRIX_LETTERS
                        and any(_is_letter(s) for s in sides if s is not side)
                    )
                )
            ):
                found.add(capital)
    return found


def _is_vector_letter(name: str) -> bool:
    return (
        bool(name)
        and not name[0].isupper()
        and name not in ("n", "i", "j", "k", "t", "pi", "eta", "alpha", "lambda")
    )


def _is_letter(tree: Tree) -> bool:
    return tree.kind in ("name", "index") and _is_vector_letter(base_name(tree) or "")


def _all_names(tree: Tree) -> set[str]:
    if tree.kind in ("name", "index"):
        found = base_name(tree)
        return {found} if found else set()
    if tree.kind in ("sum", "product", "minus", "power", "between", "from", "transpose"):
        return set().union(*(_all_names(child) for child in children(tree)), set())
    return set()


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


_NAME = r"`?([A-Za-z]|[α-ωΑ-Ω])(?:_[^\s`,.;]+)?`?"
_AFTER = re.compile(
    rf"\b(vector|vectors|matrix|matrices)\s+{_NAME}(?![\w'’-])(?:\s*(?:and|,)\s*{_NAME}(?![\w'’-]))?"
)
_BEFORE = re.compile(
    rf"(?<![\w'’-]){_NAME}(?:\s+(?:is|be|as|a|an|the|of|its)\b)(?:\s+[\w-]+){{0,4}}?\s+(vector|matrix)\b"
)


def said_in(question: str) -> dict[str, str]:
    """Shapes that a question says: `with output matrix V`, `S the learned start vector`."""
    found: dict[str, str] = {}
    for match in _BEFORE.finditer(question):
        found[GREEK.get(match[1], match[1])] = "c" if match[2] == "vector" else "m"
    for match in _AFTER.finditer(question):
        for name in filter(None, match.groups()[1:]):
            if name not in ("a", "I"):
                found[GREEK.get(name, name)] = "c" if match[1].startswith("vector") else "m"
    return found
