"""Right and wrong answers to formulas of many fields, from `tests/vectors/formulas.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from studycards.cards.asking import Verdict
from studycards.cards.formula.comparison import judge_formula

FILE = Path(__file__).parents[1] / "vectors" / "formulas.yaml"
CARDS: list[dict[str, Any]] = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)
PARTS = 8


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))]
)
def test_corpus(part: int) -> None:
    """Every right answer is right, no wrong one is."""
    for card in CARDS[part::PARTS]:
        forms = (card["tex"], card["unicode"])
        for text in (*forms, *card["right"]):
            assert (text, judge_formula(text, forms).verdict) == (text, Verdict.RIGHT)
        for text in card["wrong"]:
            assert (text, judge_formula(text, forms).verdict) != (text, Verdict.RIGHT)


def test_corpus_is_large() -> None:
    """Many formulas, right answers and wrong ones."""
    assert len(CARDS) >= 140
    assert sum(len(card["right"]) for card in CARDS) >= 750
    assert sum(len(card["wrong"]) for card in CARDS) >= 700
