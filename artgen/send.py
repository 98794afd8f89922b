"""The second line: claim > letter > deliver > settle; it never draws, and never sends what it is not sure of twice."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.errors import MailError
from artgen.ledger import Ledger
from artgen.mailing.letter import write
from artgen.mailing.mailer import Mailer
from artgen.publishing.links import Keys
from artgen.records import Outcome, Verdict

Progress = Callable[[int, int], None]
Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of sending did: letters by verdict, and claims of an earlier run that it settled first."""

    verdicts: dict[Verdict, int] = field(default_factory=dict)
    recovered: int = 0
    left: int = 0


def send(
    campaign: Campaign,
    out: Path,
    mailer: Mailer,
    keys: Keys,
    *,
    clock: Clock,
    limit: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Sent:
    """Send every waiting letter once; stop with MailError at the first that definitely did not go out.

    A claim that an earlier, killed run left open is settled first by what the mailer knows of it; where it
    can't know, the claim is parked as unknown for a person to settle.
    """
    counts: dict[Verdict, int] = {}
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        recovered = 0
        for customer, send_id in ledger.queue.open_claims():
            ledger.queue.settle(customer, mailer.recall(send_id), at=_at(clock))
            recovered += 1
        waiting = ledger.queue.waiting()
        total = waiting if limit is None else min(limit, waiting)
        after = ""
        for done in range(total):
            progress(done, total)
            claim = ledger.queue.claim(after, send_id=lambda c, g: keys.send_id(campaign.id, c, g), at=_at(clock))
            if claim is None:
                break
            after = claim.customer
            try:
                letter = write(claim, campaign, keys, now=clock())
            except MailError:
                ledger.queue.settle(
                    claim.customer, Outcome(Verdict.DEFINITELY_NOT, "the letter can't be written"), at=_at(clock)
                )
                raise
            outcome = mailer.deliver(claim.send_id, letter)
            ledger.queue.settle(claim.customer, outcome, at=_at(clock))
            counts[outcome.verdict] = counts.get(outcome.verdict, 0) + 1
            if outcome.verdict is Verdict.DEFINITELY_NOT:
                raise MailError(f"sending stopped: {outcome.detail}; mend that and run the same command again")
        progress(total, total)
        return Sent(counts, recovered, ledger.queue.waiting())


def _at(clock: Clock) -> str:
    return clock().astimezone(dt.UTC).isoformat(timespec="milliseconds")
