"""The rating that follows from how a card was answered; the learner may choose another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cards.asking import Verdict
from studycards.scheduling.states import Rating

if TYPE_CHECKING:
    from studycards.review.state import Current

SLOW, FAST = 3.0, 1 / 3
"""Times the learner's usual time for the kind from which, and below which, it matters."""


def proposed_rating(current: Current, usual_seconds: float | None, *, wants_answer: bool) -> Rating:
    """What to propose for a card that is revealed.

    Wrong is again and nearly is hard. What is right is good; hard with a hint, with more than
    one try or when it took long; easy when it came at once. A card that wants an answer and
    got none is forgotten; where only the learner can tell, it is good.

    Args:
        current: The card as it was answered.
        usual_seconds: The learner's usual time for cards of the kind; None where not known.
        wants_answer: Whether the card asks for an answer that can be judged.
    """
    verdict = current.judgement.verdict if current.judgement else None
    if current.overruled:
        verdict = Verdict.RIGHT
    if verdict is Verdict.WRONG or (current.judgement is None and wants_answer):
        return Rating.AGAIN
    if verdict is Verdict.NEARLY or current.hints or current.tries > 1:
        return Rating.HARD
    if verdict is None or usual_seconds is None or current.time_to_reveal is None:
        return Rating.GOOD
    took = current.time_to_reveal.total_seconds() / usual_seconds
    if took > SLOW:
        return Rating.HARD
    return Rating.EASY if took < FAST and not current.tries else Rating.GOOD
