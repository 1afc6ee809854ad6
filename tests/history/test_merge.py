"""What several devices recorded, merged in any order, is one history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studycards.cards import CardId
from studycards.events import (
    Action,
    ActionKind,
    Event,
    EventId,
    Review,
    to_ms,
)
from studycards.events.lines import from_line, to_line
from studycards.history.database import open_history
from studycards.history.log import Log
from studycards.scheduling.states import New, Phase, Plan, Rating, Scheduled
from tests.conftest import EXAMPLES
from tests.history.library import opened

NOW = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
CARD = CardId("mro-diamond")
DEVICES = ("one", "two", "three")
KINDS = (ActionKind.SUSPEND, ActionKind.UNSUSPEND, ActionKind.BURY, ActionKind.FLAG)


@cache
def _blank() -> bytes:
    with closing(open_history(Path(":memory:"))) as db:
        return db.serialize()


def blank() -> sqlite3.Connection:
    """A history in memory, made for less than its migrations take."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.deserialize(_blank())
    db.row_factory = sqlite3.Row
    return db


def device(db: sqlite3.Connection, name: str) -> Log:
    """A log that records under a name."""
    db.execute("insert or replace into facts values ('device', ?)", (name,))
    return Log(db)


def caches(db: sqlite3.Connection) -> tuple[list[tuple[Any, ...]], ...]:
    """The states and the marks."""
    return tuple(
        [tuple(row) for row in db.execute(f"select * from {table} order by card_id")]
        for table in ("states", "marks")
    )


def study(log: Log, random: Random, now: datetime, answers: int) -> None:
    """Some answers and actions, a few of them undone, rules changed now and then."""
    for _ in range(answers):
        now += timedelta(minutes=random.choice([1, 12, 700, 3_000]))
        card = CardId(f"card-{random.randrange(4)}")
        chance = random.random()
        if chance < 0.12:
            log.undo(now)
        elif chance < 0.24:
            log.record_action(random.choice(KINDS), [card, CardId("card-0")], now)
        elif chance < 0.28:
            log.change_rules({"desired_retention": random.choice([0.8, 0.9, 0.95])}, now)
        elif chance < 0.31:
            log.change_rules({"rollover": random.randrange(8)}, now)
        elif chance < 0.34:
            memory = {"stability": random.uniform(1, 90), "difficulty": 5.0}
            log.record_action(ActionKind.MEMORY, [card], now, memory)
        elif chance < 0.37:
            day = (now + timedelta(days=random.randrange(9))).date().isoformat()
            log.record_action(ActionKind.DUE, [card], now, {"day": day})
        else:
            log.record_review(card, Rating(random.randint(1, 4)), now, taken_ms=1)


def lives(seed: int) -> list[Event]:
    """The events of three devices that study offline and meet now and then."""
    random = Random(seed)
    histories = [blank() for _ in DEVICES]
    logs = [device(db, name) for db, name in zip(histories, DEVICES, strict=True)]
    for session in range(4):
        for log in logs:
            start = NOW + timedelta(days=3 * session, hours=random.randrange(60))
            study(log, random, start, random.randrange(8))
        if random.random() < 0.6:
            one, other = random.sample(logs, 2)
            one.merge(list(other.events()))
    found = {event.id: event for log in logs for event in log.events()}
    for db in histories:
        db.close()
    return list(found.values())


def whole(events: Iterable[Event]) -> tuple[list[tuple[Any, ...]], ...]:
    """The caches after all events at once."""
    with closing(blank()) as db:
        Log(db).merge(events)
        return caches(db)


