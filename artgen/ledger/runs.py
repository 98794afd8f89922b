"""Runs of sending as the ledger remembers them, and the marks that one run, or another process, leaves for the next."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields

_PAUSED = "paused since"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of sending: times are UTC in ISO form, `ended_at` is empty while it runs (or when it was killed).

    `planned` is how many letters it set out to send, `settled` how many it knows the end of; `note` says why it ended.
    """

    id: int
    mailer: str
    began_at: str
    beat_at: str
    ended_at: str
    planned: int
    settled: int
    per_second: float
    note: str


_COLUMNS = ", ".join(field.name for field in fields(Run))


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs and marks in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]

    def begin(self, mailer: str, planned: int, *, at: str) -> int:
        """Open a run and return its number; what a killed one left open is said to have been."""
        with self._commit() as db:
            db.execute("UPDATE run SET ended_at = beat_at, note = 'it was killed' WHERE ended_at = ''")
            new = "INSERT INTO run (mailer, began_at, beat_at, planned) VALUES (?, ?, ?, ?)"
            return int(db.execute(new, (mailer, at, at, planned)).lastrowid or 0)

    def beat(self, run: int, settled: int, per_second: float, *, at: str) -> None:
        """Write how far a run has come."""
        with self._commit() as db:
            db.execute(
                "UPDATE run SET beat_at = ?, settled = ?, per_second = ? WHERE id = ?", (at, settled, per_second, run)
            )

    def end(self, run: int, settled: int, note: str, *, at: str) -> None:
        """Close a run and say why it ended."""
        with self._commit() as db:
            db.execute(
                "UPDATE run SET beat_at = ?, ended_at = ?, settled = ?, note = ? WHERE id = ?",
                (at, at, settled, note, run),
            )

    def last(self) -> Run | None:
        """Return the latest run, or None before the first."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM run ORDER BY id DESC LIMIT 1").fetchone()  # noqa: S608
        return Run(*row) if row else None

    def pause(self, *, at: str) -> None:
        """Ask any sender, this one or another process, to stop after its batch and not to begin again."""
        self.leave(_PAUSED, self.paused or at)

    def resume(self) -> None:
        """Take back a pause."""
        with self._commit() as db:
            db.execute("DELETE FROM about WHERE key = ?", (_PAUSED,))

    @property
    def paused(self) -> str:
        """Return since when sending is paused; empty where it is not."""
        return self.mark(_PAUSED)

    def mark(self, key: str) -> str:
        """Return what a run left under this key, or an empty text."""
        row = self._db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def leave(self, key: str, value: str) -> None:
        """Leave a text for the next run."""
        with self._commit() as db:
            db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))
