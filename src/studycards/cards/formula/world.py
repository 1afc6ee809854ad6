"""A random point: the value of every name and unknown function there."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.formula.tree import Tree, base_name, children, walk
from studycards.cards.formula.values import real

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studycards.cards.formula.values import Number, Value

SIZE = 3
"""Entries of a vector, rows and columns of a matrix."""

DEFAULT_RANGE = (1, 2, 3)
"""What a name without limits runs over."""

_PARTS = 96
"""Numbers are whole multiples of one part of this many."""


class Facts(NamedTuple):
    """What is known of the names of the formulas that are compared."""

    limits: frozenset[str]
    """Names in limits of sums, factorials and such: small whole numbers from 2."""
    indices: frozenset[str]
    """Names in scripts: whole numbers."""
    inner: frozenset[str]
    """Names in conditions on bound names: whole numbers of the range without limits."""
    positive: frozenset[str]
    """Names below logarithms and roots."""
    shapes: Mapping[str, str]
    """The names that are vectors (`c`, or `r` for a row) and matrices (`m`)."""


class World:
    """Values by name, always the same for one seed."""

    def __init__(
        self, seed: int, facts: Facts, *, by_entry: bool = False, strict: bool = False
    ) -> None:
        self.facts = facts
        self.by_entry = by_entry
        """Whether the product of two columns is that of their entries."""
        self.strict = strict
        """Whether two columns side by side, without a sign between them, have no product."""
        self.overrides: dict[str, Value] = {}
        self._seed = seed.to_bytes(4, "big")
        self._signed = seed % 3 != 1
        """Whether numbers may be negative here."""
        self._low, self._span = ((12, 130), (4, 56), (24, 120))[seed % 3]
        chance = random.Random(seed)
        self._whole: dict[str, int] = {}
        for names, low, room in ((facts.limits, 2, 3), (facts.indices - facts.limits, 1, 8)):
            chosen = chance.sample(range(low, low + len(names) + room), len(names))
            self._whole |= dict(zip(sorted(names), chosen, strict=True))
        self._whole |= {name: chance.choice(DEFAULT_RANGE) for name in sorted(facts.inner)}

    def number(self, key: str, letters: str) -> Number:
        """The number of a key, with the properties of the name it begins with."""
        whole = self._whole.get(letters) if key == letters else None
        if whole is not None:
            return whole
        if letters in self.facts.limits:
            return 2 + self.drawn(key) % 4
        if key in ("pi", "e"):
            return math.pi if key == "pi" else math.e
        drawn = self.drawn(key)
        size = Fraction(self._low + drawn % self._span, _PARTS)
        negative = self._signed and letters not in self.facts.positive and (drawn >> 40) % 2
        return -size if negative else size

    def value(self, key: str, letters: str, shape: str | None = None) -> Value:
        """The value of a key, in the shape of its name."""
        shape = shape or self.facts.shapes.get(letters, "s")
        if shape == "s":
            return self.number(key, letters)
        if key == "I" and shape == "m":
            return tuple(tuple(int(i == j) for j in range(SIZE)) for i in range(SIZE))
        if shape == "c":
            return self.array(key, letters, SIZE, 1)
        if shape == "r":
            return self.array(key, letters, 1, SIZE)
        return self.array(key, letters, SIZE, SIZE)

    def array(self, key: str, letters: str, rows: int, columns: int) -> Value:
        """An array of numbers of a key."""
        return tuple(
            tuple(real(self.number(f"{key};{i},{j}", letters)) for j in range(columns))
            for i in range(rows)
        )

    def drawn(self, key: str) -> int:
        """64 random bits that depend on a key alone."""
        return int.from_bytes(blake2b(key.encode(), digest_size=8, key=self._seed).digest(), "big")


def facts_of(trees: Iterable[Tree], shapes: Mapping[str, str], positive: frozenset[str]) -> Facts:
    """What the trees say of their names."""
    limits: set[str] = set()
    indices: set[str] = set()
    inner: set[str] = set()
    for tree in trees:
        for part in walk(tree):
            if part.kind == "index" and len(part.parts) == 2:
                indices |= _names(part.parts[1])
            elif part.kind in {"between", "from"}:
                for limit in part.parts:
                    limits |= _limit_names(limit)
            elif part.kind == "call" and part.parts[0] in ("binom", "factorial", "gcd"):
                for each in children(part):
                    limits |= _names(each)
            elif part.kind == "big":
                for condition in part.parts[3].parts:
                    inner |= _names(condition)
    arrays = set(shapes)
    return Facts(
        frozenset(limits - arrays), frozenset(indices - arrays), frozenset(inner - limits - arrays),
        positive, shapes,
    )  # fmt: skip


def _limit_names(tree: Tree) -> set[str]:
    """Names in a limit: of `T_x` only `T`."""
    if tree.kind in ("index", "apply", "name"):
        letters = base_name(tree)
        return {letters} if letters and letters != "∞" else set()
    return set().union(*map(_limit_names, children(tree)), set())


def _names(tree: Tree) -> set[str]:
    return {part.parts[0] for part in walk(tree) if part.kind == "name" and part.parts[0] != "pi"}


_INTO = frozenset({"sum", "product", "power", "inverse", "minus", "hadamard", "big", "list"})


def positive_names(author: Tree, given: Tree) -> frozenset[str]:
    """Names below logarithms and roots: a point where they are negative shows nothing.

    Those of the answer count too, since `sqrt(s^2)` is `s` for a standard deviation; but not where
    the author takes an absolute value.
    """
    sized = {
        letters for part in walk(author) if part.kind == "call" and part.parts[0] in ("abs", "norm")
        for each in walk(part) if (letters := base_name(each))
    }  # fmt: skip
    solved = {
        letters for part in walk(given) if part.kind == "chain" and len(part.parts) == 3
        and any(side.kind == "power" and _is_broken(side.parts[1]) for side in part.parts[::2])
        for side in part.parts[::2] if (letters := base_name(side))
    }  # fmt: skip
    return frozenset(_positive([author]) | ((_positive([given]) | solved) - sized))


def _positive(trees: Iterable[Tree]) -> set[str]:
    found: set[str] = set()

    def collect(tree: Tree) -> None:
        if tree.kind in ("name", "index", "apply"):
            letters = base_name(tree)
            if letters:
                found.add(letters)
        elif tree.kind in _INTO:
            for child in children(tree):
                collect(child)

    for tree in trees:
        for part in walk(tree):
            if part.kind == "call" and part.parts[0] == "log":
                collect(part.parts[1])
            elif part.kind == "power" and _is_broken(part.parts[1]):
                collect(part.parts[0])
            elif part.kind == "big" and part.parts[0] == "prod":
                collect(part.parts[4])
    return found


def _is_broken(exponent: Tree) -> bool:
    """Whether an exponent may be no whole number."""
    if exponent.kind == "number":
        return bool(exponent.parts[0].denominator != 1)
    return exponent.kind != "minus" or _is_broken(exponent.parts[0])
