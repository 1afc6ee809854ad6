"""The schema. A migration that has shipped is never edited, renamed or reordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

if TYPE_CHECKING:
    import sqlite3

migrations = Migrations("studycards")


@migrations()
def m001_initial(db: Database) -> None:
    """Events, which only grow; then the caches, which can be dropped and rebuilt."""
    for statement in _M001.split(";;"):
        db.execute(statement)


_M001 = """
create table reviews (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  card_id text not null,
  rating integer not null check (rating between 1 and 4),
  taken_ms integer not null check (taken_ms >= 0),
  phase text not null check (phase in ('new', 'learning', 'review', 'relearning')),
  last_interval integer not null check (last_interval >= 0),
  answer text,
  verdict text check (verdict in ('right', 'nearly', 'wrong')),
  primary key (device, at)
) strict, without rowid
;;
create index reviews_by_card on reviews (card_id, at)
;;
create index reviews_by_time on reviews (at)
;;
create table actions (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  kind text not null,
  card_id text,
  undone_device text,
  undone_at integer,
  primary key (device, at)
) strict, without rowid
;;
create index actions_by_card on actions (card_id, at)
;;
create unique index actions_undone
  on actions (undone_device, undone_at) where undone_at is not null
;;
create table states (
  card_id text primary key,
  phase text not null check (phase in ('learning', 'review', 'relearning')),
  step integer check ((step is null) = (phase = 'review')),
  stability real not null check (stability between 0.001 and 36500),
  difficulty real not null check (difficulty between 1 and 10),
  due_day integer not null,
  due_at integer,
  last_review integer not null,
  last_offset_min integer not null,
  last_day integer not null,
  interval integer not null check (interval >= 0),
  reps integer not null check (reps > 0),
  lapses integer not null check (lapses >= 0)
) strict, without rowid
;;
create index states_by_due on states (due_day, phase)
;;
create index states_in_step on states (due_at) where due_at is not null
;;
create index states_by_last_day on states (last_day)
;;
create table marks (
  card_id text primary key,
  suspended integer not null check (suspended in (0, 1)),
  buried_day integer
) strict, without rowid
;;
create table deck_files (
  id integer primary key,
  path text not null unique,
  place integer not null,
  signature text not null,
  deck text not null,
  title text not null,
  active integer not null check (active in (0, 1)),
  problems text not null
) strict
;;
create table cards (
  file_id integer not null references deck_files (id) on delete cascade,
  ordinal integer not null,
  id text not null,
  note_id text not null,
  deck text not null,
  line integer not null,
  kind text not null,
  fields text not null,
  tags text not null,
  active integer not null check (active in (0, 1)),
  unseen integer not null check (unseen in (0, 1)),
  primary key (file_id, ordinal)
) strict
;;
create index cards_by_id on cards (id)
;;
create index cards_by_note on cards (note_id)
;;
create index cards_by_deck on cards (deck)
;;
create index cards_unseen on cards (file_id, ordinal) where unseen and active
;;
create index cards_shadowed on cards (id) where not active
;;
create trigger card_seen after insert on states begin
  update cards set unseen = 0 where id = new.card_id;
end
;;
create trigger card_unseen after delete on states begin
  update cards set unseen = 1 where id = old.card_id;
