"""Two formulas as equations: sides in turn, sides swapped, solved for something else."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

from studycards.cards.formula.evaluation import Evaluator
from studycards.cards.formula.tree import (
    Tree,
    base_name,
    canonical,
    names,
    number,
    occurs,
    sides,
    walk,
)
from studycards.cards.formula.values import (
    Items,
    Number,
    UndefinedError,
    Value,
    add,
    close,
    multiply,
)
from studycards.cards.formula.world import Facts, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from studycards.cards.formula.arithmetic import Steps


_POINTS = 5
"""Points at which two formulas must agree."""
_POINTS_WITH_ORDER = 40
"""The same where one of two numbers is chosen: a change of the other shows at few points."""
_POINTS_WITH_SIGNS = 12
"""The same where signs and order of numbers matter: `|a b|` is `a b` at every other point."""
_MOST_SIDES = 4
_TRIED = 5
"""How many times as many points are tried, until enough are in the domain."""
_BROKEN = frozenset({"abs", "norm", "relu", "sign", "floor", "ceil", "mod"})
_CHOOSING = frozenset({"max", "min", "clip"})
_MIRRORED = {
    "=": "=",
    "≈": "≈",
    "!=": "!=",
    "<": ">",
    ">": "<",
    "<=": ">=",
    ">=": "<=",
    "~": "",
    "∝": "∝",
}
_WITH_RIGHT_SIDE = frozenset({"=", "<=", ">=", "<", ">", "≈", "∝", "~"})
"""Relations of which the right side alone is an answer."""


class Comparison:
    """One comparison of two trees."""

    def __init__(self, facts: Facts, steps: Steps, *, by_entry: bool) -> None:
        self._facts = facts
        self._by_entry = by_entry
        self._points = _POINTS
        self._strict = False
        self._steps = steps

    def same(self, author: Tree, given: Tree) -> bool:
        """By the relations of both."""
        self._strict = any(part.kind == "transpose" for part in walk(author))
        self._points = max(_points(author), _points(given))
        ours, our_signs = sides(author)
        theirs, their_signs = sides(given)
        if not our_signs:
            return self._same_expression(ours[0], theirs, their_signs, names(author))
        if not their_signs:
            return len(our_signs) == 1 and self._is_side(ours, our_signs[0], theirs[0])
        if len(our_signs) == 1:
            return self._same_relation(ours, our_signs[0], theirs, their_signs)
        return self._same_chain(ours, our_signs, theirs, their_signs)

    def _same_expression(
        self, ours: Tree, theirs: list[Tree], signs: list[str], known: set[str]
    ) -> bool:
        """An expression may be given a name that it does not have, or be said to be another thing."""
        if not signs:
            return self._equal([(ours, theirs[0])])
        if len(signs) != 1 or signs[0] != "=":
            return False
        for name, value in (theirs, theirs[::-1]):
            is_new = _is_nameable(name) and base_name(name) not in known
            is_other = names(name) and names(name).isdisjoint(known)
            if (is_new or is_other) and self._equal([(ours, value)]):
                return True
        return False

    def _is_side(self, ours: list[Tree], sign: str, given: Tree) -> bool:
        """The right side alone, if the left one only names it."""
        left, right = ours
        if sign not in _WITH_RIGHT_SIDE or canonical(given) == canonical(left):
            return False
        if _is_nameable(left) or _is_one_thing(left):
            return self._equal([(right, given)])
        return sign == "=" and _is_nameable(right) and self._equal([(left, given)])

    def _same_relation(
        self, ours: list[Tree], sign: str, theirs: list[Tree], signs: list[str]
    ) -> bool:
        if len(signs) > 1:
            return set(signs) == {sign} == {"="} and self._equal(
                [(ours[0], theirs[0])] + [(ours[1], each) for each in theirs[1:]]
            )
        (other,) = signs
        if other == sign and self._equal(list(zip(ours, theirs, strict=True))):
            return True
        if other == _MIRRORED.get(sign) and self._equal(list(zip(ours, theirs[::-1], strict=True))):
            return True
        return sign == other == "=" and self._same_equation(ours, theirs)

    def _same_chain(
        self, ours: list[Tree], our_signs: list[str], theirs: list[Tree], signs: list[str]
    ) -> bool:
        if len(signs) == len(our_signs) - 1 and _is_nameable(ours[0]):
            ours, our_signs = ours[1:], our_signs[1:]
        if len(theirs) != len(ours):
            return False
        if signs == our_signs and self._equal(list(zip(ours, theirs, strict=True))):
            return True
        if set(signs) == set(our_signs) == {"="} and len(ours) <= _MOST_SIDES:
            return any(
                self._equal(list(zip(ours, order, strict=True))) for order in permutations(theirs)
            )
        mirrored = [_MIRRORED.get(sign) for sign in signs[::-1]]
        return mirrored == our_signs and self._equal(list(zip(ours, theirs[::-1], strict=True)))

    # equations with the same solutions

    def _same_equation(self, ours: list[Tree], theirs: list[Tree]) -> bool:
        """Multiplied by a number, or solved for something else."""
        if any(_is_nameable(one) and occurs(other, one) for one, other in (ours, ours[::-1])):
            return False
        if self._proportional(ours, theirs):
            return True
        for unknown, value in (ours, ours[::-1]):
            if _is_nameable(unknown) and self._solves(
                unknown, value, theirs, strict=not _is_positive(value)
            ):
                return True
        if any(_is_nameable(side) for side in ours):
            return False
        return any(
            _is_nameable(unknown) and self._solves(unknown, value, ours, strict=False)
            for unknown, value in (theirs, theirs[::-1])
        )

    def _proportional(self, ours: list[Tree], theirs: list[Tree]) -> bool:
        """Whether the differences of the sides have a ratio that is the same number everywhere."""
        ratios: list[Number] = []

        def agree(world: World) -> bool | None:
            mine = self._difference(ours, world, within_reals=True)
            try:
                other = self._difference(theirs, world)
            except UndefinedError:
                return False
            ratio = _ratio(other, mine)
            if ratio is None or not close(multiply(ratio, mine), other):
                return False
            ratios.append(ratio)
            return close(ratios[0], ratio)

        return self._at_points(agree)

    def _difference(self, pair: list[Tree], world: World, *, within_reals: bool = False) -> Value:
        one, other = (self._value(side, world, within_reals=within_reals) for side in pair)
        return add(one, multiply(-1, other))

    def _solves(self, unknown: Tree, value: Tree, other: list[Tree], *, strict: bool) -> bool:
        """Whether an equation holds where an unknown has a value, and nowhere else."""

        def agree(world: World) -> bool | None:
            evaluator = Evaluator(world, self._steps)
            text = evaluator.key_of(unknown)
            found = evaluator.value(value)
            if text is None or evaluator.complex:
                return None
            world.overrides[text] = found
            if not close(found, Evaluator(world, self._steps).value(value)):
                return False
            try:
                if not close(*(self._value(side, world) for side in other)):
                    return False
            except UndefinedError:
                return False
            elsewhere = [add(multiply(1.37, found), 0.21)] + (
                [multiply(-1, found)] if strict else []
            )
            for wrong in elsewhere:
                world.overrides[text] = wrong
                if close(*(self._value(side, world) for side in other)) and not close(wrong, found):
                    return False
            return True

        return self._at_points(agree)

    # values

    def _equal(self, pairs: list[tuple[Tree, Tree]]) -> bool:
        """Whether both trees of each pair have the same value at every point."""

        def agree(world: World) -> bool | None:
            for ours, theirs in pairs:
                if ours == theirs:
                    continue
                mine = self._value(ours, world, within_reals=True)
                try:
                    if not close(mine, self._value(theirs, world)):
                        return False
                except UndefinedError:
                    return False
            return True

        return all(ours == theirs for ours, theirs in pairs) or self._at_points(agree)

    def _at_points(self, agree: Callable[[World], bool | None]) -> bool:
        """Whether there is agreement at enough points, and nowhere the contrary."""
        agreed = 0
        for seed in range(1, _TRIED * self._points):
            try:
                verdict = agree(
                    World(seed, self._facts, by_entry=self._by_entry, strict=self._strict)
                )
            except UndefinedError:
                continue
            if verdict is False:
                return False
            agreed += bool(verdict)
            if agreed == self._points:
                return True
        return agreed > 1

    def _value(self, tree: Tree, world: World, *, within_reals: bool = False) -> Value:
        evaluator = Evaluator(world, self._steps)
        value = evaluator.value(tree)
        if within_reals and evaluator.complex:
            raise UndefinedError
        return value


def _points(tree: Tree) -> int:
    """At how many points a formula must agree: more if it is no smooth function of its numbers."""
    points = _POINTS
    for part in walk(tree):
        symbol = part.parts[0] if part.kind in ("call", "big") else ""
        if symbol in _CHOOSING or part.kind == "cases":
            return _POINTS_WITH_ORDER
        root = part.kind == "power" and part.parts[1].kind == "number"
        if (
            symbol in _BROKEN
            or part.kind == "pm"
            or (part.kind == "big" and symbol not in ("sum", "prod", "int"))
            or (root and part.parts[1].parts[0].denominator % 2 == 0)
        ):
            points = _POINTS_WITH_SIGNS
    return points


def _is_positive(tree: Tree) -> bool:
    """Whether a value is a root or a size, so that the opposite is no solution."""
    return (tree.kind == "power" and tree.parts[1] == number(Fraction(1, 2))) or (
        tree.kind == "call" and tree.parts[0] in ("abs", "norm")
    )


def _ratio(one: Value, other: Value) -> Number | None:
    """The ratio of two numbers, or of the first entries of two arrays; None if one is zero."""
    while isinstance(one, tuple) and isinstance(other, tuple):
        one, other = one[0][0], other[0][0]
    if isinstance(one, tuple | Items) or isinstance(other, tuple | Items) or 0 in (one, other):
        return None
    return one / other


def _is_one_thing(tree: Tree) -> bool:
    """Whether a side is what a question asks for: one function, sum or power of something, no equation."""
    if tree.kind in ("call", "big", "transpose", "operation"):
        return True
    return tree.kind == "power"


def _is_nameable(tree: Tree) -> bool:
    """Whether a side only names what the other one is."""
    if tree.kind in ("name", "index", "apply"):
        return base_name(tree) is not None or tree.parts[0].kind in ("call", "apply")
    if tree.kind == "call" and tree.parts[0] in ("norm", "abs"):
        return _is_nameable(tree.parts[1])
    return tree.kind in ("derivative", "gradient", "d")
