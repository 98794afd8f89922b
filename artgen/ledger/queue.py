"""The queue: who waits, is claimed, was settled; a claim is committed durably before anything goes on the wire."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from artgen.campaigns.lots import lot
from artgen.ledger.echo import Echo, echo, glance
from artgen.ledger.refusals import put_back, refused
from artgen.records import Claim, Outcome, State, Verdict

SendId = Callable[[str, int], str]
"""How a customer and its generation become the opaque id of their one letter."""
Variant = Callable[[str], int]
"""Which of the brand's subjects a customer gets."""
TWICE = "this address already has its letter"
EVERYONE = 1.0
_END = {
    Verdict.ACCEPTED: State.ACCEPTED,
    Verdict.REFUSED: State.REFUSED,
    Verdict.UNKNOWN: State.UNKNOWN,
    Verdict.DEFINITELY_NOT: State.MADE,
}
_WAITING = "campaign = :campaign AND state = 'made' AND address <> '' AND token <> ''"
SERVED = """EXISTS (SELECT 1 FROM person AS other WHERE other.campaign = person.campaign
            AND other.sent_to = lower(person.address) AND other.sent_to <> '')"""
"""True of people whose address has its letter already, whoever got it."""
_FREE = """address_hash <> '' AND address_hash NOT IN (SELECT address_hash FROM suppression)
           AND zone NOT IN (SELECT value FROM json_each(:asleep)) AND (:below >= 1 OR lot(customer) <= :below)"""


@dataclass(frozen=True, slots=True)
class Free:
    """Who may be claimed now: not those whose `zones` are asleep, and only those with a canary lot up to `below`."""

    asleep: tuple[str, ...] = ()
    below: float = EVERYONE

    @property
    def bound(self) -> dict[str, object]:
        """Return this as the queries take it."""
        return {"asleep": json.dumps(self.asleep), "below": self.below}


ANYONE = Free()


