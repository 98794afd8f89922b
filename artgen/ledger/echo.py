"""The echo of letters that are out: how many, what came back of them, and since when the last of them is out."""

import sqlite3
from dataclasses import dataclass

_COUNTED = """
SELECT count(*), coalesce(sum(state = 'bounced'), 0), coalesce(sum(state = 'complained'), 0),
  coalesce(sum(EXISTS (SELECT 1 FROM event WHERE event.send_id = person.send_id)), 0), coalesce(max(settled_at), '')
FROM person WHERE campaign = :campaign AND send_id <> '' AND state <> 'claimed'
  AND (:below >= 1 OR lot(customer) <= :below)
"""

_GLANCED = """
SELECT count(*), coalesce(sum(state = 'bounced'), 0), coalesce(sum(state = 'complained'), 0), 0, '' FROM person
WHERE campaign = ? AND state IN ('accepted', 'delivered', 'bounced', 'complained')
"""


@dataclass(frozen=True, slots=True)
class Echo:
    """Letters that are out, or may be: those that bounced or were complained about, and of how many news came."""

    sent: int
    bounced: int
    complained: int
    heard: int
    last: str


def echo(db: sqlite3.Connection, campaign: str, below: float) -> Echo:
    """Count the letters of those with a canary lot up to `below`; `lot` is a function of the connection."""
    return Echo(*db.execute(_COUNTED, {"campaign": campaign, "below": below}).fetchone())


def glance(db: sqlite3.Connection, campaign: str) -> Echo:
    """Count all letters that were accepted, by state alone: quick enough to be done while letters leave."""
    return Echo(*db.execute(_GLANCED, (campaign,)).fetchone())
