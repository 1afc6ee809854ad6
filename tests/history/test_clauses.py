"""Conditions in SQL that several queries share."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studycards.cards import CardId
from studycards.events import ActionKind
from studycards.history.clauses import marked, put_off, study_day
from studycards.history.log import Log
from studycards.scheduling.study_day import day_number
from tests.history.library import opened

NOW = datetime.fromisoformat("2026-03-02T03:59:59+01:00")
"""A second before the rollover: still the first of March."""
TODAY = day_number(NOW.date() - timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "mark", "days"),
    [
        (ActionKind.SUSPEND, "suspended", (-1, 0, 1)),
        (ActionKind.BURY, "buried", (0,)),
        (ActionKind.FLAG, "flagged", (-1, 0, 1)),
    ],
)
def test_marks(tmp_path: Path, kind: ActionKind, mark: str, days: tuple[int, ...]) -> None:
    """A card has the mark that it was given, a bury on its own day alone; a flag puts off nothing."""
    db = opened(tmp_path / "studycards.db")
    Log(db).record_action(kind, [CardId("a")], NOW)
    for name in ("suspended", "buried", "flagged"):
        sql = f"select {marked(name, ':card')}, {put_off(':card')}"
        for shift in (-1, 0, 1):
            held = name == mark and shift in days
            values = {"card": "a", "today": TODAY + shift}
            puts_off = mark != "flagged" and shift in days
            assert tuple(db.execute(sql, values).fetchone()) == (held, puts_off)
            assert tuple(db.execute(sql, values | {"card": "b"}).fetchone()) == (0, 0)


def test_study_day(tmp_path: Path) -> None:
    """The study day of an event begins at the rollover of the place where it was lived."""
    db = opened(tmp_path / "studycards.db")
    log = Log(db)
    for seconds in (0, 1):
        log.record_action(ActionKind.FLAG, [CardId("a")], NOW + timedelta(seconds=seconds))
    rows = db.execute(
        f"select {study_day('actions')} from actions order by at", {"rollover_s": 4 * 3_600}
    )
    assert [row[0] for row in rows] == [TODAY, TODAY + 1]