@dataclass(frozen=True, slots=True)
class Queue:
    """The letters of one campaign in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]
    campaign: str

    def waiting(self, free: Free | None = None) -> int:
        """Count those who are made and whose address has no letter; with `free`, who of them may be claimed."""
        query = f"SELECT count(*) FROM person WHERE {_WAITING} AND NOT {SERVED}"  # noqa: S608
        if free:
            self._draw_lots()
            query = f"{query} AND {_FREE}"
        bound = {"campaign": self.campaign, **(free or ANYONE).bound}
        return int(self._db.execute(query, bound).fetchone()[0])

    def zones(self) -> tuple[str, ...]:
        """Return the time zones of those who wait, sorted; an empty one stands for people who have none on record."""
        query = f"SELECT DISTINCT zone FROM person WHERE {_WAITING} ORDER BY zone"  # noqa: S608
        return tuple(zone for (zone,) in self._db.execute(query, {"campaign": self.campaign}))

    def canary_lot(self, place: int) -> float:
        """Return the canary lot of the person who comes at this place, counted from 1, among those who wait."""
        self._draw_lots()
        query = f"SELECT lot(customer) FROM person WHERE {_WAITING} ORDER BY 1 LIMIT 1 OFFSET :before"  # noqa: S608
        row = self._db.execute(query, {"campaign": self.campaign, "before": place - 1}).fetchone()
        return float(row[0]) if row else EVERYONE

    def take(
        self,
        most: int,
        *,
        send_id: SendId,
        at: str,
        after: str = "",
        free: Free = ANYONE,
        variant: Variant = lambda customer: 0,
    ) -> list[Claim]:
        """Claim the next people whose ids are greater than `after`, at most so many, in one durable commit.

        Whoever's address is suppressed at this very moment is not claimed; somebody whose address already got this
        campaign's letter under another id is held instead. The list is empty when nobody is left.
        """
        self._draw_lots()
        claims: list[Claim] = []
        query = f"""SELECT customer, name, address, token, image, letter, generation FROM person
                    WHERE {_WAITING} AND customer > :after AND {_FREE} ORDER BY customer LIMIT :most"""  # noqa: S608
        while not claims:
            with self._commit() as db:
                bound = {"campaign": self.campaign, "after": after, "most": most, **free.bound}
                rows = db.execute(query, bound).fetchall()
                for customer, name, address, token, image, letter, generation in rows:
                    claim = Claim(
                        send_id(customer, generation), customer, name, address, token, image, letter, variant(customer)
                    )
                    if self._seal(db, claim, at):
                        claims.append(claim)
                    after = customer
            if not rows:
                break
        return claims

    def claim(self, after: str, *, send_id: SendId, at: str) -> Claim | None:
        """Take the next one waiting person whose id is greater than `after`; None when nobody is left."""
        taken = self.take(1, send_id=send_id, at=at, after=after)
        return taken[0] if taken else None

    def open_claims(self) -> list[tuple[str, str]]:
        """Return (customer, send id) of claims that nobody settled: a sender died in between."""
        query = "SELECT customer, send_id FROM person WHERE campaign = ? AND state = ? ORDER BY customer"
        return list(self._db.execute(query, (self.campaign, State.CLAIMED)))

    def settle(self, customer: str, outcome: Outcome, *, at: str) -> None:
        """Write the end of one attempt."""
        self.settle_all([(customer, outcome)], at=at)

    def settle_all(self, ended: Iterable[tuple[str, Outcome]], *, at: str, again: Sequence[str] = ()) -> int:
        """Write the ends of attempts, by customer, in one commit; only an open claim can be settled.

        What definitely did not go out is waiting again, the one step back that a machine takes; so are, in the same
        commit, those in `again` whose letters were refused. Return how many of these there were.
        """
        with self._commit() as db:
            db.executemany(
                """UPDATE person SET state = :state, detail = :detail, settled_at = :at,
                     sent_to = CASE WHEN :state = 'made' THEN '' ELSE sent_to END,
                     send_id = CASE WHEN :state = 'made' THEN '' ELSE send_id END
                   WHERE campaign = :campaign AND customer = :customer AND state = 'claimed'""",
                [
                    {
                        "state": _END[outcome.verdict],
                        "detail": outcome.detail,
                        "at": at,
                        "campaign": self.campaign,
                        "customer": customer,
                    }
                    for customer, outcome in ended
                ],
            )
            return self._put_back(db, again, at) if again else 0

    def refused(self) -> list[str]:
        """Return the customers whose letters were refused and may wait again, since none of them went out."""
        return refused(self._db, self.campaign)

    def sent_since(self, moment: str) -> tuple[int, str]:
        """Return how many letters went, or may have gone, on the wire since then, and when the first of them did."""
        query = """SELECT count(*), coalesce(min(settled_at), '') FROM person
                   WHERE campaign = ? AND send_id <> '' AND settled_at >= ?"""
        count, first = self._db.execute(query, (self.campaign, moment)).fetchone()
        return int(count), str(first)

    def echo(self, below: float = EVERYONE) -> Echo:
        """Count the letters that are out, and what came back, of those with a canary lot up to `below`."""
        self._draw_lots()
        return echo(self._db, self.campaign, below)

    def glance(self) -> Echo:
        """Count all accepted letters, and those that bounced or were complained about, in a moment."""
        return glance(self._db, self.campaign)

    def remember_hashes(self, hashed: Callable[[str], str]) -> int:
        """Give those on record from before addresses were hashed the hash of theirs; return how many they were."""
        query = "SELECT customer, address FROM person WHERE campaign = ? AND address <> '' AND address_hash = ''"
        rows = [(hashed(address), self.campaign, who) for who, address in self._db.execute(query, (self.campaign,))]
        if rows:
            with self._commit() as db:
                db.executemany("UPDATE person SET address_hash = ? WHERE campaign = ? AND customer = ?", rows)
        return len(rows)

    def _seal(self, db: sqlite3.Connection, claim: Claim, at: str) -> bool:
        """Write one claim; hold its person instead where the address, in any case of letters, has its letter."""
        who = {"campaign": self.campaign, "customer": claim.customer}
        try:
            db.execute(
                """UPDATE person SET state = 'claimed', send_id = :send_id, sent_to = lower(address), claimed_at = :at,
                   attempts = attempts + 1, variant = :variant WHERE campaign = :campaign AND customer = :customer""",
                {**who, "send_id": claim.send_id, "at": at, "variant": claim.variant},
            )
        except sqlite3.IntegrityError:
            db.execute(
                "UPDATE person SET state = 'held', reason = :why WHERE campaign = :campaign AND customer = :customer",
                {**who, "why": TWICE},
            )
            return False
        return True

    def _put_back(self, db: sqlite3.Connection, customers: Sequence[str], at: str) -> int:
        return put_back(db, self.campaign, customers, at)

    def _draw_lots(self) -> None:
        campaign = self.campaign
        self._db.create_function("lot", 1, lambda who: lot("canary", campaign, who), deterministic=True)
