"""A card's formula as plain Python, for proofs: it runs where studycards is not installed."""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.comparison import card_of
from studycards.cards.formula.tree import Tree, base_name, contains, sides, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

_HELPERS = '''\
import math


def _each(function, *values):
    if not any(isinstance(value, list) for value in values):
        return function(*values)
    size = next(len(value) for value in values if isinstance(value, list))
    rows = [value if isinstance(value, list) else [value] * size for value in values]
    return [_each(function, *items) for items in zip(*rows, strict=True)]


def _is_matrix(value):
    return isinstance(value, list) and isinstance(value[0], list)


def _mul(one, other):
    if not (isinstance(one, list) and isinstance(other, list)):
        return _each(lambda a, b: a * b, one, other)
    if not _is_matrix(one) and not _is_matrix(other):
        return sum(a * b for a, b in zip(one, other, strict=True))
    if not _is_matrix(one):
        assert len(other) == 1, "a vector before a matrix"
        return [[a * b for b in other[0]] for a in one]
    if not _is_matrix(other):
        product = [sum(a * b for a, b in zip(row, other, strict=True)) for row in one]
        return product[0] if len(product) == 1 else product
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*other)] for row in one]


def _transpose(value):
    if not isinstance(value, list):
        return value
    if not _is_matrix(value):
        return [value]
    return value[0] if len(value) == 1 else [list(column) for column in zip(*value)]


def _inverse(value):
    if not _is_matrix(value):
        return _each(lambda a: 1 / a, value)
    size = len(value)
    rows = [list(row) + [float(i == j) for j in range(size)] for i, row in enumerate(value)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [item / rows[column][column] for item in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column])]
    return [row[size:] for row in rows]


def _power(base, exponent):
    if not _is_matrix(base):
        return _each(lambda a: a**exponent, base)
    if exponent < 0:
        return _power(_inverse(base), -exponent)
    result = [[float(i == j) for j in range(len(base))] for i in range(len(base))]
    for _ in range(exponent):
        result = _mul(result, base)
    return result


def _add(*values):
    total = values[0]
    for value in values[1:]:
        total = _each(lambda a, b: a + b, total, value)
    return total


def _flat(value):
    return [item for row in value for item in _flat(row)] if isinstance(value, list) else [value]


def _softmax(value):
    if _is_matrix(value):
        return [_softmax(row) for row in value]
    sizes = [math.exp(item) for item in value]
    return [size / sum(sizes) for size in sizes]


def _diag(value):
    if _is_matrix(value):
        return [row[place] for place, row in enumerate(value)]
    return [[item if i == j else 0 for j in range(len(value))] for i, item in enumerate(value)]


def _norm(value, order=2):
    if order == math.inf:
        return max(map(abs, _flat(value)))
    return sum(abs(item) ** order for item in _flat(value)) ** (1 / order)


def _best(function, *values):
    return function(_flat(values[0])) if len(values) == 1 else _each(lambda *a: function(a), *values)


def _at(values, index):
    """The value of an index: of a mapping by its key, of a list counted from 1."""
    return values[index] if isinstance(values, dict) else values[index - 1]


def _indices(values):
    return list(values) if isinstance(values, dict) else range(1, len(values) + 1)


'''
_PLAIN = {
    name: f"_each(math.{name}, {{}})"
    for name in ("exp", "log", "tanh", "sinh", "cosh", "sin", "cos", "tan", "asin", "acos", "atan", "atanh", "erf")
} | {
    "sigmoid": "_each(lambda a: 1 / (1 + math.exp(-a)), {})",
    "softplus": "_each(lambda a: math.log(1 + math.exp(a)), {})",
    "relu": "_each(lambda a: max(0, a), {})",
    "sign": "_each(lambda a: (a > 0) - (a < 0), {})",
    "softmax": "_softmax({})",
    "diag": "_diag({})",
    "trace": "sum(_diag({}))",
    "norm": "_norm({})",
    "abs": "_each(abs, {})",
    "dot": "_mul({})",
    "max": "_best(max, {})",
    "min": "_best(min, {})",
    "clip": "(lambda a, b, c: max(b, min(c, a)))({})",
    "floor": "_each(math.floor, {})",
    "ceil": "_each(math.ceil, {})",
    "factorial": "math.factorial({})",
    "binom": "math.comb({})",
    "gcd": "math.gcd({})",
    "mod": "(lambda a, b: a % b)({})",
}  # fmt: skip
_REDUCED = {"sum": "_add(*{})", "prod": "math.prod({})", "max": "max({})", "min": "min({})"}
_SIGNS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_GIVEN_NAMES = {"pi": "math.pi", "∞": "math.inf"}


