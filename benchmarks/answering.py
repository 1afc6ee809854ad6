"""Time answers against bare commits, one of each in turn, on the disk of a collection.

`python -m benchmarks.answering HOME` prints the seconds of both as JSON; HOME is not changed.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.running import NOW, open_collection, seconds
from studycards.review.queue import Selection, build_queue
from studycards.scheduling.states import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSES = 3
WARM = 20
"""Answers of each pass before the first that counts."""


def main() -> None:
    """Measure what the command line names."""
    home = Path(sys.argv[1])
    answers: list[float] = []
    commits: list[float] = []
    for _ in range(PASSES):
        with tempfile.TemporaryDirectory(dir=home) as folder:
            pairs = list(measure(home, Path(folder)))[WARM:]
        answers += [answer for answer, _ in pairs]
        commits += [commit for _, commit in pairs]
    print(json.dumps({"answers": answers, "commits": commits}))


def measure(home: Path, folder: Path) -> Iterator[tuple[float, float]]:
    """The seconds of an answer and of a commit, for each card of a day; either may go first."""
    shutil.copy(home / "studycards.db", folder)
    collection = open_collection(folder, home / "decks", NOW)
    bare = bare_database(folder / "bare.db")
    for number, queued in enumerate(build_queue(collection, Selection(), NOW).pending):
        now = NOW + timedelta(seconds=10 * number)
        # As in a session: by now each rating stands on the screen with its interval.
        card_id, state = queued.card_id, collection.log.state(queued.card_id)
        collection.log.scheduler.outcomes(card_id, state, now)
        answer = partial(
            collection.log.record_review, queued.card_id, Rating.GOOD, now, taken_ms=5_000
        )
        commit = partial(commit_row, bare, number, queued.card_id)
        if number % 2:
            yield seconds(answer), seconds(commit)
        else:
            after = seconds(commit)
            yield seconds(answer), after
    bare.close()
    collection.close()


def commit_row(bare: sqlite3.Connection, number: int, card: str) -> None:
    """One row, durable when this returns."""
    bare.execute("begin immediate")
    bare.execute("insert into answers values (?, ?)", (number, card))
    bare.commit()


def bare_database(path: Path) -> sqlite3.Connection:
    """A table of its own, as durable as the history."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table answers (number integer primary key, card text) strict")
    return connection


if __name__ == "__main__":
    main()
