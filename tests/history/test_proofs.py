"""What code of decks did, and which code may run."""

from __future__ import annotations

from pathlib import Path

from studycards.history.proofs import known_runs, remember_runs, trust, trusted
from tests.history.library import opened


def test_runs_are_remembered(tmp_path: Path) -> None:
    """What a run gave is known by its key, the newest of it; other keys are not."""
    db = opened(tmp_path / "studycards.db")
    remember_runs(db, {"a": {"printed": "1"}, "b": None})
    remember_runs(db, {"a": {"printed": "2"}})
    assert known_runs(db, ["a", "b", "c"]) == {"a": {"printed": "2"}, "b": None}
    assert known_runs(db, []) == {}


def test_trust_is_in_one_code(tmp_path: Path) -> None:
    """The code that was trusted may run, in whatever deck; no other may."""
    db = opened(tmp_path / "studycards.db")
    assert trusted(db, ["abc"]) == set()
    trust(db, ["abc"], "math")
    trust(db, ["abc", "xyz"], "maths")
    assert trusted(db, ["abc", "abd"]) == {"abc"}
    assert trusted(db, []) == set()
    rows = db.execute("select * from trusted order by 1")
    assert [tuple(row) for row in rows] == [("abc", "maths"), ("xyz", "maths")]
