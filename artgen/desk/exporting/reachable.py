"""Who may be written to by another platform: whom artgen's own letters would not spare, by the same rule."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.ledger.queue import TWICE
from artgen.ledger.spared import Standing
from artgen.publishing.links import Keys
from artgen.records import Person, State
from artgen.send.spare import judge

LETTERED = frozenset(
    {State.CLAIMED, State.ACCEPTED, State.REFUSED, State.UNKNOWN, State.DELIVERED, State.BOUNCED, State.COMPLAINED}
)
HAS_LETTER = "has a letter of artgen's already"
NO_PAGE = "without a page"
SHARED = "shares an address with another customer"


class Reach:
    """One look at a ledger whose people were judged anew: who is spared, and why; to be closed.

    The addresses that have a row already are kept on disk until then, since there may be millions.
    """

    def __init__(self, campaign: Campaign, ledger: Ledger, keys: Keys) -> None:
        self._campaign = campaign
        self._hashed: Callable[[str], str] = keys.address_hash
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("CREATE TABLE taken (address TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("CREATE TABLE gone (customer TEXT PRIMARY KEY) WITHOUT ROWID")
        query = """SELECT customer FROM person WHERE campaign = :campaign AND address = '' AND state = 'made'
                    AND round < (SELECT max(round) FROM person WHERE campaign = :campaign)"""
        with ledger.commit() as db, closing(db.execute(query, {"campaign": campaign.id})) as rows:
            self._db.executemany("INSERT INTO gone VALUES (?)", rows)
        tally = ledger.tally()
        if any(tally.get(state) for state in LETTERED):
            for person in ledger.people():
                if person.state in LETTERED:
                    self.take(person)

    def spares(self, person: Person) -> str:
        """Return why a person is not to be written to; empty for who may be."""
        if person.state in LETTERED:
            return HAS_LETTER
        state, reason = person.state, person.reason
        if reason == TWICE:  # of several with one address another may have no row; `take` knows
            state, reason = State.MADE, ""
        if state is State.MADE and not person.token:
            return NO_PAGE
        if state is State.MADE and not person.address:
            state, reason = judge(self._standing(person), self._campaign)
        if state is State.MADE:
            return ""
        named = "" if state is State.SKIPPED else state.value
        return ": ".join(part for part in (named, reason) if part)

    def take(self, person: Person) -> str:
        """Give a person's address a row; return why it can't have one. An address that isn't known is nobody else's."""
        if not person.address:
            return ""
        hashed = self._hashed(person.address)
        return "" if self._db.execute("INSERT OR IGNORE INTO taken VALUES (?)", (hashed,)).rowcount else SHARED

    def close(self) -> None:
        """Forget what was taken."""
        self._db.close()

    def _standing(self, person: Person) -> Standing:
        """Return where somebody stands whose address artgen doesn't know: no list can name it."""
        gone = self._db.execute("SELECT 1 FROM gone WHERE customer = ?", (person.customer,)).fetchone()
        return Standing(
            customer=person.customer,
            state=person.state,
            reason=person.reason,
            consent=person.consent,
            zone=person.zone,
            suppressed="",
            lately=False,
            gone=gone is not None,
            served=False,
            shared="",
        )
