"""The value of a tree at a random point. Unknown functions have random values, the same for equal arguments."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise as neighbours
from itertools import product as combinations
from typing import TYPE_CHECKING, Any

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.functions import BY_NAME, array_of, cross, extreme, norm
from studycards.cards.formula.operands import NOTHING, is_word
from studycards.cards.formula.tree import Tree, base_name, walk
from studycards.cards.formula.tree import name as name_tree
from studycards.cards.formula.values import (
    Items,
    UndefinedError,
    Value,
    add,
    close,
    inverse,
    key,
    limited,
    multiply,
    pairwise,
    power,
    real,
    shape,
    size,
    stacked,
    transposed,
)
from studycards.cards.formula.world import DEFAULT_RANGE, SIZE, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LONGEST_RANGE = 60
_ENDLESS = 4
"""Terms that stand for those of a sum without end."""
_PROBES = 3
_CANDIDATES = 5
_INFINITY = Tree("name", ("∞",))
_ORDERS = frozenset({"O", "Theta"})
"""Orders of growth: `O(n/k) + O(k)` and `O(n/k + k)` are the same."""
_COMMUTING = frozenset("∪∩∧∨⊕")
_DRAWING = frozenset("~∈")
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


class Evaluator:
    """Computes trees in one world."""

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
        compute: Callable[[Evaluator, Tree], Value] | None = getattr(
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
            if tree.kind == "apply" and head in _ORDERS | {"indicator"}:
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

    def _apply(self, tree: Tree) -> Value:
        head = tree.parts[0]
        letters = base_name(head) or "?"
        if letters in _ORDERS and len(tree.parts) == 2:
            return self.value(tree.parts[1])
        if letters == "indicator":
            return int(all(self.truth(condition) for condition in tree.parts[1:]))
        if head.kind == "index" and any(map(_draws, head.parts[1:])):
            return self._expectation(tree)
        return self._named(self.key_of(tree) or "", letters)

    def _expectation(self, tree: Tree) -> Value:
        """`E_{x∼p}[f(x)]`: linear in what is expected, whatever the bound name is called."""
        names: list[Tree] = []
        rest: list[Tree] = []
        for script in tree.parts[0].parts[1:]:
            drawn, *others = script.parts[::2] if _draws(script) else (None, script)
            if drawn is not None:
                names += drawn.parts if drawn.kind == "list" else [drawn]
            rest += others
        label = f"{base_name(tree)}({self._keys(rest)}"
        return self._probed(names, tree.parts[1:], label)

    def _probed(self, names: list[Tree], bodies: Sequence[Tree], label: str) -> Value:
        """A weighted sum over random values of bound names."""
        total: Value = 0
        for probe in range(_PROBES):
            values = [
                self._world.number(f"probe {probe} {place}", "probe") for place in range(len(names))
            ]
            with self._binding(names, values):
                items = [self.value(body) for body in bodies]
            weight = self._world.number(f"weight {probe} {label}", "weight")
            value = (
                items[0]
                if len(items) == 1
                else self._world.number(f"of {'|'.join(map(key, items))}", "weight")
            )
            total = add(total, multiply(weight, value))
        return total

    def _binding(self, names: list[Tree], values: Sequence[Value]) -> _Binding:
        return _Binding(self._bound, dict(zip(names, values, strict=True)))

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
        if not isinstance(value, tuple) or (order != _INFINITY and order.kind != "number"):
            factor = size(self._world.number(f"norm {self._keys([order])}", "?"))
            return multiply(norm(value), factor)
        return norm(value, "∞" if order == _INFINITY else order.parts[0])

    # operators over bound names

    def _big(self, tree: Tree) -> Value:
        symbol, names, ranges, conditions, body = tree.parts
        if symbol in ("int", "lim"):
            label = (
                f"{symbol}({self._keys([p for limited_ in ranges.parts for p in limited_.parts])}"
            )
            return self._probed(list(names.parts), [body], label)
        if symbol in ("argmax", "argmin"):
            return self._best(tree, greatest=symbol == "argmax")
        values = [
            self.value(body) for _ in self._points(names.parts, ranges.parts, conditions.parts)
        ]
        if symbol in ("sum", "union", "inter"):
            total: Value = 0
            for value in values:
                total = limited(add(total, value))
            return total
        if symbol == "prod":
            product: Value = 1
            for value in values:
                product = limited(multiply(product, value))
            return product
        if not values or symbol not in ("max", "min", "sup", "inf", "limsup"):
            raise UndefinedError
        return (
            extreme(values, greatest=symbol not in ("min", "inf")) if len(values) > 1 else values[0]
        )

    def _points(
        self, names: Sequence[Tree], ranges: Sequence[Tree], conditions: Sequence[Tree]
    ) -> Iterator[None]:
        """Each combination of values of bound names, bound while it is given; a range may use those before it."""
        if not names:
            if all(self.truth(condition) for condition in conditions):
                yield None
            return
        for value in self._range(ranges[0]):
            with self._binding([names[0]], [value]):
                yield from self._points(names[1:], ranges[1:], conditions)

    def _range(self, limits: Tree) -> list[Value]:
        match limits.kind:
            case "none":
                return list(DEFAULT_RANGE)
            case "within":
                value = self.value(limits.parts[0])
                if isinstance(value, Items):
                    return list(value.values)
                drawn = self._world.drawn(f"set {key(value)}")
                return list(dict.fromkeys(1 + (drawn >> shift) % 9 for shift in (0, 8, 16)))
            case "from":
                low = self._limit(limits.parts[0])
                return list(range(low, low + _ENDLESS))
        low = self._limit(limits.parts[0])
        if any(part == _INFINITY for part in walk(limits.parts[1])):
            return list(range(low, low + _ENDLESS))
        if any(part == _INFINITY for part in walk(limits.parts[0])):
            raise UndefinedError
        high = self._limit(limits.parts[1])
        if high - low > _LONGEST_RANGE:
            raise UndefinedError
        return list(range(low, high + 1))

    def _limit(self, tree: Tree) -> int:
        if any(part == _INFINITY for part in walk(tree)):
            return -1
        value = self.value(tree)
        if isinstance(value, tuple | Items):
            raise UndefinedError
        limit = real(value)
        if abs(limit) > 1e9:
            raise UndefinedError
        return int(limit // 1)

    def _best(self, tree: Tree, *, greatest: bool) -> Value:
        """The order of candidates stands for the best, because there are more orders than candidates."""
        _, names, ranges, _, body = tree.parts
        limits = self._keys([p for limited_ in ranges.parts for p in limited_.parts])
        sizes: list[float] = []
        for candidate in combinations(range(1, _CANDIDATES + 1), repeat=min(len(names.parts), 2)):
            with self._binding(list(names.parts[:2]), candidate):
                value = self.value(body)
                if isinstance(value, tuple | Items):
                    raise UndefinedError
                sizes.append(real(value) if greatest else -real(value))
        order = sorted(range(len(sizes)), key=lambda place: sizes[place])
        if any(close(sizes[a], sizes[b]) for a, b in neighbours(order)):
            raise UndefinedError
        return self._world.number(f"best {order} {limits}", "?")

    # lists and relations

    def _list(self, tree: Tree) -> Value:
        return Items(tuple(self.value(part) for part in tree.parts))

    _given = _list

    def _set(self, tree: Tree) -> Value:
        return Items(tuple(self.value(part) for part in tree.parts), unordered=True)

    def _matrix(self, tree: Tree) -> Value:
        return array_of([[self.value(item) for item in row.parts] for row in tree.parts])

    def _operation(self, tree: Tree) -> Value:
        sign, *parts = tree.parts
        keys = [key(self.value(part)) for part in parts]
        if sign in _COMMUTING:
            keys.sort()
        return self._named(f"{sign}<{'|'.join(keys)}>", sign)

    def _derivative(self, tree: Tree) -> Value:
        return self._named(self.key_of(tree) or "", "derivative", self._shape_of_derivative(tree))

    def _shape_of_derivative(self, tree: Tree) -> str:
        above, below = (self._shape_below(part) for part in tree.parts)
        if below == "s" or above == below == "m":
            return above
        return below if above == "s" else "m"

    def _shape_below(self, tree: Tree) -> str:
        while tree.kind in ("d", "power", "product"):
            tree = tree.parts[0]
        value = 0 if tree == NOTHING else self.value(tree)
        if not isinstance(value, tuple):
            return "s"
        rows, columns = shape(value)
        return "c" if columns == 1 else "r" if rows == 1 else "m"

    def _gradient(self, tree: Tree) -> Value:
        below = "s" if tree.parts[1] == NOTHING else self._shape_below(tree.parts[1])
        return self._named(self.key_of(tree) or "", "gradient", below)

    def _d(self, tree: Tree) -> Value:
        return self._named(self.key_of(tree) or "", "d", self._shape_below(tree))

    def _cases(self, tree: Tree) -> Value:
        for value, condition in zip(tree.parts[::2], tree.parts[1::2], strict=True):
            if condition == name_tree("otherwise") or self.truth(condition):
                return self.value(value)
        raise UndefinedError

    def _chain(self, tree: Tree) -> Value:
        return int(self.truth(tree))

    def truth(self, tree: Tree) -> bool:
        """Whether a relation holds; of one that is not computed, a random answer."""
        if tree.kind == "list":
            return all(self.truth(part) for part in tree.parts)
        if tree.kind != "chain":
            return bool(self._world.drawn(key(self.value(tree))) % 2)
        values, signs = [self.value(side) for side in tree.parts[::2]], tree.parts[1::2]
        return all(
            self._holds(sign, one, other)
            for one, sign, other in zip(values, signs, values[1:], strict=False)
        )

    def _holds(self, sign: str, one: Value, other: Value) -> bool:
        if sign in ("=", "!="):
            return close(one, other) == (sign == "=")
        if (
            sign in ("<", "<=", ">", ">=")
            and not isinstance(one, tuple | Items)
            and not isinstance(other, tuple | Items)
        ):
            less, same = real(one) < real(other), close(one, other)
            return {
                "<": less and not same,
                "<=": less or same,
                ">": not less and not same,
                ">=": not less or same,
            }[sign]
        return bool(self._world.drawn(f"{key(one)}{sign}{key(other)}") % 2)


def _are_columns(one: Value, other: Value) -> bool:
    return (
        isinstance(one, tuple)
        and isinstance(other, tuple)
        and len(one[0]) == len(other[0]) == 1 < len(one)
    )


def _draws(script: Tree) -> bool:
    """Whether a script is `x ∼ p`."""
    return script.kind == "chain" and script.parts[1] in _DRAWING


class _Binding:
    """Values of names while a body is computed."""

    def __init__(self, bound: dict[Tree, Value], new: dict[Tree, Value]) -> None:
        self._bound = bound
        self._new = new
        self._old: dict[Tree, Value] = {}

    def __enter__(self) -> None:
        self._old = {name: self._bound[name] for name in self._new if name in self._bound}
        self._bound |= self._new

    def __exit__(self, *_: object) -> None:
        for name in self._new:
            self._bound.pop(name, None)
        self._bound |= self._old


_OF_ONE = frozenset(
    {"exp", "log", "lg", "tanh", "sigmoid", "softmax", "relu", "trace", "det", "diag"}
)