@pytest.mark.slow
@settings(max_examples=20 * EXAMPLES, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_any_order_any_number_of_times(seed: int, random: Random) -> None:
    """Parts of a log of three devices, merged in any order and again, give the states of the whole."""
    events = lives(seed)
    expected = whole(events)
    parts: list[list[Event]] = [[] for _ in range(5)]
    for event in events:
        for part in random.sample(parts, random.randint(1, 3)):
            part.append(event)
    with closing(blank()) as db:
        log = Log(db)
        for part in [*random.sample(parts, 5), *parts]:
            random.shuffle(part)
            log.merge(from_line(to_line(event)) for event in part)
        assert caches(db) == expected
        assert {event.id for event in log.events()} == {event.id for event in events}
        assert log.merge(events) == 0
        log.rebuild()
        assert caches(db) == expected


@pytest.mark.slow
@settings(max_examples=12 * EXAMPLES, deadline=None)
@given(st.integers(0, 10**6))
def test_answers_one_by_one_are_the_fold(seed: int) -> None:
    """What a device stores as it goes along is what its events give anywhere else."""
    with closing(blank()) as db:
        log = device(db, "one")
        study(log, Random(seed), NOW, 40)
        assert caches(db) == whole(log.events())


@pytest.mark.slow
@settings(max_examples=12 * EXAMPLES, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, 5, 70, 60 * 24 * 3]))
def test_clocks_that_differ_are_the_fold(seed: int, ahead: int) -> None:
    """So it is where a device meets another, whose clock is some minutes or days ahead."""
    random = Random(seed)
    with closing(blank()) as db, closing(blank()) as other_db:
        log, other = device(db, "one"), device(other_db, "two")
        for session in range(8):
            now = NOW + timedelta(days=session)
            study(other, random, now + timedelta(minutes=ahead), 3)
            log.merge(list(other.events()))
            study(log, random, now, 3)
            assert caches(db) == whole(log.events())
            other.merge(list(log.events()))


@pytest.fixture
def logs(tmp_path: Path) -> list[Log]:
    """The logs of two devices."""
    return [device(opened(tmp_path / f"{name}.db"), name) for name in DEVICES[:2]]


def meet(one: Log, other: Log) -> None:
    """Each takes in what the other has."""
    ours = list(one.events())
    one.merge(list(other.events()))
    other.merge(ours)
    assert list(one.events()) == list(other.events())


def scheduled(log: Log, card: CardId = CARD) -> Scheduled:
    """The state of a card that was studied."""
    state = log.state(card)
    assert isinstance(state, Scheduled)
    return state


def test_known_answers_keep_their_promise(logs: list[Log]) -> None:
    """An answer given in the knowledge of those before is due when it was promised, everywhere."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    meet(one, other)
    other.change_rules({"desired_retention": 0.95}, NOW + timedelta(days=1))
    _, promised = other.record_review(CARD, Rating.GOOD, NOW + timedelta(days=9), taken_ms=1)
    meet(one, other)
    assert scheduled(one) == promised
    assert scheduled(one).reps == 2


@pytest.mark.parametrize("first", [Rating.AGAIN, Rating.EASY])
def test_answers_that_knew_nothing_of_each_other(logs: list[Log], first: Rating) -> None:
    """Of two first answers given offline, the later is scheduled as the second one it was."""
    one, other = logs
    later = NOW + timedelta(days=2)
    one.record_review(CARD, first, NOW, taken_ms=1)
    _, promised = other.record_review(CARD, Rating.GOOD, later, taken_ms=1)
    expected = one.scheduler.outcomes(CARD, one.state(CARD), later)[Rating.GOOD]
    meet(one, other)
    assert scheduled(one) == scheduled(other) == expected
    assert (scheduled(one).reps, promised.reps) == (2, 1)
    if first is Rating.EASY:
        assert scheduled(one).due != promised.due


def test_later_answers_that_knew_nothing_of_each_other(logs: list[Log]) -> None:
    """Of two answers to a card in review, the later is scheduled from the state after the other."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    meet(one, other)
    later = NOW + timedelta(days=12)
    one.record_review(CARD, Rating.GOOD, NOW + timedelta(days=9), taken_ms=1)
    _, promised = other.record_review(CARD, Rating.GOOD, later, taken_ms=1)
    expected = one.scheduler.outcomes(CARD, one.state(CARD), later)[Rating.GOOD]
    meet(one, other)
    assert scheduled(one) == scheduled(other) == expected
    assert scheduled(one).due != promised.due


