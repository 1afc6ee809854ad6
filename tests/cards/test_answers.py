"""How often the judge is right, on answers to cards of many fields."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from studycards.cards.asking import Verdict
from studycards.cards.notes import problems_of_note
from tests.cards.library import questions

VECTORS: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parents[1] / "vectors" / "answers.yaml").read_text(encoding="utf-8"),
    Loader=yaml.BaseLoader,
)


@pytest.fixture(scope="module")
def judged() -> Counter[tuple[str, Verdict | None]]:
    """How many answers of each sort got each verdict."""
    found: Counter[tuple[str, Verdict | None]] = Counter()
    for vector in VECTORS:
        assert problems_of_note(vector["card"]) == []
        card = questions(vector["card"])[vector.get("gap", "")]
        for sort in ("right", "wrong", "slip", "unjudged"):
            found.update((sort, card.judge(typed).verdict) for typed in vector.get(sort, ()))
    return found


def share(judged: Counter[tuple[str, Verdict | None]], sort: str, verdict: Verdict | None) -> float:
    """The share of a sort of answers that got a verdict."""
    return judged[sort, verdict] / sum(n for (of, _), n in judged.items() if of == sort)


def test_enough_answers() -> None:
    """The cards are many, and not of one field."""
    assert len(VECTORS) >= 60
    assert {vector["card"]["kind"] for vector in VECTORS} == {"typed", "cloze", "basic", "output"}


def test_right_answers_are_right(judged: Counter[tuple[str, Verdict | None]]) -> None:
    """Nine of ten right answers in other words are taken."""
    assert share(judged, "right", Verdict.RIGHT) >= 0.97


def test_wrong_answers_are_wrong(judged: Counter[tuple[str, Verdict | None]]) -> None:
    """Hardly a wrong answer is right, and few are nearly right."""
    assert share(judged, "wrong", Verdict.RIGHT) <= 0.003
    assert share(judged, "wrong", Verdict.NEARLY) <= 0.01


def test_slips_are_nearly_right(judged: Counter[tuple[str, Verdict | None]]) -> None:
    """Nine of ten slips of the fingers are told from wrong answers."""
    assert share(judged, "slip", Verdict.NEARLY) >= 0.95


def test_other_words_are_left_to_the_learner(judged: Counter[tuple[str, Verdict | None]]) -> None:
    """A basic answer in other words is not judged."""
    assert share(judged, "unjudged", None) == 1
