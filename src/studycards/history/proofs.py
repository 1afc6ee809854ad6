"""Results of running code from decks, and the code that the learner trusts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from studycards.history.rows import stored_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping


def known_runs(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Any]:
    """The stored results of some runs, by key."""
    rows = db.execute(
        "select key, ran from proofs where key in (select value from json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {row["key"]: stored_json(row["ran"]) for row in rows}


def remember_runs(db: sqlite3.Connection, runs: Mapping[str, Any]) -> None:
    """Store the results of some runs, as JSON values."""
    db.executemany(
        "insert or replace into proofs values (?, ?)",
        ((key, json.dumps(ran)) for key, ran in runs.items()),
    )


def trusted(db: sqlite3.Connection, hashes: Iterable[str]) -> set[str]:
    """The hashes of code that the learner trusts, among some."""
    rows = db.execute(
        "select code_hash from trusted where code_hash in (select value from json_each(?))",
        (json.dumps(list(hashes)),),
    )
    return {row["code_hash"] for row in rows}


def trust(db: sqlite3.Connection, hashes: Iterable[str], deck: str) -> None:
    """Trust the code with these hashes, of a deck, from now on."""
    db.executemany("insert or replace into trusted values (?, ?)", ((h, deck) for h in hashes))
