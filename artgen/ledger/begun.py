"""What a make has begun to put into a bucket: the tokens of people without a page, written before they are drawn.

A folder beside the ledger is looked through instead. In a bucket pages of others may stand, so that only what is
written here may be taken for a page that a killed make has left.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from artgen.ledger.ledger import Known, Ledger
from artgen.records import Receipt

Tokens = Callable[[str, int], tuple[str, str]]
"""How a customer's id and the number of links that were called back become the tokens of both pages."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The pages that are begun, in an open ledger."""

    ledger: Ledger

    def anew(self) -> None:
        """Begin a make: what is written here already was left by one that did not come to its end."""
        with self.ledger.commit() as db:
            db.execute("UPDATE begun SET left_over = 1")

    def note(self, customers: Iterable[str], known: Mapping[str, Known], tokens: Tokens) -> None:
        """Write, before they are drawn, the tokens of those who have no page on record."""
        generations = {who: known[who].generation if who in known else 0 for who in customers}
        fresh = [(who, n) for who, n in generations.items() if who not in known or not known[who].inputs]
        with self.ledger.commit() as db:
            db.executemany(
                "INSERT OR IGNORE INTO begun VALUES (?, 0)", [(one,) for said in fresh for one in tokens(*said)]
            )

    def done(self, receipts: Iterable[Receipt]) -> None:
        """Forget those whose page is on record now."""
        rows = [(one,) for r in receipts if r.artwork for one in (r.token, r.share)]
        with self.ledger.commit() as db:
            db.executemany("DELETE FROM begun WHERE token = ?", rows)

    def left_over(self) -> tuple[str, ...]:
        """Return the tokens that earlier makes began and that are on nobody's record."""
        query = """SELECT token FROM begun WHERE left_over AND token NOT IN
                     (SELECT token FROM person UNION ALL SELECT share FROM person WHERE token <> '') ORDER BY token"""
        with self.ledger.commit() as db:
            return tuple(token for (token,) in db.execute(query))

    def end(self) -> None:
        """End a make that came to its end: nothing is begun any more, and what was left over is gone."""
        with self.ledger.commit() as db:
            db.execute("DELETE FROM begun")
