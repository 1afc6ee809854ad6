"""What is well with a collection, and what is not: one finding for each thing looked at."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards import DEFAULT_KIND, card_id, kind_named
from studycards.collection import damage
from studycards.decks.find import deck_files
from studycards.errors import DamagedHistoryError, HistoryError
from studycards.events import from_ms, to_ms
from studycards.history.backup import backups
from studycards.history.database import (
    MIGRATIONS,
    applied_migrations,
    backups_folder,
    damage_mark,
    is_missing,
    transaction,
)
from studycards.history.failures import history_error
from studycards.history.fold import fold
from studycards.history.rows import state_row
from studycards.history.states import all_cards, events_of, marks_of
from studycards.history.timeline import FOLDED_WITH, read_timeline
from studycards.scheduling.states import Scheduled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from studycards.collection import Collection
    from studycards.decks.find import SearchPath
    from studycards.history.database import Progress

_AT_ONCE = 1_000
"""Cards folded per batch."""

_OLD = timedelta(days=14)
"""Age from which the newest backup is reported, if there are newer events."""


class Finding(NamedTuple):
    """What was found about one thing."""

    check: str
    ok: bool
    message: str
    hint: str = ""
    """What to do; empty if nothing is wrong."""


def examine(
    history: Path, search_path: SearchPath, now: datetime, progress: Progress
) -> list[Finding]:
    """Examine the history and the index; nothing is changed but a mark of damage that is over.

    Args:
        history: The file; it may be missing or damaged.
        search_path: The folders of decks.
        now: The time after which events are of the future.
        progress: Called with the progress of the longer checks.
    """
    found = [_integrity(history)]
    if found[0].ok and not is_missing(history):
        try:
            with closing(_opened(history)) as db:
                if applied_migrations(db, history) == set(MIGRATIONS):
                    found += _of_database(db, search_path, now, progress)
                else:
                    found.append(Finding("schema", True, "older; migrated at the next start"))
        except sqlite3.Error as error:
            found = [_damaged(history, [str(error)])]
    return [*found, _backups(history, now), *_permissions(history, search_path)]


def rebuild(collection: Collection, progress: Progress) -> None:
    """Build everything anew that can be derived: states, marks and the card index."""
    collection.log.rebuild(partial(progress, "Rescheduling"))
    with transaction(collection.db):
        collection.db.execute("delete from deck_files")
    collection.refresh(progress)


def _opened(history: Path) -> sqlite3.Connection:
    """The history, to be read; SQLite checks constraints only where it might write."""
    url = f"{history.resolve().as_uri()}?mode=rw"
    db = sqlite3.connect(url, uri=True, isolation_level=None, timeout=1)
    db.execute("pragma query_only = on")
    db.row_factory = sqlite3.Row
    return db


def _integrity(history: Path) -> Finding:
    try:
        missing = is_missing(history)
    except OSError as error:
        known = history_error(error, history, "read")
        return Finding("access", False, str(known), known.hint if known else "")
    if missing:
        if not backups_folder(history).is_dir():
            return Finding("history", True, "none yet")
        gone = f"{history} is gone, or empty"
        return Finding("access", False, gone, "`studycards restore` brings a backup back.")
    try:
        with closing(_opened(history)) as db:
            applied = applied_migrations(db, history)
            problems = [row[0] for row in db.execute("pragma integrity_check(5)")]
            counts = [db.execute(f"select count(*) from {t}").fetchone()[0] for t in _EVENTS]  # noqa: S608
    except sqlite3.Error as error:
        known = history_error(error, history, "read")
        no_database = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB
        if not (no_database or isinstance(known, DamagedHistoryError | None)):
            return Finding("access", False, str(known), known.hint)
        problems, applied = [str(error)], set()
    except HistoryError as error:
        return Finding("access", False, str(error), error.hint)
    if problems != ["ok"]:
        return _damaged(history, problems)
    if applied:
        damage_mark(history).unlink(missing_ok=True)
    return Finding(
        "history", True, f"whole: {_number(counts[0], 'review')} and {_number(counts[1], 'action')}"
    )


def _damaged(history: Path, problems: list[str]) -> Finding:
    """What can be read of a damaged history."""
    what = problems[0].splitlines()[-1]
    try:
        salvaged = damage.examine(history)
    except HistoryError as error:
        return Finding("history", False, str(error), "`studycards restore` brings a backup back.")
    lost = f"{salvaged.loss} cannot be read" if salvaged.loss else "no event is lost"
    return Finding(
        "history",
        False,
        f"damaged ({what}): {_number(salvaged.reviews, 'review')} and"
        f" {_number(salvaged.actions, 'action')} can be read, {lost}",
        "`studycards doctor --repair` saves them and keeps the damaged file.",
    )


_EVENTS = ("reviews", "actions")


def _of_database(
    db: sqlite3.Connection, search_path: SearchPath, now: datetime, progress: Progress
) -> Iterator[Finding]:
    yield _states(db, partial(progress, "Folding"))
    yield _index(db, search_path, partial(progress, "Reading decks"))
    yield _orphans(db)
    yield _clock(db, now)


def _states(db: sqlite3.Connection, progress: Callable[[int, int], None]) -> Finding:
    """Whether the stored states and marks are what the events give."""
    timeline = read_timeline(db)
    folded = db.execute("select value from facts where name = ?", (FOLDED_WITH,)).fetchone()
    if folded is None or folded[0] != timeline.fingerprint:
        return Finding("states", True, "folded again at the next start, by other rules")
    rollover = timeline.newest.rollover
    stored = {row["card_id"]: tuple(row) for row in db.execute("select * from states")}
    marked = {row["card_id"]: tuple(row) for row in db.execute(_MARKS)}
    cards = all_cards(db)
    wrong, rest, done = (stored.keys() | marked) - set(cards), iter(cards), 0
    while chunk := list(islice(rest, _AT_ONCE)):
        for card, events in events_of(db, chunk).items():
            state = fold(card, events, timeline)
            row = state_row(card, state, rollover) if isinstance(state, Scheduled) else None
            if stored.get(card) != row:
                wrong.add(card)
        marks = {row[0]: row for row in marks_of(db, chunk, timeline)}
        wrong |= {card for card in chunk if marked.get(card) != marks.get(card)}
        done += len(chunk)
        progress(done, len(cards))
    if wrong:
        return Finding(
            "states",
            False,
            f"of {_number(len(wrong), 'card')} not as the events give: {_some(wrong)}",
            "`studycards doctor --repair` folds them again.",
        )
    return Finding("states", True, f"of {_number(len(stored), 'card')} as the events give")


def _index(
    db: sqlite3.Connection, search_path: SearchPath, progress: Callable[[int, int], None]
) -> Finding:
    """Whether the card index mirrors the deck files that did not change since it was made."""
    files = deck_files(search_path.folders)
    known = dict(db.execute("select path, signature from deck_files").fetchall())
    current = [path for path in files if known.get(path) == files[path]]
    wrong = []
    for done, path in enumerate(current, 1):
        rows = db.execute(_CARDS_OF_FILE, (path,)).fetchall()
        if [tuple(row) for row in rows] != _cards_in(Path(path)):
            wrong.append(path)
        progress(done, len(current))
    if wrong:
        return Finding(
            "index",
            False,
            f"{_number(len(wrong), 'deck file')} not as indexed: {_some(wrong)}",
            "`studycards doctor --repair` reads every deck again.",
        )
    changed = len(files) - len(current)
    later = f"; {changed} new or changed, read at the next start" if changed else ""
    return Finding("index", True, f"{_number(len(current), 'deck file')} as indexed{later}")


def _cards_in(path: Path) -> list[tuple[str, str]]:
    """Ids and fields of the cards in a file, as the index holds them."""
    from studycards.decks.parse import read_deck  # noqa: PLC0415 - loads yaml, 12 ms

    return [
        (card_id(note.id, suffix), json.dumps(note.fields, ensure_ascii=False))
        for note in read_deck(path).notes
        for suffix in kind_named(note.fields.get("kind", DEFAULT_KIND)).suffixes(note.fields)
    ]


def _orphans(db: sqlite3.Connection) -> Finding:
    rows = db.execute(_ORPHANS).fetchall()
    if not rows:
        return Finding("orphans", True, "none")
    some = _some(row[0] for row in rows)
    return Finding(
        "orphans", True, f"{_number(len(rows), 'card')} with a history in no deck: {some}"
    )


def _clock(db: sqlite3.Connection, now: datetime) -> Finding:
    """Events that are later than now, by more than a minute; not those that were undone."""
    soon = to_ms(now + timedelta(minutes=1))
    rows = db.execute(_OF_THE_FUTURE, {"now": soon}).fetchall()
    if not rows:
        return Finding("clock", True, f"{now:%Y-%m-%d %H:%M %z}; no event is later")
    offset = int((now.utcoffset() or timedelta()).total_seconds() // 60)
    first, last = (f"{from_ms(row[0], offset):%Y-%m-%d %H:%M}" for row in (rows[0], rows[-1]))
    return Finding(
        "clock",
        False,
        f"{_number(len(rows), 'event')} later than now, {first} to {last}:"
        f" {_some(row[1] for row in rows)}",
        "Check the date of the system; `studycards undo` undoes what a wrong clock dated.",
    )


def _backups(history: Path, now: datetime) -> Finding:
    found = list(backups(backups_folder(history)))
    if not found:
        return Finding("backups", True, "none yet; one is made after a review session")
    newest = found[0]
    about = f"{len(found)}, the newest of {newest.moment.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
    with suppress(OSError):
        written = history.stat().st_mtime - newest.moment.timestamp()
        if now - newest.moment > _OLD and written > _OLD.total_seconds():
            return Finding("backups", False, about, "`studycards backup` makes one.")
    return Finding("backups", True, about)


def _permissions(history: Path, search_path: SearchPath) -> Iterator[Finding]:
    """Whether files can be read and written."""
    paths = [history.parent, history, search_path.own, *search_path.configured]
    # `os.path` takes names that no file can have.
    there = [path for path in paths if os.path.exists(path)]  # noqa: PTH110
    unwritable = [path for path in there if not os.access(path, os.R_OK | os.W_OK)]
    missing = [f for f in search_path.configured if not os.path.isdir(f)]  # noqa: PTH112
    if unwritable:
        listed = ", ".join(map(str, unwritable))
        yield Finding("permissions", False, f"cannot be written: {listed}", "Change their mode.")
    else:
        yield Finding("permissions", True, "history and decks can be written")
    if missing:
        listed = ", ".join(map(str, missing))
        yield Finding("folders", False, f"no such folder: {listed}", "See `deck_folders`.")


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _some(names: Iterable[str], most: int = 3) -> str:
    """The first few of some names."""
    listed = sorted(names)
    return ", ".join(listed[:most]) + (", …" if len(listed) > most else "")


_MARKS = "select card_id, suspended, buried_day, flagged from marks"

_CARDS_OF_FILE = """
select id, fields from cards
where file_id = (select id from deck_files where path = ?)
order by ordinal
"""

_ORPHANS = """
select card_id from states
where card_id not in (select id from cards where active)
"""

_OF_THE_FUTURE = """
select at, card_id as what from effective_reviews where at > :now
union all
select at, kind as what from effective_actions where at > :now and kind <> 'undo'
order by at
"""
