"""Anki's own library, asked from a process of its own.

Anki reads the clock, the time zone and the environment itself and offers no way to pass them
in. So the process that holds the collection gets an environment of its own, and all times sent
to it are in the past.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from studycards.scheduling.memory import MemoryModel
from studycards.scheduling.scheduler import Scheduler
from studycards.scheduling.states import Phase, Rating, Scheduled, State

P = ParamSpec("P")
T = TypeVar("T")

WITHOUT_FUZZ = {"ANKI_TEST_MODE": "1"}
"""Environment in which Anki rounds intervals and draws nothing."""

CARDS = 300
"""Enough that no draw of a short range is missed."""

TYPES = {Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
"""Anki's numbers for the type of a card; 0 is new."""


_opened: list[Any] = []


class Plan(NamedTuple):
    """What a rating leads to."""

    phase: Phase
    delay: int
    """Days in phase review, seconds otherwise."""
    stability: float
    difficulty: float


class Lapse(NamedTuple):
    """What Anki counts when a card is forgotten."""

    lapses: int
    leech: bool


class Logged(NamedTuple):
    """A row of Anki's review log; intervals in days, or in seconds below zero."""

    rating: int
    interval: int
    last_interval: int


class Today(NamedTuple):
    """Anki's idea of the present study day."""

    days_elapsed: int
    next_day_at: int
    between: tuple[datetime, datetime]
    """The moments before and after Anki was asked."""


class Anki:
    """A process with a collection."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._pool = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=begin,
            initargs=(folder, environment),
        )

    def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one of the functions of this module where the collection is."""
        return self._pool.submit(_told, partial(function, *args, **kwargs)).result()

    def close(self) -> None:
        """End the process."""
        self._pool.submit(end).result()
        self._pool.shutdown()


def _told(function: Callable[[], T]) -> T:
    """Run a function; Anki's own errors and panics do not travel between processes."""
    try:
        return function()
    except BaseException as error:  # noqa: BLE001 - a panic is no Exception
        raise RuntimeError(f"{type(error).__name__}: {error}") from None


def begin(folder: Path, environment: Mapping[str, str]) -> None:
    """Open a collection with FSRS and without load balancing, in an environment of its own."""
    os.environ.update(environment)
    if sys.platform != "win32":
        time.tzset()
    from anki.collection import Collection

    made = Collection(str(folder / "oracle.anki2"))
    made.set_config("fsrs", True)
    made.set_config("loadBalancerEnabled", False)
    _opened.append(made)


def end() -> None:
    """Close the collection."""
    collection().close()


def collection() -> Any:
    """The collection of this process."""
    return _opened[0]


@cache
def card_ids() -> Sequence[int]:
    """Cards 1 to `CARDS`: Anki draws fuzz from the id and the reps."""
    from anki.collection import AddNoteRequest
    from anki.decks import DeckId

    made = collection()
    kind = made.models.by_name("Basic")
    notes = [made.new_note(kind) for _ in range(CARDS)]
    for number, note in enumerate(notes):
        note["Front"] = str(number)
    made.add_notes([AddNoteRequest(note=note, deck_id=DeckId(1)) for note in notes])
    found = [note.card_ids()[0] for note in notes]
    made.db.executemany(
        "update cards set id = ? where id = ?",
        [(number, card_id) for number, card_id in enumerate(found, start=1)],
    )
    return range(1, CARDS + 1)


def plans(rules: Scheduler, state: State, cards: int = 1) -> list[dict[Rating, Plan]]:
    """What Anki offers for some cards in the same state."""
    return [
        {rating: _plan(getattr(offered, rating.name.lower())) for rating in Rating}
        for offered in _offered(rules, state, cards)
    ]


def plans_of(rules: Scheduler, states: Sequence[State]) -> list[dict[Rating, Plan]]:
    """What Anki offers for one card in each of some states."""
    return [plans(rules, state)[0] for state in states]


def lapse(rules: Scheduler, state: State) -> Lapse:
    """What Anki counts when a card in phase review is forgotten."""
    review = _offered(rules, state, 1)[0].again.normal.relearning.review
    return Lapse(review.lapses, review.leeched)


def retrievability(rules: Scheduler, state: State) -> float:
    """The chance of recall that Anki shows for a card."""
    _put(rules, state, 1)
    return float(collection().card_stats_data(1).fsrs_retrievability)


def answer(rules: Scheduler, state: State, rating: Rating, at: datetime) -> Logged:
    """Answer a card in a state; the row that Anki logs is dated back to `at`, a moment past."""
    made = collection()
    offered = _offered(rules, state, 1)[0]
    card = made.get_card(1)
    card.start_timer()
    made.sched.answer_card(made.sched.build_answer(card=card, states=offered, rating=rating - 1))
    newest = "(select max(id) from revlog)"
    row = made.db.first(f"select ease, ivl, lastIvl from revlog where id = {newest}")
    moment = int(at.timestamp() * 1000)
    made.db.execute(f"update revlog set id = ? where id = {newest}", moment)
    return Logged(*row)


