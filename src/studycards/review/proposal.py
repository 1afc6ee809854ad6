"""The rating proposed from how a card was answered; the learner may choose another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.asking import Verdict
from studycards.scheduling.states import Rating

if TYPE_CHECKING:
    from studycards.review.state import Current

SLOW, FAST = 3.0, 1 / 3
"""Multiples of the learner's usual time for the kind: slow from here, fast below."""


def proposed_rating(current: Current, usual_seconds: float | None) -> Rating:
    """The rating to propose for a revealed card.

    Wrong is again, nearly is hard, right is good. A right answer is hard with a hint, with more
    than one try or if it was slow, and easy if it was fast. No answer is again. An answer that only
    the learner can judge is good.

    Args:
        current: The card as it was answered.
        usual_seconds: The learner's usual time for cards of the kind; None if not known.
    """
    verdict = current.judgement.verdict if current.judgement else None
    if current.overruled:
        verdict = Verdict.RIGHT
    if current.judgement is None or verdict is Verdict.WRONG:
        return Rating.AGAIN
    if verdict is Verdict.NEARLY or current.hints or current.tries > 1:
        return Rating.HARD
    if verdict is None or usual_seconds is None or current.time_to_reveal is None:
        return Rating.GOOD
    took = current.time_to_reveal.total_seconds() / usual_seconds
    if took > SLOW:
        return Rating.HARD
    return Rating.EASY if took < FAST and not current.tries else Rating.GOOD
