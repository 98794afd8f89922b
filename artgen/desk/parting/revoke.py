"""Revoking: a link is called back, its files are removed wherever they stand, and it answers like one that never was.

The ledger knows first, in one commit, so that a run which is cut off is finished by the next one. A letter that was
sent is never sent again by this.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk import overview
from artgen.errors import LinkError
from artgen.ledger import Ledger
from artgen.ledger.revocation import Shown
from artgen.ledger.tombstones import Why
from artgen.make import write_lists
from artgen.publishing.links import TOKEN_LENGTH, Keys, page_path, share_path
from artgen.publishing.removal import take_down
from artgen.publishing.shelf import alone, clear_partial
from artgen.send.order import stamp

Clock = Callable[[], dt.datetime]
_A_TOKEN = re.compile(rf"(?<![a-z2-7])[a-z2-7]{{{TOKEN_LENGTH}}}(?![a-z2-7])")


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a revocation came to: people, files removed, how many hold a letter with the dead link, cached paths."""

    people: int
    files: int
    written: int
    without: int
    paths: tuple[str, ...]


def revoke(
    campaign: Campaign, out: Path, keys: Keys, customers: Iterable[str], *, for_good: bool = False, clock: Clock
) -> Revoked:
    """Revoke the pages of customers, all named or none; raise LinkError for one who is not on record."""
    return _revoke(campaign, out, keys, lambda ledger: _named(ledger, customers), for_good, clock)


def revoke_links(
    campaign: Campaign, out: Path, keys: Keys, lines: Iterable[str], *, for_good: bool = False, clock: Clock
) -> Revoked:
    """Revoke pages by their links, or tokens alone, one a line; raise LinkError, which names the line, for a stranger.

    A link that was revoked before is nobody's any more, and no fault.
    """
    asked = list(lines)
    return _revoke(campaign, out, keys, lambda ledger: _linked(ledger, asked), for_good, clock)


def _revoke(
    campaign: Campaign,
    out: Path,
    keys: Keys,
    who: Callable[[Ledger], dict[str, Shown]],
    for_good: bool,
    clock: Clock,
) -> Revoked:
    with alone(out), Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        clear_partial(out)
        people = tuple(who(ledger).values())
        hashed = partial(keys.customer_hash, campaign.id)
        ledger.revocation.revoke(people, hashed, for_good=for_good, at=stamp(clock()))
        due = ledger.tombstones.due(Why.TO_REVOKE)
        files = take_down(campaign, out, due)
        ledger.tombstones.done(due)
        write_lists(campaign, out, ledger)
        overview.lay_out(campaign, out, ledger)
    shown = [one for one in people if one.tokens]
    return Revoked(
        people=len(shown),
        files=files,
        written=sum(one.written for one in shown),
        without=len(people) - len(shown),
        paths=tuple(f"/{room}*" for one in shown for room in (page_path(one.token), *_shared(one))),
    )


def _shared(one: Shown) -> tuple[str, ...]:
    return (share_path(one.share),) if one.share else ()


def _named(ledger: Ledger, customers: Iterable[str]) -> dict[str, Shown]:
    found = {}
    for customer in customers:
        one = ledger.revocation.find(customer)
        if one is None:
            raise LinkError(f"{customer}: is not on record; nothing was revoked. Look at the id in your people file")
        found[customer] = one
    return found


def _linked(ledger: Ledger, lines: list[str]) -> dict[str, Shown]:
    tokens: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        inside = _A_TOKEN.findall(line)
        if line.strip() and not inside:
            raise LinkError(f"line {number}: holds no link of this kind; nothing was revoked")
        tokens |= dict.fromkeys(inside, number)
    found = ledger.revocation.of_tokens(tokens)
    strange = sorted(tokens[token] for token in tokens.keys() - found.keys() - ledger.tombstones.hold(tokens))
    if strange:
        raise LinkError(f"line {strange[0]}: nobody in this campaign has that link; nothing was revoked")
    return {one.customer: one for one in found.values()}
