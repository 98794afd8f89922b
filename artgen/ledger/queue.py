"""The queue: who waits, is claimed, was settled; a claim is committed durably before anything goes on the wire."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from artgen.records import Claim, Outcome, State, Verdict

SendId = Callable[[str, int], str]
"""How a customer and its generation become the opaque id of their one letter."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The letters of one campaign in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]
    campaign: str

    def waiting(self) -> int:
        """Count those who are made, have an address, and no letter claimed."""
        query = "SELECT count(*) FROM person WHERE campaign = ? AND state = ? AND address <> ''"
        return int(self._db.execute(query, (self.campaign, State.MADE)).fetchone()[0])

    def claim(self, after: str, *, send_id: SendId, at: str) -> Claim | None:
        """Take the next waiting person whose id is greater than `after`, durably; None when nobody is left.

        Someone whose address already got this campaign's letter under another id is held, not claimed.
        """
        while True:
            with self._commit() as db:
                row = db.execute(
                    """SELECT customer, name, address, token, image, letter, generation FROM person
                       WHERE campaign = ? AND state = ? AND address <> '' AND customer > ? ORDER BY customer LIMIT 1""",
                    (self.campaign, State.MADE, after),
                ).fetchone()
                if row is None:
                    return None
                customer, name, address, token, image, letter, generation = row
                identity = send_id(customer, generation)
                try:
                    db.execute(
                        """UPDATE person SET state = ?, send_id = ?, sent_to = address, claimed_at = ?,
                           attempts = attempts + 1 WHERE campaign = ? AND customer = ?""",
                        (State.CLAIMED, identity, at, self.campaign, customer),
                    )
                except sqlite3.IntegrityError:
                    db.execute(
                        "UPDATE person SET state = ?, reason = ? WHERE campaign = ? AND customer = ?",
                        (State.HELD, "this address already has its letter", self.campaign, customer),
                    )
                    after = customer
                    continue
            return Claim(identity, customer, name, address, token, image, letter)

    def open_claims(self) -> list[tuple[str, str]]:
        """Return (customer, send id) of claims that nobody settled: a sender died in between."""
        query = "SELECT customer, send_id FROM person WHERE campaign = ? AND state = ? ORDER BY customer"
        return list(self._db.execute(query, (self.campaign, State.CLAIMED)))

    def settle(self, customer: str, outcome: Outcome, *, at: str) -> None:
        """Write the end of an attempt; what definitely did not go out is waiting again, the one step back there is."""
        state = {
            Verdict.ACCEPTED: State.ACCEPTED,
            Verdict.REFUSED: State.REFUSED,
            Verdict.UNKNOWN: State.UNKNOWN,
            Verdict.DEFINITELY_NOT: State.MADE,
        }[outcome.verdict]
        with self._commit() as db:
            db.execute(
                """UPDATE person SET state = ?, detail = ?, settled_at = ?,
                   sent_to = CASE WHEN ? = 'made' THEN '' ELSE sent_to END,
                   send_id = CASE WHEN ? = 'made' THEN '' ELSE send_id END
                   WHERE campaign = ? AND customer = ? AND state = ?""",
                (state, outcome.detail, at, state, state, self.campaign, customer, State.CLAIMED),
            )
