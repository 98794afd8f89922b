"""A History told as a Story: activities in time order with their places and light, facts, moments, home."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from artgen.history.columns import SUN_SAMPLES, Activity, Place
from artgen.history.facts import facts
from artgen.history.history import History, Record
from artgen.history.light import height
from artgen.history.moments import moments
from artgen.history.places import KM_A_MILE, along, kilometres, miles, place
from artgen.history.story import Story

Unit = Literal["km", "mi"]
Ends = tuple[Place | None, Place | None]
Way = tuple[Place, ...]
Light = tuple[tuple[float, ...], tuple[bool, ...]]
CLIMB_SECONDS = 600


def tell(history: History, year: int, unit: Unit | None = None) -> Story:
    """Tell the year of a customer who is to be drawn.

    With a `unit` (km or mi) an amount that the source doesn't give is the great-circle distance between origin
    and destination, to a hundredth. Raises ValueError for a History without a person.
    """
    if history.person is None:
        raise ValueError("a History without a person can't be told")
    records = history.records
    ends = [_ends(record) for record in records]
    lights = _lights(records, [tuple(place for place in both if place and place.located) for both in ends])
    told = tuple(_activity(n, *known, unit) for n, known in enumerate(zip(records, ends, lights, strict=True)))
    home = place(history.person.home) if history.person.home else _frequent(told)
    return Story(
        name=history.person.name,
        year=year,
        activities=told,
        facts=facts(told),
        moments=moments(told, home),
        home=home,
    )


def estimated_minutes(distance_km: float) -> float:
    """Return how long a flight of a distance takes, as a rule: 0.55 hours and an hour for each 515 miles.

    For the light along a way of unknown duration only; it is never shown and never counted.

    >>> round(estimated_minutes(5540))
    434
    """
    return 60 * (0.55 + distance_km / KM_A_MILE / 515)


def _ends(record: Record) -> Ends:
    return place(record.origin) if record.origin else None, place(record.destination) if record.destination else None


def _activity(n: int, record: Record, ends: Ends, light: Light, unit: Unit | None) -> Activity:
    origin, destination = ends
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
        sun=light[0],
        rising=light[1],
        line=record.line,
    )


def _lights(records: Sequence[Record], ways: Sequence[Way]) -> list[Light]:
    """Return the sun along each way, where hour and place are known; what happened at one place stays there."""
    lights: list[Light] = [((), ())] * len(records)
    known = [n for n, (record, way) in enumerate(zip(records, ways, strict=True)) if record.timed and way]
    if not known:
        return lights
    starts = np.array([records[n].start.timestamp() for n in known])
    minutes = np.array([_minutes(records[n], ways[n]) for n in known])
    share = np.arange(SUN_SAMPLES) / (SUN_SAMPLES - 1)
    ends = [(ways[n][0], ways[n][-1]) for n in known]
    table = np.array([(a.latitude, a.longitude, b.latitude, b.longitude) for a, b in ends])
    from_north, from_east, to_north, to_east = table.T
    north, east = along(from_north, from_east, to_north, to_east, share)
    utc = starts[:, None] + 60 * minutes[:, None] * share
    sun, later = height(north, east, np.stack([utc, utc + CLIMB_SECONDS]))
    for n, heights, climbs in zip(known, sun.tolist(), (later > sun).tolist(), strict=True):
        lights[n] = tuple(heights), tuple(climbs)
    return lights


def _minutes(record: Record, way: Way) -> float:
    if not math.isnan(record.minutes):
        return record.minutes
    return estimated_minutes(kilometres(*way)) if len(way) == 2 else 0.0


def _frequent(activities: tuple[Activity, ...]) -> Place | None:
    """Return the place where most activities start, or happen; among equals the first by code."""
    starts = [start for one in activities if (start := one.origin or one.destination)]
    times = Counter(start.code for start in starts)
    return min(starts, key=lambda start: (-times[start.code], start.code), default=None)
