"""Formulas compared by their values at random points."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.comparing import normalized
from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.aligning import aligned, folded
from studycards.cards.formula.arithmetic import Steps
from studycards.cards.formula.equations import Comparison
from studycards.cards.formula.evidence import said_in
from studycards.cards.formula.notation import Notation, notation
from studycards.cards.formula.reading import read
from studycards.cards.formula.shapes import SHAPES, shapes_of
from studycards.cards.formula.tokens import tokens
from studycards.cards.formula.tree import (
    Tree,
    names,
)
from studycards.cards.formula.world import facts_of, positive_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

UNREADABLE = "cannot be read as a formula: rate yourself"

_STEPS = 20_000
"""Parts computed for one verdict."""


class Card(NamedTuple):
    """The forms of a card's formula, read."""

    texts: frozenset[str]
    trees: tuple[Tree, ...]
    known: Notation
    said: Mapping[str, str]
    bold: frozenset[str]


def judge_formula(
    given: str, forms: Sequence[str], question: str = "", symbols: Mapping[str, str] | None = None
) -> Judgement:
    """A verdict on a typed formula, by its value.

    Args:
        given: The answer, in TeX, Unicode or ASCII.
        forms: The card's forms of the formula, which are right as they are: its TeX first.
        question: The card's question, which may say what is a vector or matrix.
        symbols: What names are: scalar, vector, matrix, function or integer.

    Returns:
        Right for a formula of the same value, nearly if only the case of names differs. A verdict
        of None if the answer cannot be read or computed: the learner rates it.
    """
    card = card_of(forms, question, symbols)
    if not given.strip():
        return Judgement(Verdict.WRONG, given)
    if len(given) <= 10_000 and normalized(given, case_sensitive=True) in card.texts:
        return Judgement(Verdict.RIGHT, given)
    try:
        return _judged(given, card)
    except (NoFormulaError, RecursionError):
        return Judgement(None, given, UNREADABLE)


def _judged(given: str, card: Card) -> Judgement:
    answers = list(_readings(given, card.known))
    if not answers:
        raise NoFormulaError(UNREADABLE)
    steps = Steps(_STEPS)
    for answer in answers:
        if any(same(tree, answer, card, steps) for tree in card.trees):
            return Judgement(Verdict.RIGHT, given)
    for answer in answers:
        if any(same(tree, answer, card, steps, fold=True) for tree in card.trees):
            return Judgement(Verdict.NEARLY, given, "case differs")
    if not card.trees:
        raise NoFormulaError(UNREADABLE)
    return Judgement(Verdict.WRONG, given)


def card_of(
    forms: Sequence[str], question: str = "", symbols: Mapping[str, str] | None = None
) -> Card:
    """What a card's forms say, read once."""
    return _card(tuple(forms), question, tuple(sorted((symbols or {}).items())))


@lru_cache(maxsize=64)
def _card(forms: tuple[str, ...], question: str, symbols: tuple[tuple[str, str], ...]) -> Card:
    known = notation(forms)
    trees: list[Tree] = []
    bold: set[str] = set()
    for form in forms:
        try:
            tree = read(form, known._replace(dotted=bool(trees)))
        except (NoFormulaError, RecursionError):
            continue
        bold |= {
            token.text for token in tokens(form, known.words) if token.bold and token.kind == "name"
        }
        trees.append(tree)
    said = said_in(question) | {name: SHAPES[shape] for name, shape in symbols if shape in SHAPES}
    card = Card(
        frozenset(normalized(form, case_sensitive=True) for form in forms),
        (),
        known,
        said,
        frozenset(bold),
    )
    return card._replace(trees=tuple(_distinct(trees, card)))


def _distinct(trees: list[Tree], card: Card) -> list[Tree]:
    """The forms that differ from those before them.

    One that has the names of another and another value was misread: it is right as it stands, but
    says nothing of other answers.
    """
    distinct: list[Tree] = []
    for tree in trees:
        try:
            if any(same(other, tree, card) for other in distinct):
                continue
        except NoFormulaError:
            pass
        if not any(names(tree) == names(other) for other in distinct):
            distinct.append(tree)
    return distinct


def _readings(given: str, known: Notation) -> Iterator[Tree]:
    """The answer as it stands; then with `h_t-1`, `h^(t)`, `h'` read as what the card has."""
    found: list[Tree] = []
    for loose in (False, True):
        try:
            tree = read(given, known._replace(loose=loose, dotted=True))
        except NoFormulaError:
            continue
        if tree not in found:
            found.append(tree)
            yield tree


def same(
    author: Tree, given: Tree, card: Card, steps: Steps | None = None, *, fold: bool = False
) -> bool:
    """Whether an answer is the author's formula; optionally whatever the case of its names."""
    shapes = shapes_of(author, given, card.said, card.bold)
    if fold:
        author, given = folded(author), folded(given)
        shapes = {name.lower(): shape for name, shape in shapes.items()}
    author, given = aligned(author, given)
    if author == given:
        return True
    facts = facts_of((author, given), shapes, positive_names(author, given))
    modes = (False, True) if shapes else (False,)
    steps = steps or Steps(_STEPS)
    return any(Comparison(facts, steps, by_entry=mode).same(author, given) for mode in modes)
