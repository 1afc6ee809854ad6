"""Helpers of these tests: histories that are closed when a test ends."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from studycards.history.database import open_history

OPEN = ExitStack()
"""What the running test opened."""


def opened(path: Path) -> sqlite3.Connection:
    """An open history."""
    return OPEN.enter_context(closing(open_history(path)))


def read(url: str) -> sqlite3.Connection:
    """A history opened by another program, by its path or URL."""
    return OPEN.enter_context(closing(sqlite3.connect(url, uri=True)))


def schema(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Names and SQL of tables, indexes, views and triggers."""
    rows = connection.execute("select name, sql from sqlite_master where sql is not null")
    return {(row[0], row[1]) for row in rows}
