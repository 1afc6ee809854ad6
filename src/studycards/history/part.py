"""Read a part of the log before a program writes to it: damage shows where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_REVIEWS = 2_000
"""Reviews read on each side of a place, in half a millisecond."""


def read_a_part(db: sqlite3.Connection) -> None:
    """Read reviews at a place chosen by chance; all of them in a small history.

    A backup reads the whole log, once a study day.

    Raises:
        sqlite3.DatabaseError: They cannot be read.
    """
    [place] = db.execute(_PLACE).fetchone()
    for side in (">= ? order by at", "< ? order by at desc"):
        db.execute(_READ.format(side=side), (place, _REVIEWS)).fetchone()


_PLACE = """
select first + abs(random() % (last - first + 1)) from (
  select
    (select at from reviews order by at limit 1) as first,
    (select at from reviews order by at desc limit 1) as last
)
"""

_READ = """
select sum(rating) from (
  select rating from reviews not indexed where at {side} limit ?
)
"""
