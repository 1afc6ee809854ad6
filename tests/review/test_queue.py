"""What a review session is told of the learner's earlier answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.history.database import transaction
from studycards.review.queue import median_seconds

RIGHT = "insert into reviews values ('d', ?, 60, 'spain', 3, ?, 'review', 1, 'Madrid', 'right', 0, 0, 0, null)"
SELF_GRADED = "insert into reviews values ('d', ?, 60, 'spain', 3, 1000, 'review', 1, null, null, 0, 0, 0, null)"


@pytest.fixture
def collection(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection]
) -> Collection:
    """One typed card that was answered right ten times, in 1, 2, …, 10 seconds."""
    make_deck(
        "geo",
        """
        deck: geo
        cards:
          - {id: spain, kind: typed, question: What is the capital of Spain?, answer: Madrid}
        """,
    )
    collection = open_collection()
    answers = [(at, at * 1000) for at in range(1, 11)]
    with transaction(collection.db):
        collection.db.executemany(RIGHT, answers)
    return collection


def test_usual_time(collection: Collection) -> None:
    """The usual time is the median of right answers to cards of the kind."""
    assert median_seconds(collection.db, "typed") == 6
    assert median_seconds(collection.db, "choice") is None


def test_usual_time_is_of_recent_answers(collection: Collection) -> None:
    """Right answers far back do not count, so that no key waits for a search through them all."""
    with transaction(collection.db):
        collection.db.executemany(SELF_GRADED, ((at,) for at in range(11, 10_006)))
    assert median_seconds(collection.db, "typed") is None
