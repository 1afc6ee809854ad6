"""Which tests of the command line are slow."""

from __future__ import annotations

import pytest

TERMINALS = {"pty_terminal"}
"""Fixtures that start the program in a pseudo-terminal."""

SLOW = {
    "test_completion", "test_damage", "test_exit_codes", "test_fuzz", "test_homes", "test_output",
    "test_plain",
    "test_snapshots", "test_source", "test_stats", "test_undo",
}  # fmt: skip
"""Modules that start a process for most tests, or live through months of reviews."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what starts the program anew, rather than calling it."""
    assert isinstance(item, pytest.Function)
    if item.path.stem in SLOW or TERMINALS & set(item.fixturenames):
        item.add_marker(pytest.mark.slow)
