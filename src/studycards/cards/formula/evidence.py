"""What a formula and its question show of its names: signs of vectors, matrices and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.formula.signs import GREEK
from studycards.cards.formula.tree import Tree, base_name, children, names, number, walk

if TYPE_CHECKING:
    from collections.abc import Mapping


_MATRIX_LETTERS = frozenset("WAUMX") | {"Sigma", "Lambda"}
"""Letters that are matrices before a vector even where nothing else says so."""
_COUNTS = frozenset("NTKn")
"""Capitals that are counts before a lower-case letter."""


class Signs(NamedTuple):
    """What a formula shows of its names."""

    transposed: frozenset[str]
    """Names that are transposed, or multiplied as only arrays are."""
    vectors: frozenset[str]
    matrices: frozenset[str]
    numbers: frozenset[str]
    """Names that divide, are exponents or limits, or are added to a number."""


def signs_of(tree: Tree, said: Mapping[str, str], bold: frozenset[str]) -> Signs:
    """What a formula shows, with what was said and what is bold."""
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
