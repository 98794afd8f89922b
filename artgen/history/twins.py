"""People whose rows contradict each other or who share a mailbox, found on disk, so that memory stays flat."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

_CONTENDERS = """
WITH sound AS (
    SELECT customer, min(box) AS box FROM person
    GROUP BY customer HAVING count(DISTINCT row) = 1 AND box <> x''
)
SELECT customer FROM (
    SELECT customer, min(customer) OVER (PARTITION BY box) AS keeper FROM sound
) WHERE customer <> keeper ORDER BY customer
"""


class Twins:
    """A temporary SQLite file of digests (never of addresses), gone when it is closed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.unlink(missing_ok=True)
        self._opened = sqlite3.connect(file, isolation_level=None)
        self._opened.execute("PRAGMA journal_mode = OFF")
        self._opened.execute("PRAGMA synchronous = OFF")
        self._opened.execute("CREATE TABLE person (customer TEXT, row BLOB, box BLOB)")

    def __enter__(self) -> "Twins":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self._opened.close()
        self._file.unlink(missing_ok=True)

    def add(self, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Note customers: id, digest of the row, digest of the mailbox (empty: none)."""
        self._opened.execute("BEGIN")
        self._opened.executemany("INSERT INTO person VALUES (?, ?, ?)", rows)
        self._opened.execute("COMMIT")

    def sharers(self) -> Iterator[str]:
        """Yield, in order, the customers whose mailbox belongs to another: the least id keeps it.

        Customers whose own rows contradict each other are set aside elsewhere and contend for nothing.
        """
        for (customer,) in self._opened.execute(_CONTENDERS):
            yield customer
