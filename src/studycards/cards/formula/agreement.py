"""Whether the forms of a card are one formula."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.comparison import Card, card_of, same
from studycards.cards.formula.reading import read
from studycards.cards.formula.tree import Tree, children, rebuilt, sides

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_RENAMED = 4


def disagreement(
    tex: str,
    unicode: str,
    accept: Sequence[str] = (),
    question: str = "",
    symbols: Mapping[str, str] | None = None,
) -> str | None:
    """What is wrong with the forms of a card; None if they are one formula by value.

    A form of `accept` may have other names, and may leave out the left side.
    """
    card = card_of((tex, unicode, *accept), question, symbols)
    trees: dict[str, Tree] = {}
    for label, text in (
        ("`tex`", tex),
        ("`unicode`", unicode),
        *((f"'{each}'", each) for each in accept),
    ):
        try:
            trees[label] = read(text, card.known._replace(dotted=bool(trees)))
        except (NoFormulaError, RecursionError) as error:
            return f"{label} cannot be read as a formula: {error}"
    first = trees.pop("`tex`")
    for label, tree in trees.items():
        try:
            agree = same(first, tree, card) or (
                label != "`unicode`" and _same_renamed(first, tree, card)
            )
        except NoFormulaError as error:
            return f"{label} cannot be compared with `tex`: {error}"
        if not agree:
            return f"{label} is not the formula in `tex`"
        if label == "`unicode`" and len(sides(tree)[0]) != len(sides(first)[0]):
            return f"{label} leaves out a side of `tex`"
    return None


def _same_renamed(first: Tree, other: Tree, card: Card) -> bool:
    ours, theirs = _atoms(first), _atoms(other)
    mine, new = sorted(ours - theirs), sorted(theirs - ours)
    if not 0 < len(new) <= min(len(mine), _MOST_RENAMED) or len(mine) > _MOST_RENAMED:
        return False
    for chosen in permutations(mine, len(new)):
        renaming = dict(zip(new, chosen, strict=True))
        if same(first, rebuilt(other, lambda part, known=renaming: known.get(part, part)), card):  # type: ignore[misc]
            return True
    return False


def _atoms(tree: Tree) -> set[Tree]:
    """The names with their scripts."""
    if tree.kind in ("name", "index"):
        return {tree}
    return set().union(*(_atoms(child) for child in children(tree)), set())
