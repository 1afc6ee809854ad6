"""The numbers of `stats --json` are those that plain Python counts from the rows."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import Result

from studycards.cards import CardId
from studycards.collection import Collection
from studycards.events import ActionKind
from studycards.scheduling.states import Rating
from tests.cli.library import basic_deck, values

Run = Callable[..., Result]

EPOCH = date(1970, 1, 1)
OFFSETS = (-480, 0, 60, 345, 540)
"""Minutes: Los Angeles, London, Berlin, Kathmandu, Tokyo."""

DECKS = {
    "letters": [f"letter-{n}" for n in range(14)],
    "planets": [f"planet-{n}" for n in range(9)],
}


def live(collection: Collection, seed: int) -> datetime:
    """Sixty days of a traveller who undoes, suspends and buries; the moment of the last event."""
    random = Random(seed)
    cards = [CardId(card) for ids in DECKS.values() for card in ids]
    now = datetime(2026, 1, 5, 7, tzinfo=timezone(timedelta(minutes=60)))
    for day in range(60):
        zone = timezone(timedelta(minutes=random.choice(OFFSETS)))
        moment = now.astimezone(zone) + timedelta(minutes=random.randrange(600))
        if day == 59 or random.random() < 0.8:
            for _ in range(random.randrange(1, 14)):
                moment += timedelta(seconds=random.choice([7, 40, 700, 6_000]))
                what = random.random()
                if what < 0.08:
                    collection.log.undo(moment)
                elif what < 0.12:
                    kind = random.choice(
                        [ActionKind.SUSPEND, ActionKind.UNSUSPEND, ActionKind.BURY]
                    )
                    collection.log.record_action(kind, [random.choice(cards)], moment)
                else:
                    rating = Rating(random.choices([1, 2, 3, 4], [2, 1, 5, 2])[0])
                    taken = random.randrange(60_000)
                    collection.log.record_review(
                        random.choice(cards), rating, moment, taken_ms=taken
                    )
        now += timedelta(days=1)
    return moment


LIVED: dict[int, tuple[bytes, datetime]] = {}
"""The history of each life and the moment of its last event, made once."""


class Rows:
    """All rows of the tables, and what follows from them."""

    def __init__(self, home: Path, now: datetime, rollover: int, deck: str | None) -> None:
        self._rollover = timedelta(hours=rollover)
        self.today = (now - self._rollover).date()
        self.now_ms = now.timestamp() * 1000
        with closing(sqlite3.connect(home / "studycards.db")) as db:
            db.row_factory = sqlite3.Row
            reviews, actions, states, marks, cards = (
                db.execute(f"select * from {table}").fetchall()
                for table in ("reviews", "actions", "states", "marks", "cards")
            )
        undone = {(row["undone_device"], row["undone_at"]) for row in actions}
        self.cards = [c for c in cards if c["active"] and deck in (None, c["deck"])]
        ids = {card["id"] for card in self.cards}
        held = [r for r in reviews if (r["device"], r["at"]) not in undone]
        self.reviews = [r for r in held if deck is None or r["card_id"] in ids]
        self.states = {s["card_id"]: s for s in states if s["card_id"] in ids}
        self.suspended = {m["card_id"] for m in marks if m["suspended"]}

    def day(self, review: sqlite3.Row) -> date:
        """The study day of a review where the learner was."""
        zone = timezone(timedelta(minutes=review["utc_offset_min"]))
        return (datetime.fromtimestamp(review["at"] / 1000, zone) - self._rollover).date()

    def due_day(self, state: sqlite3.Row) -> date:
        """The study day on which a card is due, today at the earliest."""
        return max(EPOCH + timedelta(days=state["due_day"]), self.today)

    def counts(self, deck: str | None = None) -> dict[str, int]:
        """Cards by where they stand."""
        ids = [card["id"] for card in self.cards if deck in (None, card["deck"])]
        states = [self.states[card] for card in ids if card in self.states]
        in_review = [s for s in states if s["phase"] == "review"]
        due = [s for s in states if self.due_day(s) == self.today]
        return {
            "cards": len(ids),
            "new": len(ids) - len(states),
            "learning": len(states) - len(in_review),
            "young": sum(s["interval"] < 21 for s in in_review),
            "mature": sum(s["interval"] >= 21 for s in in_review),
            "suspended": sum(card in self.suspended for card in ids),
            "due": sum(s["card_id"] not in self.suspended for s in due),
        }

    def answers_today(self) -> dict[str, Any]:
        """What was done on the study day."""
        today = [r for r in self.reviews if self.day(r) == self.today]
        return {
            "answers": len(today),
            "new": sum(r["phase"] == "new" for r in today),
            "again": sum(r["rating"] == 1 for r in today),
            "seconds": round(sum(r["taken_ms"] for r in today) / 1000, 1),
        }

    def streak(self) -> dict[str, int]:
        """Days in a row, counted one by one: neighbours, or with less than 24 hours between."""
        studied: dict[date, list[int]] = {}
        for review in self.reviews:
            studied.setdefault(self.day(review), []).append(review["at"])
        days = sorted(studied)
        chain = [
            (after - before).days == 1 or min(studied[after]) - max(studied[before]) < 86_400_000
            for before, after in pairwise(days)
        ]
        runs = "".join("+" if linked else " " for linked in chain).split(" ")
        longest = max(map(len, runs)) + 1 if days else 0
        ends = bool(days) and (
            (self.today - days[-1]).days <= 1 or self.now_ms - max(studied[days[-1]]) < 86_400_000
        )
        return {"current": len(runs[-1]) + 1 if ends else 0, "longest": longest}

    def retention(self, first: int, last: int) -> dict[str, Any]:
        """Passed and failed from so many to so many days ago, by maturity before the answer."""
        counted = [
            r
            for r in self.reviews
            if last <= (self.today - self.day(r)).days <= first
            and (r["phase"] == "review" or r["last_interval"] >= 1)
        ]
        young = [r for r in counted if r["last_interval"] < 21]
        mature = [r for r in counted if r["last_interval"] >= 21]
        return {"young": _rate(young), "mature": _rate(mature), "all": _rate(counted)}

    def retrievability(self, state: sqlite3.Row) -> float:
        """The forgetting curve of FSRS-6 with the default decay, in per cent."""
        elapsed = (self.today - EPOCH).days - state["last_day"]
        decay = -0.1542
        factor = 0.9 ** (1 / decay) - 1
        return float(100 * (1 + factor * elapsed / state["stability"]) ** decay)

    def report(self, deck: str | None) -> dict[str, Any]:
        """Everything that `stats --json` says."""
        per_day = Counter(map(self.day, self.reviews))
        due = Counter(
            self.due_day(s) for card, s in self.states.items() if card not in self.suspended
        )
        ahead = [self.today + timedelta(days=n) for n in range(30)]
        year = [self.today - timedelta(days=n) for n in range(364, -1, -1)]
        stabilities = [s["stability"] for s in self.states.values()]
        difficulties = [s["difficulty"] for s in self.states.values()]
        recall = [self.retrievability(s) for s in self.states.values()]
        names = [deck] if deck else list(DECKS)
        return {
            "day": self.today.isoformat(),
            "deck": deck,
            "cards": self.counts(),
            "today": self.answers_today(),
            "streak": self.streak(),
            "retention": {
                "today": self.retention(0, 0),
                "yesterday": self.retention(1, 1),
                "7": self.retention(6, 0),
                "30": self.retention(29, 0),
                "365": self.retention(364, 0),
                "all": self.retention(10**6, 0),
            },
            "due": [{"day": d.isoformat(), "cards": due[d]} for d in ahead],
            "calendar": [{"day": d.isoformat(), "answers": per_day[d]} for d in year],
            "stability": _histogram(stabilities, (0, 1, 3, 7, 14, 30, 90, 180, 365, 36_500)),
            "difficulty": _histogram(difficulties, range(1, 11)),
            "retrievability": _histogram(recall, range(0, 101, 10)),
            "decks": [{"deck": n, "title": n, **self.counts(n)} for n in names],
        }


def _rate(reviews: Sequence[sqlite3.Row]) -> dict[str, Any]:
    passed = sum(r["rating"] > 1 for r in reviews)
    rate = round(passed / len(reviews), 4) if reviews else None
    return {"passed": passed, "failed": len(reviews) - passed, "rate": rate}


def _histogram(numbers: Sequence[float], bounds: Sequence[int]) -> list[dict[str, int]]:
    places = Counter(min(bisect_right(bounds, n), len(bounds) - 1) - 1 for n in numbers)
    return [
        {"from": low, "to": high, "cards": places[place]}
        for place, (low, high) in enumerate(pairwise(bounds))
    ]


@pytest.fixture(params=[1, 2, 3], ids="seed {}".format)
def now(
    request: pytest.FixtureRequest,
    home: Path,
    make_deck: Callable[[str, str], Path],
    open_collection: Callable[[], Collection],
) -> datetime:
    """The end of a life of sixty days, after which two cards lost their deck."""
    for name, ids in DECKS.items():
        make_deck(name, basic_deck(name, *ids))
    history, seed = home / "studycards.db", request.param
    if seed in LIVED:
        history.write_bytes(LIVED[seed][0])
    else:
        with closing(open_collection()) as collection:
            end = live(collection, seed)
        LIVED[seed] = history.read_bytes(), end
    make_deck("letters", basic_deck("letters", *DECKS["letters"][2:]))
    return LIVED[seed][1]


@pytest.mark.parametrize("deck", [None, "letters", "planets"])
@pytest.mark.parametrize("later", [{}, {"days": 1}, {"days": 40}], ids=["now", "day", "weeks"])
def test_numbers(
    run: Run, home: Path, now: datetime, deck: str | None, later: dict[str, int]
) -> None:
    """Every number of the report equals what is counted from the rows."""
    moment = now + timedelta(**later)
    found = values(run("stats", *filter(None, [deck]), "--json", at=moment.isoformat()))
    expected = Rows(home, moment, 4, deck).report(deck)
    for name in expected:
        assert found[name] == expected[name], name
    assert found.keys() == expected.keys()


def test_numbers_with_another_rollover(run: Run, home: Path, now: datetime) -> None:
    """With the study day from midnight the answers fall on other days, and so do the numbers."""
    before = values(run("stats", "--json", at=now.isoformat()))
    values(run("config", "rollover", "0", "--json"))
    found = values(run("stats", "--json", at=now.isoformat()))
    assert found == Rows(home, now, 0, None).report(None)
    assert found["calendar"] != before["calendar"]


def test_the_lives_are_worth_counting(home: Path, run: Run, now: datetime) -> None:
    """There are hundreds of reviews in several zones, and something undone and suspended."""
    values(run("stats", "--json", at=now.isoformat()))
    counted = Rows(home, now, 4, None)
    assert len(counted.reviews) > 200
    assert {r["utc_offset_min"] for r in counted.reviews} == set(OFFSETS)
    report = counted.report(None)
    for name in ("learning", "young", "mature", "suspended", "due"):
        assert report["cards"][name] > 0, name
    assert all(report["retention"]["all"][name]["failed"] for name in ("young", "mature"))


def test_decks_has_the_numbers_of_stats(run: Run, now: datetime) -> None:
    """`decks` and `stats` count the same."""
    at = now.isoformat()
    decks = values(run("decks", "--json", at=at))
    assert [
        {k: v for k, v in deck.items() if k not in ("path", "source")} for deck in decks
    ] == values(run("stats", "--json", at=at))["decks"]


def test_report_on_paper(run: Run, now: datetime) -> None:
    """Without `--json` the same numbers are drawn."""
    at = now.isoformat()
    report = values(run("stats", "--json", at=at))
    result = run("stats", at=at)
    assert (result.exit_code, result.stderr) == (0, "")
    today, everything = report["today"], report["retention"]["all"]["all"]
    assert f"{today['answers']} answer" in result.stdout
    assert f"{everything['rate']:.1%} of {everything['passed'] + everything['failed']}" in (
        result.stdout
    )
