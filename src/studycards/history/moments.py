"""The times of events: of the newest, and of the one that is recorded next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from studycards.events import to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from studycards.cards import CardId

_CLOCKS_DIFFER = 3_600_000
"""Milliseconds by which the clocks of two devices may differ: an event comes after those that it
knew of on its cards, a change of rules after the one before. A clock that is further ahead is
wrong, and others do not follow it."""


def next_moment(db: sqlite3.Connection, device: str, now: datetime, latest: int) -> int:
    """The time at which an event is recorded, in ms: after every event of the device that counts.

    Events that were undone do not count, so that answers given by a clock that was far ahead,
    once they are undone, do not date all later ones.

    Args:
        db: The open history.
        device: The device that records it.
        now: The time of the clock.
        latest: The time, in ms, of the latest event that this one must follow, of whatever
            device; not heeded if that clock is far ahead.
    """
    at, values = to_ms(now), {"since": to_ms(now), "device": device}
    is_ahead = db.execute(_HAS_LATER, values).fetchone() is not None
    if is_ahead:
        at = max(at, newest_of(db, device, since=at) + 1)
    at = latest + 1 if at <= latest < at + _CLOCKS_DIFFER else at
    while is_ahead and db.execute(_IS_TAKEN, values | {"at": at}).fetchone():
        at += 1
    return at


def newest_of(db: sqlite3.Connection, device: str, since: int) -> int:
    """The time of the last event of a device that counts, in ms; 0 if it is before `since`."""
    newest: int = db.execute(_NEWEST, {"device": device, "since": since}).fetchone()[0]
    return newest


def latest_on(db: sqlite3.Connection, card: CardId) -> int:
    """The time of the latest event on a card, in ms; 0 without one."""
    latest: int = db.execute(_LATEST_ON, {"card": card}).fetchone()[0]
    return latest


def latest_on_all(db: sqlite3.Connection, cards: Sequence[CardId]) -> int:
    """The time of the latest event on some cards, in ms; 0 without one."""
    latest: int = db.execute(_LATEST_ON_ALL, {"cards": json.dumps(cards)}).fetchone()[0]
    return latest


_NEWEST = """
select coalesce(max(at), 0) from (
  select at from effective_reviews where device = :device and at >= :since
  union all
  select at from effective_actions
  where device = :device and at >= :since and kind not in ('undo', 'rules')
)
"""

_HAS_LATER = """
select 1 from reviews where device = :device and at >= :since
union all
select 1 from actions where device = :device and at >= :since
limit 1
"""

_IS_TAKEN = """
select 1 from reviews where at = :at and device = :device
union all
select 1 from actions where at = :at and device = :device
"""

_LATEST_ON = """
select max(
  coalesce((select max(at) from reviews where card_id = :card), 0),
  coalesce((select max(at) from action_cards where card_id = :card), 0)
)
"""

_LATEST_ON_ALL = """
select coalesce(max(at), 0) from (
  select at from reviews where card_id in (select value from json_each(:cards))
  union all
  select at from action_cards where card_id in (select value from json_each(:cards))
)
"""
