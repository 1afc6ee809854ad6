"""Parts of the documentation, generated from the program itself; cog inserts them.

Run `python -m cogapp -P -r README.md docs/*.md` in the checkout after a change.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from sqlite_utils import Database

from benchmarks.running import open_collection
from studycards.cards import kind_named
from studycards.cards.fields import COMMON_FIELDS, Field
from studycards.checking.rules import ALL_RULES
from studycards.cli import COMMANDS
from studycards.config import SETTINGS, shown
from studycards.decks.parse import DECK_FIELDS, SOURCE_FIELDS
from studycards.history.database import open_history
from studycards.review.queue import Selection
from studycards.review.session import ReviewSession
from studycards.scheduling.states import Rating, Scheduled
from studycards.terminal.fullscreen import help_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

NOW = "2026-11-24T09:00:00+01:00"


def stats_after_months() -> str:
    """`studycards stats` after months of a made-up learner, as a code block."""
    with tempfile.TemporaryDirectory() as home:
        _study(Path(home), days=240)
        variables = {**os.environ, "STUDYCARDS_HOME": home, "STUDYCARDS_NOW": NOW}
        variables |= {"NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"}
        command = [sys.executable, "-m", "studycards", "stats"]
        printed = subprocess.run(command, capture_output=True, text=True, env=variables, check=True)
    lines = [line.rstrip() for line in printed.stdout.splitlines()]
    return "```text\n" + "\n".join(lines) + "\n```"


def _study(home: Path, days: int) -> None:
    """Review sessions of a learner who forgets as the model says, up to and including today."""
    random, now = Random(7), datetime.fromisoformat(NOW) - timedelta(hours=1)
    collection = open_collection(home, home / "decks", now - timedelta(days=days))
    collection.refresh()
    for ago in reversed(range(days)):
        if ago and random.random() < 0.15:
            continue
        today = now - timedelta(days=ago)
        session = ReviewSession(collection, Selection(new=1), _fixed(today))
        for _ in range(40):
            if session.current_card is None:
                break
            state = session.current_card.state
            chance = 0.6
            if isinstance(state, Scheduled):
                chance = collection.log.scheduler.retrievability(state, today)
            session.reveal()
            passed = random.random() < chance
            session.rate(Rating(random.choice((2, 3, 3, 3, 3, 4))) if passed else Rating.AGAIN)
    collection.close()


def _fixed(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def commands() -> str:
    """The help of every command, as printed."""
    blocks = []
    variables = {**os.environ, "NO_COLOR": "1", "COLUMNS": "90", "TERM": "dumb"}
    for name in COMMANDS:
        command = [sys.executable, "-m", "studycards", name, "--help"]
        printed = subprocess.run(command, capture_output=True, text=True, env=variables, check=True)
        text = "\n".join(line.rstrip() for line in printed.stdout.strip().splitlines())
        text = text.replace("python -m studycards", "studycards")
        blocks.append(f"## {name}\n\n```text\n{text}\n```")
    return "\n\n".join(blocks)


def keys() -> str:
    """The table of what keys do in a review."""
    rows = [
        f"| {key} | {side} | {what} |"
        for side, does in help_keys().items()
        for key, what in does.items()
    ]
    return "\n".join(["| key | when | what it does |", "|---|---|---|", *rows])


def settings() -> str:
    """The table of settings."""
    rows = [f"| `{s.name}` | `{shown(s, s.default)}` | {s.help} |" for s in SETTINGS]
    return "\n".join(["| setting | default | what it is |", "|---|---|---|", *rows])


def rules() -> str:
    """The table of the rules of `check`."""
    rows = [f"| {r.code} | {r.title} | {r.hint} | {r.reason} |" for r in ALL_RULES]
    return "\n".join(["| code | what | what to do | why |", "|---|---|---|---|", *rows])


def fields(kind: str | None = None) -> str:
    """The table of the fields of a kind, of every kind, of a `deck`, or of its `source`."""
    table: tuple[Field, ...] = COMMON_FIELDS
    if kind == "deck":
        table = DECK_FIELDS
    elif kind == "source":
        table = SOURCE_FIELDS
    elif kind:
        table = kind_named(kind).fields
    rows = [
        f"| `{f.name}` | {'yes' if f.required else ''} | {f.type.value} | {f.help} |" for f in table
    ]
    heading = ["| field | required | holds | what it is |", "|---|---|---|---|"]
    return "\n".join(heading + [row.replace("{{", "`{{").replace("}}", "}}`") for row in rows])


def schema() -> str:
    """The tables of the history, as they are in a new file."""
    with tempfile.TemporaryDirectory() as folder:
        connection: sqlite3.Connection = open_history(Path(folder) / "studycards.db")
        sql = Database(connection, execute_plugins=False).schema
        connection.close()
    parts = (part.strip() for part in sql.split(";\n"))
    kept = [part for part in parts if part and "_sqlite_migrations" not in part]
    return "```sql\n" + ";\n".join(kept).rstrip("\n;") + ";\n```"
