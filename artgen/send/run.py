"""One run of sending: alone, with what a killed run left looked up first, and with whom letters spare asked anew."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.errors import ArtgenError, LedgerError, MailError
from artgen.ledger import Ledger
from artgen.mailing.mailer import Mailer
from artgen.publishing.links import Keys
from artgen.publishing.shelf import alone
from artgen.records import State, Verdict
from artgen.send.flight import Flight
from artgen.send.line import Line, why
from artgen.send.order import Clock, Job, Order, Watch
from artgen.send.reserve import Reserve
from artgen.send.spare import spare

_RECALL = 500
_CUT_OFF = "it was cut off"
_A_SECOND = 1.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of sending did: letters by verdict, claims of an earlier run that it looked up first, who is left.

    `doubts` counts the letters in doubt of all runs; `note` says why it ended while people still wait, and when to
    come back.
    """

    verdicts: dict[Verdict, int] = field(default_factory=dict)
    recovered: int = 0
    left: int = 0
    doubts: int = 0
    note: str = ""


def send(
    campaign: Campaign,
    out: Path,
    mailer: Mailer,
    keys: Keys,
    *,
    clock: Clock,
    order: Order = Order(),
    watch: Watch = Watch(),
) -> Sent:
    """Send waiting letters once each, as far as the order, the canary, quiet hours and the day's quota let it.

    A claim that an earlier, killed run left open is settled first by what the mailer knows of it; where it can't
    know, the claim is parked as unknown for a person to settle. Raise ArtgenError where something must be mended
    first; whatever was on the wire by then is settled.
    """
    with alone(out), Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        if since := ledger.runs.paused:
            raise MailError(f"sending is paused since {since[:16]} UTC; `artgen resume` lets it go on")
        job, reserve = Job(campaign, ledger, keys, clock, order, watch), Reserve(out / ".room")
        try:
            reserve.hold()
            recovered = _recall(job, mailer)
            ledger.queue.remember_hashes(keys.address_hash)
            watch.listen(ledger)
            spare(campaign, ledger, keys, clock())
            return _sent(job, mailer, reserve, recovered)
        finally:
            reserve.free()


def _sent(job: Job, mailer: Mailer, reserve: Reserve, recovered: int) -> Sent:
    pace = mailer.pace()
    if recovered and pace.per_second:
        job.watch.sleep(_A_SECOND)
    waiting, limit = job.ledger.queue.waiting(), job.order.limit
    total = waiting if limit is None else min(limit, waiting)
    most = total if pace.left_today is None else min(total, pace.left_today)
    line = Line(job, total=total, most=most)
    number = job.ledger.runs.begin(mailer.name, total, at=job.at)
    note = _CUT_OFF
    try:
        with Flight(mailer, job.campaign.mailer.workers, pace, job.watch.steady) as flight:
            line.run(flight, reserve, number)
        spare(job.campaign, job.ledger, job.keys, job.clock())
        left = job.ledger.queue.waiting()
        note = why(line, left, job.clock())
        doubts = job.ledger.tally().get(State.UNKNOWN, 0)
        return Sent(dict(line.counts), recovered, left, doubts, note)
    except ArtgenError as wrong:
        note = str(wrong)
        raise
    finally:
        reserve.free()
        # Where even this can't be written, the next run says that this one was killed; what stopped it is raised.
        with suppress(LedgerError):
            job.ledger.runs.end(number, line.settled, note, at=job.at)


def _recall(job: Job, mailer: Mailer) -> int:
    """Settle the claims that a killed run left open by what the mailer knows of them; return how many they were."""
    claims = job.ledger.queue.open_claims()
    for first in range(0, len(claims), _RECALL):
        ended = [(customer, mailer.recall(send_id)) for customer, send_id in claims[first : first + _RECALL]]
        job.ledger.queue.settle_all(ended, at=job.at)
    return len(claims)
