"""Whatever formula it is: rewritten it is right, changed it is wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from studycards.cards.asking import Verdict
from studycards.cards.formula.comparison import judge_formula
from tests.cards.formulas import STYLES, Formula, formulas, mutants, rewritten, value, written


def has_value(formula: Formula) -> bool:
    """Whether a formula has a moderate value at the point."""
    try:
        return 1e-3 < abs(value(formula)) < 1e4
    except (ArithmeticError, ValueError):
        return False


@settings(max_examples=60, deadline=None)
@given(formulas, st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(STYLES)), st.data())
def test_rewritten(formula: Formula, author: str, learner: str, data: Any) -> None:
    """In any notation, with factors and terms in any order, with quotients, squares and signs written in another way."""
    assume(has_value(formula))
    other = rewritten(formula, lambda: data.draw(st.booleans()))
    judgement = judge_formula(written(other, learner), (written(formula, author),))
    assert judgement.verdict is Verdict.RIGHT


@settings(max_examples=60, deadline=None)
@given(formulas, st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(STYLES)), st.data())
def test_changed(formula: Formula, author: str, learner: str, data: Any) -> None:
    """With one change that shows in its value."""
    assume(has_value(formula))
    other = data.draw(st.sampled_from(mutants(formula)))
    assume(has_value(other) and abs(value(other) - value(formula)) > 1e-6 * abs(value(formula)))
    judgement = judge_formula(written(other, learner), (written(formula, author),))
    assert judgement.verdict is not Verdict.RIGHT
