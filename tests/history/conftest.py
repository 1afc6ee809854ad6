"""What the tests of the history share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.history.library import OPEN


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Every history that a test opens is closed after it."""
    with OPEN:
        yield
