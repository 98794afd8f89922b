"""Whom letters spare, asked anew at each run of sending: suppressed and skipped people, and back to waiting."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from artgen.ledger.queue import SERVED
from artgen.records import State

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One person whose letter was never claimed: where they stand, and what decides whether they are written to.

    `suppressed` is why their address is on the list of those who get no letter (empty: it is not), `lately` whether
    one of the other ledgers wrote to it, `gone` whether the last make no longer found them in the data,
    `served` whether another's letter went to it. `shared` is the address where several without a letter have it.
    """

    customer: str
    state: State
    reason: str
    consent: str
    zone: str
    suppressed: str
    lately: bool
    gone: bool
    served: bool
    shared: str


Change = tuple[str, State, str]
"""A customer, the state to be in, and why."""


@dataclass(frozen=True, slots=True)
class Spared:
    """The people of one campaign in an open ledger who have an address, and no letter yet."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]
    campaign: str

    def lately(self, address_hashes: Iterable[str]) -> None:
        """Remember, for as long as the ledger is open and nowhere on disk for good, who was written to lately."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS lately (address_hash TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM lately")
        self._db.executemany("INSERT OR IGNORE INTO lately VALUES (?)", ((hashed,) for hashed in address_hashes))
        self._db.execute("COMMIT")

    def standing(self) -> Iterator[Standing]:
        """Yield everyone who has an address and no letter yet, by customer id; changes may be written meanwhile."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS lately (address_hash TEXT PRIMARY KEY) WITHOUT ROWID")
        query = f"""SELECT customer, state, person.reason, consent, zone, coalesce(s.reason, ''),
                      person.address_hash IN (SELECT address_hash FROM lately),
                      round < :last,
                      {SERVED},
                      CASE WHEN lower(address) IN (SELECT address FROM shared) THEN lower(address) ELSE '' END
                    FROM person LEFT JOIN suppression s
                      ON s.address_hash = person.address_hash AND person.address_hash <> ''
                    WHERE campaign = :campaign AND customer > :after AND address <> ''
                      AND state IN ('made', 'skipped', 'suppressed')
                    ORDER BY customer LIMIT :most"""  # noqa: S608
        self._share()
        latest = "SELECT max(round) FROM person WHERE campaign = ?"
        last = self._db.execute(latest, (self.campaign,)).fetchone()[0]
        after = ""
        while rows := self._db.execute(
            query, {"campaign": self.campaign, "after": after, "last": last, "most": _PAGE}
        ).fetchall():
            for customer, state, reason, consent, zone, why, lately, gone, served, shared in rows:
                asked = (bool(lately), bool(gone), bool(served))
                yield Standing(customer, State(state), reason, consent, zone, why, *asked, shared)
                after = customer

    def _share(self) -> None:
        """Note, as long as the ledger is open, the addresses that several people have who have no letter."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS shared (address TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("DELETE FROM shared")
        self._db.execute(
            """INSERT INTO shared SELECT lower(address) FROM person
               WHERE campaign = ? AND address <> '' AND state IN ('made', 'skipped', 'suppressed')
               GROUP BY 1 HAVING count(*) > 1""",
            (self.campaign,),
        )

    def write(self, changes: Iterable[Change]) -> int:
        """Move people between waiting, skipped and suppressed, in one commit; nobody whose letter was claimed."""
        rows = [(state, why, self.campaign, customer) for customer, state, why in changes]
        if rows:
            with self._commit() as db:
                db.executemany(
                    """UPDATE person SET state = ?, reason = ? WHERE campaign = ? AND customer = ?
                       AND state IN ('made', 'skipped', 'suppressed')""",
                    rows,
                )
        return len(rows)

    def reasons(self) -> list[tuple[State, str, int]]:
        """Count the people who get no letter, by state and reason, the most frequent first.

        Whoever has no address has a page and gets no letter; refusals are counted by what the mailer said.
        """
        query = """SELECT state, CASE WHEN state = 'refused' THEN detail WHEN state = 'made' THEN 'no address'
                     ELSE reason END AS why, count(*) FROM person
                   WHERE campaign = ? AND (state IN ('suppressed', 'skipped', 'held', 'faulty', 'cancelled', 'refused')
                     OR state = 'made' AND address = '')
                   GROUP BY state, why ORDER BY 3 DESC, 1, 2"""
        return [(State(state), why, n) for state, why, n in self._db.execute(query, (self.campaign,))]