def python_of(
    tex: str, unicode: str = "", question: str = "", symbols: Mapping[str, str] | None = None
) -> str:
    """Source of a function `formula(**values)` that computes the right side of a card's formula.

    The source needs nothing but Python's `math`. Values are numbers, lists for vectors, lists of
    lists for matrices, and functions for what the formula applies. A name with scripts is one value,
    such as `h_tm1` for `h_{t-1}` or `E_token`. Where a script is a bound name, the values are a list,
    counted from 1, or a mapping by index: `formula(g=[1, 2, 3], K=3)` for the sum of `g_i`.

    Args:
        tex: The card's TeX.
        unicode: The card's line of Unicode.
        question: The card's question, which may say what is a vector or matrix.
        symbols: The card's symbols.

    Raises:
        NoFormulaError: The formula cannot be read, or has parts that are not computed, such as a
            derivative on its right side.
    """
    card = card_of((tex, unicode) if unicode else (tex,), question, symbols)
    if not card.trees:
        raise NoFormulaError("cannot be read as a formula")
    tree = sides(card.trees[0])[0][-1]
    writer = _Writer()
    body = writer.source(tree)
    names = ", ".join(sorted(writer.names))
    head = f"def formula(*, {names}):" if names else "def formula():"
    return f"{_HELPERS}{head}\n    return {body}\n"


