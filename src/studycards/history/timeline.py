"""The scheduling rules in force over time: as recorded in events, whatever the settings say."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from studycards.events import EventId
from studycards.history.rows import stored_json
from studycards.scheduling.rules import Rules

if TYPE_CHECKING:
    import sqlite3


FOLDED_WITH = "folded_with"
"""The fact that holds the fingerprint of the timeline by which the states were folded."""


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
        """Another for any other timeline, but for a chance of one in 2**32.

        A checksum, with the newest change in full: `hashlib` takes 2 ms and 4 MiB to load.
        """
        newest = self.starts[-1] if self.starts else EventId(0, "")
        return f"{newest.at}.{newest.device}.{crc32(json.dumps(self).encode()):08x}"

    def at(self, event: EventId) -> Rules:
        """The rules in force when an event happened."""
        return self.rules[bisect_right(self.starts, event)]


def read_timeline(db: sqlite3.Connection) -> Timeline:
    """The timeline of a history."""
    starts, rules = [], [Rules()]
    for row in db.execute(_CHANGES):
        starts.append(EventId(row[0], row[1]))
        rules.append(rules[-1].changed(stored_json(row[2] or "{}")))
    return Timeline(tuple(starts), tuple(rules))


_CHANGES = """
select at, device, payload from effective_actions
where kind = 'rules'
order by at, device
"""
