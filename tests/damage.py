"""Histories with some months of reviews, and ways to damage them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from studycards.cards import CardId
from studycards.events import Action, ActionKind, Event, Review, to_ms
from studycards.history.database import open_history
from studycards.history.log import Log
from studycards.scheduling.states import Rating
from tests.conftest import NOW

REVIEWS = 900


def lived(path: Path, reviews: int = REVIEWS) -> Path:
    """A history of reviews of sixty cards, of which some are suspended, all in the file itself."""
    with closing(open_history(path)) as db:
        Log(db).merge(_events(reviews))
        db.execute("pragma wal_checkpoint(truncate)")
    return path


def _events(reviews: int) -> Iterator[Event]:
    chance = random.Random(7)
    began = NOW - timedelta(days=200)
    for number in range(reviews):
        at = to_ms(began + timedelta(minutes=140 * number))
        card = CardId(f"card-{chance.randrange(60)}")
        rating = chance.choice([Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY])
        yield Review("laptop", at, 60, card, rating, 4_000, "new", 0)
        if number % 20 == 0:
            yield Action("laptop", at + 1, 60, ActionKind.SUSPEND, (card,))


def pages(path: Path, name: str) -> list[int]:
    """The leaf pages of a table or an index, in their order; of its root, if it has no other."""
    with closing(sqlite3.connect(path)) as db:
        found = db.execute(
            "select pageno from dbstat where name = ? and pagetype = 'leaf' order by path", (name,)
        ).fetchall()
    return [row[0] for row in found]


def root(path: Path, name: str) -> int:
    """The first page of a table or an index."""
    with closing(sqlite3.connect(path)) as db:
        row = db.execute("select rootpage from sqlite_master where name = ?", (name,)).fetchone()
    return int(row[0])


def overwrite(path: Path, page: int, *, zero: bool = False) -> None:
    """Overwrite a page of a database with chance, or with nothing."""
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    filling = bytes(size) if zero else random.Random(page).randbytes(size)
    content[(page - 1) * size : page * size] = filling
    path.write_bytes(content)
