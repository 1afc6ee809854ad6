"""Numbers, vectors and matrices: exact where they can be, within 64 bits elsewhere."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Number = int | Fraction | float | complex
Array = tuple[tuple[Number, ...], ...]
"""Rows; a vector has rows of one number."""

_EXACT_POWER = 64
_MOST_BITS = 600
_TOLERANCE = 1e-9
"""Relative difference that floating-point arithmetic may make between equal values."""


class UndefinedError(ArithmeticError):
    """There is no value at this point."""


class Items:
    """Several values in a list, or in a set, where order does not matter."""

    __slots__ = ("unordered", "values")

    def __init__(self, values: tuple[Value, ...], *, unordered: bool = False) -> None:
        self.values = values
        self.unordered = unordered


Value = Number | Array | Items


def key(value: Value) -> str:
    """A text that equal values share, whatever they were computed by."""
    if isinstance(value, Items):
        keys = [key(item) for item in value.values]
        return f"{{{','.join(sorted(keys))}}}" if value.unordered else f"[{','.join(keys)}]"
    if isinstance(value, tuple):
        return f"({';'.join(','.join(map(key, row)) for row in value)})"
    if isinstance(value, complex):
        return f"{value.real:.9g}+{value.imag:.9g}i"
    try:
        text = f"{float(value):.9g}"
    except OverflowError:
        raise UndefinedError from None
    return "0" if text in ("-0", "0") else text


def limited(value: Value) -> Value:
    """A fraction, as a float if it has become too long."""
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return int(value) if value.numerator.bit_length() < _MOST_BITS else _float(value)
        if value.numerator.bit_length() + value.denominator.bit_length() > _MOST_BITS:
            return _float(value)
    elif isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return _float(value)
    return value


def _float(value: Number) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        raise UndefinedError from None


def close(one: Value, other: Value) -> bool:
    """Whether two values are equal within what rounding may change."""
    if isinstance(one, Items) or isinstance(other, Items):
        return isinstance(one, Items) and isinstance(other, Items) and key(one) == key(other)
    if isinstance(one, tuple) or isinstance(other, tuple):
        if 0 in (one, other):
            one = other if one == 0 else one
            other = each(lambda _: 0, one)
        if not (isinstance(one, tuple) and isinstance(other, tuple)) or shape(one) != shape(other):
            return False
        return all(
            close(a, b)
            for mine, theirs in zip(one, other, strict=True)
            for a, b in zip(mine, theirs, strict=True)
        )
    if isinstance(one, int | Fraction) and isinstance(other, int | Fraction):
        return one == other
    try:
        difference = abs(complex(one) - complex(other))
        greater = max(abs(complex(one)), abs(complex(other)))
    except OverflowError:
        return False
    return difference <= _TOLERANCE * greater + 1e-14 and math.isfinite(greater)


def size(value: Number) -> float:
    """The absolute value, as a number or exactly."""
    return abs(value)  # type: ignore[return-value]


def shape(array: Array) -> tuple[int, int]:
    """Rows and columns."""
    return len(array), len(array[0])


def each(function: Callable[[Number], Number], value: Value) -> Value:
    """A function of a number, of each number of an array."""
    if isinstance(value, Items):
        return Items(tuple(each(function, item) for item in value.values))
    if isinstance(value, tuple):
        return tuple(tuple(function(item) for item in row) for row in value)
    return function(value)


def pairwise(function: Callable[[Number, Number], Number], one: Value, other: Value) -> Value:
    """A function of two numbers, of each pair of two arrays of one shape, of a number and each of an array."""
    if isinstance(one, Items) or isinstance(other, Items):
        raise UndefinedError
    if isinstance(one, tuple) and isinstance(other, tuple):
        if shape(one) != shape(other):
            raise UndefinedError
        return tuple(
            tuple(function(a, b) for a, b in zip(mine, theirs, strict=True))
            for mine, theirs in zip(one, other, strict=True)
        )
    if isinstance(one, tuple):
        second: Number = other  # type: ignore[assignment]
        return each(lambda item: function(item, second), one)
    number: Number = one
    return each(lambda item: function(number, item), other)


def add(one: Value, other: Value) -> Value:
    """The sum."""
    return pairwise(lambda a, b: a + b, one, other)


def multiply(one: Value, other: Value, *, by_entry: bool = False) -> Value:
    """The product of numbers and matrices; of two columns the dot product, or that of the entries."""
    one, other = stacked(one), stacked(other)
    if not (isinstance(one, tuple) and isinstance(other, tuple)):
        return pairwise(lambda a, b: a * b, one, other)
    (rows, inner), (others, columns) = shape(one), shape(other)
    if inner == others:
        product = tuple(
            tuple(sum(row[k] * other[k][column] for k in range(inner)) for column in range(columns))
            for row in one
        )
        return product[0][0] if rows == columns == 1 else product
    if (rows, inner) != (others, columns) or 1 not in (rows, inner):
        raise UndefinedError
    if by_entry:
        return pairwise(lambda a, b: a * b, one, other)
    return dot(one, other)


def stacked(value: Value) -> Value:
    """A list of vectors and numbers as one vector."""
    if not isinstance(value, Items):
        return value
    rows: list[tuple[Number, ...]] = []
    for item in value.values:
        if isinstance(item, Items):
            raise UndefinedError
        rows += item if isinstance(item, tuple) else [(item,)]
    if not rows or any(len(row) != 1 for row in rows):
        raise UndefinedError
    return tuple(rows)


def dot(one: Value, other: Value) -> Value:
    """The sum of the products of entries."""
    if not (isinstance(one, tuple) and isinstance(other, tuple)):
        return pairwise(lambda a, b: a * b, one, other)
    mine = [item for row in one for item in row]
    theirs = [item for row in other for item in row]
    if len(mine) != len(theirs):
        raise UndefinedError
    return sum(a * b for a, b in zip(mine, theirs, strict=True))


def transposed(value: Value) -> Value:
    """The transpose; a number is its own."""
    if isinstance(value, tuple):
        return tuple(zip(*value, strict=True))
    return value


def inverse(value: Value) -> Value:
    """One divided by a number or by each entry of a vector; the inverse of a matrix."""
    if isinstance(value, tuple) and shape(value)[0] == shape(value)[1]:
        return _inverse_matrix(value)
    return each(_reciprocal, stacked(value))


def _reciprocal(value: Number) -> Number:
    try:
        return Fraction(1, 1) / value if isinstance(value, int | Fraction) else 1 / value
    except (ZeroDivisionError, OverflowError):
        raise UndefinedError from None


def _inverse_matrix(matrix: Array) -> Array:
    order = len(matrix)
    rows = [[*row, *(int(i == j) for j in range(order))] for i, row in enumerate(matrix)]
    for column in range(order):
        pivot = max(range(column, order), key=lambda row: size(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        factor = _reciprocal(rows[column][column])
        rows[column] = [item * factor for item in rows[column]]
        for row in range(order):
            if row != column:
                times = rows[row][column]
                rows[row] = [a - times * b for a, b in zip(rows[row], rows[column], strict=True)]
    return tuple(tuple(row[order:]) for row in rows)


def determinant(matrix: Array) -> Number:
    """The determinant of a square matrix."""
    if shape(matrix)[0] != shape(matrix)[1]:
        raise UndefinedError
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(
        (1 - 2 * (column % 2))
        * item
        * determinant(tuple(row[:column] + row[column + 1 :] for row in matrix[1:]))
        for column, item in enumerate(matrix[0])
    )


def power(base: Value, exponent: Value) -> Value:
    """A power; of a square matrix by a whole number, otherwise of each entry."""
    if isinstance(exponent, tuple | Items):
        raise UndefinedError
    if isinstance(base, tuple) and len(base) == len(base[0]):
        return _matrix_power(base, exponent)
    return each(lambda item: number_power(item, exponent), base)


def _matrix_power(base: Array, exponent: Number) -> Value:
    if exponent not in range(-3, 9):
        raise UndefinedError
    order = len(base)
    result: Value = tuple(tuple(int(i == j) for j in range(order)) for i in range(order))
    factor = base if int(exponent.real) >= 0 else _inverse_matrix(base)
    for _ in range(abs(int(exponent.real))):
        result = multiply(result, factor)
    return result


def number_power(base: Number, exponent: Number) -> Number:
    """A power of a number; complex for a root of a negative number."""
    try:
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = int(exponent)
        if (
            isinstance(base, int | Fraction)
            and isinstance(exponent, int)
            and abs(exponent) <= _EXACT_POWER
        ):
            return Fraction(base) ** exponent
        if isinstance(base, complex) or isinstance(exponent, complex):
            return complex(base) ** complex(exponent)
        result: Number = pow(float(base), float(exponent))
    except (ZeroDivisionError, OverflowError, ValueError):
        raise UndefinedError from None
    return result


def real(value: Number) -> float:
    """A number as a float."""
    if isinstance(value, complex):
        if abs(value.imag) > _TOLERANCE * abs(value):
            raise UndefinedError
        return value.real
    return _float(value)


def applied(
    plain: Callable[[float], float], general: Callable[[complex], complex] | None
) -> Callable[[Number], Number]:
    """A function of the standard library for numbers of any kind; complex outside of its domain."""

    def function(value: Number) -> Number:
        try:
            if isinstance(value, complex):
                if general is None:
                    raise UndefinedError
                return general(value)
            try:
                return plain(_float(value))
            except ValueError:
                if general is None:
                    raise UndefinedError from None
                return general(complex(_float(value)))
        except (OverflowError, ZeroDivisionError, ValueError):
            raise UndefinedError from None

    return function


exponential = applied(math.exp, cmath.exp)
logarithm = applied(math.log, cmath.log)
