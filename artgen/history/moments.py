"""What is notable in a year: at most five moments, never two of one kind, each with its evidence."""

import math
from collections import defaultdict
from itertools import pairwise

from artgen.history.columns import Activity, Place
from artgen.history.facts import places_of
from artgen.history.places import kilometres
from artgen.history.story import Moment

MOST = 5
LATE_FROM_HOUR = 21
LATE_UNTIL_HOUR = 4
PAUSE_DAYS = 14
ROUTE_TIMES = 3

Activities = tuple[Activity, ...]


def moments(activities: Activities, home: Place | None) -> tuple[Moment, ...]:
    """Find the moments, told in time order; where there are more than five, in the order of preference below.

    first_of_year, longest (value: the amount, larger than any other), farthest_from_home (value: kilometres; the
    first time there), last_of_year, busiest_day (value: how many, two or more), latest (value: the hour; the
    latest start between 21:00 and 04:00), most_taken_route (value: times, three or more, both ways together),
    longest_pause (value: days between two activities, 14 or more). Among equals the first. No single activity is
    the evidence of two moments.
    """
    found = (
        _first_of_year(activities),
        _longest(activities),
        _farthest_from_home(activities, home),
        _last_of_year(activities),
        _busiest_day(activities),
        _latest(activities),
        _most_taken_route(activities),
        _longest_pause(activities),
    )
    chosen: list[Moment] = []
    for moment in found:
        if moment and not (len(moment.of) == 1 and any(moment.of == had.of for had in chosen)):
            chosen.append(moment)
    return tuple(sorted(chosen[:MOST], key=lambda moment: (moment.of[0], moment.key)))


def _first_of_year(activities: Activities) -> Moment | None:
    return Moment("first_of_year", (activities[0].n,)) if activities else None


def _longest(activities: Activities) -> Moment | None:
    known = sorted((one for one in activities if not math.isnan(one.amount)), key=lambda one: (-one.amount, one.n))
    if len(known) < 2 or known[0].amount == known[1].amount:
        return None
    return Moment("longest", (known[0].n,), known[0].amount)


def _farthest_from_home(activities: Activities, home: Place | None) -> Moment | None:
    if home is None or not home.located:
        return None
    ways = [(kilometres(home, place), one.n) for one in activities for place in places_of(one) if place.located]
    away, n = max(ways, key=lambda way: (way[0], -way[1]), default=(0.0, 0))
    return Moment("farthest_from_home", (n,), round(away, 2)) if away > 0 else None


def _busiest_day(activities: Activities) -> Moment | None:
    days: dict[object, list[int]] = defaultdict(list)
    for one in activities:
        days[one.start.date()].append(one.n)
    of = max(days.values(), key=len, default=[])
    return Moment("busiest_day", tuple(of), len(of)) if len(of) >= 2 else None


def _latest(activities: Activities) -> Moment | None:
    late = [
        (_into_night(one), -one.n, one)
        for one in activities
        if one.timed and (one.start.hour >= LATE_FROM_HOUR or one.start.hour < LATE_UNTIL_HOUR)
    ]
    if not late:
        return None
    latest = max(late)[2]
    return Moment("latest", (latest.n,), latest.start.hour + latest.start.minute / 60)


def _into_night(activity: Activity) -> int:
    """Return the minutes since 04:00, when a night ends, so that 00:30 is later than 23:50."""
    return (activity.start.hour * 60 + activity.start.minute - LATE_UNTIL_HOUR * 60) % (24 * 60)


def _longest_pause(activities: Activities) -> Moment | None:
    pauses = [
        ((after.start.date() - before.start.date()).days, -before.n, (before.n, after.n))
        for before, after in pairwise(activities)
    ]
    days, _, of = max(pauses, default=(0, 0, ()))
    return Moment("longest_pause", of, days) if days >= PAUSE_DAYS else None


def _most_taken_route(activities: Activities) -> Moment | None:
    routes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for one in activities:
        if one.origin and one.destination and one.origin.code != one.destination.code:
            routes[tuple(sorted((one.origin.code, one.destination.code)))].append(one.n)
    route = min(routes, key=lambda codes: (-len(routes[codes]), codes), default=())
    if len(routes.get(route, ())) < ROUTE_TIMES:
        return None
    return Moment("most_taken_route", tuple(routes[route]), len(routes[route]))


def _last_of_year(activities: Activities) -> Moment | None:
    return Moment("last_of_year", (activities[-1].n,)) if len(activities) > 1 else None
