"""Weeks of study through `next --json` and `answer --json`, each command a run of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.library import CAPITALS, basic_deck, events, rows, values

Run = Callable[..., Result]

MORNING = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
RIGHT = {"france": "Paris", "italy": "Rome", "spain": "Madrid", "population": "Tokyo Paris Vaduz"}


def at(**later: float) -> str:
    """Some time after the first morning."""
    return (MORNING + timedelta(**later)).isoformat()


class Learner:
    """Asks for the next card and answers it, as a script would."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def next(self, moment: str, *decks: str) -> dict[str, Any]:
        """What is asked at a moment."""
        found: dict[str, Any] = values(self._run("next", *decks, "--json", at=moment))
        return found

    def answer(self, card: str, rating: str, moment: str, *more: str) -> dict[str, Any]:
        """Record an answer."""
        found: dict[str, Any] = values(
            self._run("answer", card, rating, "--json", *more, at=moment)
        )
        return found

    def study(self, moment: str, rating: str = "good") -> list[str]:
        """Answer everything that is asked at one moment; the cards in their order."""
        studied = []
        while card := self.next(moment)["card"]:
            self.answer(card["id"], rating, moment)
            studied.append(card["id"])
        return studied


@pytest.fixture
def learner(run: Run) -> Learner:
    """A learner without a history."""
    return Learner(run)


def given(asked: dict[str, Any]) -> str:
    """The right answer to a card, as `answer --given` takes it."""
    right = RIGHT[asked["id"]]
    shown = asked.get("options") or asked.get("items")
    if shown is None:
        return right
    return " ".join(str(shown.index(word) + 1) for word in right.split())


def test_a_first_day(learner: Learner, make_deck: Callable[[str, str], Path], home: Path) -> None:
    """Each kind is asked, answered and judged; every answer is a row, every state follows."""
    make_deck("capitals", CAPITALS)
    for number in range(4):
        moment = at(minutes=number / 2)
        asked = learner.next(moment)["card"]
        learner.answer(
            asked["id"], "good", moment, "--given", given(asked), "--taken-ms", str(1000 * number)
        )
    assert rows(
        home,
        "select card_id, rating, taken_ms, phase, last_interval, answer, verdict, utc_offset_min"
        " from reviews order by at",
    ) == [
        ("france", 3, 0, "new", 0, "Paris", "right", 60),
        ("italy", 3, 1000, "new", 0, "Rome", "right", 60),
        ("spain", 3, 2000, "new", 0, "Madrid", "right", 60),
        ("population", 3, 3000, "new", 0, "Tokyo → Paris → Vaduz", "right", 60),
    ]
    assert rows(home, "select phase, step, reps, lapses from states") == [("learning", 1, 1, 0)] * 4


