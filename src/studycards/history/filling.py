"""Fill in the outcomes of reviews from older schemas, by the rules then in force."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from studycards.cards import CardId
from studycards.events import Review
from studycards.history.fold import Folding
from studycards.history.rows import plan_values
from studycards.history.states import events_of, store_states
from studycards.history.timeline import FOLDED_WITH, Timeline
from studycards.scheduling.rules import Rules
from studycards.scheduling.states import Scheduled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from studycards.history.database import Progress

_AT_ONCE = 1_000
"""Cards per batch of writes."""

_OLD_RULES = (
    "parameters", "desired_retention", "learning_steps", "relearning_steps", "maximum_interval",
    "rollover", "fuzz",
)  # fmt: skip
"""The values in the fact `rules`, in order; empty parameters meant the defaults."""


def fill(db: sqlite3.Connection, progress: Progress) -> None:
    """Store the outcome of each effective review; call it inside a transaction.

    Undone reviews get none: what was promised for them is unknown.
    """
    timeline = Timeline(rules=(_rules_then(db),))
    done, total = 0, db.execute("select count(distinct card_id) from reviews").fetchone()[0]
    rest = iter(db.execute("select distinct card_id from reviews").fetchall())
    while chunk := [CardId(row[0]) for row in islice(rest, _AT_ONCE)]:
        foldings = [
            _folded(card_id, events, timeline) for card_id, events in events_of(db, chunk).items()
        ]
        db.executemany(_FILL, (row for folding in foldings for row in _rows(folding)))
        states = zip(chunk, (folding.state for folding in foldings), strict=True)
        scheduled = ((i, state) for i, state in states if isinstance(state, Scheduled))
        store_states(db, scheduled, timeline.newest.rollover)
        done += len(chunk)
        progress("Filling in the outcomes of answers", done, total)
    db.execute("delete from facts where name = 'rules'")
    db.execute("insert into facts values (?, ?)", (FOLDED_WITH, timeline.fingerprint))


def _rules_then(db: sqlite3.Connection) -> Rules:
    row = db.execute("select value from facts where name = 'rules'").fetchone()
    values = dict(zip(_OLD_RULES, json.loads(row[0]), strict=True)) if row else {}
    return Rules().changed(values)


def _folded(card_id: CardId, events: Iterable[object], timeline: Timeline) -> Folding:
    folding = Folding(card_id, timeline)
    for event in events:
        assert isinstance(event, Review)
        folding.add(event)
    return folding


def _rows(folding: Folding) -> Iterator[tuple[object, ...]]:
    for review in folding.settled:
        assert isinstance(review, Review)
        yield (*plan_values(review.led_to), review.at, review.device)


_FILL = """
update reviews set
  next_phase = ?, next_step = ?, next_days = ?, next_seconds = ?, next_due_day = ?, next_due_at = ?
where at = ? and device = ?
"""
