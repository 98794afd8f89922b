"""Whom a campaign's letters spare, and why: one rule, in one order, asked anew at each run of sending."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.ledger.lately import written_to
from artgen.ledger.queue import TWICE
from artgen.ledger.spared import Change, Standing
from artgen.publishing.links import Keys
from artgen.records import State
from artgen.send.order import stamp

GONE = "not in the data of the last make"
NO_CONSENT = "no consent"
LATELY = "written to lately"
HOLDOUT = "holdout"
_BATCH = 5_000


def spare(campaign: Campaign, ledger: Ledger, keys: Keys, now: dt.datetime) -> int:
    """Write who is suppressed, who is skipped, and who waits again; return how many people moved."""
    moved, found = 0, changes(campaign, ledger, keys, now)
    while batch := list(islice(found, _BATCH)):
        moved += ledger.spared.write(batch)
    return moved


def changes(campaign: Campaign, ledger: Ledger, keys: Keys, now: dt.datetime) -> Iterator[Change]:
    """Yield who stands elsewhere than the rule says, and where they belong; nothing is written."""
    for standing, state, reason in judged(campaign, ledger, keys, now):
        if (state, reason) != (standing.state, standing.reason if state is not State.MADE else ""):
            yield standing.customer, state, reason


def judged(campaign: Campaign, ledger: Ledger, keys: Keys, now: dt.datetime) -> Iterator[tuple[Standing, State, str]]:
    """Yield everyone who has an address and no letter yet, with the state and the reason that the rule gives them.

    Of several who would be written to at one address, the first is.
    """
    ledger.spared.lately(_lately(campaign, keys, now))
    taken: set[str] = set()
    for standing in ledger.spared.standing():
        state, reason = judge(standing, campaign)
        if state is State.MADE and standing.shared in taken:
            state, reason = State.SKIPPED, TWICE
        if state is State.MADE and standing.shared:
            taken.add(standing.shared)
        yield standing, state, reason


def judge(standing: Standing, campaign: Campaign) -> tuple[State, str]:
    """Return whether somebody waits for a letter, and if not, the first reason.

    The holdout is drawn among those who would be written to, so that the two can be compared; after
    it comes only a mailbox that has its letter.
    """
    if standing.suppressed:
        return State.SUPPRESSED, standing.suppressed
    if standing.gone:
        return State.SKIPPED, GONE
    agreed = {word.casefold() for word in campaign.people.consents}
    if campaign.people.columns.consent and standing.consent.strip().casefold() not in agreed:
        return State.SKIPPED, NO_CONSENT
    if standing.lately:
        return State.SKIPPED, LATELY
    if lot(HOLDOUT, campaign.id, standing.customer) < campaign.sending.holdout:
        return State.SKIPPED, HOLDOUT
    if standing.served:
        return State.SKIPPED, TWICE
    return State.MADE, ""


def _lately(campaign: Campaign, keys: Keys, now: dt.datetime) -> Iterator[str]:
    """Yield the hashes of those whom the campaign's other ledgers wrote to within the days of the cap."""
    since = stamp(now - dt.timedelta(days=campaign.sending.cap_days))
    for name in campaign.sending.history:
        place = campaign.path(name)
        file = place / "ledger.sqlite" if place.is_dir() else place
        yield from written_to(file, since, keys.address_hash, keys.fingerprint)