def test_learning_steps_and_graduation(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """A card climbs its steps within the hour, is in review for days, and is due on its day."""
    make_deck("one", basic_deck("one", "card"))
    first = learner.answer("card", "again", at())
    assert first["state"]["due"] == at(minutes=1)
    assert learner.next(at(seconds=30))["left"] == {"new": 0, "learning": 1, "due": 0}
    second = learner.answer("card", "good", at(minutes=1))
    assert second["state"]["due"] == at(minutes=11)
    third = learner.answer("card", "good", at(minutes=11))
    assert third["state"]["phase"] == "review"
    days = third["state"]["interval_days"]
    assert days >= 1
    assert learner.next(at(days=days, hours=-6))["card"] is None
    due = learner.next(at(days=days, hours=-5))
    assert due["card"]["id"] == "card"
    assert due["left"] == {"new": 0, "learning": 0, "due": 1}
    assert rows(home, "select phase, last_interval from reviews order by at") == [
        ("new", 0),
        ("learning", 0),
        ("learning", 0),
    ]
    assert rows(home, "select phase, interval, reps, lapses from states") == [
        ("review", days, 3, 0)
    ]


def test_a_lapse_and_its_relearning(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """A card forgotten in review is relearned, and counts one lapse."""
    make_deck("one", basic_deck("one", "card"))
    days = learner.answer("card", "easy", at())["state"]["interval_days"]
    lapsed = learner.answer("card", "again", at(days=days))["state"]
    assert (lapsed["phase"], lapsed["step"], lapsed["lapses"]) == ("relearning", 0, 1)
    assert lapsed["due"] == at(days=days, minutes=10)
    back = learner.answer("card", "good", at(days=days, minutes=10))["state"]
    assert (back["phase"], back["reps"], back["lapses"]) == ("review", 3, 1)
    assert rows(home, "select phase, last_interval, rating from reviews order by at") == [
        ("new", 0, 4),
        ("review", days, 1),
        ("relearning", 0, 3),
    ]


@pytest.mark.slow
def test_three_weeks(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path, run: Run
) -> None:
    """Day by day nothing is asked that is not due, and the states are those of the answers."""
    make_deck("many", basic_deck("many", *(f"card-{n}" for n in range(8))))
    values(run("config", "new_per_day", "3", "--json"))
    due_days = "select card_id, date(due_day * 86400, 'unixepoch') from states"
    due_on: dict[str, str] = {}
    for day in range(21):
        today = at(days=day)
        asked = learner.study(today, "easy" if day % 3 else "good")
        for card in asked:
            assert due_on.get(card, today[:10]) <= today[:10]
        due_on = dict(rows(home, due_days))
        assert not [card for card, due in due_on.items() if due <= today[:10]]
    counts = rows(home, "select card_id, count(*), sum(phase = 'new') from reviews group by 1")
    assert counts == [
        (card, reps, 1) for card, reps in rows(home, "select card_id, reps from states order by 1")
    ]
    assert len(counts) == 8
    per_day = rows(
        home,
        "select sum(phase = 'new') from reviews group by date(at / 1000, 'unixepoch') order by 1"
        " desc limit 3",
    )
    assert per_day == [(3,), (3,), (2,)]


def test_states_are_rebuilt_the_same(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path, run: Run
) -> None:
    """Changing a rule and changing it back folds the history again to the same states."""
    make_deck("many", basic_deck("many", *(f"card-{n}" for n in range(6))))
    for day in (0, 1, 4, 9):
        learner.study(at(days=day), "good" if day % 2 else "easy")
    before = rows(home, "select * from states order by card_id")
    values(run("config", "rollover", "12", "--json"))
    learner.next(at(days=9))
    assert rows(home, "select * from states order by card_id") != before
    values(run("config", "rollover", "4", "--json"))
    learner.next(at(days=9))
    assert rows(home, "select * from states order by card_id") == before


def test_due_days_stay(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path, run: Run
) -> None:
    """Another retention moves no card that is planned already, only the next answer."""
    make_deck("many", basic_deck("many", *(f"card-{n}" for n in range(6))))
    for day in (0, 1, 4, 9):
        learner.study(at(days=day), "good" if day % 2 else "easy")
    before = rows(home, "select card_id, due_day, interval from states order by card_id")
    values(run("config", "desired_retention", "0.95", "--json"))
    learner.next(at(days=9))
    assert rows(home, "select card_id, due_day, interval from states order by card_id") == before
    promised = values(run("next", "--json", at=at(days=400)))
    interval = promised["outcomes"]["good"]["interval_days"]
    values(run("config", "desired_retention", "0.8", "--json"))
    later = values(run("next", "--json", at=at(days=400)))
    assert later["outcomes"]["good"]["interval_days"] > interval


def test_history_survives_an_edit(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path, run: Run
) -> None:
    """A card keeps its history when it is reworded, removed and put into another deck."""
    make_deck("one", basic_deck("one", "card", "other"))
    learner.answer("card", "easy", at())
    make_deck("one", basic_deck("one", "other"))
    gone = run("answer", "card", "good", at=at(days=1))
    assert (gone.exit_code, gone.stdout) == (2, "")
    assert rows(home, "select card_id, reps from states") == [("card", 1)]
    orphans = run("decks", at=at(days=1))
    assert "1 card with history is in no deck" in orphans.stderr
    make_deck("two", basic_deck("two", "card").replace("What is meant by", "What is"))
    found = learner.next(at(days=30), "two")
    assert found["card"]["question"] == "What is card?"
    assert (found["state"]["phase"], found["state"]["reps"]) == ("review", 1)


def test_a_journey(learner: Learner, make_deck: Callable[[str, str], Path], home: Path) -> None:
    """The study day is that of where the learner is; the offset is kept with each answer."""
    make_deck("one", basic_deck("one", "card"))
    days = learner.answer("card", "easy", "2026-03-02T23:30:00+09:00")["state"]["interval_days"]
    due = datetime.fromisoformat("2026-03-02T00:00:00-08:00") + timedelta(days=days)
    assert learner.next((due + timedelta(hours=3, minutes=59)).isoformat())["card"] is None
    found = learner.next((due + timedelta(hours=4)).isoformat())
    assert found["card"]["id"] == "card"
    learner.answer("card", "good", (due + timedelta(hours=4)).isoformat())
    assert rows(home, "select utc_offset_min from reviews order by at") == [(540,), (-480,)]


def test_leech(learner: Learner, make_deck: Callable[[str, str], Path], run: Run) -> None:
    """Forgotten as often as the threshold says, a card is called a leech, and at every half."""
    make_deck("one", basic_deck("one", "card"))
    values(run("config", "leech_threshold", "2", "--json"))
    values(run("config", "relearning_steps", "", "--json"))
    learner.answer("card", "easy", at())
    said = []
    for lapse in (1, 2, 3, 4):
        said.append(learner.answer("card", "again", at(days=40 * lapse))["leech"])
        learner.answer("card", "easy", at(days=40 * lapse + 1))
    assert said == [False, True, True, True]
    told = run("answer", "card", "again", at=at(days=200))
    assert "card is a leech: forgotten 5 times. Edit it, split it or suspend it." in told.stdout


def test_answer_before_it_is_due(
    learner: Learner, make_deck: Callable[[str, str], Path], home: Path
) -> None:
    """`answer` takes a card that is not due, and a second answer in the same millisecond."""
    make_deck("one", basic_deck("one", "card"))
    for _ in range(3):
        learner.answer("card", "good", at())
    assert events(home) == [("review 3", "card")] * 3
    moments = [moment for (moment,) in rows(home, "select at from reviews order by at")]
    assert moments == [moments[0], moments[0] + 1, moments[0] + 2]
