"""Doubts: letters of which nobody knows whether they went out; a person settles them, a machine never does."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass

from artgen.errors import LedgerError
from artgen.ledger.refusals import NOT_SENT
from artgen.records import State

AS_SENT = "taken as sent, by a person"
AGAIN = "to be sent again, as a person decided"
_IN_DOUBT = "state = 'unknown'"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One letter in doubt: since when, what is known of the attempt, and what was heard of it (kinds of events)."""

    customer: str
    since: str
    known: str
    heard: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """The letters in doubt of one campaign in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]
    campaign: str

    def all(self) -> list[Doubt]:
        """Return all there are, by customer."""
        query = """SELECT customer, claimed_at, detail,
                     coalesce((SELECT group_concat(kind, ', ') FROM (SELECT DISTINCT kind FROM event
                               WHERE event.send_id = person.send_id ORDER BY kind)), '')
                   FROM person WHERE campaign = ? AND state = ? ORDER BY customer"""
        with closing(self._db.execute(query, (self.campaign, State.UNKNOWN))) as rows:
            return [Doubt(*row) for row in rows]

    def as_sent(self, customers: Iterable[str], *, at: str) -> int:
        """Take letters as sent, all named or none: they never go out again. Raise LedgerError for one not in doubt."""
        return self._settle(
            customers, "UPDATE person SET state = 'accepted', detail = ?, settled_at = ?", (AS_SENT, at), _IN_DOUBT
        )

    def send_again(self, customers: Iterable[str], *, at: str) -> int:
        """Let letters wait again, all named or none, under the same id: those in doubt, and refused ones.

        Raise LedgerError for any other.
        """
        return self._settle(
            customers,
            "UPDATE person SET state = 'made', send_id = '', sent_to = '', detail = ?, settled_at = ?",
            (AGAIN, at),
            f"({_IN_DOUBT} OR {NOT_SENT})",
        )

    def _settle(self, customers: Iterable[str], change: str, values: tuple[str, str], which: str) -> int:
        count = 0
        with self._commit() as db:
            for customer in dict.fromkeys(customers):
                found = db.execute(
                    f"{change} WHERE campaign = ? AND customer = ? AND {which}",
                    (*values, self.campaign, customer),
                ).rowcount
                if not found:
                    raise LedgerError(
                        f"{customer}: there is no doubt about this letter; nothing was changed. "
                        "`artgen doubts` lists those there are"
                    )
                count += 1
        return count
