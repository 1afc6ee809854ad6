"""Histories of older versions: brought up to date with every row, and a copy kept beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from studycards.cards import CardId, Source
from studycards.cards.asking import Variant
from studycards.collection import index
from studycards.decks.find import deck_files
from studycards.errors import HistoryError
from studycards.history import database, filling, migrations
from studycards.history.database import transaction
from studycards.history.log import Log
from studycards.scheduling.states import Phase, Plan, Scheduled
from tests.history.library import opened, read, schema

OLD_SCHEMAS = sorted((Path(__file__).parent / "old_schemas").glob("*.sql"))
"""Dumps of every schema that was ever shipped, with a row in each table."""

LIVED = OLD_SCHEMAS[-1]
"""Some weeks of study across time zones, with undos, by rules that are not the defaults."""

RULES = {"desired_retention": 0.85, "learning_steps": [60, 600, 21_600], "rollover": 3}
"""Those rules, as the settings of that time held them."""

REVIEW_COLUMNS = (
    "device, at, utc_offset_min, card_id, rating, taken_ms, phase, last_interval, answer, verdict"
)


def restored(dump: Path, path: Path) -> Path:
    """A history of an older version, as it was written."""
    with closing(sqlite3.connect(path)) as old:
        old.executescript(dump.read_text())
    return path


def found(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query finds in a file."""
    return [tuple(row) for row in read(str(path)).execute(sql)]


@pytest.mark.parametrize("dump", OLD_SCHEMAS, ids=lambda path: path.stem)
def test_old_schemas(tmp_path: Path, dump: Path) -> None:
    """Every older schema becomes the newest, with its reviews and actions as they were."""
    path = restored(dump, tmp_path / "studycards.db")
    reviews = found(path, f"select {REVIEW_COLUMNS} from reviews order by at")
    actions = found(path, "select at, kind, undone_at from actions order by at")
    cards = found(path, "select at, card_id from actions where kind <> 'undo' order by at")
    assert reviews
    assert actions
    db = opened(path)
    assert schema(db) == schema(opened(tmp_path / "new.db"))
    assert found(path, f"select {REVIEW_COLUMNS} from reviews order by at") == reviews
    assert found(path, "select at, kind, undone_at from actions order by at") == actions
    assert found(path, "select at, card_id from action_cards order by at") == cards


def test_what_answers_led_to(tmp_path: Path) -> None:
    """What each answer led to is computed once, by the rules then in force."""
    path = restored(LIVED, tmp_path / "studycards.db")
    before = {row[0]: row[1:] for row in found(path, "select * from states")}
    log = Log(opened(path))
    log.adopt(RULES, log.reviews(CardId("card-0"))[-1].moment)
    steps = 0
    for card, (phase, step, stability, difficulty, due_day, *rest) in before.items():
        reviews = log.reviews(CardId(card))
        for review, following in pairwise(reviews):
            assert review.led_to
            assert review.led_to.interval == following.last_interval
            assert review.led_to.phase == following.phase
            steps += review.led_to.seconds == 21_600
        assert found(path, f"select due_day from states where card_id = '{card}'") == [(due_day,)]
        state = log.state(CardId(card))
        assert isinstance(state, Scheduled)
        assert (state.phase, state.step, state.interval) == (phase, step, rest[-3])
        memory = state.memory.stability, state.memory.difficulty
        assert memory == pytest.approx((stability, difficulty), rel=1e-12)
    assert steps > 0


def test_what_cannot_be_known_is_null(tmp_path: Path) -> None:
    """The earlier answers a review knew of, and outcomes of undone reviews, are not invented."""
    path = restored(LIVED, tmp_path / "studycards.db")
    opened(path)
    assert found(path, "select distinct previous_at from reviews") == [(None,)]
    undone = "exists (select 1 from actions where undone_at = reviews.at)"
    assert found(path, f"select count(*) from reviews where {undone}") == [(5,)]
    bare = found(path, f"select count(*) from reviews where {undone} and next_phase is null")
    assert bare == [(5,)]
    sql = f"select count(*) from reviews where not {undone} and next_phase is null"
    assert found(path, sql) == [(0,)]


def test_states_are_the_fold(tmp_path: Path) -> None:
    """What an older version folded is folded again at the first start, and its fact is gone."""
    path = restored(LIVED, tmp_path / "studycards.db")
    db = opened(path)
    db.execute("update states set reps = 99")
    log = Log(db)
    log.bring_up_to_date(lambda *_: None)
    assert found(path, "select card_id, reps from states") == [
        ("card-0", 7), ("card-1", 5), ("card-2", 7), ("card-3", 8), ("card-4", 5)
    ]  # fmt: skip
    assert found(path, "select name from facts where name = 'rules'") == []


def test_other_rules_move_no_due_day(tmp_path: Path) -> None:
    """The old answers keep their due days when the rules change afterwards."""
    path = restored(LIVED, tmp_path / "studycards.db")
    log = Log(opened(path))
    first = log.reviews(CardId("card-0"))[0].moment
    log.adopt(RULES, first)
    before = found(path, "select card_id, due_day, due_at, interval, phase from states")
    newest = log.last_moment(first)
    assert newest
    log.change_rules({"desired_retention": 0.95, "rollover": 7}, newest + timedelta(days=1))
    assert found(path, "select card_id, due_day, due_at, interval, phase from states") == before


