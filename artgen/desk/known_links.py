"""The links to leave by that stand in letters, as digests: they tell a real one from an invented, and make none.

The page to leave by keeps room for those it knows, so that nobody can close it to them by inventing others.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from artgen.campaigns.model import Campaign
from artgen.desk.unsubscribe import digest
from artgen.errors import LedgerError

_LEDGER = "ledger.sqlite"


def digests(campaign: Campaign, out: Path) -> bytes:
    """Return the digests of all tokens to leave by, sorted, one after another; nothing where nothing was made yet."""
    places = [campaign.path(name) for name in campaign.sending.history]
    files = [place / _LEDGER if place.is_dir() else place for place in places]
    files += [out / _LEDGER] if (out / _LEDGER).is_file() else []
    numbers = (int.from_bytes(digest(token)) for file in files for token in _tokens(file))
    return np.unique(np.fromiter(numbers, np.uint64)).astype(">u8").tobytes()


def _tokens(file: Path) -> Iterator[str]:
    """Yield the tokens to leave by that a ledger gave out; it is opened to be read only, and may be an old one."""
    if not file.is_file():
        raise LedgerError(f"{file}: no ledger there; mend sending.history, or take it out")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            if "unsubscribe" in {column[1] for column in db.execute("PRAGMA table_info(person)")}:
                for (token,) in db.execute("SELECT unsubscribe FROM person WHERE unsubscribe <> ''"):
                    yield token
    except sqlite3.Error as wrong:
        raise LedgerError(f"{file}: can't be read as a ledger ({wrong}); look at --out and sending.history") from wrong
