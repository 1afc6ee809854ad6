"""Statistics become JSON value by value."""

from __future__ import annotations

from datetime import date

from studycards.cards import DeckName, Source
from studycards.collection.statistics import (
    Bin,
    CardCounts,
    DeckCounts,
    DueDay,
    Recall,
    Report,
    Retention,
    StudiedDay,
    Today,
)
from studycards.contract import deck_json, report_json
from studycards.scheduling.streak import Streak

DAY = date(2026, 3, 10)
COUNTS = CardCounts(cards=21, new=6, learning=5, young=4, mature=3, suspended=2, due=1)
DECK = DeckCounts(
    deck=DeckName("geo"),
    title="Geography",
    path="geo.yaml",
    source=Source(title="An atlas"),
    counts=COUNTS,
)
REPORT = Report(
    day=DAY,
    deck=None,
    cards=COUNTS,
    today=Today(answers=4, new=3, again=2, seconds=1.5),
    streak=Streak(current=7, longest=8),
    retention=(
        Retention(
            period="all", young=Recall(passed=2, failed=1), mature=Recall(passed=0, failed=0)
        ),
    ),
    forecast=(DueDay(day=DAY, cards=9),),
    calendar=(StudiedDay(day=DAY, answers=4),),
    stability=(Bin(low=0, high=1, cards=10),),
    difficulty=(Bin(low=1, high=2, cards=11),),
    retrievability=(Bin(low=90, high=100, cards=12),),
    decks=(DECK,),
)
NUMBERS = {
    "cards": 21, "new": 6, "learning": 5, "young": 4, "mature": 3, "suspended": 2, "due": 1,
}  # fmt: skip


def test_report() -> None:
    """Every value has its name, in this order; days are in ISO form; no path is given away."""
    expected = {
        "day": "2026-03-10",
        "deck": None,
        "cards": NUMBERS,
        "today": {"answers": 4, "new": 3, "again": 2, "seconds": 1.5},
        "streak": {"current": 7, "longest": 8},
        "retention": {
            "all": {
                "young": {"passed": 2, "failed": 1, "rate": 0.6667},
                "mature": {"passed": 0, "failed": 0, "rate": None},
                "all": {"passed": 2, "failed": 1, "rate": 0.6667},
            }
        },
        "due": [{"day": "2026-03-10", "cards": 9}],
        "calendar": [{"day": "2026-03-10", "answers": 4}],
        "stability": [{"from": 0, "to": 1, "cards": 10}],
        "difficulty": [{"from": 1, "to": 2, "cards": 11}],
        "retrievability": [{"from": 90, "to": 100, "cards": 12}],
        "decks": [{"deck": "geo", "title": "Geography"} | NUMBERS],
    }
    found = report_json(REPORT)
    assert found == expected
    assert list(found) == list(expected)


def test_deck() -> None:
    """A deck of `decks --json` has its file and its source as well."""
    assert deck_json(DECK) == {"deck": "geo", "title": "Geography"} | NUMBERS | {
        "path": "geo.yaml",
        "source": {"title": "An atlas"},
    }
