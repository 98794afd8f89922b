"""A History told as a Story: activities in time order with their places and light, facts, moments, home."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from artgen.history.columns import SUN_SAMPLES, Activity, Floats, Place
from artgen.history.facts import facts
from artgen.history.history import History, Record
from artgen.history.light import height
from artgen.history.moments import moments
from artgen.history.places import KM_A_MILE, along, kilometres, miles, place
from artgen.history.story import Story

Unit = Literal["km", "mi"]
CLIMB_SECONDS = 600


def tell(history: History, year: int, unit: Unit | None = None) -> Story:
    """Tell the year of a customer who is to be drawn.

    With a `unit` (km or mi) an amount that the source doesn't give is the great-circle distance between origin
    and destination, to a hundredth. Raises ValueError for a History without a person.
    """
    if history.person is None:
        raise ValueError("a History without a person can't be told")
    plain = tuple(_activity(n, record, unit) for n, record in enumerate(history.records))
    lit = _lit(plain)
    home = place(history.person.home) if history.person.home else _frequent(lit)
    return Story(
        name=history.person.name,
        year=year,
        activities=lit,
        facts=facts(lit),
        moments=moments(lit, home),
        home=home,
    )


def estimated_minutes(distance_km: float) -> float:
    """Return how long a flight of a distance takes, as a rule: 0.55 hours and an hour for each 515 miles.

    For the light along a way of unknown duration only; it is never shown and never counted.

    >>> round(estimated_minutes(5540))
    434
    """
    return 60 * (0.55 + distance_km / KM_A_MILE / 515)


def _activity(n: int, record: Record, unit: Unit | None) -> Activity:
    origin = place(record.origin) if record.origin else None
    destination = place(record.destination) if record.destination else None
    amount = record.amount
    if unit and math.isnan(amount) and origin and destination:
        amount = round(kilometres(origin, destination) if unit == "km" else miles(origin, destination), 2)
    return Activity(
        n=n,
        start=record.start,
        timed=record.timed,
        amount=amount,
        minutes=record.minutes,
        origin=origin,
        destination=destination,
        category=record.category,
        grade=record.grade,
        weather=record.weather,
        line=record.line,
    )


def _lit(activities: tuple[Activity, ...]) -> tuple[Activity, ...]:
    """Return the activities with the sun along their way, where hour and place are known."""
    known = [activity for activity in activities if activity.timed and _on_globe(activity)]
    if not known:
        return activities
    starts = np.array([activity.start.timestamp() for activity in known])
    share = np.arange(SUN_SAMPLES) / (SUN_SAMPLES - 1)
    north, east = along(*_ends(known), share)
    utc = starts[:, None] + 60 * np.array([_minutes(activity) for activity in known])[:, None] * share
    sun = height(north, east, utc)
    rising = height(north, east, utc + CLIMB_SECONDS) > sun
    lit = {
        activity.n: replace(activity, sun=tuple(heights), rising=tuple(climbs))
        for activity, heights, climbs in zip(known, sun.tolist(), rising.tolist(), strict=True)
    }
    return tuple(lit.get(activity.n, activity) for activity in activities)


def _ends(known: Sequence[Activity]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return degrees north and east of start and end; an activity of one place stays there."""
    ends = [(there[0], there[-1]) for there in map(_on_globe, known)]
    table = [(a.latitude, a.longitude, b.latitude, b.longitude) for a, b in ends]
    from_north, from_east, to_north, to_east = np.array(table).T
    return from_north, from_east, to_north, to_east


def _on_globe(activity: Activity) -> tuple[Place, ...]:
    """Return start and end, as far as they can be found on the globe."""
    return tuple(place for place in (activity.origin, activity.destination) if place and place.located)


def _minutes(activity: Activity) -> float:
    if not math.isnan(activity.minutes):
        return activity.minutes
    there = _on_globe(activity)
    return estimated_minutes(kilometres(*there)) if len(there) == 2 else 0.0


def _frequent(activities: tuple[Activity, ...]) -> Place | None:
    """Return the place where most activities start, or happen; among equals the first by code."""
    starts = [start for one in activities if (start := one.origin or one.destination)]
    times = Counter(start.code for start in starts)
    return min(starts, key=lambda start: (-times[start.code], start.code), default=None)
