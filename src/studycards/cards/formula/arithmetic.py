"""Names and arithmetic: the parts of a formula whose value needs no bound name."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise as neighbours
from typing import TYPE_CHECKING, Any

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.functions import BY_NAME, cross, norm
from studycards.cards.formula.operands import is_word
from studycards.cards.formula.tree import Tree, base_name
from studycards.cards.formula.tree import name as name_tree
from studycards.cards.formula.values import (
    Items,
    UndefinedError,
    Value,
    add,
    inverse,
    key,
    limited,
    multiply,
    pairwise,
    power,
    shape,
    size,
    stacked,
    transposed,
)
from studycards.cards.formula.world import SIZE, World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


INFINITY = Tree("name", ("∞",))
ORDERS = frozenset({"O", "Theta"})
"""Orders of growth: `O(n/k) + O(k)` and `O(n/k + k)` are the same."""
_BINDABLE = frozenset({"name", "index", "apply"})


class Steps:
    """The parts that may still be computed for one verdict."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> None:
        """Count one.

        Raises:
            NoFormulaError: There were too many.
        """
        self.left -= 1
        if self.left < 0:
            raise NoFormulaError("takes too long")


class Arithmetic:
    """Computes names, numbers, sums, products and functions in one world."""

    def __init__(self, world: World, steps: Steps) -> None:
        self._world = world
        self._bound: dict[Tree, Value] = {}
        self._steps = steps
        self.complex = False
        """Whether a number was complex: the point is outside of the domain."""

    def value(self, tree: Tree) -> Value:
        """The value of a tree.

        Raises:
            UndefinedError: It has none at this point.
            NoFormulaError: It takes too long.
        """
        self._steps.take()
        if self._bound and tree.kind in _BINDABLE and tree in self._bound:
            return self._bound[tree]
        compute: Callable[[Arithmetic, Tree], Value] | None = getattr(
            type(self), f"_{tree.kind}", None
        )
        if compute is None:
            return self._opaque(tree)
        value = limited(compute(self, tree))
        if isinstance(value, complex):
            self.complex = True
        return value

    def _opaque(self, tree: Tree) -> Value:
        return self._named(f"{tree.kind}<{self._keys(tree.parts)}>", tree.kind)

    def _keys(self, parts: Sequence[Any]) -> str:
        return "|".join(
            key(self.value(part)) if isinstance(part, Tree) else str(part) for part in parts
        )

    def _named(self, text: str, letters: str, shape_: str | None = None) -> Value:
        override = self._world.overrides.get(text)
        return self._world.value(text, letters, shape_) if override is None else override

    # names

    def _number(self, tree: Tree) -> Value:
        value: Fraction = tree.parts[0]
        return int(value) if value.denominator == 1 else value

    def _name(self, tree: Tree) -> Value:
        return self._named(tree.parts[0], tree.parts[0])

    def key_of(self, tree: Tree) -> str | None:
        """The key of a name, an index, an application or a derivative; None for what is computed."""
        if tree.kind == "name":
            bound = self._bound.get(tree)
            return str(tree.parts[0]) if bound is None else f"{tree.parts[0]}={key(bound)}"
        if tree.kind in ("index", "apply"):
            head = self.key_of(tree.parts[0])
            if head is None:
                head = "?" + key(self.value(tree.parts[0]))
            if tree.kind == "apply" and head in ORDERS | {"indicator"}:
                return None
            return f"{head}({self._arguments(tree)})"
        if tree.kind in ("derivative", "gradient", "d"):
            return f"{tree.kind}<{self._keys(tree.parts)}>"
        if (
            tree.kind == "call"
            and tree.parts[0] in ("norm", "abs")
            and tree.parts[1].kind in ("derivative", "gradient")
        ):
            return f"norm<{self._keys(tree.parts[1:])}>"
        return None

    def _arguments(self, tree: Tree) -> str:
        head = base_name(tree)
        parts = []
        for argument in tree.parts[1:]:
            if (
                argument.kind == "product"
                and head
                and is_word(head)
                and all(p.kind == "name" for p in argument.parts)
            ):
                parts.append("·".join(p.parts[0] for p in argument.parts))
            else:
                parts.append(key(self.value(argument)))
        if head in ("P", "Pr") and tree.kind == "apply":
            parts.sort()
        return ",".join(parts)

    def _index(self, tree: Tree) -> Value:
        text = self.key_of(tree) or ""
        letters = base_name(tree)
        if letters is None:
            return self._named(text, "?", "s")
        return self._named(text, letters)

    # arithmetic

    def _sum(self, tree: Tree) -> Value:
        total = self.value(tree.parts[0])
        for part in tree.parts[1:]:
            total = add(total, self.value(part))
        return total

    def _minus(self, tree: Tree) -> Value:
        return multiply(-1, self.value(tree.parts[0]))

    def _pm(self, tree: Tree) -> Value:
        return multiply(1 if self._world.drawn("±") % 2 else -1, self.value(tree.parts[0]))

    def _product(self, tree: Tree) -> Value:
        """From the left; a number before or after a matrix binds nothing."""
        values = [self.value(part) for part in tree.parts]
        total = values[0]
        for place, value in enumerate(values[1:], start=1):
            if (
                self._world.strict
                and _are_columns(total, value)
                and tree.parts[place].kind != "dotted"
            ):
                raise UndefinedError
            total = self._fitted(total, value, tree.parts[place - 1])
            total = limited(multiply(total, value, by_entry=self._world.by_entry))
        return total

    def _matmul(self, tree: Tree) -> Value:
        total = self.value(tree.parts[0])
        for before, part in neighbours(tree.parts):
            value = self.value(part)
            total = multiply(
                self._fitted(total, value, before), value, by_entry=self._world.by_entry
            )
        return total

    def _dotted(self, tree: Tree) -> Value:
        return self.value(tree.parts[0])

    def _fitted(self, left: Value, right: Value, tree: Tree) -> Value:
        """A named matrix before a list of vectors has as many columns as that has entries."""
        if (
            isinstance(right, Items)
            and isinstance(left, tuple)
            and base_name(tree)
            and shape(left)[0] > 1
        ):
            column = stacked(right)
            if isinstance(column, tuple) and len(column) != shape(left)[1]:
                return self._world.array(
                    self.key_of(tree) or "", base_name(tree) or "", SIZE, len(column)
                )
        return left

    def _hadamard(self, tree: Tree) -> Value:
        total = self.value(tree.parts[0])
        for part in tree.parts[1:]:
            total = pairwise(lambda a, b: a * b, total, self.value(part))
        return total

    def _outer(self, tree: Tree) -> Value:
        return BY_NAME["outer"](*(self.value(part) for part in tree.parts))

    def _cross(self, tree: Tree) -> Value:
        return cross(*(self.value(part) for part in tree.parts))

    def _inverse(self, tree: Tree) -> Value:
        return inverse(self.value(tree.parts[0]))

    def _power(self, tree: Tree) -> Value:
        base, exponent = self.value(tree.parts[0]), self.value(tree.parts[1])
        try:
            return power(base, exponent)
        except UndefinedError:
            if isinstance(base, tuple) and not isinstance(exponent, tuple | Items):
                return self._named(f"power<{key(base)}^{key(exponent)}>", "?", "m")
            raise

    def _transpose(self, tree: Tree) -> Value:
        return transposed(self.value(tree.parts[0]))

    def _call(self, tree: Tree) -> Value:
        function, *arguments = tree.parts
        if (text := self.key_of(tree)) is not None:
            return size(self._world.number(text, "?"))
        values = [self.value(argument) for argument in arguments]
        if function == "norm":
            return self._norm(values[0], arguments[1:])
        if function == "softmax" and not isinstance(stacked(values[0]), tuple):
            return size(self._world.number(f"softmax {key(values[0])}", "?"))
        if (known := BY_NAME.get(function)) is None or (len(values) > 1 and function in _OF_ONE):
            return self._named(f"{function}<{'|'.join(map(key, values))}>", function)
        try:
            return known(*values)
        except NotImplementedError:
            return self._named(f"{function}<{'|'.join(map(key, values))}>", function)
        except TypeError:
            raise UndefinedError from None

    def _norm(self, value: Value, below: list[Tree]) -> Value:
        order = below[0] if below else None
        if order is None or order == Tree("number", (Fraction(2),)) or order == name_tree("F"):
            length = norm(value)
            square = isinstance(value, tuple) and 1 not in shape(value)
            if not square or order == name_tree("F"):
                return length
            return multiply(length, size(self._world.number("spectral", "?")))
        if not isinstance(value, tuple) or (order != INFINITY and order.kind != "number"):
            factor = size(self._world.number(f"norm {self._keys([order])}", "?"))
            return multiply(norm(value), factor)
        return norm(value, "∞" if order == INFINITY else order.parts[0])


def _are_columns(one: Value, other: Value) -> bool:
    return (
        isinstance(one, tuple)
        and isinstance(other, tuple)
        and len(one[0]) == len(other[0]) == 1 < len(one)
    )


_OF_ONE = frozenset(
    {"exp", "log", "lg", "tanh", "sigmoid", "softmax", "relu", "trace", "det", "diag"}
)
