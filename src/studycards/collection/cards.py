"""A card with its state, about to be asked."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NamedTuple

from studycards.cards import Card, CardId
from studycards.cards.asking import Variant
from studycards.collection import index
from studycards.errors import UnknownCardError
from studycards.scheduling.states import Scheduled, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studycards.cards.fields import Version
    from studycards.collection import Collection
    from studycards.config import Settings

NEWEST_PYTHON: Version = (3, 15)
"""The newest version of Python that the shipped decks know."""


class CurrentCard(NamedTuple):
    """A card about to be asked, with its state."""

    card: Card
    state: State


def find_card(collection: Collection, card_id: CardId) -> CurrentCard | None:
    """A card with its state; None if no deck holds it."""
    state = collection.log.state(card_id)
    variant = _variant(card_id, state, python_version(collection.settings))
    card = index.load_card(collection.db, card_id, variant)
    return CurrentCard(card, state) if card else None


def require_card(collection: Collection, card_id: str) -> CurrentCard:
    """A card with its state.

    Raises:
        UnknownCardError: No deck holds it.
    """
    found = find_card(collection, CardId(card_id))
    if found is None:
        from difflib import get_close_matches  # noqa: PLC0415 - for a mistyped id alone

        from studycards.collection.catalog import card_ids  # noqa: PLC0415

        raise UnknownCardError(card_id, get_close_matches(card_id, card_ids(collection)))
    return found


def require_cards(collection: Collection, card_ids: Iterable[str]) -> list[CardId]:
    """Cards by their ids, each once; nothing of them is read.

    Raises:
        UnknownCardError: No deck holds one of them.
    """
    named = [*dict.fromkeys(card_ids)]
    unknown = """
        select value from json_each(?)
        where not exists (select 1 from cards where id = value and active)
    """
    for row in collection.db.execute(unknown, (json.dumps(named),)):
        require_card(collection, row[0])
    return [CardId(card_id) for card_id in named]


def is_flagged(collection: Collection, card_id: CardId) -> bool:
    """Whether the learner flagged a card to be corrected."""
    sql = "select 1 from marks where card_id = ? and flagged"
    return collection.db.execute(sql, (card_id,)).fetchone() is not None


def python_version(settings: Settings) -> Version:
    """The version of Python whose answers count as right: the learner's, or that of this program."""
    if not settings.python:
        return min(sys.version_info[:2], NEWEST_PYTHON)
    major, minor = settings.python.split(".")
    return int(major), int(minor)


def _variant(card_id: CardId, state: State, python: Version) -> Variant:
    """The variant of a card's question: the same until the card is answered."""
    reps = state.reps if isinstance(state, Scheduled) else 0
    return Variant(python, seed=f"{card_id}:{reps}")
