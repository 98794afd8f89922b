"""Tombstones: tokens of pages that were taken down; one that is `due` is removed by whichever command comes next."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a token has a tombstone: the first two are still to be removed, and what is erased leaves none at all."""

    TO_REVOKE = "to be revoked"
    TO_ERASE = "to be erased"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Tombstones:
    """The tombstones in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]

    def due(self, why: Why) -> tuple[str, ...]:
        """Return the tokens whose files may still stand somewhere."""
        return tuple(token for (token,) in self._db.execute("SELECT token FROM gone WHERE why = ? ORDER BY 1", (why,)))

    def hold(self, tokens: Iterable[str]) -> frozenset[str]:
        """Return those of the tokens that were revoked already."""
        found = (self._db.execute("SELECT token FROM gone WHERE token = ?", (token,)).fetchone() for token in tokens)
        return frozenset(row[0] for row in found if row)

    def done(self, tokens: Iterable[str]) -> None:
        """Write that nothing of revoked pages stands any more."""
        with self._commit() as db:
            db.executemany("UPDATE gone SET why = ? WHERE token = ?", [(Why.REVOKED, token) for token in tokens])


def raise_over(db: sqlite3.Connection, tokens: Iterable[str], customer_hash: str, why: Why, at: str) -> None:
    """Put up tombstones within a commit that is open."""
    rows = [(token, customer_hash, at, why) for token in tokens]
    db.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?)", rows)
