"""Moments of the heart: the way, the place and the category that came most often, and no other as often."""

from collections import Counter
from collections.abc import Hashable, Sequence

from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, all_named, all_placed, led, reached
from artgen.history.story import Moment

OFTEN = 3


def most_taken_route(activities: Activities, home: Place | None) -> Moment | None:
    """Find the way taken most, both directions together; `value` times, three or more.

    Every activity's places must be known. Strength: 1 - 2 / value.
    """
    ways = [_way(one) for one in activities]
    return _most("most_taken_route", activities, ways) if all_placed(activities) else None


def most_visited_place(activities: Activities, home: Place | None) -> Moment | None:
    """Find the place reached most, the way home aside; `value` times, three or more.

    Every activity's places must be known. Strength: 1 - 2 / value.
    """
    places = [place and place.code for place in (reached(one, home) for one in activities)]
    return _most("most_visited_place", activities, places) if all_placed(activities) else None


def most_frequent_category(activities: Activities, home: Place | None) -> Moment | None:
    """Find the category that came most, of two or more; `value` times, three or more.

    Every category must be known. Strength: 1 - 2 / value.
    """
    names = [one.category for one in activities]
    if not all_named(activities) or len(set(names)) < 2:
        return None
    return _most("most_frequent_category", activities, names)


def _way(activity: Activity) -> frozenset[str] | None:
    if led(activity) and activity.origin and activity.destination:
        return frozenset((activity.origin.code, activity.destination.code))
    return None


def _most(key: str, activities: Activities, names: Sequence[Hashable]) -> Moment | None:
    ranks = Counter(name for name in names if name).most_common(2)
    if not ranks or ranks[0][1] < OFTEN or (len(ranks) > 1 and ranks[0][1] == ranks[1][1]):
        return None
    name, times = ranks[0]
    of = tuple(one.n for one, had in zip(activities, names, strict=True) if had == name)
    return Moment(key, of, times, 1 - (OFTEN - 1) / times)
