"""Refusals: letters that were answered with a no, so that none went out; only those can wait again without a doubt.

Where anything was heard of a letter, or its page was taken down, it stays refused.
"""

import sqlite3
from collections.abc import Iterable

NOT_SENT = """state = 'refused' AND address <> '' AND token <> '' AND send_id <> ''
              AND NOT EXISTS (SELECT 1 FROM event WHERE event.send_id = person.send_id)"""
"""True of refused people whose letter may wait again."""


def refused(db: sqlite3.Connection, campaign: str) -> list[str]:
    """Return the customers whose refused letters may wait again."""
    query = f"SELECT customer FROM person WHERE campaign = ? AND {NOT_SENT} ORDER BY customer"  # noqa: S608
    return [customer for (customer,) in db.execute(query, (campaign,))]


def put_back(db: sqlite3.Connection, campaign: str, customers: Iterable[str], at: str) -> int:
    """Let refused letters wait again, within a commit that is open; return how many did. What refused them is kept."""
    change = f"""UPDATE person SET state = 'made', send_id = '', sent_to = '', settled_at = ?
                 WHERE campaign = ? AND customer = ? AND {NOT_SENT}"""  # noqa: S608
    return sum(db.execute(change, (at, campaign, customer)).rowcount for customer in dict.fromkeys(customers))
