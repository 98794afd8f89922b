"""What a run of sending would do: whom it writes to, whom not and why, how long it takes; nothing is written."""

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass

from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.ledger.queue import EVERYONE
from artgen.mailing.mailer import Pace
from artgen.publishing.links import Keys
from artgen.records import State
from artgen.send.canary import OPEN, Canary, due, look, recorded
from artgen.send.order import Order
from artgen.send.quiet import asleep
from artgen.send.spare import judged

_DAY_S = 86_400
Why = tuple[State, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`letters` would leave, `asleep` of them not now; `why_not` counts those who get none, by state and reason.

    `first` is how many of them are the canary that goes before the others (0: none, or it is out); `held` says why a
    canary that is out keeps all of them back (empty: it doesn't). `seconds` is the time they take at the mailer's rate
    (None: it sets none), `days` the days by its daily quota, `cost` what they cost at the given price; the last is 0
    without one.
    """

    letters: int
    asleep: int
    why_not: dict[Why, int]
    first: int
    held: str
    per_second: float | None
    seconds: float | None
    days: int
    cost: float


def plan(
    campaign: Campaign,
    ledger: Ledger,
    keys: Keys,
    pace: Pace,
    now: dt.datetime,
    *,
    order: Order = Order(),
    price: float = 0,
) -> Plan:
    """Return what sending would do now, at `price` for a thousand letters."""
    zones: Counter[str] = Counter()
    canary, among = recorded(ledger), 0
    asked_anew = (State.SKIPPED, State.SUPPRESSED)
    known = ((state, why, count) for state, why, count in ledger.spared.reasons() if state not in asked_anew)
    why_not: Counter[Why] = Counter({(state, why): count for state, why, count in known})
    for standing, state, reason in judged(campaign, ledger, keys, now):
        if state is State.MADE:
            zones[standing.zone] += 1
            among += canary is not None and canary.holds(campaign, standing.customer)
        else:
            why_not[state, reason] += 1
    waiting = zones.total()
    letters = waiting if order.limit is None else min(order.limit, waiting)
    sleeping = sum(zones[zone] for zone in asleep(sorted(zones), campaign.sending, now))
    gate = OPEN if order.past_canary else look(campaign, ledger, now)
    first = 0 if order.past_canary else _first(canary, among, due(campaign, ledger, waiting))
    seconds = letters / pace.per_second if pace.per_second else None
    return Plan(
        letters=letters,
        asleep=min(sleeping, letters),
        why_not=dict(why_not.most_common()),
        first=min(first, letters) if first < waiting else 0,
        held=gate.note if gate.below < EVERYONE else "",
        per_second=pace.per_second,
        seconds=seconds,
        days=_days(letters, seconds, pace),
        cost=letters * price / 1000,
    )


def _first(canary: Canary | None, among: int, drawn: int) -> int:
    """Return how many go first: those of a canary who still wait, or as many as one would have that is drawn now."""
    if canary is None:
        return drawn
    return 0 if canary.passed else among


def _days(letters: int, seconds: float | None, pace: Pace) -> int:
    """Return on how many days letters leave; a day grants as much as is left of this one, as far as anybody knows."""
    by_time = math.ceil((seconds or 0) / _DAY_S)
    by_quota = math.ceil(letters / pace.left_today) if pace.left_today else 0
    return max(by_time, by_quota, 1 if letters else 0)
