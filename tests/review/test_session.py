"""A review session run for real."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.collection.catalog import card_ids
from studycards.errors import HistoryError
from studycards.review.queue import Selection
from studycards.review.session import ReviewOptions, ReviewSession
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
    session = ReviewSession(collection, Selection(), lambda: now[0], ReviewOptions(minutes=2))
    answered = 0
    while session.current_card:
        now[0] += timedelta(seconds=50)
        session.reveal()
        session.rate(Rating.EASY)
        answered += 1
    assert answered == 3
    assert session.counts.total == 2
    assert [len(collection.log.reviews(card)) for card in card_ids(collection)] == [1, 1, 1, 0, 0]


def test_what_is_not_recorded_does_not_count(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection], home: Path
) -> None:
    """An answer that cannot be recorded is no answer of the session, and its card is left."""
    make_deck("one", "deck: one\ncards:\n  - {id: a, question: q?, answer: a}\n")
    collection = open_collection()
    session = ReviewSession(collection, Selection(), lambda: START)
    session.reveal()
    collection.db.execute("pragma busy_timeout = 0")
    with closing(sqlite3.connect(home / "studycards.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(HistoryError):
            session.rate(Rating.GOOD)
        assert not session.state.ratings
        with pytest.raises(HistoryError):
            session.bury()
        assert session.counts.total == 1
    session.rate(Rating.GOOD)
    assert session.state.ratings == (Rating.GOOD,)
