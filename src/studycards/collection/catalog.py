"""Decks, tags and cards by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from studycards.cards import CardId, DeckName
from studycards.errors import UnknownDeckError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycards.collection import Collection


def deck_paths(collection: Collection) -> dict[DeckName, Path]:
    """The file of each deck, in the order of the search path."""
    rows = collection.db.execute("select deck, path from deck_files where active order by place")
    return {DeckName(row[0]): Path(row[1]) for row in rows}


def deck_names(collection: Collection) -> list[DeckName]:
    """The decks in the order of the search path."""
    return list(deck_paths(collection))


def require_deck(collection: Collection, deck: str) -> None:
    """Make sure that a deck exists.

    Raises:
        UnknownDeckError: It does not.
    """
    known = deck_names(collection)
    if deck not in known:
        raise UnknownDeckError(deck, known)


def files_of(collection: Collection, targets: Iterable[str]) -> list[Path]:
    """The files of the decks named, or the files named.

    If none is named: those of all decks, and what was passed over in their folders.

    Raises:
        UnknownDeckError: A target is neither a deck nor a file.
    """
    known = deck_paths(collection)
    found = []
    for target in targets:
        # `os` takes names that no file can have.
        if target not in known and not os.path.isfile(target):  # noqa: PTH113
            raise UnknownDeckError(target, known)
        found.append(known.get(DeckName(target), Path(target)))
    if found:
        return found
    passed_over = collection.db.execute("select path from deck_files where deck = ''")
    return [*known.values(), *(Path(row[0]) for row in passed_over)]


def tags(collection: Collection) -> list[str]:
    """The tags of all cards, each once, sorted."""
    rows = collection.db.execute(
        "select distinct tag.value from cards, json_each(cards.tags) as tag"
        " where cards.active order by tag.value"
    )
    return [row[0] for row in rows]


def card_ids(collection: Collection, prefix: str = "", limit: int = -1) -> list[CardId]:
    """The ids of cards with a prefix, sorted; at most `limit` of them unless that is negative."""
    rows = collection.db.execute(
        "select id from cards where active and substr(id, 1, ?) = ? order by id limit ?",
        (len(prefix), prefix, limit),
    )
    return [CardId(row[0]) for row in rows]


def orphans(collection: Collection) -> int:
    """The number of orphans: cards with a history that are in no deck."""
    row = collection.db.execute(
        "select count(*) from states where card_id not in (select id from cards where active)"
    ).fetchone()
    return int(row[0])
