"""What the learner does is kept, and everything else follows from it."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from studycards.cards import CardId
from studycards.cards.asking import Verdict
from studycards.events import ActionKind, Response, Review, from_ms, offset_minutes, to_ms
from studycards.history.log import Log
from studycards.scheduling.states import New, Phase, Plan, Rating, Scheduled
from studycards.scheduling.study_day import day_number
from tests.history.library import opened, read

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
CARD = CardId("mro-diamond")
MARK_KINDS = [
    ActionKind.SUSPEND,
    ActionKind.UNSUSPEND,
    ActionKind.BURY,
    ActionKind.FLAG,
    ActionKind.UNFLAG,
]


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    """An open history."""
    return opened(tmp_path / "studycards.db")


def rows(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    """All rows of a table."""
    return [tuple(row) for row in db.execute(f"select * from {table} order by 1, 2")]


def live(log: Log, seed: int, answers: int = 200) -> None:
    """Weeks of study by a learner who sometimes undoes, buries and suspends."""
    random, now = Random(seed), NOW
    for _ in range(answers):
        now += timedelta(minutes=random.choice([1, 5, 30, 600, 3_000]))
        card = CardId(f"card-{random.randrange(12)}")
        kind = random.random()
        if kind < 0.1:
            log.undo(now)
        elif kind < 0.2:
            log.record_action(random.choice(MARK_KINDS), [card], now)
        else:
            log.record_review(
                card, Rating(random.randint(1, 4)), now, taken_ms=random.randrange(9_999)
            )


def test_an_answer_is_a_row(db: sqlite3.Connection) -> None:
    """Everything about an answer is on disk when it is recorded, and read back the same."""
    log = Log(db)
    review, after = log.record_review(
        CARD,
        Rating.GOOD,
        NOW,
        taken_ms=4_200,
        response=Response(
            answer="D B C A", verdict=Verdict.NEARLY, overruled=True, tries=2, hints=1, confidence=3
        ),
    )
    assert rows(db, "reviews") == [
        (
            *(log.device, to_ms(NOW), 60, CARD, 3, 4_200, "new", 0),
            *("D B C A", "nearly", 1, 2, 1, 3),
            *(None, 0, "learning", 1, None, 600, None, to_ms(NOW) + 600_000, None),
        )
    ]
    assert log.reviews(CARD) == [review]
    assert log.state(CARD) == after
    assert isinstance(after, Scheduled)
    assert (after.phase, after.step, after.due) == (Phase.LEARNING, 1, NOW + timedelta(minutes=10))


PLANS = [
    Plan(Phase.RELEARNING, 0, None, 600, NOW + timedelta(minutes=10)),
    Plan(Phase.LEARNING, 1, None, 86_400, date(2026, 3, 3)),
    Plan(Phase.REVIEW, None, 30, None, date(2026, 4, 1)),
    None,
]


@pytest.mark.parametrize("plan", PLANS, ids=["step", "step of a day", "review", "not known"])
def test_every_value_comes_back(db: sqlite3.Connection, plan: Plan | None) -> None:
    """An answer is read as it was written, whatever it led to."""
    response = Response("a", Verdict.WRONG, overruled=True, tries=3, hints=2, confidence=1)
    review = Review(
        *("other", to_ms(NOW), -330, CARD, Rating.AGAIN, 9, Phase.REVIEW, 12),
        *(to_ms(NOW - timedelta(days=12)), 4, plan, response, {"pulse": 61}),
    )
    log = Log(db)
    log.merge([review])
    assert log.reviews(CARD) == [review]
    assert list(log.events()) == [review]
    assert log.last_moment(NOW) is None


def test_states_are_the_fold_of_the_events(db: sqlite3.Connection) -> None:
    """Dropping states and marks and folding the events again gives the same rows."""
    log = Log(db)
    live(log, seed=1)
    states, marks = rows(db, "states"), rows(db, "marks")
    assert len(states) > 8
    assert any(row[1] for row in marks)
    told: list[tuple[int, int]] = []
    log.rebuild(lambda done, of: told.append((done, of)))
    assert rows(db, "states") == states
    assert rows(db, "marks") == marks
    assert told[-1][0] == told[-1][1]


def test_undo_without_limit(tmp_path: Path) -> None:
    """Undo goes back through sessions to the very start, and keeps every event."""
    path = tmp_path / "studycards.db"
    live(Log(opened(path)), seed=2, answers=120)
    db = opened(path)
    log, reviews = Log(db), len(rows(db, "reviews"))
    undone = 0
    while log.undo(NOW + timedelta(days=900)):
        undone += 1
    assert undone > 60
    assert rows(db, "states") == []
    assert not any(row[1] or row[2] for row in rows(db, "marks"))
    assert len(rows(db, "reviews")) == reviews


def test_undo_restores_the_state_before(db: sqlite3.Connection) -> None:
    """After an undo the card is exactly as it was, and the next answer the same as the first."""
    log = Log(db)
    log.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    before = log.state(CARD)
    later = NOW + timedelta(days=9)
    _, first = log.record_review(CARD, Rating.GOOD, later, taken_ms=1)
    undone = log.undo(later)
    assert undone
    assert (undone.kind, undone.cards, undone.moment) == ("review", (CARD,), later)
    assert log.state(CARD) == before
    _, second = log.record_review(CARD, Rating.GOOD, later, taken_ms=1)
    assert (second.due, second.memory) == (first.due, first.memory)


def test_undo_of_nothing(db: sqlite3.Connection) -> None:
    """Where nothing was done there is nothing to undo, and nothing is recorded."""
    assert Log(db).undo(NOW) is None
    assert rows(db, "actions") == []


@pytest.mark.parametrize("kind", [ActionKind.SUSPEND, ActionKind.BURY])
def test_undo_of_an_action(db: sqlite3.Connection, kind: ActionKind) -> None:
    """Suspending and burying are undone like answers."""
    log = Log(db)
    log.record_action(kind, [CARD], NOW)
    assert rows(db, "marks") != []
    undone = log.undo(NOW)
    assert undone
    assert undone.kind == kind
    assert rows(db, "marks") == []


def test_undo_keeps_the_study_day_of_a_bury(db: sqlite3.Connection) -> None:
    """Marks folded after an undo have the days of the rollover in force."""
    log = Log(db)
    log.change_rules({"rollover": 6}, NOW - timedelta(days=1))
    log.record_action(ActionKind.BURY, [CARD], NOW.replace(hour=5))
    log.record_action(ActionKind.BURY, [CARD], NOW.replace(hour=7))
    days = [day_number(date(2026, 3, 1)), day_number(date(2026, 3, 2))]
    assert rows(db, "marks") == [(CARD, 0, days[1], 0)]
    log.undo(NOW)
    assert rows(db, "marks") == [(CARD, 0, days[0], 0)]


def test_unsuspend(db: sqlite3.Connection) -> None:
    """The last of suspend and unsuspend holds."""
    log = Log(db)
    for kind, marks in [(ActionKind.SUSPEND, [(CARD, 1, None, 0)]), (ActionKind.UNSUSPEND, [])]:
        log.record_action(kind, [CARD], NOW)
        assert rows(db, "marks") == marks


def test_clock_that_went_back(db: sqlite3.Connection) -> None:
    """Events keep the order in which they happened, whatever the clock says."""
    log = Log(db)
    log.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    log.record_review(CARD, Rating.GOOD, NOW - timedelta(days=400), taken_ms=1)
    stored = log.state(CARD)
    at = [row[1] for row in rows(db, "reviews")]
    assert at == [to_ms(NOW), to_ms(NOW) + 1]
    log.rebuild()
    assert log.state(CARD) == stored


def test_last_moment(db: sqlite3.Connection) -> None:
    """It is asked for from a time on, so that a device that is new among many need not search."""
    log, later = Log(db), NOW + timedelta(milliseconds=1)
    assert log.last_moment(NOW) is None
    log.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    assert (log.last_moment(NOW), log.last_moment(later)) == (NOW, None)
    log.record_action(ActionKind.FLAG, [CARD], later)
    assert log.last_moment(NOW) == log.last_moment(later) == later


def test_journeys(db: sqlite3.Connection) -> None:
    """Each event keeps the offset in which it was lived; days are those of the learner."""
    log = Log(db)
    log.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    abroad = datetime.fromisoformat("2026-03-10T23:30:00-08:00")
    review, after = log.record_review(CARD, Rating.GOOD, abroad, taken_ms=1)
    assert review.moment == abroad
    assert review.moment.utcoffset() == timedelta(hours=-8)
    assert not isinstance(after.due, datetime)
    assert (after.due - abroad.date()).days == after.interval


@pytest.mark.parametrize("offset", [-720, -210, 0, 330, 840])
def test_moments_round_trip(offset: int) -> None:
    """A moment is the same after the database, to the millisecond, with its offset."""
    moment = from_ms(1_772_438_400_123, offset)
    assert (to_ms(moment), offset_minutes(moment)) == (1_772_438_400_123, offset)


def _answer_many(path: Path, name: str, barrier: object) -> None:
    log = Log(opened(path))
    barrier.wait()  # type: ignore[attr-defined]
    for number in range(30):
        log.record_review(CardId(f"{name}-{number % 5}"), Rating.GOOD, NOW, taken_ms=number)


@pytest.mark.slow
def test_two_sessions_at_once(tmp_path: Path) -> None:
    """Two processes answer at the same time: every answer is kept, with a moment of its own."""
    path = tmp_path / "studycards.db"
    opened(path).close()
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    sessions = [
        spawn.Process(target=_answer_many, args=(path, name, barrier)) for name in ("a", "b")
    ]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
        assert session.exitcode == 0
    db = opened(path)
    assert db.execute("select count(*), count(distinct at) from reviews").fetchone()[:] == (60, 60)
    stored = rows(db, "states")
    assert len(stored) == 10
    Log(db).rebuild()
    assert rows(db, "states") == stored


def test_a_reader_is_never_kept_out(db: sqlite3.Connection, tmp_path: Path) -> None:
    """Another process reads while a session is in the middle of writing."""
    log = Log(db)
    log.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    db.execute("begin immediate")
    db.execute("delete from states")
    url = f"file:{tmp_path}/studycards.db?mode=ro"
    other = read(url)
    assert other.execute("select count(*) from states").fetchone() == (1,)
    db.execute("rollback")
    assert not isinstance(log.state(CARD), New)


def test_a_failure_writes_nothing(db: sqlite3.Connection) -> None:
    """An answer whose state cannot be stored leaves no review behind either."""
    log = Log(db)
    db.execute("create trigger full before insert on states begin select raise(abort, 'full'); end")
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        log.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    assert rows(db, "reviews") == []
    assert not db.in_transaction
