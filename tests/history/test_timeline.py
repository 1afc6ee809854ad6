"""The rules of scheduling are events: every device folds by the same ones."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from studycards.cards import CardId
from studycards.events import Action, EventId
from studycards.history.log import Log
from studycards.history.timeline import Timeline, read_timeline
from studycards.scheduling.memory import DEFAULT_PARAMETERS
from studycards.scheduling.rules import Rules
from studycards.scheduling.states import Rating, Scheduled
from tests.history.library import opened

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
CARD = CardId("mro-diamond")
OTHERS: dict[str, Any] = {
    "parameters": [round(weight * 1.04, 4) for weight in DEFAULT_PARAMETERS],
    "desired_retention": 0.85,
    "learning_steps": [60, 600, 3_600],
    "relearning_steps": [],
    "maximum_interval": 365,
    "rollover": 7,
    "fuzz": False,
}
"""Another value of each rule."""


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    """An open history."""
    return opened(tmp_path / "studycards.db")


def rules_recorded(db: sqlite3.Connection) -> list[str]:
    """The payloads of changes of rules."""
    rows = db.execute("select payload from actions where kind = 'rules' order by at")
    return [row[0] for row in rows]


def test_every_rule_is_tested() -> None:
    """The table of other values has each rule."""
    assert tuple(OTHERS) == Rules._fields


@pytest.mark.parametrize("name", Rules._fields)
def test_a_change_of_any_rule_folds_anew(db: sqlite3.Connection, name: str) -> None:
    """Whatever changes is recorded, and the states are folded by it."""
    log = Log(db)
    log.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    log.bring_up_to_date(lambda *_: None)
    db.execute("update states set reps = 99")
    log.adopt({name: OTHERS[name]}, NOW + timedelta(days=1))
    state = log.state(CARD)
    assert isinstance(state, Scheduled)
    assert state.reps == 1
    assert getattr(log.rules, name) == Rules().changed(OTHERS)._asdict()[name]
    assert getattr(log.rules, name) != getattr(Rules(), name)
    assert len(rules_recorded(db)) == 1


def test_rollover_counts_days_anew(db: sqlite3.Connection) -> None:
    """Another rollover moves an answer to another study day, and with it what is remembered."""
    log = Log(db)
    night = NOW.replace(hour=3)
    log.record_review(CARD, Rating.EASY, night, taken_ms=1)
    log.record_review(CARD, Rating.GOOD, night + timedelta(hours=2), taken_ms=1)
    before = log.state(CARD)
    log.change_rules({"rollover": 6}, NOW + timedelta(days=1))
    after = log.state(CARD)
    assert isinstance(before, Scheduled)
    assert isinstance(after, Scheduled)
    same_day = log.scheduler.model.first(Rating.EASY)
    expected = log.scheduler.model.next(*same_day, 0, Rating.GOOD)
    assert (after.memory.stability, after.memory.difficulty) == expected
    assert before.memory != after.memory
    assert before.due == after.due
    last_day = db.execute("select last_day from states").fetchone()[0]
    assert last_day == datetime(2026, 3, 1).toordinal() - 719_163  # noqa: DTZ001


def test_settings_are_recorded_once(db: sqlite3.Connection) -> None:
    """Rules found in the settings become an event when they change, not at every start."""
    log = Log(db)
    log.adopt({"rollover": 4, "fuzz": True}, NOW)
    assert rules_recorded(db) == []
    for _ in range(3):
        Log(db).adopt({"rollover": 6, "fuzz": True}, NOW)
    assert rules_recorded(db) == ['{"rollover": 6}']


def test_a_first_start_records_what_differs(db: sqlite3.Connection) -> None:
    """Settings that are as the rules in force say are no change, and override no other device."""
    log = Log(db)
    log.merge([Action("other", 1, 60, "rules", payload={"desired_retention": 0.8})])
    log.adopt({"rollover": 6, "desired_retention": 0.8, "fuzz": True}, NOW)
    assert rules_recorded(db)[1:] == ['{"rollover": 6}']


def _adopt(path: Path, barrier: object) -> None:
    log = Log(opened(path))
    barrier.wait()  # type: ignore[attr-defined]
    log.adopt({"rollover": 6}, NOW)


@pytest.mark.slow
def test_programs_that_find_a_change_at_once(tmp_path: Path) -> None:
    """A change of the settings that several programs find together is one event."""
    path = tmp_path / "studycards.db"
    opened(path)
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(3)
    starts = [spawn.Process(target=_adopt, args=(path, barrier)) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    assert [start.exitcode for start in starts] == [0] * 3
    assert rules_recorded(opened(path)) == ['{"rollover": 6}']


def test_what_another_device_set_stays(db: sqlite3.Connection) -> None:
    """A change from elsewhere holds here until the settings here change again."""
    log = Log(db)
    log.adopt({"rollover": 4, "desired_retention": 0.9}, NOW)
    at = int(NOW.timestamp() * 1000) + 60_000
    log.merge([Action("other", at, 60, "rules", payload={"rollover": 2})])
    log.adopt({"rollover": 4, "desired_retention": 0.9}, NOW + timedelta(hours=1))
    assert log.rules.rollover == 2
    log.adopt({"rollover": 4, "desired_retention": 0.8}, NOW + timedelta(hours=2))
    assert (log.rules.rollover, log.rules.desired_retention) == (2, 0.8)
    log.adopt({"rollover": 5, "desired_retention": 0.8}, NOW + timedelta(hours=3))
    assert log.rules.rollover == 5


def test_a_change_after_one_that_it_knew_of(db: sqlite3.Connection) -> None:
    """Settings changed here hold, though a device that changed them before has a clock ahead."""
    log = Log(db)
    at = int(NOW.timestamp() * 1000) + 300_000
    log.merge([Action("other", at, 60, "rules", payload={"rollover": 2})])
    log.change_rules({"rollover": 6}, NOW)
    assert log.rules.rollover == 6


def test_undo_passes_over_rules(db: sqlite3.Connection) -> None:
    """Changes of settings are not undone by the learner's undo."""
    log = Log(db)
    log.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    log.change_rules({"rollover": 6}, NOW)
    undone = log.undo(NOW)
    assert undone
    assert undone.kind == "review"
    assert log.rules.rollover == 6


