"""Anki's library with the collection that `make_collection` made, to measure against.

Runs with the Python of an environment of its own: `python -m venv X && X/bin/pip install anki`.

    X/bin/python benchmarks/anki_collection.py make HOME/studycards.db FILE.anki2 --now ISO-TIME
    X/bin/python benchmarks/anki_collection.py show FILE.anki2

`make` copies decks, cards, states and reviews, moved by whole days so that `--now` is today.
`show` does what the first screen of a review needs: open the collection, get the queue, render
the question of its first card, print it.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anki.collection import AddNoteRequest, Collection
from anki.scheduler.v3 import Scheduler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anki.decks import DeckId

PARENT = "Examples"
"""The deck that is studied; all others are below it."""

DAY_MS = 86_400_000

REVIEW_KIND = {"new": 0, "learning": 0, "review": 1, "relearning": 2}
"""Phase to `revlog.type`."""


def main() -> None:
    """Make or show, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("history", type=Path)
    make.add_argument("target", type=Path)
    make.add_argument("--now", type=datetime.fromisoformat, required=True)
    show = commands.add_parser("show")
    show.add_argument("target", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "make":
        make_collection(arguments.history, arguments.target, arguments.now)
    else:
        show_first_card(arguments.target)


def show_first_card(path: Path) -> None:
    """Print how many cards are left, then the question of the first, ready for display."""
    collection = Collection(str(path))
    assert isinstance(collection.sched, Scheduler)
    queued = collection.sched.get_queued_cards(fetch_limit=1)
    question = collection.get_card(queued.cards[0].card.id).question()
    print(f"{queued.new_count} new, {queued.review_count} due\n{question}", flush=True)


def make_collection(history: Path, target: Path, now: datetime) -> None:
    """A collection of Anki with what is in a history of ours."""
    with closing(sqlite3.connect(f"file:{history}?mode=ro", uri=True)) as source:
        source.row_factory = sqlite3.Row
        collection = Collection(str(target))
        collection.set_config("fsrs", True)
        collection.set_config("newCardsIgnoreReviewLimit", True)
        cards = _add_cards(collection, source)
        collection.decks.set_current(_deck(collection, PARENT))
        today = collection.sched.today
        collection.close()
        # Not through Anki: it commits each row separately.
        with closing(sqlite3.connect(target)) as bulk, bulk:
            _copy_history(source, bulk, cards, now, today)


def _copy_history(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    cards: Mapping[str, int],
    now: datetime,
    today: int,
) -> None:
    """States and reviews; `today` is what Anki calls the day that is `now` for us."""
    our_today = now.date().toordinal() - datetime(1970, 1, 1, tzinfo=UTC).toordinal()
    moved_ms = (datetime.now(UTC).date() - now.date()).days * DAY_MS
    states = source.execute("select * from states")
    target.executemany(
        _SET_STATE, (_state(today - our_today, row, cards[row["card_id"]]) for row in states)
    )
    reviews = source.execute("select * from reviews")
    target.executemany(
        "insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        (_review(moved_ms, row, cards[row["card_id"]]) for row in reviews),
    )


def _add_cards(collection: Collection, source: sqlite3.Connection) -> dict[str, int]:
    """Our ids of cards to Anki's."""
    rows = source.execute(
        "select cards.id, cards.deck, kind, fields from cards"
        " join deck_files on deck_files.id = file_id where cards.active order by place, ordinal"
    ).fetchall()
    decks = {name: _deck(collection, f"{PARENT}::{name}") for name in {r["deck"] for r in rows}}
    requests = []
    for row in rows:
        note_type = collection.models.by_name("Cloze" if row["kind"] == "cloze" else "Basic")
        assert note_type
        note = collection.new_note(note_type)
        note.fields[:2] = _sides(json.loads(row["fields"]))
        requests.append(AddNoteRequest(note=note, deck_id=decks[row["deck"]]))
    collection.add_notes(requests)
    return {
        row["id"]: collection.card_ids_of_note(request.note.id)[0]
        for row, request in zip(rows, requests, strict=True)
    }


def _deck(collection: Collection, name: str) -> DeckId:
    """The id of a deck, which is made where there is none."""
    made = collection.decks.id(name)
    assert made is not None
    return made


def _sides(fields: Mapping[str, Any]) -> list[str]:
    """Front and back as HTML."""
    front = _html(
        [fields.get("text") or fields.get("question") or fields["code"], *fields.get("options", [])]
    )
    return [front, _html([fields.get("answer", ""), fields.get("explanation", "")])]


def _html(paragraphs: list[Any]) -> str:
    text = html.escape("\n".join(map(str, paragraphs)), quote=False).replace("\n", "<br>")
    return re.sub(r"`(.+?)`", r"<code>\1</code>", text)


_SET_STATE = """
update cards set type = 2, queue = 2, due = ?, ivl = ?, factor = 2500, reps = ?, lapses = ?,
  data = ?
where id = ?
"""


def _state(moved_days: int, row: sqlite3.Row, card: int) -> tuple[object, ...]:
    memory = {"s": row["stability"], "d": row["difficulty"], "dr": 0.9}
    counted = row["interval"], row["reps"], row["lapses"]
    return (row["due_day"] + moved_days, *counted, json.dumps(memory), card)


def _review(moved_ms: int, row: sqlite3.Row, card: int) -> tuple[object, ...]:
    at, interval = row["at"] + moved_ms, row["last_interval"]
    kind = REVIEW_KIND[row["phase"]]
    return (at, card, row["rating"], interval, interval, 0, row["taken_ms"], kind)


if __name__ == "__main__":
    main()
