"""Time answers against bare commits, one of each in turn, on the disk of a collection.

`python -m benchmarks.answering HOME` prints the seconds of both as JSON; HOME is not changed.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.running import NOW
from studycards.collection import Collection, Selection
from studycards.config import read_settings
from studycards.scheduling.states import Rating

WARM = 20
"""Answers before the first that counts."""


def main() -> None:
    """Measure what the command line names."""
    home = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=home) as folder:
        answers, commits = measure(home, Path(folder))
    print(json.dumps({"answers": answers[WARM:], "commits": commits[WARM:]}))


def measure(home: Path, folder: Path) -> tuple[list[float], list[float]]:
    """The seconds of each answer and of each commit."""
    shutil.copy(home / "studycards.db", folder)
    collection = Collection(
        history=folder / "studycards.db", own_decks=home / "decks", settings=read_settings({}, "")
    )
    bare = bare_database(folder / "bare.db")
    answers, commits = [], []
    for number, queued in enumerate(collection.session(Selection(), NOW).pending):
        now = NOW + timedelta(seconds=10 * number)
        # As in a sitting: by now each rating stands on the screen with its interval.
        collection.outcomes(collection.card(queued.card_id), now)
        began = time.perf_counter()
        collection.answer(queued.card_id, Rating.GOOD, now, taken_ms=5_000)
        answered = time.perf_counter()
        bare.execute("begin immediate")
        bare.execute("insert into answers values (?, ?)", (number, queued.card_id))
        bare.commit()
        commits.append(time.perf_counter() - answered)
        answers.append(answered - began)
    bare.close()
    collection.close()
    return answers, commits


def bare_database(path: Path) -> sqlite3.Connection:
    """A table of its own, as durable as the history."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table answers (number integer primary key, card text) strict")
    return connection


if __name__ == "__main__":
    main()
