"""Moments of beginning and counting: the first, the last, something new, a round number."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from itertools import accumulate, takewhile

from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, all_named, all_placed, by_time
from artgen.history.facts import places_of
from artgen.history.story import Moment

Names = Callable[[Activity], Iterable[str]]

EDGE_DAYS = 60
PLAIN = 0.25
KNOWN_BEFORE = 5
ROUND_COUNTS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
ROUND_TOTALS = tuple(first * 10**zeros for zeros in range(2, 17) for first in (1, 5))
TOTAL_FROM = 3
WHOLE, HALF = 0.7, 0.5


def first_of_year(activities: Activities, home: Place | None) -> Moment | None:
    """Find the first of the first day; strength: 1 on 1 January, falling to a quarter over sixty days."""
    if not activities:
        return None
    day = activities[0].start.timetuple().tm_yday - 1
    return Moment("first_of_year", (activities[0].n,), strength=_near(day))


def last_of_year(activities: Activities, home: Place | None) -> Moment | None:
    """Find the last of the last day, of several; strength: 1 on 31 December, falling to a quarter over sixty days."""
    if len(activities) < 2:
        return None
    when = activities[-1].start.date()
    return Moment("last_of_year", (activities[-1].n,), strength=_near((date(when.year, 12, 31) - when).days))


def first_place(activities: Activities, home: Place | None) -> Moment | None:
    """Find the first time at a place after the longest run without a new one: `value` many, at least five.

    Nobody leaves a place before reaching it, so this goes by time, whatever the days over the date line. Home is no
    news; every activity's places must be known. Strength: value / (value + 5).
    """
    if not all_placed(activities):
        return None
    return _new("first_place", by_time(activities), _codes, {home.code} if home else set())


def new_category(activities: Activities, home: Place | None) -> Moment | None:
    """Find the first of its category after the longest run without a new one: `value` many, at least five.

    Every category must be known. Strength: value / (value + 5).
    """
    if not all_named(activities):
        return None
    return _new("new_category", activities, lambda one: (one.category,), set())


def round_count(activities: Activities, home: Place | None) -> Moment | None:
    """Find the 10th, 25th, 50th, 100th and so on, the highest reached; strength: log10(value) / 3, at most 1."""
    at = bisect_right(ROUND_COUNTS, len(activities))
    if not at:
        return None
    count = ROUND_COUNTS[at - 1]
    return Moment("round_count", (count - 1,), count, min(1.0, math.log10(count) / 3))


def round_total(activities: Activities, home: Place | None) -> Moment | None:
    """Find where the sum of amounts reaches its highest round number: 100, 500, 1,000, 5,000 and so on.

    The evidence is the activity that reaches it, the third or a later one; all amounts before must be known.
    Strength: 0.7 for a power of ten, 0.5 for the half of one.
    """
    in_time = by_time(activities)
    known = takewhile(lambda one: not math.isnan(one.amount), in_time)
    totals = [round(total, 6) for total in accumulate(one.amount for one in known)]
    at = bisect_right(ROUND_TOTALS, totals[-1]) if totals else 0
    if not at:
        return None
    goal = ROUND_TOTALS[at - 1]
    n = next(n for n, total in enumerate(totals) if total >= goal)
    if n + 1 < TOTAL_FROM:
        return None
    return Moment("round_total", (in_time[n].n,), goal, WHOLE if str(goal)[0] == "1" else HALF)


def _near(days: int) -> float:
    return max(PLAIN, 1 - days / EDGE_DAYS)


def _codes(activity: Activity) -> tuple[str, ...]:
    return tuple(place.code for place in places_of(activity))


def _new(
    key: str, activities: Activities, names: Callable[[Activity], Iterable[str]], known: set[str]
) -> Moment | None:
    seen, run, best, of = set(known), 0, KNOWN_BEFORE - 1, -1
    for one in activities:
        if seen.issuperset(names(one)):
            run += 1
            continue
        if run > best:
            best, of = run, one.n
        seen.update(names(one))
        run = 0
    return None if of < 0 else Moment(key, (of,), best, best / (best + KNOWN_BEFORE))
