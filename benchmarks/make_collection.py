"""Make a big collection: decks of 100 cards, ten reviews a card, 300 due and 20 new at `NOW`.

Run `python -m benchmarks.make_collection HOME --cards 100000` in the checkout; HOME is then a
`STUDYCARDS_HOME`.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.histories import FIRST, Folded, Remembering, fold, histories
from benchmarks.running import NOW
from studycards.cards import CardId
from studycards.collection import Collection
from studycards.config import read_settings
from studycards.history.database import device_id, open_history, transaction
from studycards.history.events import offset_minutes, to_ms
from studycards.history.log import Log
from studycards.scheduling.scheduler import Answer, Scheduler
from studycards.scheduling.study_day import day_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycards.scheduling.states import Scheduled

DECK = 100
DUE = 300
NEW = 20
LEARNERS = 400
CHECKED = 200
"""Cards whose reviews are replayed in the end."""

BETWEEN_CARDS = timedelta(milliseconds=500)
"""Cards answered on one day follow one another: 100,000 of them from six to eight at night."""


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--cards", type=int, default=100_000)
    arguments = parser.parse_args()
    make_collection(arguments.home, arguments.cards)


def make_collection(home: Path, cards: int) -> None:
    """Decks and history in a folder that does not exist yet."""
    write_decks(home / "decks", cards)
    collection = Collection(
        history=home / "studycards.db", own_decks=home / "decks", settings=read_settings({}, "")
    )
    collection.refresh(lambda *_: None)
    write_history(home / "studycards.db", cards, collection.scheduler)
    check_history(home / "studycards.db", cards, collection.scheduler)
    collection.close()


def write_decks(folder: Path, cards: int) -> None:
    """One file for each hundred cards."""
    folder.mkdir(parents=True)
    for deck in range(cards // DECK):
        notes = "\n".join(_note(number) for number in range(deck * DECK, (deck + 1) * DECK))
        head = f"deck: example-{deck:04}\ntitle: Examples, part {deck}\ntags: [examples, python]\n"
        path = folder / f"example-{deck:04}.yaml"
        path.write_text(f"{head}cards:\n{notes}", encoding="utf-8")


def identity(number: int) -> str:
    """The id of a note."""
    return f"example-{number:06}"


def card_id(number: int) -> CardId:
    """The id of the only card of a note."""
    return CardId(identity(number) + ("/c1" if _kind(number) == "cloze" else ""))


def write_history(path: Path, cards: int, scheduler: Scheduler) -> None:
    """The reviews of all cards but the new ones, and the states that follow from them."""
    quick = replace(scheduler, model=Remembering())
    lived = histories(quick, LEARNERS)
    random = Random("benchmark")
    chosen = random.sample(range(cards), DUE + NEW)
    due, new = set(chosen[:DUE]), set(chosen[DUE:])
    connection = open_history(path)
    device = device_id(connection)
    reviews: list[tuple[object, ...]] = []
    states = []
    for number in range(cards):
        if number in new:
            continue
        answers, state = fold(quick, card_id(number), lived[number % LEARNERS])
        move = _move(state, number, random, due=number in due)
        reviews += _review_rows(device, number, answers, move)
        states.append(_state_row(number, state, move))
    reviews.sort(key=lambda row: row[1])  # type: ignore[arg-type,return-value]
    with transaction(connection):
        connection.executemany(_INSERT_REVIEW, reviews)
        connection.executemany(_INSERT_STATE, states)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def check_history(path: Path, cards: int, scheduler: Scheduler) -> None:
    """Some cards replayed by the real scheduler have the states that are stored."""
    connection = open_history(path)
    log = Log(connection)
    for number in Random("check").sample(range(cards), CHECKED):
        answers = [Answer(r.rating, r.reviewed_at) for r in log.reviews(card_id(number))]
        assert scheduler.replay(card_id(number), answers) == log.state(card_id(number))
    connection.close()


_INSERT_REVIEW = """
insert into reviews (
  device, at, utc_offset_min, card_id, rating, taken_ms, phase, last_interval
) values (?, ?, ?, ?, ?, ?, ?, ?)
"""

_INSERT_STATE = """
insert into states (
  card_id, phase, step, stability, difficulty, due_day, last_review, last_offset_min, last_day,
  interval, reps, lapses
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def _move(state: Scheduled, number: int, random: Random, *, due: bool) -> timedelta:
    """By how much the history of a card is moved, in whole days and its moment within them."""
    today = NOW.date()
    assert not isinstance(state.due, datetime)
    days = (
        today - timedelta(days=random.randrange(4)) - state.due
        if due
        else today - timedelta(days=random.randrange(1, state.interval)) - state.last_review.date()
    )
    return days + number * BETWEEN_CARDS


def _review_rows(
    device: str, number: int, answers: list[Folded], move: timedelta
) -> Iterator[tuple[object, ...]]:
    card = card_id(number)
    for place, folded in enumerate(answers):
        at = FIRST + folded.given.after + move
        taken_ms = 2_000 + (number * 7 + place * 1_300) % 18_000
        known = folded.phase, folded.last_interval
        rating = int(folded.given.rating)
        yield (device, to_ms(at), offset_minutes(at), card, rating, taken_ms, *known)


def _state_row(number: int, state: Scheduled, move: timedelta) -> tuple[object, ...]:
    assert not isinstance(state.due, datetime)
    last = state.last_review + move
    memory = state.memory.stability, state.memory.difficulty
    due_day = day_number(state.due + timedelta(days=move.days))
    last_seen = to_ms(last), offset_minutes(last), day_number(last.date())
    counted = state.interval, state.reps, state.lapses
    phase = str(state.phase), state.step
    return (card_id(number), *phase, *memory, due_day, *last_seen, *counted)


def _kind(number: int) -> str:
    """Seven in ten are basic, the others of each kind that is judged."""
    return _KINDS.get(number % 10, "basic")


def _note(number: int) -> str:
    """A note as YAML."""
    later = number + 1
    fields = _FIELDS[_kind(number)].format(number=number, later=later, sum=number + later)
    requires = f"    requires: [{identity(number - 1)}]\n" if number % DECK % 10 == 5 else ""
    return f"  - id: {identity(number)}\n{fields}{_EXPLANATION}{requires}"


_KINDS = {2: "typed", 5: "choice", 8: "cloze"}

_FIELDS = {
    "basic": """\
    question: Example {number} binds `x = {number}` and calls `step(x)`. What does it return?
    answer: "`{later}`, and `x` is still `{number}`."
""",
    "typed": """\
    kind: typed
    question: Example {number} evaluates `{number} + {later}`. What is the result?
    answer: "{sum}"
    accept: ["{sum}.0", "int {sum}"]
""",
    "choice": """\
    kind: choice
    question: Example {number} puts `{number}` into a `set` twice. How many elements has it?
    options: ["1", "2", "`{number}`", It raises `TypeError`]
    answer: "1"
""",
    "cloze": """\
    kind: cloze
    text: Example {number} binds names with `=`; after `b = a` both name {{{{c1::one object}}}}.
""",
}

_EXPLANATION = """\
    explanation: >-
      The call works on the object that `x` names, integers cannot be changed in place, and so
      the name in the calling code goes on to mean what it meant before.
"""


if __name__ == "__main__":
    main()
