"""The value of a tree at a random point. Unknown functions have random values, the same for equal arguments."""

from __future__ import annotations

from itertools import pairwise as neighbours
from itertools import product as combinations
from typing import TYPE_CHECKING

from studycards.cards.formula.arithmetic import INFINITY, ORDERS, Arithmetic
from studycards.cards.formula.functions import array_of, extreme
from studycards.cards.formula.operands import NOTHING
from studycards.cards.formula.tree import Tree, base_name, walk
from studycards.cards.formula.tree import name as name_tree
from studycards.cards.formula.values import (
    Items,
    UndefinedError,
    Value,
    add,
    close,
    key,
    limited,
    multiply,
    real,
    shape,
)
from studycards.cards.formula.world import DEFAULT_RANGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_RANGE = 60
_ENDLESS = 4
"""Terms that stand for those of a sum without end."""
_PROBES = 3
_CANDIDATES = 5
_COMMUTING = frozenset("∪∩∧∨⊕")
_DRAWING = frozenset("~∈")


class Evaluator(Arithmetic):
    """Computes trees in one world."""

    def _apply(self, tree: Tree) -> Value:
        head = tree.parts[0]
        letters = base_name(head) or "?"
        if letters in ORDERS and len(tree.parts) == 2:
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
        if any(part == INFINITY for part in walk(limits.parts[1])):
            return list(range(low, low + _ENDLESS))
        if any(part == INFINITY for part in walk(limits.parts[0])):
            raise UndefinedError
        high = self._limit(limits.parts[1])
        if high - low > _LONGEST_RANGE:
            raise UndefinedError
        return list(range(low, high + 1))

    def _limit(self, tree: Tree) -> int:
        if any(part == INFINITY for part in walk(tree)):
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
