"""Results of running code from decks, and the code that the learner trusts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping


def known_runs(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Any]:
    """The stored results of some runs, by key."""
    rows = db.execute(
        "select key, ran from proofs where key in (select value from json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {row["key"]: json.loads(row["ran"]) for row in rows}


def remember_runs(db: sqlite3.Connection, runs: Mapping[str, Any]) -> None:
    """Store the results of some runs, as JSON values."""
    db.executemany(
        "insert or replace into proofs values (?, ?)",
        ((key, json.dumps(ran)) for key, ran in runs.items()),
    )


def is_trusted(db: sqlite3.Connection, code_hash: str) -> bool:
    """Whether the learner trusts exactly this code."""
    row = db.execute("select 1 from trusted where code_hash = ?", (code_hash,)).fetchone()
    return row is not None


def trust(db: sqlite3.Connection, code_hash: str, deck: str) -> None:
    """Trust exactly this code of a deck from now on."""
    db.execute("insert or replace into trusted values (?, ?)", (code_hash, deck))