def test_settings_move_no_due_day(logs: list[Log]) -> None:
    """Other rules change what is remembered, and no due day, also where two devices disagreed."""
    one, other = logs
    one.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    other.record_review(CARD, Rating.EASY, NOW + timedelta(days=1), taken_ms=1)
    meet(one, other)
    before = scheduled(one)
    parameters = [round(weight * 1.03, 4) for weight in one.rules.parameters]
    one.change_rules(
        {"parameters": parameters, "desired_retention": 0.8, "rollover": 6}, NOW + timedelta(days=2)
    )
    after = scheduled(one)
    assert (after.due, after.interval, after.phase) == (before.due, before.interval, before.phase)
    assert after.memory != before.memory
    meet(one, other)
    assert scheduled(other) == after


def test_an_undo_before_what_it_undoes(logs: list[Log]) -> None:
    """An undo that arrives first undoes the review when that arrives."""
    one, other = logs
    review, _ = one.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    one.undo(NOW)
    reviewed, undone = list(one.events())
    assert (reviewed, isinstance(undone, Action)) == (review, True)
    assert other.merge([undone]) == 1
    assert other.merge([reviewed]) == 1
    assert isinstance(other.state(CARD), New)
    assert other.reviews(CARD) == []


def test_two_devices_undo_the_same_review(logs: list[Log]) -> None:
    """A review undone twice is undone."""
    one, other = logs
    review, _ = one.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    meet(one, other)
    one.undo(NOW)
    second = Action("two", review.at + 5, 60, "undo", undoes=review.id)
    other.merge([second])
    assert isinstance(other.state(CARD), New)
    meet(one, other)
    assert isinstance(one.state(CARD), New)


def test_what_is_not_known_here(logs: list[Log]) -> None:
    """Kinds and fields of a later version are kept, pass on, and have no effect."""
    one, other = logs
    one.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    before = scheduled(one)
    strange = Action(
        "two", 5, 0, "holiday", (CARD,), EventId(7, "x"), {"until": "2027"}, {"mood": ["good"]}
    )
    review = Review("two", 6, 0, CardId("other"), Rating.GOOD, 1, "new", 0, extra={"pulse": 61})
    assert one.merge([strange, review]) == 2
    assert scheduled(one) == before
    meet(one, other)
    assert [strange, review] == list(other.events())[:2]


def test_later_kind_that_points_at_a_review(logs: list[Log]) -> None:
    """Only an undo cancels an event: an unknown kind does not, whatever it points at."""
    one, _ = logs
    review, after = one.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    one.merge([Action("two", 5, 0, "praise", undoes=review.id)])
    assert scheduled(one) == after


def test_reviews_without_what_they_led_to(logs: list[Log]) -> None:
    """What is not recorded is computed by the rules of its time."""
    one, other = logs
    one.change_rules({"desired_retention": 0.8}, NOW)
    one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    one.record_review(CARD, Rating.GOOD, NOW + timedelta(days=20), taken_ms=1)
    one.change_rules({"desired_retention": 0.95}, NOW + timedelta(days=21))
    bare = [e._replace(led_to=None) if isinstance(e, Review) else e for e in one.events()]
    other.merge(bare)
    assert scheduled(other) == scheduled(one)


