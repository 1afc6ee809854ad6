"""The scheduling rules in force over time: as recorded in events, whatever the settings say."""

from __future__ import annotations

import json
from bisect import bisect_right
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from studycards.events import EventId
from studycards.scheduling.rules import Rules

if TYPE_CHECKING:
    import sqlite3


class Timeline(NamedTuple):
    """The rules before and after each change, in the order of events."""

    starts: tuple[EventId, ...] = ()
    rules: tuple[Rules, ...] = (Rules(),)
    """One more than `starts`: the first holds before any change."""

    @property
    def newest(self) -> Rules:
        """The rules in force now; memory and days are computed by them for the whole history."""
        return self.rules[-1]

    @property
    def fingerprint(self) -> str:
        """Differs between timelines that may lead to different states."""
        return blake2b(json.dumps(self).encode(), digest_size=8).hexdigest()

    def at(self, event: EventId) -> Rules:
        """The rules in force when an event happened."""
        return self.rules[bisect_right(self.starts, event)]


def read_timeline(db: sqlite3.Connection) -> Timeline:
    """The timeline of a history."""
    starts, rules = [], [Rules()]
    for row in db.execute(_CHANGES):
        starts.append(EventId(row[0], row[1]))
        rules.append(rules[-1].changed(json.loads(row[2] or "{}")))
    return Timeline(tuple(starts), tuple(rules))


_CHANGES = """
select at, device, payload from effective_actions
where kind = 'rules'
order by at, device
"""
