"""What came of each letter: people beside all that was heard of them, read without keeping a sender from its work."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from artgen.records import EventKind, State

_ASKED = """
SELECT p.customer, p.state, p.reason, p.address <> '', p.consent, p.token, p.share, p.card, p.look, p.locale, p.segment,
  p.variant, p.send_id <> '', p.settled_at, p.name, CASE WHEN p.send_id <> '' THEN p.letter ELSE '' END,
  coalesce((SELECT group_concat(DISTINCT e.kind) FROM event e WHERE p.send_id <> '' AND e.send_id = p.send_id), ''),
  coalesce((SELECT min(e.at) FROM event e
            WHERE p.send_id <> '' AND e.send_id = p.send_id AND e.kind = 'delivery'), '')
FROM person p WHERE p.campaign = ? ORDER BY p.customer
"""


@dataclass(frozen=True, slots=True)
class Return:
    """One person: where they stand, what tells groups apart, and the kinds of all that was heard.

    `written` tells that a letter of theirs is or was on its way; `reached` is when it arrived or, where that wasn't
    heard, was handed over, or empty. `letter` is what it says of the year, as compact JSON; empty where it
    never was on its way.
    """

    customer: str
    name: str
    state: State
    reason: str
    addressed: bool
    consent: str
    token: str
    share: str
    card: str
    look: str
    locale: str
    segment: str
    variant: int
    letter: str
    written: bool
    reached: str
    heard: frozenset[EventKind]


def returns(file: Path, campaign: str) -> Iterator[Return]:
    """Yield everyone of a campaign by customer id, from a ledger that is opened for reading alone."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
        for row in db.execute(_ASKED, (campaign,)):
            kinds = frozenset(EventKind(kind) for kind in row[16].split(",") if kind)
            yield Return(
                customer=row[0],
                name=row[14],
                state=State(row[1]),
                reason=row[2],
                addressed=bool(row[3]),
                consent=row[4],
                token=row[5],
                share=row[6],
                card=row[7],
                look=row[8],
                locale=row[9],
                segment=row[10],
                variant=row[11],
                letter=row[15],
                written=bool(row[12]),
                reached=row[17] or (row[13] if row[12] else ""),
                heard=kinds,
            )
