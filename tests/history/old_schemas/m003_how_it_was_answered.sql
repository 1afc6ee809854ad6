BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'studycards','m001_initial','2026-11-24 12:46:28.502606+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'studycards','m002_proofs','2026-11-24 12:46:28.502746+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'studycards','m003_how_it_was_answered','2026-11-24 13:49:14.437910+00:00');
CREATE TABLE actions (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  kind text not null,
  card_id text,
  undone_device text,
  undone_at integer,
  primary key (at, device)
) strict, without rowid
;
INSERT INTO "actions" VALUES('d1',1772438400001,60,'suspend','mro-diamond',NULL,NULL);
INSERT INTO "actions" VALUES('d1',1772438400002,60,'undo','mro-diamond','d1',1772438400001);
CREATE TABLE cards (
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
;
INSERT INTO "cards" VALUES(1,0,'mro-diamond','mro-diamond','python-mro',5,'order','{}','[]',1,0);
CREATE TABLE deck_files (
  id integer primary key,
  path text not null unique,
  place integer not null,
  signature text not null,
  deck text not null,
  title text not null,
  active integer not null check (active in (0, 1)),
  problems text not null
) strict
;
INSERT INTO "deck_files" VALUES(1,'python-mro.yaml',0,'1.1.1','python-mro','MRO',1,'[]');
CREATE TABLE facts (
  name text primary key,
  value text not null
) strict, without rowid
;
INSERT INTO "facts" VALUES('device','d1');
CREATE TABLE marks (
  card_id text primary key,
  suspended integer not null check (suspended in (0, 1)),
  buried_day integer
, flagged integer not null default 0 check (flagged in (0, 1))) strict, without rowid
;
INSERT INTO "marks" VALUES('mro-diamond',0,NULL,1);
CREATE TABLE proofs (key text primary key, ran text not null) strict, without rowid;
INSERT INTO "proofs" VALUES('k','{}');
CREATE TABLE reviews (
  device text not null,
  at integer not null check (at > 0),
  utc_offset_min integer not null check (utc_offset_min between -1440 and 1440),
  card_id text not null,
  rating integer not null check (rating between 1 and 4),
  taken_ms integer not null check (taken_ms >= 0),
  phase text not null check (phase in ('new', 'learning', 'review', 'relearning')),
  last_interval integer not null check (last_interval >= 0),
  answer text,
  verdict text check (verdict in ('right', 'nearly', 'wrong')), overruled integer not null default 0 check (overruled in (0, 1)), tries integer not null default 0 check (tries >= 0), hints integer not null default 0 check (hints >= 0), confidence integer check (confidence between 1 and 3),
  primary key (at, device)
) strict, without rowid
;
INSERT INTO "reviews" VALUES('d1',1772438400000,60,'mro-diamond',3,4200,'new',0,'D B C A','nearly',1,2,1,3);
CREATE TABLE states (
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
;
INSERT INTO "states" VALUES('mro-diamond','learning',1,2.3065,2.118,20514,1772439000000,1772438400000,60,20514,0,1,0);
CREATE TABLE trusted (code_hash text primary key, deck text not null) strict, without rowid;
INSERT INTO "trusted" VALUES('h','d');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX reviews_by_card on reviews (card_id, at)
;
CREATE INDEX actions_by_card on actions (card_id, at)
;
CREATE UNIQUE INDEX actions_undone
  on actions (undone_device, undone_at) where undone_at is not null
;
CREATE INDEX states_by_due on states (due_day, phase)
;
CREATE INDEX states_in_step on states (due_at) where due_at is not null
;
CREATE INDEX cards_by_id on cards (id)
;
CREATE INDEX cards_unseen on cards (file_id, ordinal) where unseen and active
;
CREATE INDEX cards_shadowed on cards (id) where not active
;
CREATE TRIGGER card_seen after insert on states begin
  update cards set unseen = 0 where id = new.card_id;
end;
CREATE TRIGGER card_unseen after delete on states begin
  update cards set unseen = 1 where id = old.card_id;
end;
COMMIT;