def test_a_memory_to_start_from(logs: list[Log]) -> None:
    """A card whose answers were cut off goes on from a memory and a due day."""
    one, other = logs
    memory = {"stability": 40.0, "difficulty": 6.5}
    one.record_action(ActionKind.MEMORY, [CARD], NOW, memory)
    state = scheduled(one)
    assert (state.memory.stability, state.memory.difficulty, state.interval) == (40.0, 6.5, 40)
    assert (state.phase, state.due) == (Phase.REVIEW, (NOW + timedelta(days=40)).date())
    one.record_action(ActionKind.DUE, [CARD], NOW, {"day": "2026-03-20"})
    assert scheduled(one).due == datetime(2026, 3, 20).date()  # noqa: DTZ001
    review, after = one.record_review(CARD, Rating.GOOD, NOW + timedelta(days=18), taken_ms=1)
    assert (review.phase, review.last_interval) == (Phase.REVIEW, 40)
    expected = one.scheduler.model.after(state.memory, 18, Rating.GOOD)
    assert after.memory == expected
    meet(one, other)
    assert scheduled(other) == after
    while other.undo(NOW + timedelta(days=30)):
        pass
    assert scheduled(other) == after


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (ActionKind.MEMORY, {}),
        (ActionKind.MEMORY, {"stability": "long", "difficulty": 5}),
        (ActionKind.MEMORY, {"stability": 40, "difficulty": 11}),
        (ActionKind.MEMORY, {"stability": 0, "difficulty": 5}),
        (ActionKind.DUE, {}),
        (ActionKind.DUE, {"day": "soon"}),
        (ActionKind.DUE, {"day": 7}),
    ],
)
def test_payloads_that_cannot_be(
    logs: list[Log], kind: ActionKind, payload: dict[str, Any]
) -> None:
    """An action whose payload cannot be read is kept and has no effect."""
    one, _ = logs
    _, after = one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    one.record_action(kind, [CARD], NOW, payload)
    assert scheduled(one) == after


def test_due_day_of_a_new_card(logs: list[Log]) -> None:
    """A due day makes no memory: a card that was never studied stays new."""
    one, _ = logs
    one.record_action(ActionKind.DUE, [CARD], NOW, {"day": "2026-03-20"})
    assert isinstance(one.state(CARD), New)


def test_due_day_of_a_card_in_a_step(logs: list[Log]) -> None:
    """A card in a step is in review from then on."""
    one, _ = logs
    one.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    one.record_action(ActionKind.DUE, [CARD], NOW, {"day": "2026-03-20"})
    state = scheduled(one)
    assert (state.phase, state.step) == (Phase.REVIEW, None)


def test_many_cards_in_one_action(logs: list[Log]) -> None:
    """Ten thousand cards suspended are one event, undone by one."""
    one, other = logs
    cards = [CardId(f"card-{number:05}") for number in range(10_000)]
    action = one.record_action(ActionKind.SUSPEND, cards, NOW)
    assert len(list(one.events())) == 1
    db = other._db
    other.merge([action])
    assert db.execute("select count(*) from marks where suspended").fetchone()[0] == 10_000
    undone = one.undo(NOW)
    assert undone
    assert (len(undone.cards), str(undone)) == (10_000, "suspend of 10000 cards")
    meet(one, other)
    assert db.execute("select count(*) from marks").fetchone()[0] == 0


def test_clocks_that_differ(logs: list[Log]) -> None:
    """An answer comes after the one that it knew of, though its clock is a little behind."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW + timedelta(minutes=5), taken_ms=1)
    meet(one, other)
    review, after = other.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    assert review.previous_at is not None
    assert review.at == review.previous_at + 1
    meet(one, other)
    assert scheduled(one) == after


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(hours=2)])
def test_an_answer_after_a_due_day(logs: list[Log], ahead: timedelta) -> None:
    """What an answer stores is the fold, also where a due day was set by a clock that is ahead."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW - timedelta(days=9), taken_ms=1)
    one.record_action(ActionKind.DUE, [CARD], NOW + ahead, {"day": "2026-03-30"})
    meet(one, other)
    review, after = other.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    other.rebuild()
    assert scheduled(other) == after
    assert review.led_to
    assert (after.due == review.led_to.due) == (ahead < timedelta(hours=1))


