"""What was deleted from an SQLite file is gone from its bytes too: no free page and no journal keeps it."""

import sqlite3

from artgen.errors import LedgerError


def keep_nothing(db: sqlite3.Connection) -> None:
    """Let whatever this connection deletes from now on be overwritten with zeros."""
    db.execute("PRAGMA secure_delete = ON")


def scrub(db: sqlite3.Connection, what: str) -> None:
    """Write the file anew without what was ever deleted from it, and empty its journal; needs as much room again.

    Raise LedgerError where the disk is full or somebody reads the file meanwhile.
    """
    keep_nothing(db)
    try:
        db.execute("VACUUM")
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as wrong:
        raise LedgerError(
            f"{what} can't be written anew ({wrong}); make room or end what reads it, then run the same command again"
        ) from wrong
    if busy:
        raise LedgerError(f"{what} is being read by another program; end that, and run the same command again")
