"""Who was written to lately, as the ledgers of other campaigns tell: they are opened to be read only."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from artgen.errors import LedgerError

_WRITTEN = "('claimed', 'accepted', 'unknown', 'delivered', 'bounced', 'complained')"


def written_to(file: Path, since: str, hashed: Callable[[str], str], fingerprint: str) -> Iterator[str]:
    """Yield our keyed hash of each address that a ledger wrote to, or may have written to, since a moment (UTC, ISO).

    Hashes of another campaign's key say nothing under ours, so the addresses on record there are hashed anew. Where
    an address was erased there, its hash still counts if both campaigns have one key; else that letter can't be known.
    """
    if not file.is_file():
        raise LedgerError(f"{file}: there is no ledger; sending.history names output folders, or take it out")
    try:
        with closing(_opened(file)) as db:
            columns = {row[1] for row in db.execute("PRAGMA table_info(person)")}
            kept = db.execute("SELECT value FROM about WHERE key = 'key'").fetchone()
            hash_ = "address_hash" if "address_hash" in columns and kept and kept[0] == fingerprint else "''"
            query = f"""SELECT CASE WHEN sent_to <> '' THEN sent_to ELSE address END, {hash_} FROM person
                        WHERE state IN {_WRITTEN} AND claimed_at >= ?"""  # noqa: S608
            for address, known in db.execute(query, (since,)):
                if address:
                    yield hashed(address)
                elif known:
                    yield known
    except sqlite3.Error as wrong:
        raise LedgerError(f"{file}: can't be read as a ledger ({wrong}); mend sending.history") from wrong


def _opened(file: Path) -> sqlite3.Connection:
    """Open a ledger without a right to write; one in a folder that can't be written to is taken as it stands."""
    address = f"file:{quote(str(file.absolute()))}"
    db = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=30)
    try:
        db.execute("SELECT 1 FROM person LIMIT 1")
    except sqlite3.OperationalError:
        db.close()
        return sqlite3.connect(f"{address}?immutable=1", uri=True)
    return db
