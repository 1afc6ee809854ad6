"""The report is made of values: days are dates, counts have names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studycards.cards import CardId
from studycards.collection import Collection, statistics
from studycards.collection.statistics import (
    CardCounts,
    DueDay,
    Recall,
    Report,
    Retention,
    StudiedDay,
    Today,
)
from studycards.scheduling.states import Rating
from studycards.scheduling.streak import Streak
from tests.conftest import NOW

DECK = """
deck: {0}
title: The deck {0}
cards:
  - {{id: {0}-one, question: One?, answer: "1"}}
  - {{id: {0}-two, question: Two?, answer: "2"}}
"""
DAY = timedelta(days=1)
NONE = Recall(passed=0, failed=0)


@pytest.fixture
def collection(
    make_deck: Callable[[str, str], Path], open_collection: Callable[[], Collection]
) -> Collection:
    """Two decks; a card of the first was answered now and, as it was due, after some days."""
    for name in ("first", "second"):
        make_deck(name, DECK.format(name))
    found = open_collection()
    found.log.record_review(CardId("first-one"), Rating.EASY, NOW, taken_ms=4_260)
    found.log.record_review(CardId("first-one"), Rating.AGAIN, NOW + 8 * DAY, taken_ms=1_000)
    return found


def report(collection: Collection, days: int, deck: str | None = None) -> Report:
    """The report after so many days."""
    return statistics.report(collection, NOW + days * DAY, deck)


def test_days(collection: Collection) -> None:
    """The forecast begins with the study day of the report, the calendar ends with it."""
    found = report(collection, 8)
    today = NOW.date() + 8 * DAY
    assert found.day == today
    assert found.calendar[-9:] == (
        StudiedDay(day=NOW.date(), answers=1),
        *(StudiedDay(day=NOW.date() + n * DAY, answers=0) for n in range(1, 8)),
        StudiedDay(day=today, answers=1),
    )
    assert found.forecast[:2] == (DueDay(day=today, cards=1), DueDay(day=today + DAY, cards=0))
    assert found.today == Today(answers=1, new=0, again=1, seconds=1.0)
    assert found.streak == Streak(current=1, longest=1)
    assert report(collection, 0).today == Today(answers=1, new=1, again=0, seconds=4.3)


def test_answers_to_come_are_in_no_period(collection: Collection) -> None:
    """With the clock set back, answers of later days do not count, in "all" neither."""
    forgotten = Recall(passed=0, failed=1)
    before, after = report(collection, 7).retention, report(collection, 9).retention
    assert {found.all for found in before} == {NONE}
    assert after == tuple(
        Retention(period=name, young=NONE if name == "today" else forgotten, mature=NONE)
        for name in ("today", "yesterday", "7", "30", "365", "all")
    )


def test_counts_of_decks(collection: Collection, home: Path) -> None:
    """Every deck has its counts; a report of one deck has those of this deck alone."""
    decks = statistics.deck_counts(collection, NOW + 8 * DAY)
    new = CardCounts(cards=2, new=2, learning=0, young=0, mature=0, suspended=0, due=0)
    for found, name in zip(decks, ("first", "second"), strict=True):
        assert (found.deck, found.title) == (name, f"The deck {name}")
        assert found.path == str(home / "decks" / f"{name}.yaml")
    first, second = (deck.counts for deck in decks)
    assert first == CardCounts(cards=2, new=1, learning=1, young=0, mature=0, suspended=0, due=1)
    assert second == new
    assert report(collection, 8).decks == tuple(decks)
    of_second = report(collection, 8, "second")
    assert (of_second.deck, of_second.cards) == ("second", new)
    assert [deck.deck for deck in of_second.decks] == ["second"]


@pytest.mark.parametrize(
    ("recall", "rate"),
    [(NONE, None), (Recall(passed=0, failed=3), 0.0), (Recall(passed=2, failed=1), 0.6667)],
)
def test_rate(recall: Recall, rate: float | None) -> None:
    """The rate is the share that passed; without answers there is none."""
    assert recall.rate == rate


@pytest.mark.parametrize(
    ("value", "place"),
    [(-1, 0), (0, 0), (0.999, 0), (1, 1), (2.9, 1), (3, 2), (7, 2), (8, 2)],
)
def test_bins(value: float, place: int) -> None:
    """A bin holds its lower bound and not its upper; the outer ones hold what is beyond them."""
    bins = statistics._histogram([value], (0, 1, 3, 7))
    assert [(found.low, found.high) for found in bins] == [(0, 1), (1, 3), (3, 7)]
    assert [found.cards for found in bins] == [int(place == n) for n in range(3)]
