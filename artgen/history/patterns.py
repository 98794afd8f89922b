"""Moments of the calendar: one weekday, one date, one place on one weekday, one season, every season, every month.

Dates repeat by chance too. A pattern is one that came four times or more, and three standard deviations or more above
what chance would give: chance + 3 * sqrt(chance), as counts that come by chance scatter (Poisson).
"""

import math

from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, all_placed, grouped, numbers, reached
from artgen.history.story import Moment

PATTERN = 4
DEVIATIONS = 3
TROPIC = 23.44
ONE_SEASON_FROM = 3


def same_weekday(activities: Activities, home: Place | None) -> Moment | None:
    """Find the weekday of most activities: `value` many, beyond chance, which is a seventh of all.

    Among equals the first of the week. Strength: 1 - chance / value.
    """
    days = sorted(grouped(activities, lambda one: one.start.weekday()).items())
    of = max((group for _, group in days), key=len, default=())
    return _beyond_chance("same_weekday", of, len(activities) / 7)


def same_date(activities: Activities, home: Place | None) -> Moment | None:
    """Find the date that came in most months: `value` many, beyond chance; the evidence is the first of each month.

    Chance is 12 / 365 for each day with an activity. Among equals the lowest date. Strength: 1 - chance / value.
    """
    days = {one.start.date() for one in activities}
    dates = sorted(grouped(activities, lambda one: one.start.day).items())
    firsts = [tuple(group[0] for group in grouped(of, _month).values()) for _, of in dates]
    return _beyond_chance("same_date", max(firsts, key=len, default=()), 12 * len(days) / 365)


def same_place_weekday(activities: Activities, home: Place | None) -> Moment | None:
    """Find the place reached most on one weekday: `value` times, beyond chance, which is a seventh of all there.

    Two places or more, all known. Among equals the first by code, then by weekday. Strength: 1 - chance / value.
    """
    there = {one.n: place.code for one in activities if (place := reached(one, home))}
    if len(set(there.values())) < 2 or not all_placed(activities):
        return None
    came = tuple(one for one in activities if one.n in there)
    every = grouped(came, lambda one: there[one.n])
    pairs = sorted(grouped(came, lambda one: (there[one.n], one.start.weekday())).items())
    (code, _), of = max(pairs, key=lambda pair: len(pair[1]))
    return _beyond_chance("same_place_weekday", of, len(every[code]) / 7)


def one_season(activities: Activities, home: Place | None) -> Moment | None:
    """Find that all, three or more, fell into one season; `value` 0 for December to February, 1, 2, 3 for the rest.

    Strength: 1 - 2 / (how many).
    """
    seasons = {season(one) for one in activities}
    if len(activities) < ONE_SEASON_FROM or len(seasons) != 1:
        return None
    return Moment("one_season", numbers(activities), seasons.pop(), 1 - (ONE_SEASON_FROM - 1) / len(activities))


def every_season(activities: Activities, home: Place | None) -> Moment | None:
    """Find that each of the four seasons has one, none for a home in the tropics; the evidence is the first of each.

    Strength: how even: four times the least, of all.
    """
    if home and home.located and tropical(home):
        return None
    return _each("every_season", grouped(activities, season), 4, len(activities))


def every_month(activities: Activities, home: Place | None) -> Moment | None:
    """Find that each month has one; the evidence is the first of each; strength: twelve times the least, of all."""
    return _each("every_month", grouped(activities, _month), 12, len(activities))


def season(activity: Activity) -> int:
    """Return the meteorological season: 0 for December to February, 1 March, 2 June, 3 September and on."""
    return activity.start.month % 12 // 3


def tropical(place: Place) -> bool:
    """Return whether a place lies between the tropics, where nobody speaks of four seasons."""
    return abs(place.latitude) < TROPIC


def _month(activity: Activity) -> int:
    return activity.start.month


def _beyond_chance(key: str, of: Activities, chance: float) -> Moment | None:
    if len(of) < max(PATTERN, chance + DEVIATIONS * math.sqrt(chance)):
        return None
    return Moment(key, numbers(of), len(of), 1 - chance / len(of))


def _each(key: str, groups: dict[int, Activities], parts: int, count: int) -> Moment | None:
    if len(groups) < parts:
        return None
    of = tuple(group[0].n for group in groups.values())
    return Moment(key, of, parts, parts * min(map(len, groups.values())) / count)
