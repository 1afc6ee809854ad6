"""Helpers of these tests: the questions of a note."""

from __future__ import annotations

from studycards.cards import kind_of
from studycards.cards.asking import Question, Variant
from studycards.cards.fields import Fields, Version


def questions(fields: Fields, python: Version = (3, 12), seed: str = "") -> dict[str, Question]:
    """The questions of all cards of a note, by suffix."""
    kind, variant = kind_of(fields), Variant(python, seed=seed)
    return {suffix: kind.ask(fields, suffix, variant) for suffix in kind.suffixes(fields)}
