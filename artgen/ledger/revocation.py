"""Revoked pages: links that were called back, and whose next make gives a new one unless it was for good."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from artgen.ledger.tombstones import Why, raise_over

REVOKED = "revoked; the next make gives a new link"
FOR_GOOD = "revoked for good"
_MARK = "for good since "


@dataclass(frozen=True, slots=True)
class Shown:
    """One person whose page may be revoked: `token` and `share` are empty where there is no page now."""

    customer: str
    generation: int
    token: str
    share: str
    written: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the tokens of the pages that stand."""
        return tuple(token for token in (self.token, self.share) if token) if self.token else ()


@dataclass(frozen=True, slots=True)
class Revocation:
    """The revoked pages of one campaign in an open ledger."""

    _db: sqlite3.Connection
    _commit: Callable[[], AbstractContextManager[sqlite3.Connection]]
    campaign: str

    def find(self, customer: str) -> Shown | None:
        """Return a customer on record, with a page or without."""
        query = f"{_SHOWN} AND customer = ?"
        row = self._db.execute(query, (self.campaign, customer)).fetchone()
        return Shown(*row) if row else None

    def of_tokens(self, tokens: Iterable[str]) -> dict[str, Shown]:
        """Return whose pages or share pages the tokens lead to; a token of nobody is left out."""
        asked = sorted(set(tokens))
        query = f"""{_SHOWN} AND (token IN (SELECT value FROM json_each(?2))
                    OR share IN (SELECT value FROM json_each(?2)))"""  # noqa: S608
        people = [Shown(*row) for row in self._db.execute(query, (self.campaign, json.dumps(asked)))]
        return {token: one for one in people for token in (one.token, one.share) if token in asked}

    def revoke(self, people: Iterable[Shown], hashed: Callable[[str], str], *, for_good: bool, at: str) -> None:
        """Take down links in one commit: who has a page has another generation from now on, or no page for good.

        A letter that was claimed stays as it is; who waits for one waits for a new page first.
        """
        reason, since = (FOR_GOOD, _MARK + at) if for_good else (REVOKED, at)
        with self._commit() as db:
            for one in people:
                raise_over(db, one.tokens, hashed(one.customer), Why.TO_REVOKE, at)
                db.execute(
                    """UPDATE person SET generation = generation + (token <> ''), token = '', share = '', image = '',
                         card = '', artwork = '', inputs = '', revoked_at = ?, reason = ?,
                         state = CASE WHEN send_id = '' AND state IN ('made', 'skipped', 'suppressed') THEN 'held'
                                 ELSE state END
                       WHERE campaign = ? AND customer = ?""",
                    (since, reason, self.campaign, one.customer),
                )


_SHOWN = "SELECT customer, generation, token, share, send_id <> '' FROM person WHERE campaign = ?1"


def is_for_good(revoked_at: str) -> bool:
    """Tell whether a person's `revoked_at` says that no make gives them a page again.

    >>> is_for_good("2026-01-15T09:00:00.000+00:00"), is_for_good("for good since 2026-01-15T09:00:00.000+00:00")
    (False, True)
    """
    return revoked_at.startswith(_MARK)
