"""Who gets no letter, by the keyed hash of the address: the address itself is not kept."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from artgen.errors import LedgerError
from artgen.ledger.beginning import emptied
from artgen.ledger.erasure import ERASED
from artgen.ledger.ledger import Ledger
from artgen.records import EventKind

_ERASED = f"SELECT 1 FROM suppression WHERE address_hash = ? AND reason = '{ERASED}' AND source <> 'hand'"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Suppression:
    """The suppression list of an open ledger; it counts at the next claim, in the middle of a run too."""

    ledger: Ledger

    def add(self, address_hashes: Iterable[str], reason: str, source: str, at: str) -> int:
        """Suppress; return how many were not suppressed before. The first reason stands."""
        with self.ledger.commit() as db:
            return put(db, address_hashes, reason, source, at)

    def lift(self, address_hashes: Iterable[str], at: str) -> int:
        """Let people be written to again; return how many were suppressed.

        Whoever left by a link is remembered as having come back, so that hearing the old news again changes nothing.
        Where somebody was erased, that was for good.
        """
        lifted = 0
        with self.ledger.commit() as db:
            for hashed in address_hashes:
                if db.execute(_ERASED, (hashed,)).fetchone():
                    continue
                lifted += db.execute("DELETE FROM suppression WHERE address_hash = ?", (hashed,)).rowcount
                db.execute(
                    """INSERT OR IGNORE INTO event SELECT event.send_id, ?, ?, '' FROM event
                       JOIN person ON person.unsubscribe = event.detail
                       WHERE event.kind = ? AND person.unsubscribe <> ''
                         AND ? IN (person.address_hash, person.moved_hash)""",
                    (EventKind.LIFT, at, EventKind.UNSUBSCRIBE, hashed),
                )
        return lifted

    def erased(self, address_hashes: Iterable[str]) -> int:
        """Count those addresses that no lift reaches, since somebody was erased who had them."""
        with self.ledger.commit() as db:
            return sum(db.execute(_ERASED, (hashed,)).fetchone() is not None for hashed in address_hashes)

    def holds(self, address_hash: str) -> bool:
        """Tell whether an address is suppressed."""
        with self.ledger.commit() as db:
            found = db.execute("SELECT 1 FROM suppression WHERE address_hash = ?", (address_hash,)).fetchone()
        return found is not None

    def counts(self) -> dict[str, int]:
        """Count who is suppressed, by reason, the commonest first."""
        query = "SELECT reason, count(*) FROM suppression GROUP BY reason ORDER BY 2 DESC, 1"
        with self.ledger.commit() as db:
            return dict(db.execute(query).fetchall())


def put(db: sqlite3.Connection, address_hashes: Iterable[str], reason: str, source: str, at: str) -> int:
    """Suppress within a commit that is open; an empty hash is nobody."""
    return sum(
        db.execute("INSERT OR IGNORE INTO suppression VALUES (?, ?, ?, ?)", (hashed, reason, source, at)).rowcount
        for hashed in address_hashes
        if hashed
    )


def earlier(file: Path) -> tuple[str, list[tuple[str, str, str]]]:
    """Return whom another campaign's ledger suppresses: its key's fingerprint, then (hash, address, reason) of each.

    The address is empty for whoever that campaign knew by the hash alone. The ledger is opened to be read only.
    """
    with _read(file) as db:
        if "suppression" not in _tables(db):
            return "", []
        key = db.execute("SELECT value FROM about WHERE key = 'key'").fetchone()
        known = "SELECT address_hash AS hash, address FROM person"
        if "moved_to" in _columns(db):
            known += " UNION ALL SELECT moved_hash, moved_to FROM person WHERE moved_to <> ''"
        rows = db.execute(
            f"""SELECT suppression.address_hash, coalesce(max(known.address), ''), suppression.reason
                FROM suppression LEFT JOIN ({known}) AS known ON known.hash = suppression.address_hash
                GROUP BY 1 ORDER BY 1"""  # noqa: S608
        ).fetchall()
        return (key[0] if key else ""), rows


def leavers(file: Path, tokens: Iterable[str]) -> list[tuple[str, str]]:
    """Return of which tokens another campaign's ledger knows the person, each with every address on record."""
    with _read(file) as db:
        columns = _columns(db)
        if "unsubscribe" not in columns:
            return []
        moved = "moved_to" if "moved_to" in columns else "''"
        query = f"SELECT address, {moved} FROM person WHERE unsubscribe = ? AND unsubscribe <> ''"  # noqa: S608
        found = ((token, row) for token in tokens for row in db.execute(query, (token,)))
        return [(token, address) for token, row in found for address in row if address]


@contextmanager
def _read(file: Path) -> Iterator[sqlite3.Connection]:
    """Open another campaign's ledger to be read only."""
    if not file.is_file():
        raise LedgerError(f"{file}: no ledger there; mend sending.history, or take it out")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not _tables(db):
                raise emptied(file)
            yield db
    except sqlite3.Error as wrong:
        raise LedgerError(f"{file}: can't be read as a ledger ({wrong}); mend sending.history") from wrong


def _columns(db: sqlite3.Connection) -> set[str]:
    return {column for _, column, *_ in db.execute("PRAGMA table_info(person)")}


def _tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
