"""Fixtures of the tests of decks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collection.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Folders without decks, and an empty index."""
    made = Library(tmp_path)
    yield made
    made.db.close()
