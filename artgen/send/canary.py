"""The canary: a small share is written to first; the rest waits until what came back of it is known to be good."""

import datetime as dt
import json
import math
from dataclasses import asdict, dataclass

from artgen.campaigns.model import Campaign
from artgen.errors import MailError
from artgen.ledger import Ledger
from artgen.ledger.echo import Echo
from artgen.ledger.queue import EVERYONE, Free

_MARK = "canary"


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may be written to now: those with a canary lot up to `below`; `note` says why not everyone."""

    below: float
    note: str = ""


OPEN = Gate(EVERYONE)


@dataclass(frozen=True, slots=True)
class _Canary:
    below: float
    passed: bool = False


def size(campaign: Campaign, waiting: int) -> int:
    """Return how many of those who wait are written to first; 0 where there is no canary."""
    if campaign.mailer.kind == "outbox" or not campaign.sending.canary:
        return 0
    share = max(campaign.sending.canary_least, math.ceil(campaign.sending.canary * waiting))
    return share if share < waiting else 0


def gate(campaign: Campaign, ledger: Ledger, now: dt.datetime, *, past: bool) -> Gate:
    """Open, or shut, the gate by what the ledger knows; remember the canary when it is first drawn.

    Raise MailError where more came back than the campaign allows. A person opens the gate for good with `past`.
    """
    canary = _read(ledger) or _drawn(campaign, ledger)
    if canary is None or canary.passed:
        return OPEN
    if past:
        _keep(ledger, _Canary(canary.below, passed=True))
        return OPEN
    if ledger.queue.waiting(Free(below=canary.below)):
        return Gate(canary.below, "the canary is not through yet")
    back = ledger.queue.echo(canary.below)
    over(campaign, back, "the canary")
    ready = dt.datetime.fromisoformat(back.last) + dt.timedelta(hours=campaign.sending.canary_hours)
    if now < ready:
        when = f"{ready:%Y-%m-%d %H:%M} UTC"
        return Gate(canary.below, f"the canary of {back.sent:,} letters is out; run the same command after {when}")
    if not back.heard:
        return Gate(
            canary.below,
            f"nothing was heard back of the canary's {back.sent:,} letters; run `artgen hear`, "
            "or look for yourself and send with --past-canary",
        )
    _keep(ledger, _Canary(canary.below, passed=True))
    return OPEN


def over(campaign: Campaign, back: Echo, whose: str) -> None:
    """Raise MailError where bounces or complaints are over what the campaign allows."""
    allowed = campaign.sending
    found = (("bounces", back.bounced, allowed.bounces), ("complaints", back.complained, allowed.complaints))
    for what, count, most in found:
        if back.sent and count / back.sent > most:
            raise MailError(
                f"sending stopped: {count:,} {what} of {whose}'s {back.sent:,} letters are over {most:.2%}; "
                "find out why before you write to more people, then send with --past-canary"
            )


def _drawn(campaign: Campaign, ledger: Ledger) -> _Canary | None:
    """Draw the canary among those who wait; none where as many letters are out already as it would have."""
    share = size(campaign, ledger.queue.waiting())
    if not share or ledger.queue.sent_since("")[0] >= share:
        return None
    canary = _Canary(ledger.queue.canary_lot(share))
    _keep(ledger, canary)
    return canary


def _read(ledger: Ledger) -> _Canary | None:
    kept = ledger.runs.mark(_MARK)
    return _Canary(**json.loads(kept)) if kept else None


def _keep(ledger: Ledger, canary: _Canary) -> None:
    ledger.runs.leave(_MARK, json.dumps(asdict(canary)))
