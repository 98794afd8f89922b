"""One pass over the Histories: what a check counts on the way, in memory that does not grow with them."""

import datetime as dt
import hashlib
import heapq
import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from artgen.artwork import shows_name
from artgen.desk.checking.effects import Effects
from artgen.desk.checking.findings import MOST_EXAMPLES, Example, Tally, shown
from artgen.history.columns import Ints, Place
from artgen.history.counts import NONE, Counts
from artgen.history.grace import Graced
from artgen.history.history import History, Record
from artgen.history.places import place
from artgen.records import Fault, Gravity
from artgen.worker import UNSHOWN_NAME

A_COUNT = 10
MOST_STATUSES = 50
LARGEST = "largest"
STEPS_A_DECADE = 2_000
_LOWEST = -12
_DECADES = 26


class Spectrum:
    """Amounts above zero, counted in 2,000 steps a decade: each step is a thousandth above the last.

    >>> spectrum = Spectrum()
    >>> for amount in (10, 10, 11, 12, 1000): spectrum.add(amount)
    >>> round(spectrum.median(), 1), spectrum.beyond(decades=1), spectrum.beyond(decades=2)
    (11.0, 1, 0)
    """

    def __init__(self) -> None:
        self._steps: Ints = np.zeros(_DECADES * STEPS_A_DECADE, np.int64)

    @property
    def known(self) -> int:
        """Return how many amounts above zero there are."""
        return int(self._steps.sum())

    def add(self, amount: float) -> None:
        """Count an amount; what is beyond the decades joins the last step there is."""
        step = math.floor((math.log10(amount) - _LOWEST) * STEPS_A_DECADE)
        self._steps[min(max(step, 0), len(self._steps) - 1)] += 1

    def median(self) -> float:
        """Return the median, right to a thousandth; 0 where no amount is known."""
        return 10 ** (_LOWEST + (self._middle() + 0.5) / STEPS_A_DECADE) if self.known else 0.0

    def beyond(self, decades: int) -> int:
        """Return how many amounts are so many powers of ten above the median, or more."""
        return int(self._steps[self._middle() + decades * STEPS_A_DECADE :].sum()) if self.known else 0

    def _middle(self) -> int:
        return int(np.searchsorted(np.cumsum(self._steps), (self.known + 1) // 2))


@dataclass(slots=True)
class Spot:
    """One degree by one degree of the globe: how many starts and ends lie in it, and the first of them."""

    place: Place
    first: tuple[str, int]
    times: int = 0


@dataclass(slots=True)
class Survey:
    """What was counted; `file` is named in examples where the campaign has one activity file, `now` is aware."""

    campaign: str
    file: str
    now: dt.datetime
    counts: Counts = NONE
    effects: Effects = field(default_factory=Effects)
    active: int = 0
    idle: int = 0
    strangers: int = 0
    stranger_rows: int = 0
    customers: int = 0
    months: list[int] = field(default_factory=lambda: [0] * 12)
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    timed: int = 0
    midnight: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    amounts: Spectrum = field(default_factory=Spectrum)
    repeated: int = 0
    future: int = 0
    held: Tally = field(default_factory=Tally)
    faulty: Tally = field(default_factory=Tally)
    absent: Tally = field(default_factory=Tally)
    notices: Tally = field(default_factory=Tally)
    noticed: dict[str, list[tuple[tuple[float, str, int], Example]]] = field(default_factory=dict)
    busiest: list[tuple[int, str]] = field(default_factory=list)
    globe: dict[tuple[int, int], Spot] = field(default_factory=dict)
    sampled: dict[int, list[tuple[bytes, str, int]]] = field(default_factory=dict)
    drawn: Counter[int] = field(default_factory=Counter)

    def add(self, graced: Graced, shard: int) -> None:
        """Count one customer as the rules of grace leave the year."""
        history = graced.history
        self.effects.add(graced)
        self.counts += history.counts
        rows = history.counts.kept + sum(history.counts.left_out.values())
        self.customers += 1
        self.busiest = heapq.nsmallest(MOST_EXAMPLES, [*self.busiest, (-rows, history.customer)])
        for fault in history.faults:
            self._tally(fault, history, rows)
        if history.person is None and not history.faulty:
            self.strangers += 1
            self.stranger_rows += rows
        elif history.person is not None and not history.held:
            self._drawn(history, shard)
            if history.person.name and not shows_name(history.person.name):
                self.notices.add(Fault(Gravity.NOTICE, UNSHOWN_NAME, history.customer))

    def examples(self, what: str) -> tuple[Example, ...]:
        """Return the first few rows, by customer and line, of which `what` was noted."""
        return tuple(one for _, one in self.noticed.get(what, ()))

    def sample(self, customer: str, activities: int, shard: int) -> None:
        """Count a customer among those with as many activities, and keep the first few by a draw from their ids."""
        self.drawn[activities] += 1
        draw = hashlib.sha256(f"preview\0{self.campaign}\0{customer}".encode()).digest()
        among = [*self.sampled.get(activities, ()), (draw, customer, shard)]
        self.sampled[activities] = heapq.nsmallest(A_COUNT, among)

    def _tally(self, fault: Fault, history: History, rows: int) -> None:
        if fault.gravity is Gravity.NOTICE:
            self.notices.add(fault)
        elif history.held:
            self.held.add(fault)
        elif history.faulty:
            self.faulty.add(fault)
        else:
            self.absent.add(fault, rows)

    def _drawn(self, history: History, shard: int) -> None:
        many = len(history.records)
        self.active += many > 0
        self.idle += not many
        self.sample(history.customer, many, shard)
        if not many:
            self._note("idle", history.customer)
        seen: set[tuple[object, ...]] = set()
        for record in history.records:
            said = _said(record)
            if said in seen:
                self.repeated += 1
                self._note("repeated", history.customer, record)
            seen.add(said)
            self._row(history.customer, record)

    def _row(self, customer: str, record: Record) -> None:
        self.months[record.start.month - 1] += 1
        if record.timed:
            self.timed += 1
            self.hours[record.start.hour] += 1
            if record.start.hour == record.start.minute == 0:
                self.midnight += 1
                self._note("midnight", customer, record)
        if record.start > self.now:
            self.future += 1
            self._note("future", customer, record)
        if record.status in self.statuses or len(self.statuses) < MOST_STATUSES:
            self.statuses[record.status] += 1
        for role in ("origin", "destination", "category", "weather"):
            if word := getattr(record, role):
                self.filled[role] += 1
                if role == "category" and len(self.words) < 2:
                    self.words.add(word)
        for key in (record.origin, record.destination):
            if key and (there := place(key)):
                self._spot(there, (customer, record.line))
        self.filled["minutes"] += not math.isnan(record.minutes)
        if not math.isnan(record.amount):
            self.filled["amount"] += 1
            if record.amount > 0:
                self.amounts.add(record.amount)
                self._note(LARGEST, customer, record, -record.amount)

    def _spot(self, there: Place, row: tuple[str, int]) -> None:
        if there.located:
            cell = (math.floor(there.latitude), math.floor(there.longitude))
            spot = self.globe.setdefault(cell, Spot(there, row))
            spot.times += 1
            if row < spot.first:
                spot.place, spot.first = there, row

    def _note(self, what: str, customer: str, record: Record | None = None, order: float = 0) -> None:
        """Keep the first few by `order`, customer and line, in whatever order they come; without a row, a customer."""
        few = self.noticed.setdefault(what, [])
        key = (order, customer, record.line if record else 0)
        if len(few) < MOST_EXAMPLES or key < few[-1][0]:
            said = Example(shown(customer))
            if record:
                detail = f"{record.amount:,.10g}" if what == LARGEST else _when(record)
                said = Example(shown(customer), self.file, record.line, "", detail)
            few.append((key, said))
            few.sort(key=lambda one: one[0])
            del few[MOST_EXAMPLES:]


def _said(record: Record) -> tuple[object, ...]:
    """Return all that a row says but where it stands."""
    numbers = tuple(None if math.isnan(number) else number for number in (record.amount, record.minutes))
    words = (record.origin, record.destination, record.category, record.grade, record.weather)
    return (record.start, record.timed, *numbers, *words)


def _when(record: Record) -> str:
    return record.start.strftime("%Y-%m-%d %H:%M" if record.timed else "%Y-%m-%d")
