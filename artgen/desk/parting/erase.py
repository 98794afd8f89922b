"""Erasing: all that artgen keeps of a person goes, wherever it keeps it, and stays gone at the next make.

First the ledger forgets them in one commit, but for tombstones; then their files go; then the tombstones, and what
SQLite still has in its pages. An erasure that was cut off anywhere in between is finished by running it again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.parting.traces import left, wipe
from artgen.errors import LedgerError
from artgen.ledger import Ledger
from artgen.ledger.tombstones import Why
from artgen.publishing.links import Keys
from artgen.publishing.removal import rooms, stand, take_down
from artgen.publishing.shelf import alone
from artgen.records import State
from artgen.send.order import stamp

Clock = Callable[[], dt.datetime]
_UNWRITTEN = (State.HELD, State.FAULTY, State.MADE, State.SKIPPED, State.SUPPRESSED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to.

    `paths` may still be in a CDN's cache, `remains` are files of the output folder that artgen did not write or may
    not change and that name the person still, `beyond` is what artgen can't reach.
    """

    people: int
    files: int
    paths: tuple[str, ...]
    remains: tuple[Path, ...]
    beyond: tuple[str, ...]


def erase(campaign: Campaign, out: Path, keys: Keys, customers: Iterable[str], *, clock: Clock) -> Erased:
    """Erase customers, all named or none; raise LedgerError for one of whom nothing is on record and nothing stands.

    One who was erased before is looked for once more. Of one who is not on record a make that was killed may have left
    pages, under the first tokens they would have had.
    """
    hashed, asked = partial(keys.customer_hash, campaign.id), tuple(dict.fromkeys(customers))
    with alone(out), Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        at, erasure = stamp(clock()), ledger.erasure
        subjects = {customer: erasure.find(customer) for customer in asked}
        counts = {who: one.generation if one else erasure.generations(who, hashed) for who, one in subjects.items()}
        tokens: dict[str, frozenset[str]] = {}
        for customer, generations in counts.items():
            tokens[customer] = frozenset(_tokens(campaign, keys, customer, generations or 0))
            if generations is None and not stand(campaign, out, tokens[customer]):
                raise LedgerError(
                    f"{customer}: nothing is on record of this customer, and nobody was erased; look at the id"
                )
        known = {one.customer: {*one.addresses, *one.known} for one in subjects.values() if one}
        sent = [one for one in subjects.values() if one and one.state not in _UNWRITTEN]
        for customer, subject in subjects.items():
            if subject:
                erasure.take_out(subject, tokens[customer], hashed, keys.address_hash, at=at)
            else:
                erasure.seek_out(customer, tokens[customer], hashed, at)
        files = finish(campaign, out, ledger)
        sought = {text for who in asked for text in {who, *tokens[who], *known.get(who, ())}}
        return Erased(
            people=len(asked),
            files=files,
            paths=tuple(_paths(campaign, keys, counts)),
            remains=left(out, sought),
            beyond=tuple(_beyond(campaign, len(sent))),
        )


def finish(campaign: Campaign, out: Path, ledger: Ledger) -> int:
    """Remove all files that tombstones of the erased ask for, then the tombstones; return how many pages' files."""
    due = ledger.tombstones.due(Why.TO_ERASE)
    files = take_down(campaign, out, due)
    wipe(campaign, out, ledger, due)
    ledger.erasure.finish()
    return files


def _tokens(campaign: Campaign, keys: Keys, customer: str, generations: int) -> Iterator[str]:
    """Yield every token and id that was ever made for a customer: none of them is stored, all follow from the key."""
    yield keys.unsubscribe_token(campaign.id, customer)
    for generation in range(generations + 1):
        yield keys.page_token(campaign.id, customer, generation)
        yield keys.share_token(campaign.id, customer, generation)
        yield keys.send_id(campaign.id, customer, generation)


def _paths(campaign: Campaign, keys: Keys, counts: dict[str, int | None]) -> Iterator[str]:
    for customer, generations in counts.items():
        for generation in range((generations or 0) + 1):
            yield f"/{rooms(keys.page_token(campaign.id, customer, generation))[0]}*"
            yield f"/{rooms(keys.share_token(campaign.id, customer, generation))[1]}*"


def _beyond(campaign: Campaign, sent: int) -> Iterator[str]:
    """Yield what a machine can't take back, most certain first."""
    if sent:
        yield "letters that were sent, or may have been: they are in people's mailboxes"
    if not (campaign.people.query or campaign.activity.query):
        yield "your own data files, which name them still: take their rows out there"
    else:
        yield "your own database, which names them still: delete their rows there"
    sending = campaign.sending
    named = (*sending.suppression, *sending.events, sending.unsubscribed, sending.mail_log, *sending.access_log)
    if listed := [name for name in named if name]:
        yield f"your lists and logs: {', '.join(listed)}"
    if campaign.letter.unsubscribe_url:
        yield "unsubscribe.known on your web server: write it anew with `artgen unsubscribe --write`"
    if sending.history:
        yield f"other campaigns: erase them there too ({', '.join(sending.history)})"
    yield "exports that were written elsewhere, and what a platform was given"
    yield "pictures in browsers (for a day), what was saved or shared, previews at other services"
    yield "backups of the output folder, of the bucket, and of your data"
