BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'studycards','m001_initial','2026-11-27 17:35:16.276250+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'studycards','m002_proofs','2026-11-27 17:35:16.277379+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'studycards','m003_how_it_was_answered','2026-11-27 17:35:16.279696+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'studycards','m004_fewer_indexes','2026-11-27 17:35:16.282982+00:00');
CREATE TABLE "actions" (
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
INSERT INTO "actions" VALUES('d1',1767719703633,60,'undo','card-2','d1',1767695703485);
INSERT INTO "actions" VALUES('d1',1768260424611,60,'bury','card-4',NULL,NULL);
INSERT INTO "actions" VALUES('d1',1768800486352,60,'unsuspend','card-1',NULL,NULL);
INSERT INTO "actions" VALUES('d1',1768824486822,60,'undo','card-1','d1',1768800486352);
INSERT INTO "actions" VALUES('d1',1769952548878,60,'undo','card-2','d1',1769412548869);
INSERT INTO "actions" VALUES('d1',1770134171569,60,'flag','card-3',NULL,NULL);
INSERT INTO "actions" VALUES('d1',1770134892079,60,'undo','card-3','d1',1770134171569);
INSERT INTO "actions" VALUES('d1',1770182892483,-480,'undo','card-1','d1',1770158892338);
INSERT INTO "actions" VALUES('d1',1770526397887,-480,'undo','card-3','d1',1770525676943);
INSERT INTO "actions" VALUES('d1',1771090398059,-480,'bury','card-1',NULL,NULL);
INSERT INTO "actions" VALUES('d1',1771630458886,-480,'undo','card-3','d1',1771630398851);
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
INSERT INTO "cards" VALUES(1,0,'card-0','card-0','python-mro',3,'basic','{"question":"q","answer":"a"}','[]',1,0);
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
INSERT INTO "deck_files" VALUES(1,'mro.yaml',0,'1.1.1','python-mro','MRO',1,'[]');
CREATE TABLE facts (
  name text primary key,
  value text not null
) strict, without rowid
;
INSERT INTO "facts" VALUES('device','d1');
INSERT INTO "facts" VALUES('rules','[[], 0.85, [60, 600, 21600], [600], 36500, 3, true]');
CREATE TABLE marks (
  card_id text primary key,
  suspended integer not null check (suspended in (0, 1)),
  buried_day integer
, flagged integer not null default 0 check (flagged in (0, 1))) strict, without rowid
;
INSERT INTO "marks" VALUES('card-1',0,20498,0);
INSERT INTO "marks" VALUES('card-3',0,NULL,0);
INSERT INTO "marks" VALUES('card-4',0,20465,0);
CREATE TABLE proofs (key text primary key, ran text not null) strict, without rowid;
INSERT INTO "proofs" VALUES('k','{}');
CREATE TABLE "reviews" (
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
;
INSERT INTO "reviews" VALUES('d1',1767643920310,60,'card-0',3,5078,'new',0,'D B C A','nearly',0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767643980378,60,'card-0',3,1928,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767644700910,60,'card-4',2,3479,'new',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767668701129,60,'card-0',3,8904,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767669421297,60,'card-2',4,12202,'new',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767669482162,60,'card-4',3,16579,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767670202344,60,'card-1',1,17945,'new',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767694202351,60,'card-2',3,16658,'review',18,'D B C A','nearly',0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767694922774,60,'card-3',3,14790,'new',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767695643012,60,'card-2',1,2656,'review',23,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767695703485,60,'card-2',4,15441,'relearning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1767720424283,60,'card-3',3,14284,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1768260485470,60,'card-0',3,19077,'review',15,'D B C A','nearly',0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1768824547739,60,'card-2',3,595,'relearning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1768848548034,60,'card-2',4,13448,'review',26,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1769388548730,60,'card-0',2,14553,'review',59,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1769412548869,60,'card-2',2,10856,'review',39,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1769953269251,60,'card-2',3,3181,'review',39,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770043269463,60,'card-3',1,1944,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770043329519,60,'card-1',2,19874,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770043390078,60,'card-3',3,1165,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770043450932,60,'card-4',3,6562,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770133451138,60,'card-1',3,1208,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770158892338,60,'card-1',2,13668,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770206893061,-480,'card-0',3,1327,'review',103,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770296893457,-480,'card-0',3,5421,'review',143,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770320893760,-480,'card-3',4,10323,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770410894300,-480,'card-1',4,8791,'learning',0,'D B C A','nearly',0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770434895244,-480,'card-3',1,9177,'review',17,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770435615289,-480,'card-3',2,8829,'relearning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770435676179,-480,'card-1',3,18651,'review',28,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770525676943,-480,'card-3',2,107,'relearning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1770550398005,-480,'card-3',3,7285,'relearning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1771630398851,-480,'card-3',3,864,'review',4,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1772170459771,-480,'card-2',2,1355,'review',84,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1772194459852,-480,'card-4',3,11367,'learning',0,NULL,NULL,0,0,0,NULL);
INSERT INTO "reviews" VALUES('d1',1772194519939,-480,'card-4',2,10196,'review',159,NULL,NULL,0,0,0,NULL);
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
INSERT INTO "states" VALUES('card-0','review',NULL,8.01285178682360452705e+01,4.72013897165244245002e+00,20646,NULL,1770296893457,-480,20489,157,7,0);
INSERT INTO "states" VALUES('card-1','review',NULL,1.35948844167826106139e+01,6.7608214212594806014e+00,20521,NULL,1770435676179,-480,20490,31,5,0);
INSERT INTO "states" VALUES('card-2','review',NULL,7.0559447539483912239e+01,7.32470416814002778238e+00,20644,NULL,1772170459771,-480,20510,134,7,1);
INSERT INTO "states" VALUES('card-3','review',NULL,2.60958956461745739119e+00,9.19551889827783,20496,NULL,1770550398005,-480,20492,4,8,1);
INSERT INTO "states" VALUES('card-4','review',NULL,8.32201568799666091535e+01,6.72079520437140676136e+00,20677,NULL,1772194519939,-480,20511,166,5,0);
CREATE TABLE trusted (code_hash text primary key, deck text not null) strict, without rowid;
INSERT INTO "trusted" VALUES('h','deck');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
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
CREATE INDEX reviews_by_card on reviews (card_id, at)
;
CREATE INDEX actions_by_card on actions (card_id, at)
;
CREATE UNIQUE INDEX actions_undone
  on actions (undone_device, undone_at) where undone_at is not null
;
COMMIT;
