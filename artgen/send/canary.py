"""The canary: a small share is written to first; the rest waits until what came back of it is known to be good."""

import datetime as dt
import json
import math
from dataclasses import asdict, dataclass, replace

from artgen.campaigns.lots import lot
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
class Canary:
    """The canary as it was drawn: whoever has a lot up to `below`; once it is `passed` it holds nobody back."""

    below: float
    passed: bool = False

    def holds(self, campaign: Campaign, customer: str) -> bool:
        """Tell whether somebody is one of the canary."""
        return lot(_MARK, campaign.id, customer) <= self.below


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
    canary = recorded(ledger) or _drawn(campaign, ledger)
    if canary is None or canary.passed:
        return OPEN
    found = OPEN if past else _judged(campaign, ledger, canary, now)
    if found == OPEN:
        _keep(ledger, replace(canary, passed=True))
    return found


def look(campaign: Campaign, ledger: Ledger, now: dt.datetime) -> Gate:
    """Return the gate as it stands, writing nothing; once the canary is out, `note` says what is known and what to do.

    It is open where no canary was drawn, where it has passed, and where nobody waits.
    """
    canary = recorded(ledger)
    if canary is None or canary.passed or not ledger.queue.waiting():
        return OPEN
    if _amid(ledger, canary):
        return Gate(canary.below)
    try:
        found = _judged(campaign, ledger, canary, now)
    except MailError as shut:
        return Gate(canary.below, str(shut))
    return Gate(EVERYONE, "what came back of it is good; `artgen send` writes to the rest") if found == OPEN else found


def recorded(ledger: Ledger) -> Canary | None:
    """Return the canary that was drawn, or None before that."""
    kept = ledger.runs.mark(_MARK)
    return Canary(**json.loads(kept)) if kept else None


def due(campaign: Campaign, ledger: Ledger, waiting: int) -> int:
    """Return how many the canary would be that is drawn among so many; 0 where as many letters are out already."""
    share = size(campaign, waiting)
    return share if share and ledger.queue.sent_since("")[0] < share else 0


def _amid(ledger: Ledger, canary: Canary) -> bool:
    """Tell whether somebody of the canary still waits."""
    return ledger.queue.waiting(Free(below=canary.below)) > 0


def _judged(campaign: Campaign, ledger: Ledger, canary: Canary, now: dt.datetime) -> Gate:
    """Return the gate that a canary gives; raise MailError where more came back than the campaign allows."""
    if _amid(ledger, canary):
        return Gate(canary.below, "the canary is not through yet")
    back = ledger.queue.echo(canary.below)
    over(campaign, back, "the canary")
    ready = dt.datetime.fromisoformat(back.last or now.isoformat()) + dt.timedelta(hours=campaign.sending.canary_hours)
    if back.last and now < ready:
        when = f"{ready:%Y-%m-%d %H:%M} UTC"
        return Gate(canary.below, f"the canary of {back.sent:,} letters is out; run the same command after {when}")
    if not back.heard:
        return Gate(
            canary.below,
            f"nothing was heard back of the canary's {back.sent:,} letters; run `artgen hear`, "
            "or look for yourself and send with --past-canary",
        )
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


def _drawn(campaign: Campaign, ledger: Ledger) -> Canary | None:
    """Draw the canary among those who wait, where one is due."""
    share = due(campaign, ledger, ledger.queue.waiting())
    if not share:
        return None
    canary = Canary(ledger.queue.canary_lot(share))
    _keep(ledger, canary)
    return canary


def _keep(ledger: Ledger, canary: Canary) -> None:
    ledger.runs.leave(_MARK, json.dumps(asdict(canary)))
