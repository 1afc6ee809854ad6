"""What a sitting is told of the learner's earlier answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.history.database import transaction

INSERT = """
insert into reviews (
  device, at, utc_offset_min, card_id, rating, taken_ms, phase, last_interval, answer, verdict
) values ('d', ?, 60, 'spain', 3, ?, 'review', 1, """
RIGHT = f"{INSERT} 'Madrid', 'right')"
SELF_GRADED = f"{INSERT} null, null)"


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
    with transaction(collection._db):
        collection._db.executemany(RIGHT, answers)
    return collection


def test_usual_time(collection: Collection) -> None:
    """The usual time is the median of right answers to cards of the kind."""
    assert collection.usual_seconds("typed") == 6
    assert collection.usual_seconds("choice") is None


def test_usual_time_is_of_recent_answers(collection: Collection) -> None:
    """Right answers far back do not count, so that no key waits for a search through them all."""
    with transaction(collection._db):
        collection._db.executemany(SELF_GRADED, ((at, 1_000) for at in range(11, 10_006)))
    assert collection.usual_seconds("typed") is None
