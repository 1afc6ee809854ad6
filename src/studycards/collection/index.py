"""The card index: a mirror of the deck files in SQLite, so that only changed files are read."""

from __future__ import annotations

import gc
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studycards.cards import (
    DEFAULT_KIND,
    Card,
    CardId,
    DeckName,
    Location,
    NoteId,
    Source,
    card_id,
    kind_named,
)
from studycards.history.rows import stored_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from studycards.cards.asking import Variant
    from studycards.decks.parse import Problem

DUPLICATE_ID = "SC002"
"""The code of the rule that an id belongs to one note."""

_encode = json.JSONEncoder(ensure_ascii=False).encode
"""One encoder for all notes: `json.dumps` would create one for each."""


def is_current(connection: sqlite3.Connection, files: Mapping[str, str]) -> bool:
    """Whether the index holds exactly these files, unchanged and in this order."""
    rows = connection.cursor()
    rows.row_factory = None  # plain tuples
    rows.execute("select path, signature from deck_files order by place")
    return rows.fetchall() == [*files.items()]


def refresh(
    connection: sqlite3.Connection,
    files: Mapping[str, str],
    progress: Callable[[int, int], None],
) -> None:
    """Update the index; call it inside a transaction.

    Args:
        connection: The open history.
        files: The signatures of all deck files by path, in the order of the search path.
        progress: Called after each file with the number read and the total.
    """
    rows = connection.execute("select path, signature from deck_files order by place")
    known = {row["path"]: row["signature"] for row in rows}
    changed = [path for path in files if known.get(path) != files[path]]
    connection.execute("create temp table affected (id text primary key) without rowid")
    for path in known.keys() - files.keys():
        _forget(connection, path)
    with _no_garbage_collection():
        for done, path in enumerate(changed, 1):
            _forget(connection, path)
            _read(connection, path, files[path])
            progress(done, len(changed))
    kept = dict.fromkeys(path for path in files if known.get(path) == files[path])
    if [*kept] != [path for path in known if path in kept]:
        connection.execute(
            "insert or ignore into affected select id from cards group by id having count(*) > 1"
        )
    connection.executemany(
        "update deck_files set place = ? where path = ? and place <> ?",
        ((index, path, index) for index, path in enumerate(files)),
    )
    _settle(connection)
    connection.execute("drop table affected")


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """All problems of the files in the index, by file and line."""
    if not has_problems(connection):
        return []
    from studycards.decks.parse import Problem  # noqa: PLC0415 - loads yaml, 12 ms

    rows = connection.execute("select path, problems from deck_files order by place")
    found = [Problem(row[0], *problem) for row in rows for problem in stored_json(row[1])]
    found += [
        Problem(
            row["path"],
            row["line"],
            f"the id '{row['id']}' is already taken in {row['first_path']}:{row['first_line']}",
            "Give one of the two another id.",
            DUPLICATE_ID,
        )
        for row in connection.execute(_TAKEN_IDS)
    ]
    return sorted(found, key=lambda problem: (problem.path, problem.line))


def has_problems(connection: sqlite3.Connection) -> bool:
    """Whether any file in the index has a problem."""
    with_problems = "select 1 from deck_files where problems <> '[]' limit 1"
    if connection.execute(with_problems).fetchone():
        return True
    return connection.execute(f"{_TAKEN_IDS} limit 1").fetchone() is not None


def load_card(connection: sqlite3.Connection, identity: CardId, variant: Variant) -> Card | None:
    """A card by its id, with its question; None if no deck holds it."""
    row = connection.execute(
        """
        select cards.*, deck_files.path, deck_files.source from cards
        join deck_files on deck_files.id = cards.file_id
        where cards.id = ? and cards.active
        """,
        (identity,),
    ).fetchone()
    return _card_from_row(row, variant) if row else None


def cards_of(connection: sqlite3.Connection, deck: DeckName) -> list[CardId]:
    """The ids of the cards of a deck, in its order."""
    sql = "select id from cards where deck = ? and active order by file_id, ordinal"
    return [row["id"] for row in connection.execute(sql, (deck,))]


