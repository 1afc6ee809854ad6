"""Everything that is known of the card on the screen, for `i`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycards.cli.context import clock
from studycards.terminal.info_view import ReviewLine, card_info

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studycards.collection import Asked, Collection


def card_page(asked: Asked, collection: Collection) -> RenderableType:
    """The card's history, what is remembered of it, and how that fades."""
    lines = [
        ReviewLine(
            when=review.moment,
            rating=review.rating,
            seconds=review.taken_ms / 1000,
            verdict=str(review.response.verdict or ""),
            overruled=review.response.overruled,
            answer=review.response.answer or "",
        )
        for review in collection.reviews(asked.card.id)
    ]
    return card_info(asked.card, asked.state, lines, collection.scheduler, clock())
