"""Moments of size: the longest by amount or by time, the odd one out, the farthest from home."""

import math
from collections.abc import Sequence
from statistics import median

from artgen.history.columns import Place
from artgen.history.evidence import Activities, all_placed, by_time
from artgen.history.facts import places_of
from artgen.history.places import kilometres
from artgen.history.story import Moment

FAR_KM = 2_000
HABIT_FROM = 8
ODD_FROM = 3.5
NORMAL = 0.6745


def longest(activities: Activities, home: Place | None) -> Moment | None:
    """Find the one amount larger than any other, all being known; strength: 1 - median / value."""
    return _largest("longest", activities, [one.amount for one in activities])


def longest_time(activities: Activities, home: Place | None) -> Moment | None:
    """Find the one duration, in minutes, longer than any other, all being known; strength: 1 - median / value."""
    return _largest("longest_time", activities, [one.minutes for one in activities])


def odd_one_out(activities: Activities, home: Place | None) -> Moment | None:
    """Find the amount farthest from this person's own habit; `value` is the habit, the median amount.

    The distance is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993), on the
    logarithms: 0.6745 * |log amount - median| / median absolute deviation. Eight amounts or more, all known and
    above 0, a score of 3.5 or more that no other reaches. Strength: 1 - 3.5 / (2 * score).
    """
    amounts = [one.amount for one in activities]
    if len(amounts) < HABIT_FROM or not min(amounts, default=0) > 0 or any(map(math.isnan, amounts)):
        return None
    logs = [math.log(amount) for amount in amounts]
    middle = median(logs)
    away = [abs(log - middle) for log in logs]
    usual = median(away)
    if usual < 1e-9:
        return None
    scores = [round(NORMAL * far / usual, 6) for far in away]
    n = scores.index(max(scores))
    if scores[n] < ODD_FROM or scores.count(scores[n]) > 1:
        return None
    return Moment("odd_one_out", (activities[n].n,), median(amounts), 1 - ODD_FROM / (2 * scores[n]))


def farthest_from_home(activities: Activities, home: Place | None) -> Moment | None:
    """Find the first time at the place farthest from home; `value` kilometres.

    The first by time, whatever the days over the date line. Every place must be known and on the globe. Strength:
    value / (value + 2,000).
    """
    if home is None or not all_placed(activities):
        return None
    places = {place.code: place for one in activities for place in places_of(one)}
    if not all(place.located for place in (home, *places.values())):
        return None
    far = {code: kilometres(home, place) for code, place in places.items()}
    away = max(far.values(), default=0.0)
    if away <= 0:
        return None
    there = next(one for one in by_time(activities) if any(far[place.code] == away for place in places_of(one)))
    return Moment("farthest_from_home", (there.n,), round(away, 2), away / (away + FAR_KM))


def _largest(key: str, activities: Activities, sizes: Sequence[float]) -> Moment | None:
    if not sizes or any(map(math.isnan, sizes)):
        return None
    largest = max(sizes)
    if sizes.count(largest) > 1:
        return None
    return Moment(key, (activities[sizes.index(largest)].n,), largest, 1 - median(sizes) / largest)
