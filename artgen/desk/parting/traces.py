"""What an output folder knows of people besides the ledger: letters, proofs, exports, unfinished work, logs, lists.

A proof, an export and unfinished work are about many people at once and can be made again, so they go as a whole.
"""

import fcntl
import mmap
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk import overview
from artgen.desk.proving import proof
from artgen.errors import ShelfError
from artgen.hear import LEAVERS
from artgen.ledger import Ledger
from artgen.ledger.approvals import PROVED, Approvals
from artgen.ledger.events import Events
from artgen.ledger.scrub import keep_nothing, scrub
from artgen.mailing.tail import Place, recognised
from artgen.make import write_lists
from artgen.publish.record import FILE as RECORD
from artgen.publishing.links import TOKEN_LENGTH
from artgen.publishing.shelf import MARKER, FolderShelf, clear, clear_partial
from artgen.publishing.shelves import all_shelves

EXPORT = "export"
_NOBODY = b"a" * TOKEN_LENGTH
_LEAST = 5
_CHECKED_ELSEWHERE = ("site", "outbox", "ledger.sqlite", RECORD)


def wipe(campaign: Campaign, out: Path, ledger: Ledger, tokens: Iterable[str]) -> None:
    """Remove every trace of people who are in the ledger no more; to do it again is harmless. Raise ShelfError."""
    asked = frozenset(tokens)
    try:
        _unfinished(campaign, out)
        _letters(out / "outbox", asked)
        _proof(out, ledger)
        if (out / EXPORT / MARKER).is_file():
            shutil.rmtree(out / EXPORT)
        _leavers(out / LEAVERS, ledger, asked)
        _record(out / RECORD, asked)
    except OSError as wrong:
        raise ShelfError(f"{out}: {wrong.strerror}; mend that and run the same command again") from wrong
    write_lists(campaign, out, ledger)
    overview.lay_out(campaign, out, ledger)


def left(out: Path, said: Iterable[str]) -> tuple[Path, ...]:
    """Return the files of an output folder, but for those that are certain, that hold one of these texts still.

    A text of fewer than five characters stands in too many files to mean anything.
    """
    texts = sorted(re.escape(text.encode()) for text in said if len(text) >= _LEAST)
    if not texts:
        return ()
    sought = re.compile(rb"(?<![A-Za-z0-9])(?:" + b"|".join(texts) + rb")(?![A-Za-z0-9])", re.IGNORECASE)
    return tuple(file for file in sorted(_others(out)) if _holds(file, sought))


def _unfinished(campaign: Campaign, out: Path) -> None:
    """Remove the rows of a make that was killed, and files that were being written."""
    shutil.rmtree(out / "work", ignore_errors=True)
    clear_partial(out)
    for shelf in all_shelves(campaign, out):
        if isinstance(shelf, FolderShelf) and shelf.partial.is_dir():
            clear(shelf.partial)


def _letters(outbox: Path, ids: frozenset[str]) -> None:
    """Remove letters and tests of them, whose names begin with a letter's id."""
    if not outbox.is_dir():
        return
    with os.scandir(outbox) as entries:
        theirs = [entry.path for entry in entries if entry.name[:TOKEN_LENGTH] in ids]
    for path in theirs:
        os.unlink(path)


def _proof(out: Path, ledger: Ledger) -> None:
    """Remove the proof; what was approved by it stays approved, and a new approval asks for a new proof."""
    if (out / proof.FOLDER).is_dir():
        proof.remove(out)
        (out / proof.FOLDER).rmdir()
        Approvals(ledger).forget(PROVED)


def _leavers(file: Path, ledger: Ledger, tokens: frozenset[str]) -> None:
    """Overwrite tokens in the log of those who left with one of nobody, so that what was read of it stays read."""
    if not file.is_file():
        return
    sought = re.compile(b"|".join(sorted(token.encode() for token in tokens)))
    with file.open("r+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        for found in list(sought.finditer(log.read())):
            os.pwrite(log.fileno(), _NOBODY, found.start())
        os.fsync(log.fileno())
        place = Place.of(Events(ledger).place(LEAVERS))
        Events(ledger).record([], {LEAVERS: recognised(log, place).text} if place.known else {})


def _record(file: Path, tokens: frozenset[str]) -> None:
    """Take the paths of files that are gone out of what is remembered of the published place."""
    if not file.is_file():
        return
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as db:
        keep_nothing(db)
        for table in _with_paths(db):
            for token in sorted(tokens):
                for room in "as":
                    begin = f"{room}/{token[:2]}/{token}/"
                    db.execute(f"DELETE FROM {table} WHERE path >= ? AND path < ?", (begin, begin + "~"))  # noqa: S608
        scrub(db, file.name)


def _with_paths(db: sqlite3.Connection) -> list[str]:
    query = """SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
               WHERE m.type = 'table' AND c.name = 'path'"""
    return [name for (name,) in db.execute(query)]


def _others(out: Path) -> Iterator[Path]:
    for top in out.iterdir():
        if not top.name.startswith(_CHECKED_ELSEWHERE):
            yield from (file for file in (top.rglob("*") if top.is_dir() else [top]) if file.is_file())


def _holds(file: Path, sought: re.Pattern[bytes]) -> bool:
    if not file.stat().st_size:
        return False
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as body:
        return sought.search(body) is not None