def due_in_days(rules: Scheduler, state: State, rating: Rating) -> int | None:
    """Days until a card answered now is due; None where that is within the study day."""
    made = collection()
    answer(rules, state, rating, datetime.now().astimezone())
    card = made.get_card(1)
    return card.due - made.sched.today if card.queue in {2, 3} else None


def true_retention() -> dict[str, tuple[int, int, int, int]]:
    """Young passed, young failed, mature passed, mature failed in each period."""
    counted = collection()._backend.graphs(search="", days=0).true_retention
    return {
        name: (
            period.young_passed,
            period.young_failed,
            period.mature_passed,
            period.mature_failed,
        )
        for name in ("today", "yesterday", "week", "month", "year", "all_time")
        for period in [getattr(counted, name)]
    }


def answers_today() -> tuple[int, int]:
    """All answers of the study day, and how many of them were again."""
    today = collection()._backend.graphs(search="", days=0).today
    return today.answer_count, today.answer_count - today.correct_count


def forget_answers() -> None:
    """Empty Anki's review log."""
    collection().db.execute("delete from revlog")


def todays(created: datetime, rollovers: Sequence[int]) -> list[Today]:
    """Study day and its end for a collection made at a moment, by rollover hour."""
    made, found = collection(), []
    made.set_config("creationOffset", -_minutes_east(created))
    made.db.execute("update col set crt = ?", int(created.timestamp()))
    for rollover in rollovers:
        _start_days_at(rollover)
        before = datetime.now().astimezone()
        timing = made._backend.sched_timing_today()
        between = before, datetime.now().astimezone()
        found.append(Today(timing.days_elapsed, timing.next_day_at, between))
    return found


def _start_days_at(rollover: int) -> None:
    """Through the preferences, or Anki keeps the study day that it worked out before."""
    preferences = collection().get_preferences()
    preferences.scheduling.rollover = rollover
    collection().set_preferences(preferences)


def _minutes_east(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def _offered(rules: Scheduler, state: State, cards: int) -> list[Any]:
    _put(rules, state, cards)
    backend = collection()._backend
    return [backend.get_scheduling_states(card_id) for card_id in range(1, cards + 1)]


def _plan(state: Any) -> Plan:
    kind = state.normal.WhichOneof("kind")
    if kind == "review":
        found, delay = state.normal.review, state.normal.review.scheduled_days
    else:
        normal = state.normal
        found = normal.learning if kind == "learning" else normal.relearning.learning
        delay = found.scheduled_secs
    return Plan(Phase(kind), delay, found.memory_state.stability, found.memory_state.difficulty)


def _configure(rules: Scheduler) -> None:
    made = collection()
    config = made.decks.config_dict_for_deck_id(1)
    given = rules.model.parameters
    config["fsrsParams6"] = [] if given == MemoryModel().parameters else list(given)
    config["desiredRetention"] = rules.rules.desired_retention
    config["new"]["delays"] = [seconds / 60 for seconds in rules.rules.learning_steps]
    config["lapse"]["delays"] = [seconds / 60 for seconds in rules.rules.relearning_steps]
    config["rev"]["maxIvl"] = rules.rules.maximum_interval
    made.decks.update_config(config)
    _start_days_at(rules.rules.rollover)


def _put(rules: Scheduler, state: State, cards: int) -> None:
    _configure(rules)
    made = collection()
    found = [made.get_card(card_id) for card_id in card_ids()[:cards]]
    for card in found:
        if isinstance(state, Scheduled):
            _set(card, state, rules)
        else:
            card.type = card.queue = card.ivl = card.reps = card.lapses = card.left = 0
            card.memory_state = card.last_review_time = None
    made.update_cards(found)


def _set(card: Any, state: Scheduled, rules: Scheduler) -> None:
    from anki.cards import FSRSMemoryState

    today = collection().sched.today
    card.type = card.queue = TYPES[state.phase]
    card.reps, card.lapses, card.ivl, card.factor = state.reps, state.lapses, state.interval, 2500
    card.memory_state = FSRSMemoryState(
        stability=state.memory.stability, difficulty=state.memory.difficulty
    )
    card.last_review_time = int(state.last_review.timestamp())
    card.decay = rules.model.parameters[20]
    if state.phase is Phase.REVIEW:
        elapsed = rules.elapsed_days(state, datetime.now().astimezone())
        card.due, card.left = today + state.interval - elapsed, 0
        return
    relearning = state.phase is Phase.RELEARNING
    steps = rules.rules.relearning_steps if relearning else rules.rules.learning_steps
    card.left = max(len(steps) - (state.step or 0), 1)
    if isinstance(state.due, datetime):
        card.queue, card.due = 1, int(state.due.timestamp())
    else:
        card.queue, card.due = 3, today
