"""A review session run for real."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.collection.catalog import card_ids
from studycards.review.queue import Selection
from studycards.review.session import ReviewOptions, ReviewSession
from studycards.scheduling.states import Rating
from tests.cli.library import rows

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


@pytest.fixture
def sessions(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection]
) -> Callable[[], ReviewSession]:
    """Open another session on a deck of three cards, as in another terminal."""
    cards = "".join(f"  - {{id: c{n}, question: q{n}?, answer: a}}\n" for n in range(3))
    make_deck("three", f"deck: three\ncards:\n{cards}")
    return lambda: ReviewSession(open_collection(), Selection(decks=("three",)), lambda: START)


def test_a_rating_that_is_undone_is_no_rating(
    sessions: Callable[[], ReviewSession], home: Path
) -> None:
    """The ratings of a session are those that count; what is not a rating takes none with it."""
    session = sessions()
    for rating in (Rating.EASY, Rating.HARD):
        session.reveal()
        session.rate(rating)
    session.bury()
    session.undo()
    assert (session.state.ratings, session.card.id) == ((Rating.EASY, Rating.HARD), "c2")
    session.undo()
    assert (session.state.ratings, session.card.id) == ((Rating.EASY,), "c1")
    assert rows(home, "select card_id, rating from effective_reviews") == [("c0", 4)]


def test_card_answered_in_another_session(
    sessions: Callable[[], ReviewSession], home: Path
) -> None:
    """A card on two screens is rated once: the second rating is refused, and the next card comes."""
    one, other = sessions(), sessions()
    for session in (one, other):
        session.reveal()
        session.rate(Rating.EASY)
    assert other.message == (
        "c0 was answered elsewhere in the meantime, so this rating was not recorded."
    )
    assert (one.card.id, other.card.id) == ("c1", "c1")
    assert (one.state.ratings, other.state.ratings) == ((Rating.EASY,), ())
    assert rows(home, "select card_id from reviews") == [("c0",)]


def test_answer_undone_in_another_session(
    sessions: Callable[[], ReviewSession], home: Path
) -> None:
    """A step that another session took back is not rated as if it had been taken."""
    one, other = sessions(), sessions()
    one.reveal()
    one.rate(Rating.AGAIN)
    one.undo()
    other.reveal()
    other.rate(Rating.GOOD)
    assert rows(home, "select rating from effective_reviews") == [(3,)]


def test_what_cannot_be_saved_stays_on_the_screen(
    sessions: Callable[[], ReviewSession], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program holds the history nothing is recorded, and then it can be rated."""
    session = sessions()
    session.reveal("b")
    shown = session.state
    with closing(sqlite3.connect(home / "studycards.db", isolation_level=None)) as other:
        session._collection.db.execute("pragma busy_timeout = 10")
        monkeypatch.setattr("studycards.history.database.BUSY_TIMEOUT", 0)
        other.execute("begin immediate")
        for act in (partial(session.rate, Rating.HARD), session.bury, session.suspend,
                    session.undo, session.flag):  # fmt: skip
            act()
            assert session.message.startswith("Not saved: cannot write the history ")
            assert session.state == shown
            assert session.card.id == "c0"
        other.rollback()
    session.rate(Rating.HARD)
    assert rows(home, "select card_id, rating, answer from reviews") == [("c0", 2, "b")]
    assert rows(home, "select * from actions where kind <> 'rules'") == []
    assert (session.state.ratings, session.card.id) == ((Rating.HARD,), "c1")
