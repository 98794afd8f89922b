"""All that a ledger holds of one person, as they may ask to see it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from artgen.ledger.ledger import Ledger

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One person's row, what was heard of their letter, faults of their data, and how they are suppressed."""

    person: Row
    events: list[Row]
    faults: list[Row]
    suppressed: list[Row]
    revoked: list[Row]


def dossier(ledger: Ledger, customer: str, hashed: Callable[[str], str]) -> Dossier | None:
    """Return all that is on record of a customer, or None where nothing is; the words of the letter are unpacked."""
    found = _rows(ledger, "SELECT * FROM person WHERE campaign = ? AND customer = ?", ledger.campaign, customer)
    if not found:
        return None
    person = found[0]
    letter = str(person["letter"])
    unsubscribe = str(person["unsubscribe"])
    return Dossier(
        person | {"letter": json.loads(letter) if letter else None},
        _rows(
            ledger,
            """SELECT kind, at, CASE WHEN detail = ?2 THEN '' ELSE detail END AS detail FROM event
               WHERE send_id = ?1 AND send_id <> '' OR detail = ?2 AND detail <> '' ORDER BY at, kind""",
            str(person["send_id"]),
            unsubscribe,
        ),
        _rows(ledger, "SELECT * FROM fault WHERE customer = ? ORDER BY gravity, reason, file, line", customer),
        _rows(
            ledger,
            """SELECT address_hash, reason, source, at FROM suppression
               WHERE address_hash IN (?, ?) AND address_hash <> '' ORDER BY at, address_hash = ?1""",
            str(person["address_hash"]),
            str(person["moved_hash"]),
        ),
        _rows(ledger, "SELECT at, why FROM gone WHERE customer_hash = ? ORDER BY at", hashed(customer)),
    )


def _rows(ledger: Ledger, query: str, *values: str) -> list[Row]:
    with ledger.commit() as db:
        found = db.execute(query, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]
