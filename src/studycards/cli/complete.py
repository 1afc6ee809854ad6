"""What the shell completes: names of decks, ids of cards, names of settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studycards.collection import Collection

MOST = 200
"""Ids offered at once."""


def decks(incomplete: str) -> list[str]:
    """The decks that begin so."""
    collection = _collection()
    names = collection.deck_names() if collection else []
    return [name for name in names if name.startswith(incomplete)]


def cards(incomplete: str) -> list[str]:
    """The cards whose ids begin so."""
    collection = _collection()
    return [*collection.card_ids(incomplete, MOST)] if collection else []


def setting_names(incomplete: str) -> list[str]:
    """The settings that begin so."""
    from studycards.config import SETTINGS

    return [setting.name for setting in SETTINGS if setting.name.startswith(incomplete)]


def _collection() -> Collection | None:
    """The collection; None where it cannot be opened, for a completion has nobody to tell."""
    from studycards.cli import context
    from studycards.errors import StudycardsError

    try:
        return context.open_collection()
    except StudycardsError:
        if os.environ.get("STUDYCARDS_DEBUG"):
            raise
        return None
