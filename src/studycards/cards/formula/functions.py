"""The functions whose values are known."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import TYPE_CHECKING

from studycards.cards.formula.values import (
    Array,
    Items,
    Number,
    UndefinedError,
    Value,
    applied,
    determinant,
    dot,
    each,
    exponential,
    logarithm,
    multiply,
    number_power,
    pairwise,
    real,
    shape,
    size,
    stacked,
)

if TYPE_CHECKING:
    from collections.abc import Callable


_NEAREST = 1e-3


def _sigmoid(value: Number) -> Number:
    bottom = 1 + exponential(-value)
    if bottom == 0:
        raise UndefinedError
    return 1 / bottom


def _by_entry(function: Callable[[Number], Number]) -> Callable[[Value], Value]:
    return lambda value: each(function, value)


def _entries(value: Value) -> list[Number]:
    array = stacked(value)
    return [item for row in array for item in row] if isinstance(array, tuple) else [array]  # type: ignore[list-item]


def softmax(value: Value) -> Value:
    """Of a vector over its entries, of a matrix over each row."""
    array = stacked(value)
    if not isinstance(array, tuple):
        raise UndefinedError
    if 1 in shape(array):
        total = sum(exponential(item) for item in _entries(array))
        return each(lambda item: exponential(item) / total, array)
    return tuple(softmax((row,))[0] for row in array)  # type: ignore[index]


def _diag(value: Value) -> Value:
    array = stacked(value)
    if not isinstance(array, tuple):
        raise NotImplementedError
    if shape(array)[0] == shape(array)[1]:
        return tuple((row[place],) for place, row in enumerate(array))
    items = _entries(array)
    return tuple(
        tuple(item if i == j else 0 for j in range(len(items))) for i, item in enumerate(items)
    )


def _trace(value: Value) -> Value:
    if not isinstance(value, tuple):
        raise NotImplementedError
    if shape(value)[0] != shape(value)[1]:
        raise UndefinedError
    return sum(row[place] for place, row in enumerate(value))


def _det(value: Value) -> Value:
    if not isinstance(value, tuple):
        raise NotImplementedError
    return determinant(value)


def absolute(value: Value) -> Value:
    """Of a number its size, of a matrix its determinant, of a vector its length."""
    if isinstance(value, tuple):
        return determinant(value) if shape(value)[0] == shape(value)[1] else norm(value)
    return each(size, value)


def norm(value: Value, order: Number | str = 2) -> Value:
    """The norm of an order: of the entries, also of a matrix."""
    sizes = [size(item) for item in _entries(value)]
    if order == "∞":
        return max(sizes)
    if order == 2:
        return number_power(sum(each_ * each_ for each_ in sizes), Fraction(1, 2))
    if order == 1:
        return sum(sizes)
    degree = real(order)  # type: ignore[arg-type]
    if not degree:
        raise UndefinedError
    total: float = sum(real(number_power(each_, degree)) for each_ in sizes)
    return number_power(total, 1 / degree)


def extreme(values: list[Value], *, greatest: bool) -> Value:
    """The greatest or least of several numbers, entry by entry; of one vector, of its entries."""
    if len(values) == 1:
        values = list(_entries(values[0]))

    def choose(one: Number, other: Number) -> Number:
        first = real(one) >= real(other)
        return one if first == greatest else other

    result = values[0]
    for value in values[1:]:
        result = pairwise(choose, result, value)
    return result


def whole(value: Value) -> int:
    """A whole number."""
    if isinstance(value, tuple | Items) or real(value) != int(real(value)):
        raise UndefinedError
    return int(real(value))


def factorial(value: Value) -> Value:
    """The factorial, by the gamma function between whole numbers."""
    if isinstance(value, tuple | Items):
        raise UndefinedError
    argument = real(value)
    if argument == int(argument) and 0 <= argument <= 60:
        return math.factorial(int(argument))
    return applied(lambda x: math.gamma(x + 1), None)(value)


def binomial(n: Value, k: Value) -> Value:
    """The binomial coefficient."""
    if isinstance(n, tuple | Items) or isinstance(k, tuple | Items):
        raise UndefinedError
    if real(n) == int(real(n)) and real(k) == int(real(k)) and 0 <= real(n) <= 60:
        if not 0 <= real(k) <= real(n):
            raise UndefinedError
        return math.comb(int(real(n)), int(real(k)))
    bottom = factorial(k) * factorial(n - k)  # type: ignore[operator]
    if bottom == 0:
        raise UndefinedError
    return factorial(n) / bottom  # type: ignore[operator]


def _modulo(one: Value, other: Value) -> Value:
    def remainder(a: Number, b: Number) -> Number:
        if isinstance(a, complex) or isinstance(b, complex) or b == 0:
            raise UndefinedError
        return a % b

    return pairwise(remainder, one, other)


def _gcd(one: Value, other: Value) -> Value:
    return math.gcd(whole(one), whole(other))


def _rounded(function: Callable[[float | Fraction], int]) -> Callable[[Value], Value]:
    return lambda value: each(
        lambda item: function(item) if isinstance(item, int | Fraction) else function(real(item)),
        value,
    )


def _sign(value: Number) -> Number:
    return (real(value) > 0) - (real(value) < 0)


def _outer(one: Value, other: Value) -> Value:
    if not (isinstance(one, tuple) and isinstance(other, tuple)):
        return multiply(one, other)
    mine, theirs = _entries(one), _entries(other)
    return tuple(tuple(a * b for b in theirs) for a in mine)


def cross(one: Value, other: Value) -> Value:
    """The cross product of vectors of three entries; of anything else, the product."""
    if (
        not (isinstance(one, tuple) and isinstance(other, tuple))
        or shape(one) != (3, 1)
        or shape(other) != (3, 1)
    ):
        return multiply(one, other)
    (a, b, c), (d, e, f) = _entries(one), _entries(other)
    return ((b * f - c * e,), (c * d - a * f,), (a * e - b * d,))


def array_of(rows: list[list[Value]]) -> Array:
    """A matrix of numbers."""
    if (
        not rows
        or not rows[0]
        or any(isinstance(item, tuple | Items) for row in rows for item in row)
        or len({len(row) for row in rows}) != 1
    ):
        raise UndefinedError
    return tuple(tuple(row) for row in rows)  # type: ignore[arg-type]


def _within(
    function: Callable[[Number], Number], greatest: float = 1e4
) -> Callable[[Number], Number]:
    """A function where rounding leaves something of it, and where it is not its argument nor constant.

    Elsewhere its value is unknown, the same for equal arguments.
    """

    def near(value: Number) -> Number:
        if value != 0 and not _NEAREST < size(value) < greatest:
            raise NotImplementedError
        return function(value)

    return near


_SIN, _COS, _TAN = (
    _within(applied(getattr(math, name), getattr(cmath, name))) for name in ("sin", "cos", "tan")
)

BY_NAME: dict[str, Callable[..., Value]] = {
    "exp": _by_entry(exponential),
    "log": _by_entry(lambda item: 0 if item == 1 else logarithm(item)),
    "lg": _by_entry(logarithm),
    "sigmoid": _by_entry(_sigmoid),
    "softplus": _by_entry(lambda item: logarithm(1 + exponential(item))),
    "relu": _by_entry(lambda item: item if real(item) > 0 else 0),
    "sign": _by_entry(_sign),
    "softmax": softmax,
    "logsumexp": lambda value: logarithm(sum(exponential(item) for item in _entries(value))),
    "diag": _diag,
    "trace": _trace,
    "det": _det,
    "abs": absolute,
    "dot": dot,
    "outer": _outer,
    "max": lambda *values: extreme(list(values), greatest=True),
    "min": lambda *values: extreme(list(values), greatest=False),
    "clip": lambda value, low, high: extreme(
        [extreme([value, low], greatest=True), high], greatest=False
    ),
    "floor": _rounded(math.floor),
    "ceil": _rounded(math.ceil),
    "factorial": factorial,
    "binom": binomial,
    "mod": _modulo,
    "gcd": _gcd,
    "sin": _by_entry(_SIN),
    "cos": _by_entry(_COS),
    "tan": _by_entry(_TAN),
    "erf": _by_entry(applied(math.erf, None)),
    "cot": _by_entry(lambda item: number_power(_TAN(item), -1)),
    "sec": _by_entry(lambda item: number_power(_COS(item), -1)),
    "csc": _by_entry(lambda item: number_power(_SIN(item), -1)),
}
BY_NAME |= {
    name: _by_entry(_within(applied(getattr(math, name), getattr(cmath, name)), 12))
    for name in ("sinh", "cosh", "tanh", "asin", "acos", "atan", "atanh")
}
