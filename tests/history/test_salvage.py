"""What is said to be lost of a damaged history is what is lost."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studycards.history.salvage import salvage
from tests.damage import lived


def said(loss: str, table: str) -> tuple[bool, int]:
    """Whether a loss is told exactly, and of how many rows at least."""
    found = re.search(rf"(at least )?(\d+) rows of {table}", loss)
    return (not found[1], int(found[2])) if found else (f"rows of {table}" not in loss, 0)


@pytest.mark.parametrize("reviews", [900, 1_300, 2_600])
def test_files_that_were_cut(tmp_path: Path, reviews: int) -> None:
    """Wherever the end is cut off, in a table or an index: an exact number is exact."""
    path = lived(tmp_path / "whole.db", reviews)
    with closing(sqlite3.connect(path)) as db:
        counts = "select (select count(*) from reviews), (select count(*) from actions)"
        whole = dict(zip(("reviews", "actions"), db.execute(counts).fetchone(), strict=True))
    content, cut = path.read_bytes(), tmp_path / "cut.db"
    for end in (1, 100, 5_000, 9_000, 20_000):
        cut.write_bytes(content[:-end])
        saved = salvage(cut, tmp_path / "fresh.db")
        for table, number in (("reviews", saved.reviews), ("actions", saved.actions)):
            is_exact, lost = said(saved.loss, table)
            missing = whole[table] - number
            assert (lost == missing) if is_exact else (lost <= missing), (end, saved.loss)
        assert saved.is_complete == (saved.loss == "")
