"""Shell completion: deck names, tags, card ids, names of settings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycards.collection import Collection

MOST = 200
"""Maximum ids offered."""


def decks(incomplete: str) -> list[str]:
    """Deck names with this prefix."""
    from studycards.collection import catalog

    with _collection() as collection:
        names = catalog.deck_names(collection) if collection else []
    return [name for name in names if name.startswith(incomplete)]


def tags(incomplete: str) -> list[str]:
    """Tags with this prefix."""
    from studycards.collection import catalog

    with _collection() as collection:
        names = catalog.tags(collection) if collection else []
    return [name for name in names if name.startswith(incomplete)]


def cards(incomplete: str) -> list[str]:
    """Card ids with this prefix."""
    from studycards.collection import catalog

    with _collection() as collection:
        return [*catalog.card_ids(collection, incomplete, MOST)] if collection else []


def setting_names(incomplete: str) -> list[str]:
    """Names of settings with this prefix."""
    from studycards.config import SETTINGS

    return [setting.name for setting in SETTINGS if setting.name.startswith(incomplete)]


@contextmanager
def _collection() -> Iterator[Collection | None]:
    """The collection; None if it cannot be opened, as a completion cannot report errors."""
    from studycards.cli import context
    from studycards.errors import StudycardsError

    with context.running():
        try:
            collection = context.open_collection(talk=False)
        except StudycardsError:
            yield None
            return
        yield collection
