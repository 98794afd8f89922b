"""Erased people: of their rows a keyed hash is left, by which the next make knows to leave them out, and no more.

What stood in their place is taken out in one commit. Tombstones of their tokens stay until all their files are gone,
so that an erasure that was cut off is finished by the next one.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from artgen.ledger.scrub import keep_nothing, scrub
from artgen.ledger.tombstones import Why, raise_over
from artgen.records import Fault

ERASED = "erased"
_STANDS_FOR = "erased-"
_TO_SCRUB = "to scrub"
Hashed = Callable[[str], str]
"""How a customer's id becomes the keyed hash that stands for it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One person on record who can be erased: `known` are the tokens and ids that the row holds.

    `addresses` are where their letter went, or is to go, and where they are since.
    """

    customer: str
    generation: int
    state: str
    addresses: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """The erased people of one campaign in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]
    campaign: str

    def find(self, customer: str) -> Subject | None:
        """Return a customer on record, or None."""
        row = self._db.execute(
            """SELECT generation, state, address, moved_to, token, share, unsubscribe, send_id FROM person
               WHERE campaign = ? AND customer = ?""",
            (self.campaign, customer),
        ).fetchone()
        if row is None:
            return None
        return Subject(customer, row[0], row[1], tuple(filter(None, row[2:4])), tuple(filter(None, row[4:])))

    def generations(self, customer: str, hashed: Hashed) -> int | None:
        """Return how often somebody erased had been given a new link; None for one who was not erased."""
        query = "SELECT generation FROM person WHERE campaign = ? AND customer = ?"
        row = self._db.execute(query, (self.campaign, stand_in(customer, hashed))).fetchone()
        return int(row[0]) if row else None

    def take_out(
        self, subject: Subject, tokens: Iterable[str], hashed: Hashed, address_hash: Hashed, *, at: str
    ) -> None:
        """Take out all that the ledger knows of a person in one commit, and put up tombstones of their tokens.

        Their addresses are suppressed by their keyed hashes, so that this campaign never writes there again.
        """
        ids = sorted({*tokens, *subject.known})
        keep_nothing(self._db)
        with self._commit() as db:
            for address in subject.addresses:
                row = (address_hash(address), ERASED, "erasure", at)
                db.execute("INSERT OR REPLACE INTO suppression VALUES (?, ?, ?, ?)", row)
            db.executemany("DELETE FROM event WHERE send_id = ?", [(one,) for one in ids])
            db.execute("DELETE FROM fault WHERE customer = ?", (subject.customer,))
            db.execute("DELETE FROM gone WHERE customer_hash = ?", (hashed(subject.customer),))
            self.due(db, ids, at)
            db.execute(
                """INSERT INTO person (campaign, customer, name, address, state, reason, generation, inputs, token,
                     artwork, image, card, letter, drawn, svg_bytes, round, made_at)
                   SELECT campaign, ?, '', '', 'held', ?, generation, '', '', '', '', '', '', 0, 0, round, ''
                   FROM person WHERE campaign = ? AND customer = ?""",
                (stand_in(subject.customer, hashed), ERASED, self.campaign, subject.customer),
            )
            db.execute("DELETE FROM person WHERE campaign = ? AND customer = ?", (self.campaign, subject.customer))

    def seek_out(self, customer: str, tokens: Iterable[str], hashed: Hashed, at: str) -> None:
        """Put up tombstones of somebody who has no row, or was erased before, so that their files are looked for."""
        keep_nothing(self._db)
        with self._commit() as db:
            db.execute("DELETE FROM fault WHERE customer = ?", (customer,))
            self.due(db, tokens, at)
            db.execute(
                """INSERT OR IGNORE INTO person (campaign, customer, name, address, state, reason, inputs, token,
                     artwork, image, card, letter, drawn, svg_bytes, round, made_at)
                   SELECT ?1, ?2, '', '', 'held', ?3, '', '', '', '', '', '', 0, 0, coalesce(max(round), 0), ''
                   FROM person WHERE campaign = ?1""",
                (self.campaign, stand_in(customer, hashed), ERASED),
            )

    def due(self, db: sqlite3.Connection, tokens: Iterable[str], at: str) -> None:
        """Write within a commit that files are to be removed, and the ledger to be scrubbed after that."""
        asked = tuple(tokens)
        raise_over(db, asked, "", Why.TO_ERASE, at)
        db.executemany("DELETE FROM begun WHERE token = ?", [(one,) for one in asked])
        db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (_TO_SCRUB, at))

    @property
    def unfinished(self) -> bool:
        """Tell whether an erasure was begun whose end is not written."""
        return self._db.execute("SELECT 1 FROM about WHERE key = ?", (_TO_SCRUB,)).fetchone() is not None

    def finish(self) -> None:
        """Take the tombstones down and scrub the ledger's own bytes; only when no file is left."""
        keep_nothing(self._db)
        with self._commit() as db:
            db.execute("DELETE FROM gone WHERE why = ?", (Why.TO_ERASE,))
        scrub(self._db, "the ledger")
        with self._commit() as db:
            db.execute("DELETE FROM about WHERE key = ?", (_TO_SCRUB,))

    def among(self, customers: Iterable[str], hashed: Hashed) -> dict[str, str]:
        """Return those of the customers who were erased, each with the id of the row that stands for them."""
        standing = self._standing()
        if not standing:
            return {}
        named = ((customer, stand_in(customer, hashed)) for customer in customers)
        return {customer: stands for customer, stands in named if stands in standing}

    def veiled(self, faults: Iterable[Fault], hashed: Hashed) -> Iterator[Fault]:
        """Yield faults; those of somebody erased count, and don't say whose they are."""
        standing = self._standing()
        for fault in faults:
            erased = standing and fault.customer and stand_in(fault.customer, hashed) in standing
            yield replace(fault, customer="", detail="") if erased else fault

    def _standing(self) -> frozenset[str]:
        query = "SELECT customer FROM person WHERE campaign = ? AND customer BETWEEN ? AND ? AND reason = ?"
        bounds = (_STANDS_FOR, _STANDS_FOR + "~")
        return frozenset(who for (who,) in self._db.execute(query, (self.campaign, *bounds, ERASED)))


def stand_in(customer: str, hashed: Hashed) -> str:
    """Return the id of the row that stands for somebody erased."""
    return _STANDS_FOR + hashed(customer)
