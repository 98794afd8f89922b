"""Who may be written to by another platform: who has a page, no letter yet, and nothing that speaks against one."""

import sqlite3
from contextlib import closing

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.publishing.links import Keys
from artgen.records import Person, State

LETTERED = frozenset(
    {State.CLAIMED, State.ACCEPTED, State.REFUSED, State.UNKNOWN, State.DELIVERED, State.BOUNCED, State.COMPLAINED}
)
HAS_LETTER = "has a letter of artgen's already"
NO_PAGE = "without a page"
NO_CONSENT = "without consent"
HOLDOUT = "holdout"
SUPPRESSED = "suppressed"
SHARED = "shares an address with another customer"


def spared(person: Person, campaign: Campaign) -> str:
    """Return why a person is not to be written to; empty for who may be."""
    if person.state in LETTERED:
        return HAS_LETTER
    if person.state is not State.MADE:
        return f"{person.state.value}: {person.reason}" if person.reason else person.state.value
    if not person.token:
        return NO_PAGE
    if campaign.people.columns.consent and person.consent.strip().lower() not in campaign.people.consents:
        return NO_CONSENT
    if lot("holdout", campaign.id, person.customer) < campaign.sending.holdout:
        return HOLDOUT
    return ""


class Taken:
    """The addresses that get nothing (more), each with why; kept on disk until closed, since there may be millions."""

    def __init__(self, keys: Keys, ledger: Ledger) -> None:
        self._keys = keys
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("CREATE TABLE taken (address TEXT PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID")
        with ledger.commit() as db, closing(db.execute("SELECT address_hash FROM suppression")) as rows:
            self._db.executemany("INSERT INTO taken VALUES (?, ?)", ((row[0], SUPPRESSED) for row in rows))
        tally = ledger.tally()
        if any(tally.get(state) for state in LETTERED):
            for person in ledger.people():
                if person.state in LETTERED:
                    self.take(person.address)

    def take(self, address: str) -> str:
        """Take an address; return why it can't be had. Nobody shares one that artgen doesn't know."""
        if not address:
            return ""
        hashed = self._keys.address_hash(address)
        if self._db.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (hashed, SHARED)).rowcount:
            return ""
        return str(self._db.execute("SELECT why FROM taken WHERE address = ?", (hashed,)).fetchone()[0])

    def close(self) -> None:
        """Forget them."""
        self._db.close()