class _Writer:
    """Writes trees as expressions; collects the names that they need."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._bound: list[Tree] = []

    def source(self, tree: Tree) -> str:
        """The tree as an expression in brackets where it needs them."""
        write = getattr(self, f"_{tree.kind}", None)
        if write is None:
            raise NoFormulaError(f"{tree.kind} is not computed")
        return str(write(tree))

    def _sources(self, trees: tuple[Tree, ...] | list[Tree]) -> str:
        return ", ".join(map(self.source, trees))

    def _number(self, tree: Tree) -> str:
        value = tree.parts[0]
        return (
            str(value.numerator)
            if value.denominator == 1
            else f"({value.numerator} / {value.denominator})"
        )

    def _name(self, tree: Tree) -> str:
        if tree.parts[0] in _GIVEN_NAMES:
            return _GIVEN_NAMES[tree.parts[0]]
        return self._identifier(tree.parts[0], bound=tree in self._bound)

    def _identifier(self, text: str, *, bound: bool = False) -> str:
        words = text.replace("'", "_prime").replace("*", "_star")
        found = re.sub(r"\W+", "_", words)
        if not found.isidentifier():
            raise NoFormulaError(f"{text} is no name")
        found = f"{found}_" if iskeyword(found) else found
        if not bound:
            self.names.add(found)
        return found

    def _index(self, tree: Tree) -> str:
        base, *scripts = tree.parts
        if any(contains(script, bound) for script in scripts for bound in self._bound):
            found = self.source(base)
            for script in scripts:
                found = f"_at({found}, {self.source(script)})"
            return found
        if base_name(base) is None:
            return f"_at({self.source(base)}, {self._sources(scripts)})"
        return self._identifier(
            "_".join([str(base_name(base)), *filter(None, map(_label, _words(scripts)))])
        )

    def _apply(self, tree: Tree) -> str:
        head, *arguments = tree.parts
        if base_name(head) in ("O", "Theta"):
            return self.source(arguments[0])
        flat = [each for part in arguments for each in _flat_arguments(part)]
        return f"{self.source(head)}({self._sources(flat)})"

    def _call(self, tree: Tree) -> str:
        function, *arguments = tree.parts
        if function not in _PLAIN:
            raise NoFormulaError(f"{function} is not computed")
        if function == "norm" and arguments[1:] == [Tree("name", ("F",))]:
            arguments = arguments[:1]
        return _PLAIN[function].format(self._sources(arguments))

    def _sum(self, tree: Tree) -> str:
        return f"_add({self._sources(tree.parts)})"

    def _minus(self, tree: Tree) -> str:
        return f"_mul(-1, {self.source(tree.parts[0])})"

    def _product(self, tree: Tree) -> str:
        first, *others = tree.parts
        found = self.source(first)
        for other in others:
            found = f"_mul({found}, {self.source(other)})"
        return found

    _matmul = _product

    def _hadamard(self, tree: Tree) -> str:
        first, *others = tree.parts
        found = self.source(first)
        for other in others:
            found = f"_each(lambda a, b: a * b, {found}, {self.source(other)})"
        return found

    def _outer(self, tree: Tree) -> str:
        one, other = tree.parts
        return f"_mul({self.source(one)}, _transpose({self.source(other)}))"

    def _inverse(self, tree: Tree) -> str:
        return f"_inverse({self.source(tree.parts[0])})"

    def _power(self, tree: Tree) -> str:
        return f"_power({self._sources(tree.parts)})"

    def _transpose(self, tree: Tree) -> str:
        return f"_transpose({self.source(tree.parts[0])})"

    def _list(self, tree: Tree) -> str:
        return f"[{self._sources(tree.parts)}]"

    def _cases(self, tree: Tree) -> str:
        value, condition, *rest = tree.parts
        if condition == Tree("name", ("otherwise",)):
            return self.source(value)
        other = self._cases(Tree("cases", tuple(rest))) if rest else "math.nan"
        return f"({self.source(value)} if {self.source(condition)} else {other})"

    def _chain(self, tree: Tree) -> str:
        parts = [
            self.source(part) if isinstance(part, Tree) else _SIGNS.get(part, "")
            for part in tree.parts
        ]
        if "" in parts:
            raise NoFormulaError("a relation that is not computed")
        return f"({' '.join(parts)})"

    def _big(self, tree: Tree) -> str:
        symbol, names, ranges, conditions, body = tree.parts
        if symbol not in _REDUCED:
            raise NoFormulaError(f"{symbol} is not computed")
        loops = []
        for name, limits in zip(names.parts, ranges.parts, strict=True):
            loop = self._range(name, limits, body)
            self._bound.append(name)
            loops.append(f"for {self._identifier(name.parts[0], bound=True)} in {loop}")
        tests = [f"if {self.source(condition)}" for condition in conditions.parts]
        found = f"[{' '.join([self.source(body), *loops, *tests])}]"
        del self._bound[len(self._bound) - len(names.parts) :]
        return _REDUCED[symbol].format(found)

    def _range(self, name: Tree, limits: Tree, body: Tree) -> str:
        if name.kind != "name":
            raise NoFormulaError("a bound name with scripts is not computed")
        if limits.kind == "between":
            low, high = map(self.source, limits.parts)
            if "math.inf" in high:
                raise NoFormulaError("a sum without end is not computed")
            return f"range({low}, {high} + 1)"
        if limits.kind == "within":
            return self.source(limits.parts[0])
        for part in walk(body):
            if part.kind == "index" and part.parts[1] == name and part.parts[0].kind == "name":
                return f"_indices({self.source(part.parts[0])})"
        raise NoFormulaError("a sum without limits is not computed")


def _flat_arguments(tree: Tree) -> tuple[Tree, ...]:
    if tree.kind in ("given", "list"):
        return tuple(each for part in tree.parts for each in _flat_arguments(part))
    return (tree,)


def _words(scripts: list[Tree]) -> list[Tree | str]:
    """The scripts, letters next to each other as one word."""
    if len(scripts) > 1 and all(script.kind == "name" for script in scripts):
        return ["".join(script.parts[0] for script in scripts)]
    return list(scripts)


def _label(script: Tree | str) -> str:
    """A script in a name: `tm1` for `t-1`."""
    if isinstance(script, str):
        return script
    match script.kind:
        case "sum":
            return "".join(
                _label(part) if part.kind == "minus" or not place else f"p{_label(part)}"
                for place, part in enumerate(script.parts)
            )
        case "minus":
            return f"m{_label(script.parts[0])}"
        case "number" | "name":
            return str(script.parts[0])
    return "".join(_label(part) for part in script.parts if isinstance(part, Tree))
