"""An outcome file: what customers did afterwards, one row a purchase or visit, with its date and maybe an amount.

Rows are summed in a file of their own, deleted at the end; memory does not grow with them. One bad row costs one row.
"""

import datetime as dt
import math
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from artgen.desk.reporting.results import OutcomeRows
from artgen.errors import InputError
from artgen.history.delimited import Ragged, read

CUSTOMER, DATE, AMOUNT = "customer", "date", "amount"
_ADD = """
INSERT INTO done VALUES (?, 1, ?, ?) ON CONFLICT (customer) DO UPDATE SET
  rows = rows + 1, outcomes = outcomes + excluded.outcomes, amount = amount + excluded.amount
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What one customer did since the first letter: rows, outcomes among them (a refund is none), and their amount."""

    rows: int = 0
    outcomes: int = 0
    amount: float = 0.0


class Outcomes:
    """The outcomes since a day, customer by customer; a context manager that deletes its own file."""

    def __init__(self, file: Path, since: dt.date) -> None:
        self._file, self._since = file, since
        self._rows, self._before = 0, 0
        self._wrong: Counter[str] = Counter()
        self._lines: dict[str, int] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="artgen-outcomes-")
        self._db = sqlite3.connect(Path(self._folder.name) / "outcomes.sqlite", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE done (customer TEXT PRIMARY KEY, rows INTEGER, outcomes INTEGER, amount REAL) WITHOUT ROWID"
        )

    def __enter__(self) -> "Outcomes":
        try:
            self._db.execute("BEGIN")
            self._read()
            self._db.execute("COMMIT")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._folder.cleanup()

    def of(self, customer: str) -> Done:
        """Return what one customer did."""
        row = self._db.execute("SELECT rows, outcomes, amount FROM done WHERE customer = ?", (customer,)).fetchone()
        return Done(*row) if row else Done()

    def rows(self, counted: int) -> OutcomeRows:
        """Return what became of every row, of which so many are of people in the campaign."""
        kept = self._rows - self._before - self._wrong.total()
        aside = tuple((reason, many, self._lines[reason]) for reason, many in sorted(self._wrong.items()))
        return OutcomeRows(self._rows, counted, self._before, kept - counted, aside)

    def _read(self) -> None:
        if not self._file.is_file():
            raise InputError(f"{self._file}: there is no such file; name a CSV with {CUSTOMER}, {DATE} and {AMOUNT}")
        top, rows = read(self._file, (CUSTOMER, DATE, AMOUNT))
        header = top.names
        for name in (CUSTOMER, DATE):
            if header.count(name) != 1:
                told = f"it needs one column '{name}'; it has {', '.join(header)}{top.hint}"
                raise InputError(f"{self._file}: line {top.line}: {told}")
        amount = header.index(AMOUNT) if AMOUNT in header else -1
        for line, row in rows:
            self._rows += 1
            if isinstance(row, Ragged):
                self._set_aside(row.reason, line)
            elif len(row) != len(header):
                self._set_aside("another number of cells than the header", line)
            else:
                paid = row[amount] if amount >= 0 else ""
                self._take(row[header.index(CUSTOMER)].strip(), row[header.index(DATE)].strip(), paid.strip(), line)

    def _take(self, customer: str, day: str, paid: str, line: int) -> None:
        try:
            happened = dt.date.fromisoformat(day[:10])
        except ValueError:
            return self._set_aside("no date such as 2026-01-31", line)
        try:
            amount = float(paid or 0)
        except ValueError:
            amount = math.nan
        if not math.isfinite(amount):
            return self._set_aside("no amount such as 12.50", line)
        if not customer:
            return self._set_aside("no customer", line)
        if happened < self._since:
            self._before += 1
        else:
            self._db.execute(_ADD, (customer, int(amount > 0 or not paid), amount))
        return None

    def _set_aside(self, reason: str, line: int) -> None:
        self._wrong[reason] += 1
        self._lines.setdefault(reason, line)