def _card_from_row(row: sqlite3.Row, variant: Variant) -> Card:
    fields = stored_json(row["fields"])
    suffix = row["id"][len(row["note_id"]) + 1 :]
    return Card(
        id=CardId(row["id"]),
        note_id=NoteId(row["note_id"]),
        deck=DeckName(row["deck"]),
        kind=row["kind"],
        question=kind_named(row["kind"]).ask(fields, suffix, variant),
        explanation=fields.get("explanation", ""),
        source=fields.get("source", ""),
        deck_source=Source(**stored_json(row["source"])),
        tags=tuple(stored_json(row["tags"])),
        location=Location(path=Path(row["path"]), line=row["line"]),
    )


def _forget(connection: sqlite3.Connection, path: str) -> None:
    """Remove a file from the index; its ids may now belong to another."""
    ours = "file_id = (select id from deck_files where path = ?)"
    connection.execute(
        f"insert or ignore into affected select id from cards where {ours}",  # noqa: S608
        (path,),
    )
    connection.execute("delete from deck_files where path = ?", (path,))


def _read(connection: sqlite3.Connection, path: str, signature: str) -> None:
    """Index one file, as if it were the first with its name and ids."""
    from studycards.decks.parse import read_deck  # noqa: PLC0415 - loads yaml, 12 ms

    deck = read_deck(Path(path))
    problems = _encode([[p.line, p.message, p.hint] for p in deck.problems])
    source = _encode({name: text for name, text in deck.source._asdict().items() if text})
    file_id = connection.execute(
        """
        insert into deck_files (path, place, signature, deck, title, active, problems, source)
        values (?, -1, ?, ?, ?, 1, ?, ?)
        """,
        (path, signature, deck.name, deck.title, problems, source),
    ).lastrowid
    rows: list[tuple[object, ...]] = []
    for note in deck.notes:
        tags = _encode([*deck.tags, *note.fields.get("tags", ())])
        fields = _encode(note.fields)
        kind = note.fields.get("kind", DEFAULT_KIND)
        for suffix in kind_named(kind).suffixes(note.fields):
            identity = card_id(note.id, suffix)
            place = (file_id, len(rows))
            row = (*place, identity, note.id, deck.name, note.line, kind, fields, tags)
            rows.append((*row, identity))
    connection.executemany(
        """
        insert into cards values (
          ?, ?, ?, ?, ?, ?, ?, ?, ?, 1,
          not exists (select 1 from states where card_id = ?)
        )
        """,
        rows,
    )
    connection.executemany("insert or ignore into affected values (?)", ((r[2],) for r in rows))


def _settle(connection: sqlite3.Connection) -> None:
    """Activate the first of all decks with one name, then of all cards with one id."""
    first = "deck <> '' and place = min(place) over (partition by deck)"
    changed = connection.execute(
        f"select id, first from (select id, active, {first} as first from deck_files)"  # noqa: S608
        " where first <> active"
    ).fetchall()
    for row in changed:
        connection.execute("update deck_files set active = ? where id = ?", (row[1], row[0]))
        connection.execute(
            "insert or ignore into affected select id from cards where file_id = ?", (row[0],)
        )
    connection.execute(
        """
        update cards set active = coalesce((file_id, ordinal) = (
          select same.file_id, same.ordinal from cards as same
          join deck_files on deck_files.id = same.file_id
          where same.id = cards.id and deck_files.active
          order by deck_files.place
          limit 1
        ), 0)
        where id in (select id from affected) and (
          not active
          or exists (
            select 1 from cards as same
            where same.id = cards.id and same.rowid <> cards.rowid
          )
          or not exists (
            select 1 from deck_files where deck_files.id = cards.file_id and deck_files.active
          )
        )
        """
    )


_TAKEN_IDS = """
select distinct
  file.path, card.line, card.note_id as id, first_file.path as first_path, first.line as first_line
from cards as card
join deck_files as file on file.id = card.file_id and file.active
join cards as first on first.id = card.id and first.active
join deck_files as first_file on first_file.id = first.file_id
where not card.active
"""


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Notes hold no cycles; looking for them takes a third of the time of a first index."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
