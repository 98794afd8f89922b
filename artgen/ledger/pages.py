"""Who has a page, and under which tokens: a page that was taken down has none."""

from collections.abc import Iterator
from dataclasses import dataclass

from artgen.ledger.ledger import Ledger
from artgen.records import State

_A_SLICE = 10_000


@dataclass(frozen=True, slots=True)
class Links:
    """The tokens of one person's two pages; `waits` tells that a letter with the link has still to leave."""

    page: str
    share: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages on an open ledger's record."""

    ledger: Ledger

    def links(self) -> Iterator[Links]:
        """Yield everyone who has a page; read in slices, so that nobody who writes the ledger has to wait."""
        query = """SELECT customer, token, share, state = ? AND address <> '' FROM person
                    WHERE campaign = ? AND customer > ? AND token <> ''
                    ORDER BY customer LIMIT ?"""
        last = ""
        while True:
            with self.ledger.commit() as db:
                rows = db.execute(query, (State.MADE, self.ledger.campaign, last, _A_SLICE)).fetchall()
            yield from (Links(page, share, bool(waits)) for _, page, share, waits in rows)
            if len(rows) < _A_SLICE:
                return
            last = rows[-1][0]