def test_an_action_after_one_that_it_knew_of(logs: list[Log]) -> None:
    """A card that another device suspended, its clock a little ahead, can be brought back."""
    one, other = logs
    one.record_action(ActionKind.SUSPEND, [CARD], NOW + timedelta(minutes=5))
    meet(one, other)
    other.record_action(ActionKind.UNSUSPEND, [CARD, CardId("other")], NOW)
    meet(one, other)
    for log in logs:
        assert log._db.execute("select count(*) from marks").fetchone()[0] == 0


def test_a_clock_far_ahead_is_not_followed(logs: list[Log]) -> None:
    """A device whose clock is wrong spoils the cards that it answers, and no other."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW + timedelta(days=400), taken_ms=1)
    meet(one, other)
    review, after = other.record_review(CARD, Rating.GOOD, NOW, taken_ms=1)
    assert review.moment == NOW
    elsewhere, _ = other.record_review(CardId("other"), Rating.GOOD, NOW, taken_ms=1)
    assert elsewhere.moment - NOW < timedelta(seconds=1)
    meet(one, other)
    assert scheduled(one) == scheduled(other) == after


def test_answers_that_did_not_know_of_the_first(logs: list[Log]) -> None:
    """All answers of a device that did not know of an earlier one are scheduled anew."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    other.record_review(CARD, Rating.AGAIN, NOW + timedelta(days=3), taken_ms=1)
    second, _ = other.record_review(CARD, Rating.GOOD, NOW + timedelta(days=3, hours=1), taken_ms=1)
    assert second.led_to
    assert second.led_to.phase is Phase.LEARNING
    meet(one, other)
    state = scheduled(one)
    assert (state.phase, state.reps, state.lapses) == (Phase.REVIEW, 3, 1)
    assert scheduled(other) == state


def test_a_memory_between_two_answers(logs: list[Log]) -> None:
    """A memory that arrives later changes what is remembered, not what was promised."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)
    _, promised = one.record_review(CARD, Rating.GOOD, NOW + timedelta(days=8), taken_ms=1)
    meet(one, other)
    memory = {"stability": 300.0, "difficulty": 2.0}
    other.record_action(ActionKind.MEMORY, [CARD], NOW + timedelta(days=4), memory)
    state = scheduled(other)
    assert (state.due, state.interval) == (promised.due, promised.interval)
    assert state.memory.stability > 300


def test_many_answers_without_what_they_led_to(logs: list[Log]) -> None:
    """Each is computed by the rules of its time, from the one before."""
    one, _ = logs
    bare: list[Event] = [
        Review("two", to_ms(NOW) + n * 90_000, 0, CARD, Rating.HARD, 1, Phase.LEARNING, 0)
        for n in range(3_000)
    ]
    later = Action("two", to_ms(NOW) + 10**9, 0, "rules", payload={"rollover": 5})
    one.merge([*bare, later])
    assert scheduled(one).reps == 3_000


def test_a_failed_merge_takes_in_nothing(logs: list[Log]) -> None:
    """Where the events break off, none of them is kept."""
    one, other = logs
    one.record_review(CARD, Rating.EASY, NOW, taken_ms=1)

    def broken() -> Iterable[Event]:
        yield from one.events()
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        other.merge(broken())
    assert list(other.events()) == []
    assert isinstance(other.state(CARD), New)


def test_progress_of_a_merge(logs: list[Log]) -> None:
    """Cards are folded a thousand at a time, and told so."""
    one, _ = logs
    plan = Plan(Phase.REVIEW, None, 3, None, NOW.date())
    reviews: Sequence[Event] = [
        Review("two", n + 1, 0, CardId(f"card-{n}"), Rating.EASY, 1, "new", 0, led_to=plan)
        for n in range(2_500)
    ]
    told: list[tuple[int, int]] = []
    assert one.merge(reviews, lambda done, of: told.append((done, of))) == 2_500
    assert told == [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]
