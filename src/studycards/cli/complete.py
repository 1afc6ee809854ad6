"""Shell completion: deck names, tags, card ids, names of settings."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from studycards.collection import Collection

_NEEDS_QUOTES = re.compile(r"[^\w./@%+:,=-]")
"""Characters that a shell might not take as they are: such names are not offered."""

MOST = 200
"""Maximum ids offered."""


def decks(incomplete: str) -> list[str]:
    """Deck names with this prefix."""
    from studycards.collection import catalog

    return _offered(_found(catalog.deck_names), incomplete)


def tags(incomplete: str) -> list[str]:
    """Tags with this prefix."""
    from studycards.collection import catalog

    return _offered(_found(catalog.tags), incomplete)


def cards(incomplete: str) -> list[str]:
    """Card ids with this prefix."""
    from studycards.collection import catalog

    return _found(lambda collection: catalog.card_ids(collection, incomplete, MOST))


def setting_names(incomplete: str) -> list[str]:
    """Names of settings with this prefix."""
    from studycards.config import SETTINGS

    return _offered([setting.name for setting in SETTINGS], incomplete)


def _offered(names: Iterable[str], incomplete: str) -> list[str]:
    return [
        name for name in names if name.startswith(incomplete) and not _NEEDS_QUOTES.search(name)
    ]


def _found(names: Callable[[Collection], Sequence[str]]) -> list[str]:
    """What a collection offers; nothing if it cannot be read: a completion cannot report errors."""
    import sqlite3

    from studycards.cli import context
    from studycards.errors import StudycardsError

    with context.running(), suppress(StudycardsError, sqlite3.Error):
        return [*names(context.open_collection(talk=False))]
    return []