def test_a_change_taken_back_elsewhere(db: sqlite3.Connection) -> None:
    """An undo of a change of rules, such as a later version may record, is honoured."""
    log = Log(db)
    log.change_rules({"rollover": 6}, NOW)
    change = next(log.events())
    log.merge([Action("other", change.at + 9, 60, "undo", undoes=change.id)])
    assert log.rules == Rules()


def test_another_session_sees_the_change(db: sqlite3.Connection, tmp_path: Path) -> None:
    """A session that is open already goes on by the new rules."""
    log, other = Log(db), Log(opened(tmp_path / "studycards.db"))
    assert other.rules.rollover == 4
    log.change_rules({"rollover": 6}, NOW)
    assert other.rules.rollover == 6
    assert other.scheduler.rules.rollover == 6


@pytest.mark.parametrize(
    "payload",
    [
        {"rollover": 24},
        {"rollover": "4"},
        {"rollover": True},
        {"desired_retention": 0.5},
        {"desired_retention": None},
        {"learning_steps": "1m"},
        {"learning_steps": [0]},
        {"relearning_steps": [1.5]},
        {"maximum_interval": 0},
        {"fuzz": 1},
        {"parameters": [1.0]},
        {"parameters": [500.0] * 21},
        {"parameters": "x" * 21},
        {"moon": "full"},
    ],
)
def test_rules_that_cannot_be(payload: dict[str, Any]) -> None:
    """A rule that is not known, or a value that cannot be, changes nothing."""
    assert Rules().changed(payload | {"rollover_of_tomorrow": 5}) == Rules()


def test_a_change_of_nothing(db: sqlite3.Connection) -> None:
    """A change of rules without a payload changes none."""
    log = Log(db)
    log.merge([Action("other", 1_000, 0, "rules")])
    assert log.rules == Rules()
    assert len(read_timeline(db).rules) == 2


def test_in_the_order_of_events(db: sqlite3.Connection) -> None:
    """The newest change by moment and device holds, in whatever order they arrive."""
    log = Log(db)
    changes = [
        Action("b", 1_000, 0, "rules", payload={"rollover": 1}),
        Action("a", 1_000, 0, "rules", payload={"rollover": 2, "fuzz": False}),
        Action("a", 500, 0, "rules", payload={"rollover": 3, "maximum_interval": 50}),
    ]
    log.merge(changes)
    timeline = read_timeline(db)
    assert timeline.newest == Rules(rollover=1, fuzz=False, maximum_interval=50)
    assert timeline.at(EventId(499, "z")) == Rules()
    assert timeline.at(EventId(500, "a")).rollover == 3
    assert timeline.at(EventId(999, "z")).rollover == 3
    assert timeline.at(EventId(1_000, "a")).rollover == 2
    assert timeline.at(EventId(2_000, "a")).rollover == 1


def test_fingerprints() -> None:
    """Timelines that may give other states have other fingerprints."""
    one = Timeline((EventId(5, "a"),), (Rules(), Rules(rollover=6)))
    fingerprints = {
        Timeline().fingerprint,
        one.fingerprint,
        Timeline((EventId(6, "a"),), one.rules).fingerprint,
        *(Timeline(rules=(Rules().changed({name: OTHERS[name]}),)).fingerprint for name in OTHERS),
    }
    assert len(fingerprints) == 3 + len(OTHERS)
    assert one.fingerprint == Timeline(one.starts, one.rules).fingerprint