def test_copies_of_one_history_agree(tmp_path: Path) -> None:
    """Two copies migrated apart hold the same events."""
    logs = [Log(opened(restored(LIVED, tmp_path / f"{name}.db"))) for name in ("one", "two")]
    events = [list(log.events()) for log in logs]
    assert events[0] == events[1]
    assert logs[0].merge(events[1]) == 0


@pytest.mark.parametrize("dump", OLD_SCHEMAS, ids=lambda path: path.stem)
def test_decks_are_read_anew(tmp_path: Path, dump: Path) -> None:
    """A deck that an older version read is read once more, for its source."""
    path = restored(dump, tmp_path / "studycards.db")
    deck = tmp_path / "decks" / "mro.yaml"
    deck.parent.mkdir()
    deck.write_text("source: {title: MRO}\ncards: [{id: mro-1, question: Q?, answer: A}]\n")
    files = deck_files([deck.parent])
    with closing(sqlite3.connect(path)) as old:
        old.execute("update deck_files set path = ?, signature = ?", *files.items())
        old.commit()
    db = opened(path)
    assert not index.is_current(db, files)
    with transaction(db):
        index.refresh(db, files, lambda *_: None)
    assert index.is_current(db, files)
    card = index.load_card(db, CardId("mro-1"), Variant((3, 12)))
    assert card
    assert card.deck_source == Source(title="MRO")


def test_a_copy_is_kept(tmp_path: Path) -> None:
    """Before a migration the history is copied beside itself, whole and as it was."""
    path = restored(LIVED, tmp_path / "studycards.db")
    before = {table: found(path, f"select * from {table}") for table in ("reviews", "actions")}
    old_schema = schema(read(str(path)))
    opened(path)
    copy = tmp_path / "studycards.db.before-m005_events"
    assert {table: found(copy, f"select * from {table}") for table in before} == before
    assert schema(read(str(copy))) == old_schema
    assert sorted(file.name for file in tmp_path.iterdir() if "before" in file.name) == [copy.name]


def test_what_is_left_of_a_copy_is_no_hindrance(tmp_path: Path) -> None:
    """A copy that was half written where the machine went down is begun again."""
    path = restored(LIVED, tmp_path / "studycards.db")
    (tmp_path / ".studycards.db.before-m005_events.part").write_bytes(b"half" * 5_000)
    opened(path)
    assert found(tmp_path / "studycards.db.before-m005_events", "select count(*) from reviews")


def test_no_room_for_a_copy(tmp_path: Path) -> None:
    """What cannot be copied is named, and not migrated."""
    path = restored(LIVED, tmp_path / "studycards.db")
    copy = tmp_path / "studycards.db.before-m005_events"
    copy.mkdir()
    with pytest.raises(HistoryError, match=f"cannot copy the history to {copy}"):
        opened(path)
    assert "next_phase" not in str(schema(read(str(path))))


def test_no_copy_of_nothing(tmp_path: Path) -> None:
    """A new history, and one that is up to date, is not copied."""
    path = tmp_path / "studycards.db"
    opened(path)
    opened(path)
    assert not [file for file in tmp_path.iterdir() if "before" in file.name]


def test_damage_is_not_migrated(tmp_path: Path) -> None:
    """A damaged history is named and left as it is, without a copy that would look like one."""
    path = restored(LIVED, tmp_path / "studycards.db")
    content = bytearray(path.read_bytes())
    page = read(str(path)).execute("pragma page_size").fetchone()[0]
    root = found(path, "select rootpage from sqlite_master where name = 'reviews'")[0][0]
    content[page * (root - 1) : page * root] = b"\x00" * page
    path.write_bytes(content)
    with pytest.raises(HistoryError, match=r"damaged|malformed"):
        opened(path)
    assert not [file for file in tmp_path.iterdir() if "before" in file.name]
    assert "next_phase" not in str(schema(read(str(path))))


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a migration is rolled back; the file is as it was."""
    path = tmp_path / "studycards.db"
    before = schema(opened(path))
    later = type(migrations.migrations)("studycards")
    for applied in migrations.migrations._migrations:
        later(name=applied.name)(applied.fn)

    @later()
    def m099_broken(db: Database) -> None:
        db.execute("create table half (id integer)")
        db.execute("insert into nowhere values (1)")

    monkeypatch.setattr(migrations, "migrations", later)
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, "m099_broken"))
    with pytest.raises(HistoryError, match="nowhere"):
        opened(path)
    assert schema(read(str(path))) == before


def test_a_migration_that_was_interrupted_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the program ended in the middle, nothing was changed, and the next start does it all."""
    path = restored(LIVED, tmp_path / "studycards.db")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filling, "fill", killed)
        with pytest.raises(KeyboardInterrupt):
            opened(path)
    assert "next_phase" not in str(schema(read(str(path))))
    log = Log(opened(path))
    assert all(review.led_to for review in log.reviews(CardId("card-0")))


def test_progress(tmp_path: Path) -> None:
    """What takes long with many reviews says how far it is."""
    told: list[tuple[str, int, int]] = []
    path = restored(LIVED, tmp_path / "studycards.db")
    database.open_history(path, lambda *done: told.append(done)).close()
    assert told == [("Filling in the outcomes of answers", 5, 5)]


def test_a_plan_by_hand(tmp_path: Path) -> None:
    """The first answer to a new card of an old history led to its second step of ten minutes."""
    log = Log(opened(restored(LIVED, tmp_path / "studycards.db")))
    first = log.reviews(CardId("card-0"))[0]
    due = first.moment + timedelta(minutes=10)
    assert first.led_to == Plan(Phase.LEARNING, 1, None, 600, due)
