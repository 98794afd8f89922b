"""What is remembered of a place: what each file becomes there, and what was put, so that nothing is read or put twice.

It stands beside the ledger and may be lost: then files are read again, and put again only where a bucket can't tell
what it holds.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from artgen.errors import ShelfError
from artgen.ledger.whole import whole

FILE = "published.sqlite"
_VERSION = 1
_TABLES = """
CREATE TABLE about (place TEXT NOT NULL);
-- What a file of the site, as it was when it had this stamp, becomes at the place.
CREATE TABLE sealed (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL)
  WITHOUT ROWID;
-- What a file of a place that is a folder was when it had this stamp.
CREATE TABLE seen (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
-- What was put, under which headers, and the name that the place gave to it.
CREATE TABLE put (path TEXT PRIMARY KEY, digest TEXT NOT NULL, named TEXT NOT NULL, headers TEXT NOT NULL)
  WITHOUT ROWID;
-- What the run at hand has still to do, in its order.
CREATE TABLE todo (turn INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (turn, path)) WITHOUT ROWID;
"""


class Turn(IntEnum):
    """In which order files change: a page comes after all that it points to, and goes before it."""

    PICTURES = 1
    SHARE_PAGES = 2
    PAGES = 3
    GONE_PAGES = 4
    GONE_PICTURES = 5


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a file becomes at the place: the MD5 of the stored bytes, and how many they are."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Put:
    """What was put under a path: its digest, what the place calls it, and a digest of the headers' rules."""

    digest: str
    named: str
    headers: str


class Record:
    """An open record of one place; a context manager. Another place's record is forgotten when it is opened."""

    def __init__(self, out: Path, place: str) -> None:
        file = out / FILE
        try:
            new = not file.exists()
            self._db = sqlite3.connect(file, isolation_level=None, timeout=30)
            if new:
                file.chmod(0o600)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._open(place)
        except sqlite3.Error as wrong:
            raise ShelfError(f"{file}: can't be used ({wrong}); remove it and run the same command again") from wrong

    def _open(self, place: str) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        known = version == _VERSION and self._db.execute("SELECT place FROM about").fetchone() == (place,)
        if known:
            return
        with self.commit() as db:
            for table in ("about", "sealed", "seen", "put", "todo"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _TABLES.split(";\n"):
                db.execute(statement)
            db.execute("INSERT INTO about VALUES (?)", (place,))
            db.execute(f"PRAGMA user_version = {_VERSION}")

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def commit(self) -> Iterator[sqlite3.Connection]:
        """Keep all that a block writes, or nothing of it."""
        try:
            with whole(self._db) as db:
                yield db
        except sqlite3.OperationalError as wrong:
            raise ShelfError(f"{FILE} can't be written ({wrong}); make room and run the same command again") from wrong

    def sealed(self, path: str, stamp: str) -> Sealed | None:
        """Return what a file becomes, where it was read before and is still the same file."""
        query = "SELECT digest, size FROM sealed WHERE path = ? AND stamp = ?"
        row = self._db.execute(query, (path, stamp)).fetchone()
        return Sealed(*row) if row else None

    def keep_sealed(self, path: str, stamp: str, sealed: Sealed) -> None:
        """Remember what a file becomes."""
        row = (path, stamp, sealed.digest, sealed.size)
        self._db.execute("INSERT OR REPLACE INTO sealed VALUES (?, ?, ?, ?)", row)

    def seen(self, path: str, stamp: str) -> str | None:
        """Return the digest of a file at a place that is a folder, where it was read before and is still the same."""
        row = self._db.execute("SELECT digest FROM seen WHERE path = ? AND stamp = ?", (path, stamp)).fetchone()
        return row[0] if row else None

    def keep_seen(self, path: str, stamp: str, digest: str) -> None:
        """Remember the digest of a file at the place."""
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (path, stamp, digest))

    def put(self, path: str) -> Put | None:
        """Return what was put under a path."""
        row = self._db.execute("SELECT digest, named, headers FROM put WHERE path = ?", (path,)).fetchone()
        return Put(*row) if row else None

    def keep_put(self, path: str, put: Put) -> None:
        """Remember what was put, or was found to stand there."""
        self._db.execute("INSERT OR REPLACE INTO put VALUES (?, ?, ?, ?)", (path, put.digest, put.named, put.headers))

    def forget(self, paths: Iterable[str]) -> None:
        """Forget what was removed."""
        for path in paths:
            for table in ("sealed", "seen", "put"):
                self._db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608

    def plan(self, turn: Turn, path: str) -> None:
        """Add a file to what is to be done."""
        self._db.execute("INSERT INTO todo VALUES (?, ?)", (turn, path))

    def clear_plan(self) -> None:
        """Forget the last run's plan."""
        self._db.execute("DELETE FROM todo")

    def planned(self, turn: Turn) -> Iterator[str]:
        """Yield the files of one turn; the record may be written meanwhile."""
        last = ""
        query = "SELECT path FROM todo WHERE turn = ? AND path > ? ORDER BY path LIMIT 1000"
        while rows := self._db.execute(query, (turn, last)).fetchall():
            for (last,) in rows:
                yield last

    def count(self, *turns: Turn) -> int:
        """Count the files of some turns."""
        query = "SELECT count(*) FROM todo WHERE turn = ?"
        return sum(int(self._db.execute(query, (turn,)).fetchone()[0]) for turn in turns)
