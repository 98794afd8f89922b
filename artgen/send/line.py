"""The line itself: claim a small batch, write, deliver, settle; never more claims open than two for each worker.

So a killed run leaves at most that many letters in doubt, and a full disk or a lost ledger stops it before the wire.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.errors import ArtgenError, LedgerError, MailError
from artgen.ledger import Free
from artgen.mailing.letter import Letter, write
from artgen.records import Claim, Outcome, Verdict
from artgen.send.canary import Gate, gate, over
from artgen.send.flight import UNTRIED, Flight
from artgen.send.order import Job, stamp
from artgen.send.patience import Patience
from artgen.send.quiet import asleep, wakes
from artgen.send.reserve import Reserve

STOPPED = "a person stopped it; run the same command again to go on"
PAUSED = "a person paused it; `artgen resume` lets it go on"
QUOTA = "the quota of the day is used up"
_UNWRITTEN = Outcome(Verdict.DEFINITELY_NOT, "the letter can't be written")
_BEAT_S, _LOOK_S, _NAP_S, _AGAIN_S, _TRIES = 1.0, 10.0, 2.0, 0.5, 10


def subject_of(campaign: Campaign) -> Callable[[str], int]:
    """Return how a customer's lot picks one of the brand's subjects, counted from 0."""
    count = 1 + len(campaign.letter.subjects)
    return lambda customer: int(lot("subject", campaign.id, customer) * count)


class Line:
    """One run of the line; `ended` says why it ended early, `used_up` that the day's quota did."""

    def __init__(self, job: Job, *, total: int, most: int) -> None:
        self.job = job
        self.counts: Counter[Verdict] = Counter()
        self.settled = 0
        self.ended = ""
        self.used_up = QUOTA if most == 0 < total else ""
        self.gate: Gate = gate(job.campaign, job.ledger, job.clock(), past=job.order.past_canary)
        self._total, self._most = total, most
        self._workers = job.campaign.mailer.workers
        self._patience = Patience(self._workers)
        self._fault: ArtgenError | None = None
        self._after, self._came_back = "", False
        self._zones = job.ledger.queue.zones()
        self._began = self._beaten = self._looked = job.watch.steady()

    @property
    def sleeping(self) -> tuple[str, ...]:
        """Return the zones, of all in which somebody waits, where it is a quiet hour now."""
        return asleep(self._zones, self.job.campaign.sending, self.job.clock())

    def run(self, flight: Flight, reserve: Reserve, number: int) -> None:
        """Send until nobody may be written to or there is a reason to end; raise what must be mended first."""
        while True:
            if not self._over:
                self._batch(flight, reserve)
            if self._over:
                flight.halt()
            if len(flight):
                self._settle(flight.landed(), reserve)
            elif self._over or not self._go_on():
                break
            self._beat(number)
        if self._fault:
            raise self._fault

    @property
    def _over(self) -> bool:
        return bool(self._fault or self.ended or self.used_up)

    def _batch(self, flight: Flight, reserve: Reserve) -> None:
        """Claim as many as there is room for, write their letters, and let them leave."""
        if self.job.watch.stopped():
            self.ended = STOPPED
        elif self.job.ledger.runs.paused:
            self.ended = PAUSED
        room = min(2 * self._workers, self._most - self.settled) - len(flight)
        if self._over or room < min(self._workers, self._most - self.settled - len(flight)) or room < 1:
            return
        try:
            reserve.hold()
            self.job.watch.listen(self.job.ledger)
            claims = self._claim(room)
        except ArtgenError as wrong:
            self._fault = wrong
            return
        letters: list[tuple[Claim, Letter]] = []
        try:
            letters += [(claim, self._write(claim)) for claim in claims]
        except MailError as wrong:
            self._fault = wrong
            self._settle([(claim, _UNWRITTEN) for claim in claims], reserve)
            return
        flight.launch(letters)

    def _claim(self, most: int) -> list[Claim]:
        """Claim up to so many people who may be written to now."""
        campaign = self.job.campaign.id
        claims = self.job.ledger.queue.take(
            most,
            send_id=lambda customer, generation: self.job.keys.send_id(campaign, customer, generation),
            at=self.job.at,
            after=self._after,
            free=Free(self.sleeping, self.gate.below),
            variant=subject_of(self.job.campaign),
        )
        if claims:
            self._after = claims[-1].customer
        return claims

    def _write(self, claim: Claim) -> Letter:
        return write(claim, self.job.campaign, self.job.keys, now=self.job.clock(), variant=claim.variant)

    def _settle(self, landed: Sequence[tuple[Claim, Outcome]], reserve: Reserve) -> None:
        """Write what became of letters in one commit, and learn from it whether to go on."""
        for claim, outcome in landed:
            gone = outcome.verdict is not Verdict.DEFINITELY_NOT
            self.settled += gone
            self._came_back |= not gone
            if outcome not in (UNTRIED, _UNWRITTEN):
                self.counts[outcome.verdict] += 1
                fault = self._patience.feel(claim.customer, outcome)
                self._fault = self._fault or fault
        self.used_up = self.used_up or self._patience.paused
        if not self._over and self.settled >= self._most < self._total:
            self.used_up = QUOTA
        self.settled -= self._keep([(claim.customer, outcome) for claim, outcome in landed], reserve)
        self.job.watch.progress(self.settled, self._total)

    def _keep(self, ended: Sequence[tuple[str, Outcome]], reserve: Reserve) -> int:
        """Write outcomes, with all patience and all the room there is: they are known nowhere else.

        Whom a reason refused that is not about them waits again by the same commit: a run that is killed leaves no
        outcome without what follows from it. Return how many these are.
        """
        settle, again = self.job.ledger.queue.settle_all, self._patience.again
        for _ in range(_TRIES):
            try:
                return settle(ended, at=self.job.at, again=again)
            except LedgerError as wrong:
                self._fault = self._fault or wrong
                reserve.free()
            self.job.watch.sleep(_AGAIN_S)
        return settle(ended, at=self.job.at, again=again)

    def _go_on(self) -> bool:
        """Tell whether there is more to do now that nothing is on its way: a second try, the gate open, a morning."""
        if self.settled >= self._most:
            return False
        if self._came_back:
            self._after, self._came_back = "", False
            return True
        before = self.gate
        self.gate = gate(self.job.campaign, self.job.ledger, self.job.clock(), past=self.job.order.past_canary)
        if self.gate.below != before.below:
            self._after = ""
            return True
        return self.job.order.wait and self._slept()

    def _slept(self) -> bool:
        """Wait until the first of the sleeping zones wakes, or a person stops it; False where nobody sleeps."""
        if not self.job.ledger.queue.waiting(Free(below=self.gate.below)):
            return False
        morning = wakes(self.sleeping, self.job.campaign.sending, self.job.clock())
        while (
            morning and self.job.clock() < morning and not self.job.watch.stopped() and not self.job.ledger.runs.paused
        ):
            self.job.watch.sleep(_NAP_S)
        self._after = ""
        return morning is not None

    def _beat(self, number: int) -> None:
        """Write how far the run is, once a second; look at what came back, once in ten."""
        now = self.job.watch.steady()
        if self._over or now - self._beaten < _BEAT_S:
            return
        self._beaten = now
        try:
            self.job.ledger.runs.beat(number, self.settled, self._rate(now), at=self.job.at)
            if (
                now - self._looked >= _LOOK_S
                and self.job.campaign.mailer.kind != "outbox"
                and not self.job.order.past_canary
            ):
                self._looked = now
                self._look_back()
        except ArtgenError as wrong:
            self._fault = wrong

    def _look_back(self) -> None:
        """Raise MailError where too much came back of all letters that are out, once they are enough to judge by."""
        echo = self.job.ledger.queue.glance()
        if echo.sent >= self.job.campaign.sending.canary_least:
            over(self.job.campaign, echo, "the campaign")

    def _rate(self, now: float) -> float:
        return round(self.settled / max(now - self._began, 0.001), 2)


def why(line: Line, left: int, now: dt.datetime) -> str:
    """Say why a run ended while people still wait, and when to come back; empty where it did all that was asked."""
    if not left or line.ended:
        return line.ended
    if line.used_up:
        first = line.job.ledger.queue.sent_since(stamp(now - dt.timedelta(hours=24)))[1] or stamp(now)
        again = dt.datetime.fromisoformat(first) + dt.timedelta(hours=24)
        return f"{line.used_up}; run the same command after {again:%Y-%m-%d %H:%M} UTC"
    if line.job.order.limit is not None and line.settled >= line.job.order.limit:
        return ""
    if line.gate.note and not line.job.ledger.queue.waiting(Free(below=line.gate.below)):
        return line.gate.note
    if morning := wakes(line.sleeping, line.job.campaign.sending, now):
        return f"whoever waits is in their quiet hours; run the same command after {morning:%Y-%m-%d %H:%M} UTC"
    return ""
