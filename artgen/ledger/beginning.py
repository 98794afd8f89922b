"""The beginning of a ledger: put under its name whole, in one step, and never in the place of one that was lost.

So a ledger that is there and empty was damaged. A new one knows nothing of the letters that left, and would write to
everybody again.
"""

import errno
import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from artgen.errors import LedgerError
from artgen.ledger import tables
from artgen.ledger.whole import whole
from artgen.publishing.shelf import sync
from artgen.publishing.tree import refusal

SIGNS = (
    *("site", "outbox", "proof", "export", "links.csv", "faults.csv", "summary.json", "index.html"),
    *("published.sqlite", "unsubscribed.log"),
)
"""What stands in an output folder only after its ledger did."""
_ONE_NAME = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)


def begin(file: Path) -> None:
    """Put a ledger without anybody in its place; one that another process put meanwhile stays.

    Raise LedgerError where one was lost, and ShelfError where the disk refuses it.
    """
    refuse_lost(file)
    partial = file.parent / "partial"
    try:
        partial.mkdir(exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=partial)
        os.close(handle)
        try:
            _write(fresh)
            _put(fresh, file)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(fresh)
        sync(file.parent)
    except OSError as wrong:
        raise refusal(wrong, file.parent) from wrong


def refuse_lost(file: Path) -> None:
    """Raise LedgerError for a ledger that isn't there and of which something tells that it was."""
    if file.is_symlink():
        raise damaged(file, "is a link to a file that isn't there")
    for sign in (*SIGNS, f"{file.name}-wal"):
        if (file.parent / sign).exists():
            raise damaged(file, f"is missing, and {sign} beside it shows that there was one")


def refuse_empty(file: Path) -> None:
    """Raise LedgerError for a file of no bytes; SQLite would begin anew in it, and drop the journal beside it."""
    if not file.stat().st_size:
        raise emptied(file)


def emptied(file: Path) -> LedgerError:
    """Say that a ledger holds nothing."""
    return damaged(file, "is empty, which no ledger ever is")


def damaged(file: Path, why: str) -> LedgerError:
    """Say what is wrong with a ledger, and why nothing but a backup helps."""
    return LedgerError(
        f"{file}: {why}; restore it from your latest backup, since a new ledger would write to everybody again "
        f"(to begin afresh on purpose, move {file.parent} away)"
    )


def unwritable(file: Path, what: str) -> LedgerError:
    """Say what to do about a ledger that SQLite can't open or write: it needs the right to write even to read."""
    for own in (file.parent, file):
        if own.exists() and not os.access(own, os.W_OK):
            return LedgerError(
                f"{own}: is read-only, and a ledger can be read only where artgen may also write; "
                "give it the right to, and run the same command again"
            )
    return LedgerError(f"{what}; free the disk or the lock and run again")


def _write(fresh: str) -> None:
    """Write a ledger with its tables; its journal is kept in memory, so that no other file stands beside it."""
    with closing(sqlite3.connect(fresh, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=MEMORY")
        with whole(db):
            tables.bring_up(db)


def _put(fresh: str, file: Path) -> None:
    """Give a file its name, unless another has it; a disk on which a file has but one name takes it by renaming."""
    try:
        os.link(fresh, file)
    except OSError as wrong:
        if file.exists():
            return
        if wrong.errno not in _ONE_NAME:
            raise
        os.replace(fresh, file)
