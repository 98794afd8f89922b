"""The numbers of a year, each with the activities that it was counted from."""

import math
from collections.abc import Iterator

from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, by_day
from artgen.history.story import Fact

NIGHT_BELOW = -6.0


def facts(activities: Activities) -> tuple[Fact, ...]:
    """Count the year; a fact that nothing is known of is left away, only "activities" is always there.

    activities: how many. amount, minutes: sums of what is known. places: how many different ones, starts and ends
    together. longest, shortest: by amount, the first among equals, where every amount is known, for an unknown one
    may be more or less than any. first, last: the first and the last day (1..366). busiest_month: 1..12, the first
    among equals. night: how many began with the sun below -6 degrees, where the sun is known.
    """
    return (Fact("activities", len(activities), _all(activities)), *_amounts(activities), *_rest(activities))


def places_of(activity: Activity) -> tuple[Place, ...]:
    """Return the places that an activity touched: start, end, or one, or none."""
    origin, destination = activity.origin, activity.destination
    if origin:
        return (origin, destination) if destination else (origin,)
    return (destination,) if destination else ()


def _amounts(activities: Activities) -> Iterator[Fact]:
    known = tuple(activity for activity in activities if not math.isnan(activity.amount))
    if known:
        yield Fact("amount", math.fsum(activity.amount for activity in known), _all(known))
    if known and len(known) == len(activities):
        longest = max(known, key=lambda activity: activity.amount)
        shortest = min(known, key=lambda activity: activity.amount)
        yield Fact("longest", longest.amount, (longest.n,))
        yield Fact("shortest", shortest.amount, (shortest.n,))
    lasted = tuple(activity for activity in activities if not math.isnan(activity.minutes))
    if lasted:
        yield Fact("minutes", math.fsum(activity.minutes for activity in lasted), _all(lasted))


def _rest(activities: Activities) -> Iterator[Fact]:
    if not activities:
        return
    calendar = by_day(activities)
    for key, activity in (("first", calendar[0]), ("last", calendar[-1])):
        yield Fact(key, activity.start.timetuple().tm_yday, (activity.n,))
    months = [one.start.month for one in activities]
    busiest = max(range(1, 13), key=months.count)
    yield Fact("busiest_month", busiest, tuple(one.n for one in activities if one.start.month == busiest))
    placed = tuple(activity for activity in activities if places_of(activity))
    if placed:
        different = {place.code for activity in placed for place in places_of(activity)}
        yield Fact("places", len(different), _all(placed))
    if any(activity.sun for activity in activities):
        dark = tuple(activity for activity in activities if activity.sun and activity.sun[0] < NIGHT_BELOW)
        yield Fact("night", len(dark), _all(dark))


def _all(activities: Activities) -> tuple[int, ...]:
    return tuple(activity.n for activity in activities)
