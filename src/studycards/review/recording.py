"""Record an answer; loaded by the first one, so that the first card comes sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studycards.events import Response
from studycards.scheduling.scheduler import is_leech
from studycards.scheduling.states import Phase, Rating

if TYPE_CHECKING:
    from datetime import datetime

    from studycards.collection import Collection
    from studycards.events import Review
    from studycards.review.state import Current
    from studycards.scheduling.states import Scheduled, State


class Answered(NamedTuple):
    """A recorded answer."""

    review: Review
    after: Scheduled
    leech: str
    """A message if the answer made the card a leech, or did so again; otherwise empty."""


def record_answer(
    collection: Collection,
    current: Current,
    rating: Rating,
    now: datetime,
    taken_ms: int,
    shown: State | None = None,
) -> Answered:
    """Record a review of a card as it was answered; it is on disk on return.

    Args:
        collection: The open collection.
        current: The card as it was answered.
        rating: The learner's rating.
        now: The time of the answer.
        taken_ms: Milliseconds from question to rating.
        shown: The state in which the card was shown; None if any will do.

    Raises:
        AnsweredElsewhereError: The card was answered since it was shown in that state.
        HistoryError: The history cannot be written.
    """
    judgement = current.judgement
    card_id = current.queued.card_id
    response = Response(
        answer=judgement.given if judgement else None,
        verdict=judgement.verdict if judgement else None,
        overruled=current.overruled,
        tries=current.tries,
        hints=current.hints,
        confidence=current.confidence,
    )
    review, after = collection.log.record_review(
        card_id, rating, now, taken_ms=taken_ms, response=response, shown=shown
    )
    leech = ""
    lapsed = review.phase is Phase.REVIEW and rating is Rating.AGAIN
    if lapsed and is_leech(after.lapses, collection.settings.leech_threshold):
        leech = (
            f"{card_id} is a leech: forgotten {after.lapses} times."
            " Edit it, split it or suspend it."
        )
    return Answered(review, after, leech)
