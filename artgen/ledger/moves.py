"""People whose address changes: what the data say since the letter, and that whoever left has left there too.

A claimed letter seals the address that it went to. The one that the data give since stands beside it.
"""

import sqlite3

from artgen.records import EventKind, Receipt

LEFT = "unsubscribed"
GONE = f"""event.kind = '{EventKind.UNSUBSCRIBE}' AND event.detail <> '' AND NOT EXISTS (
  SELECT 1 FROM event AS back
  WHERE back.send_id = event.send_id AND back.kind = '{EventKind.LIFT}' AND back.at >= event.at)"""  # noqa: S608
"""Which rows of `event` say that somebody left and did not come back; `detail` is the token of their link."""
_SUPPRESS = "INSERT OR IGNORE INTO suppression SELECT"
_ALL = f"""{_SUPPRESS} mailbox.value, ?, 'heard', ? FROM event CROSS JOIN person ON person.unsubscribe = event.detail,
  json_each(json_array(person.address_hash, person.moved_hash)) AS mailbox
  WHERE {GONE} AND person.unsubscribe <> '' AND mailbox.value <> ''"""
_ONE = f"{_SUPPRESS} ?, ?, 'heard', ? FROM event WHERE event.detail = ? AND {GONE} LIMIT 1"


def move(db: sqlite3.Connection, campaign: str, r: Receipt) -> None:
    """Remember within a commit where somebody is now whose letter was claimed; no address says nothing new."""
    if r.address_hash:
        db.execute(
            """UPDATE person SET moved_to = CASE WHEN address_hash = :hash THEN '' ELSE :address END,
                 moved_hash = CASE WHEN address_hash = :hash THEN '' ELSE :hash END
               WHERE campaign = :campaign AND customer = :customer AND send_id <> ''""",
            {"hash": r.address_hash, "address": r.address, "campaign": campaign, "customer": r.customer},
        )


def follow(db: sqlite3.Connection, r: Receipt, at: str) -> None:
    """Suppress within a commit the address that the data give somebody who left."""
    if r.address_hash:
        db.execute(_ONE, (r.address_hash, LEFT, at, r.unsubscribe))


def follow_all(db: sqlite3.Connection, at: str) -> None:
    """Suppress within a commit every address on record of all who left."""
    db.execute(_ALL, (LEFT, at))
