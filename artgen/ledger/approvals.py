"""Approvals: what was approved, by whom and when, and of what posters and proofs were made; one durable commit each."""

import json
import sqlite3
from dataclasses import dataclass

from artgen.ledger.ledger import Ledger

Parts = dict[str, str]
"""What a campaign is made of: a part's name, in a marketer's words, and its digest."""
MADE, PROVED = "made of", "proof of"


@dataclass(frozen=True, slots=True)
class Approval:
    """The last approval: what was approved, who said so, and when (UTC, as text)."""

    parts: Parts
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals in an open ledger, and what the last make and the last proof were made of."""

    ledger: Ledger

    def approve(self, parts: Parts, by: str, at: str) -> None:
        """Put this approval in the place of the last one."""
        with self.ledger.commit() as db:
            db.execute("DELETE FROM approval")
            db.executemany(
                "INSERT INTO approval VALUES (?, ?, ?, ?)", [(part, digest, by, at) for part, digest in parts.items()]
            )

    def last(self) -> Approval | None:
        """Return the approval that stands; None where nothing was approved yet."""
        with self.ledger.commit() as db:
            rows = db.execute("SELECT part, digest, approved_by, at FROM approval ORDER BY part").fetchall()
        return Approval({row[0]: row[1] for row in rows}, rows[0][2], rows[0][3]) if rows else None

    def remember(self, what: str, parts: Parts) -> None:
        """Remember of which parts the posters (MADE) or the proof (PROVED) were made."""
        with self.ledger.commit() as db:
            _put(db, what, parts)

    def made(self, parts: Parts) -> None:
        """End a make that came to its end: all posters and pages that stand are made of these parts."""
        with self.ledger.commit() as db:
            _put(db, MADE, parts)
            db.execute("DELETE FROM about WHERE key = 'making'")

    def forget(self, what: str) -> None:
        """Forget it again, since it no longer stands."""
        with self.ledger.commit() as db:
            db.execute("DELETE FROM about WHERE key = ?", (what,))

    def remembered(self, what: str) -> Parts | None:
        """Return the parts that were remembered; None where there are none."""
        with self.ledger.commit() as db:
            row = db.execute("SELECT value FROM about WHERE key = ?", (what,)).fetchone()
        return {str(part): str(digest) for part, digest in json.loads(row[0]).items()} if row else None

    def halfway(self) -> bool:
        """Tell whether a make was begun and has not come to its end."""
        with self.ledger.commit() as db:
            return db.execute("SELECT 1 FROM about WHERE key = 'making'").fetchone() is not None


def _put(db: sqlite3.Connection, what: str, parts: Parts) -> None:
    db.execute(
        "INSERT INTO about VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (what, json.dumps(parts, sort_keys=True)),
    )
