"""What a review session is told of the learner's earlier answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studycards.collection import Collection
from studycards.history.database import transaction
from studycards.review.queue import is_due, median_seconds, seconds_per_answer
from studycards.scheduling.states import Due, MemoryState, New, Phase, Scheduled, State

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
        collection.db.executemany(SELF_GRADED, ((at, 1_000) for at in range(11, 10_006)))
    assert median_seconds(collection.db, "typed") is None


def test_seconds_of_an_answer(collection: Collection) -> None:
    """The mean of the last answers, of which a long one counts as a minute; 10 before the first."""
    assert seconds_per_answer(collection.db) == 5.5
    with transaction(collection.db):
        collection.db.executemany(SELF_GRADED, [(11, 600_000), (12, 17_000)])
    assert seconds_per_answer(collection.db) == 11
    with transaction(collection.db):
        collection.db.execute("delete from reviews")
    assert seconds_per_answer(collection.db) == 10


TODAY = datetime.fromisoformat("2026-03-02T09:00:00+01:00")


def due_at(due: Due) -> Scheduled:
    """A card that is due on a day, or in a step at a moment."""
    step = 0 if isinstance(due, datetime) else None
    return Scheduled(
        phase=Phase.REVIEW if step is None else Phase.LEARNING,
        step=step,
        memory=MemoryState(stability=3, difficulty=5),
        due=due,
        last_review=TODAY - timedelta(days=3),
        interval=3 if step is None else 0,
        reps=1,
        lapses=0,
    )


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (New(), True),
        (due_at(TODAY.date()), True),
        (due_at(TODAY.date() + timedelta(days=1)), False),
        (due_at(TODAY + timedelta(minutes=20)), True),
        (due_at(TODAY + timedelta(minutes=20, milliseconds=1)), False),
    ],
)
def test_is_due(state: State, due: bool) -> None:
    """A new card, a card up to the last day, and a step up to the time learned ahead."""
    assert is_due(state, TODAY, timedelta(minutes=20), TODAY.date()) is due
