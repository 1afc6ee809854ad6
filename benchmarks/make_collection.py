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
from benchmarks.running import NOW, open_collection
from studycards.cards import CardId
from studycards.events import Review, offset_minutes, to_ms
from studycards.history.database import open_history, transaction
from studycards.history.fold import fold as refolded
from studycards.history.log import Log
from studycards.history.rows import REVIEW_COLUMNS, review_row
from studycards.history.states import store_states
from studycards.scheduling.rules import Rules
from studycards.scheduling.scheduler import Scheduler
from studycards.scheduling.states import Due, Scheduled

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    collection = open_collection(home, home / "decks", NOW)
    collection.refresh()
    collection.close()
    write_history(home / "studycards.db", cards)
    check_history(home / "studycards.db", cards)


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


def write_history(path: Path, cards: int) -> None:
    """The reviews of all cards but the new ones, and the states that follow from them."""
    quick = Scheduler(Rules())
    quick.model = Remembering()
    lived = histories(quick, LEARNERS)
    random = Random("benchmark")
    chosen = random.sample(range(cards), DUE + NEW)
    due, new = set(chosen[:DUE]), set(chosen[DUE:])
    connection = open_history(path)
    log = Log(connection)
    reviews: list[Review] = []
    states: list[tuple[CardId, Scheduled]] = []
    for number in range(cards):
        if number in new:
            continue
        answers, state = fold(quick, card_id(number), lived[number % LEARNERS])
        move = _move(state, number, random, due=number in due)
        reviews += _reviews(log.device, number, answers, move)
        states.append((card_id(number), _moved(state, move)))
    reviews.sort(key=lambda review: review.at)
    marks = ", ".join("?" * len(review_row(reviews[0])))
    with transaction(connection):
        connection.executemany(
            f"insert into reviews ({REVIEW_COLUMNS}) values ({marks})", map(review_row, reviews)
        )
        store_states(connection, states, log.rules.rollover)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def check_history(path: Path, cards: int) -> None:
    """Some cards folded again from their events have the states that are stored."""
    connection = open_history(path)
    log = Log(connection)
    for number in Random("check").sample(range(cards), CHECKED):
        card = card_id(number)
        assert refolded(card, log.reviews(card), log.timeline) == log.state(card)
    connection.close()


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


def _reviews(device: str, number: int, answers: list[Folded], move: timedelta) -> Iterator[Review]:
    for index, folded in enumerate(answers):
        at = FIRST + folded.given.after + move
        before = folded.before if isinstance(folded.before, Scheduled) else None
        yield Review(
            device=device,
            at=to_ms(at),
            utc_offset_min=offset_minutes(at),
            card_id=card_id(number),
            rating=folded.given.rating,
            taken_ms=2_000 + (number * 7 + index * 1_300) % 18_000,
            phase=before.phase if before else "new",
            last_interval=before.interval if before else 0,
            previous_at=to_ms(before.last_review + move) if before else None,
            led_to=folded.led_to._replace(due=_later(folded.led_to.due, move)),
        )


def _moved(state: Scheduled, move: timedelta) -> Scheduled:
    return replace(state, due=_later(state.due, move), last_review=state.last_review + move)


def _later(due: Due, move: timedelta) -> Due:
    return due + move if isinstance(due, datetime) else due + timedelta(days=move.days)


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
