"""Moments of coming back: the longest pause, a place or a category again after long."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, all_named, all_placed, reached
from artgen.history.facts import places_of
from artgen.history.story import Moment

PAUSE_DAYS = 14
PAUSE_HALF = 30
RETURN_DAYS = 60
RETURN_HALF = 90

Names = Callable[[Activity], Iterable[str]]


def longest_pause(activities: Activities, home: Place | None) -> Moment | None:
    """Find the most days between one day with an activity and the next, 14 or more; strength: value / (value + 30)."""
    pauses = [_days(before, after) for before, after in pairwise(activities)]
    days = max(pauses, default=0)
    if days < PAUSE_DAYS:
        return None
    at = pauses.index(days)
    return Moment("longest_pause", (activities[at].n, activities[at + 1].n), days, days / (days + PAUSE_HALF))


def return_to_place(activities: Activities, home: Place | None) -> Moment | None:
    """Find the place, not home, reached again after the most days, 60 or more, with other activities in between.

    The evidence is the last time before and the return. Every activity's places must be known. Strength:
    value / (value + 90).
    """

    def back(one: Activity) -> tuple[str, ...]:
        place = reached(one, home)
        return (place.code,) if place else ()

    if not all_placed(activities):
        return None
    return _return("return_to_place", activities, lambda one: [place.code for place in places_of(one)], back)


def return_to_category(activities: Activities, home: Place | None) -> Moment | None:
    """Find the category that came again after the most days, 60 or more, with other activities in between.

    Every category must be known. Strength: value / (value + 90).
    """

    def named(one: Activity) -> tuple[str, ...]:
        return (one.category,)

    return _return("return_to_category", activities, named, named) if all_named(activities) else None


def _return(key: str, activities: Activities, touched: Names, back: Names) -> Moment | None:
    last: dict[str, int] = {}
    best, of = RETURN_DAYS - 1, (-1, -1)
    for at, one in enumerate(activities):
        for name in back(one):
            before = last.get(name, at)
            if at - before > 1 and _days(activities[before], one) > best:
                best, of = _days(activities[before], one), (activities[before].n, one.n)
        last.update(dict.fromkeys(touched(one), at))
    return Moment(key, of, best, best / (best + RETURN_HALF)) if best >= RETURN_DAYS else None


def _days(before: Activity, after: Activity) -> int:
    return (after.start.date() - before.start.date()).days
