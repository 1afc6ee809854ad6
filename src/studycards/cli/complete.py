"""Shell completion: deck names, tags, card ids, names of settings."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studycards.collection import Collection

_NEEDS_QUOTES = re.compile(r"[^\w./@%+:,=-]")
"""Characters that a shell might not take as they are: such names are not offered."""

MOST = 200
"""Maximum ids offered."""


def decks(incomplete: str) -> list[str]:
    """Deck names with this prefix."""
    from studycards.collection import catalog

    with _collection() as collection:
        return _offered(catalog.deck_names(collection) if collection else [], incomplete)


def tags(incomplete: str) -> list[str]:
    """Tags with this prefix."""
    from studycards.collection import catalog

    with _collection() as collection:
        return _offered(catalog.tags(collection) if collection else [], incomplete)


def cards(incomplete: str) -> list[str]:
    """Card ids with this prefix."""
    from studycards.collection import catalog

    with _collection() as collection:
        return [*catalog.card_ids(collection, incomplete, MOST)] if collection else []


def setting_names(incomplete: str) -> list[str]:
    """Names of settings with this prefix."""
    from studycards.config import SETTINGS

    return _offered([setting.name for setting in SETTINGS], incomplete)


def _offered(names: Iterable[str], incomplete: str) -> list[str]:
    return [
        name for name in names if name.startswith(incomplete) and not _NEEDS_QUOTES.search(name)
    ]


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
