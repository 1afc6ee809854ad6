"""`--minutes`: a sitting that ends in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from studycards.cli.sitting import Sitting
from studycards.collection import Collection, Selection
from studycards.scheduling.states import Rating

START = datetime.fromisoformat("2026-03-02T09:00:00+01:00")


def test_ends_after_the_card_that_passes_the_minutes(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection]
) -> None:
    """The card under way is finished and kept; the next is not asked."""
    cards = "".join(f"  - {{id: c{n}, question: q{n}?, answer: a}}\n" for n in range(5))
    make_deck("many", f"deck: many\ncards:\n{cards}")
    now = [START]
    collection = open_collection()
    sitting = Sitting(collection, Selection(), lambda: now[0], minutes=2)
    answered = 0
    while sitting.asked:
        now[0] += timedelta(seconds=50)
        sitting.reveal()
        sitting.rate(Rating.EASY)
        answered += 1
    assert answered == 3
    assert sitting.counts.total == 2
    assert [len(collection.reviews(card)) for card in collection.card_ids()] == [1, 1, 1, 0, 0]
