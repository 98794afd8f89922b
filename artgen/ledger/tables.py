"""The ledger's tables, version by version: what stands in a file is only ever added to, one commit a version."""

import sqlite3

_FIRST = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The columns of `person` that say when, and so differ between two equal runs.
INSERT INTO about VALUES ('timing', 'round made_at claimed_at settled_at');
CREATE TABLE person (
  campaign TEXT NOT NULL,
  customer TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  generation INTEGER NOT NULL DEFAULT 0,
  inputs TEXT NOT NULL,
  token TEXT NOT NULL,
  artwork TEXT NOT NULL,
  image TEXT NOT NULL,
  card TEXT NOT NULL,
  letter TEXT NOT NULL,
  drawn INTEGER NOT NULL,
  svg_bytes INTEGER NOT NULL,
  send_id TEXT NOT NULL DEFAULT '',
  sent_to TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  detail TEXT NOT NULL DEFAULT '',
  round INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  claimed_at TEXT NOT NULL DEFAULT '',
  settled_at TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (campaign, customer)
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_letter_an_address ON person (campaign, sent_to) WHERE sent_to <> '';
CREATE INDEX queue ON person (campaign, state, customer);
CREATE TABLE fault (
  gravity TEXT NOT NULL, reason TEXT NOT NULL, customer TEXT NOT NULL, file TEXT NOT NULL,
  line INTEGER NOT NULL, column_name TEXT NOT NULL, detail TEXT NOT NULL
);
"""
_SENDING = """
ALTER TABLE person ADD COLUMN share TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN address_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN look TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN style TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN locale TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN segment TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN consent TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN variant INTEGER NOT NULL DEFAULT 0;
CREATE INDEX leaver ON person (unsubscribe) WHERE unsubscribe <> '';
CREATE INDEX sent ON person (send_id) WHERE send_id <> '';
-- Who gets no letter, by the keyed hash of the address: the address itself is not kept here.
CREATE TABLE suppression (
  address_hash TEXT PRIMARY KEY, reason TEXT NOT NULL, source TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
-- What was heard back of a letter; the same news twice is one row.
CREATE TABLE event (
  send_id TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY (send_id, kind, at)
) WITHOUT ROWID;
-- What was approved, part by part; the last approval stands.
CREATE TABLE approval (
  part TEXT PRIMARY KEY, digest TEXT NOT NULL, approved_by TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
-- One row a run of sending, written while it runs.
CREATE TABLE run (
  id INTEGER PRIMARY KEY, mailer TEXT NOT NULL, began_at TEXT NOT NULL, beat_at TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT '', planned INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
  per_second REAL NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT ''
);
"""
_LEAVING = """
ALTER TABLE person ADD COLUMN revoked_at TEXT NOT NULL DEFAULT '';
-- Tokens of pages and share pages that were taken down, so that what a broken run left of them is found and removed.
-- The customer is a keyed hash, empty once they are erased.
CREATE TABLE gone (
  token TEXT PRIMARY KEY, customer_hash TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL
) WITHOUT ROWID;
"""
_DRAWN_BY = """
-- The engine that drew the pictures, and its version; empty for those of whom it was not kept yet.
ALTER TABLE person ADD COLUMN raster TEXT NOT NULL DEFAULT '';
"""
_BEGUN = """
-- Tokens of pages that a make began to put into a bucket and that are not on record; `left_over` by an earlier make.
CREATE TABLE begun (token TEXT PRIMARY KEY, left_over INTEGER NOT NULL) WITHOUT ROWID;
"""
_MOVED = """
-- Where the data say that somebody is since their letter was claimed, and its keyed hash; empty: where the letter went.
ALTER TABLE person ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN moved_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX left_by ON event (detail) WHERE kind = 'unsubscribe';
-- Who left by word of SES left as by the link of that letter.
UPDATE event SET detail = coalesce((SELECT unsubscribe FROM person
                                    WHERE person.send_id = event.send_id AND person.send_id <> ''), '')
  WHERE kind = 'unsubscribe' AND detail = '';
"""
STEPS = (_FIRST, _SENDING, _LEAVING, _DRAWN_BY, _BEGUN, _MOVED)
"""What makes version n + 1 of version n; a step is never changed once it is out."""
SCHEMA = len(STEPS)


def bring_up(db: sqlite3.Connection) -> None:
    """Take the steps that a ledger's version lacks; for all of them or none, within a commit that is open."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    for n, step in enumerate(STEPS[version:], version + 1):
        for statement in step.split(";\n"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {n}")