end
;;
create table facts (
  name text primary key,
  value text not null
) strict, without rowid
"""


@migrations()
def m002_proofs(db: Database) -> None:
    """Results of running code from decks, and the code that the learner trusts."""
    db.execute(
        "create table proofs (key text primary key, ran text not null) strict, without rowid"
    )
    db.execute(
        "create table trusted (code_hash text primary key, deck text not null) strict, without rowid"
    )


@migrations()
def m003_how_it_was_answered(db: Database) -> None:
    """Overruled verdicts, tries, hints and confidence of reviews; flags of cards."""
    for column in (
        "overruled integer not null default 0 check (overruled in (0, 1))",
        "tries integer not null default 0 check (tries >= 0)",
        "hints integer not null default 0 check (hints >= 0)",
        "confidence integer check (confidence between 1 and 3)",
    ):
        db.execute(f"alter table reviews add column {column}")
    db.execute(
        "alter table marks add column flagged integer not null default 0 check (flagged in (0, 1))"
    )


@migrations()
def m004_fewer_indexes(db: Database) -> None:
    """Events clustered by time, and no unused indexes: less to write."""
    for statement in _M004.split(";;"):
        db.execute(statement)


_M004 = """
create table reviews_by_moment (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  card_id text not null,
  rating integer not null check (rating between 1 and 4),
  taken_ms integer not null check (taken_ms >= 0),
  phase text not null check (phase in ('new', 'learning', 'review', 'relearning')),
  last_interval integer not null check (last_interval >= 0),
  answer text,
  verdict text check (verdict in ('right', 'nearly', 'wrong')),
  overruled integer not null default 0 check (overruled in (0, 1)),
  tries integer not null default 0 check (tries >= 0),
  hints integer not null default 0 check (hints >= 0),
  confidence integer check (confidence between 1 and 3),
  primary key (at, device)
) strict, without rowid
;;
insert into reviews_by_moment select * from reviews
;;
drop table reviews
;;
alter table reviews_by_moment rename to reviews
;;
create index reviews_by_card on reviews (card_id, at)
;;
create table actions_by_moment (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  kind text not null,
  card_id text,
  undone_device text,
  undone_at integer,
  primary key (at, device)
) strict, without rowid
;;
insert into actions_by_moment select * from actions
;;
drop table actions
;;
alter table actions_by_moment rename to actions
;;
create index actions_by_card on actions (card_id, at)
;;
create unique index actions_undone
  on actions (undone_device, undone_at) where undone_at is not null
;;
drop index if exists states_by_last_day
;;
drop index if exists cards_by_note
;;
drop index if exists cards_by_deck
"""


@migrations()
def m005_events(db: Database) -> None:
    """Reviews with outcomes, actions on many cards; decks are read again for their source."""
    for statement in _M005.split(";;"):
        db.execute(statement)


_M005 = """
alter table reviews add column previous_at integer
;;
alter table reviews add column previous_reviews integer
;;
alter table reviews add column next_phase text
;;
alter table reviews add column next_step integer
;;
alter table reviews add column next_days integer
;;
alter table reviews add column next_seconds integer
;;
alter table reviews add column next_due_day integer
;;
alter table reviews add column next_due_at integer check (
    next_phase is null
    or next_phase = 'review' and next_step is null and next_days >= 0 and next_due_day is not null
    or next_phase in ('learning', 'relearning') and next_step >= 0 and next_seconds > 0
      and (next_due_at is null) <> (next_due_day is null)
  )
;;
alter table reviews add column extra text
;;
create table actions_of_many (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  kind text not null,
  undone_device text,
  undone_at integer,
  payload text,
  extra text,
  primary key (at, device)
) strict, without rowid
;;
insert into actions_of_many
select device, at, utc_offset_min, kind, undone_device, undone_at, null, null from actions
;;
create table action_cards (
  card_id text not null,
  at integer not null,
  device text not null,
  primary key (card_id, at, device)
) strict, without rowid
;;
insert into action_cards
select card_id, at, device from actions where card_id is not null and kind <> 'undo'
;;
drop table actions
;;
alter table actions_of_many rename to actions
;;
create index action_cards_by_action on action_cards (at, device)
;;
create index actions_undone on actions (undone_device, undone_at) where kind = 'undo'
;;
create index actions_of_rules on actions (at) where kind = 'rules'
;;
create view effective_reviews as
select * from reviews
where not exists (
  select 1 from actions as undo
  where undo.kind = 'undo'
    and undo.undone_device = reviews.device and undo.undone_at = reviews.at
)
;;
create view effective_actions as
select * from actions
where not exists (
  select 1 from actions as undo
  where undo.kind = 'undo'
    and undo.undone_device = actions.device and undo.undone_at = actions.at
)
;;
alter table deck_files add column source text not null default '{}'
;;
update deck_files set signature = ''
"""


def migrate(connection: sqlite3.Connection) -> None:
    """Migrate a database to the newest schema."""
    migrations.apply(Database(connection, execute_plugins=False))
