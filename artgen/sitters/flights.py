"""Years of flights by people who don't exist: real airports, made-up trips, sun and weather; the same everywhere."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from artgen.history.columns import SUN_SAMPLES, WEATHERS, Activity, Place
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Story
from artgen.sitters.trips import DANIEL, INES, MAYA, PLACES, SIGRID

YEAR = 2025
GRADES = "EPBF"
COUNTS = (0, 1, 2, 4, 10, 23, 40, 60, 180, 400, 546, 600)

_SPOKES = (
    "BOS",
    "BUF",
    "ROC",
    "SYR",
    "PWM",
    "BTV",
    "RDU",
    "CLT",
    "FLL",
    "MCO",
    "TPA",
    "SJU",
    "LAX",
    "SFO",
    "ATL",
    "DTW",
)
_HOSTILE = "</text><script>alert(1)</script>]]>&amp;"


@lru_cache(maxsize=32)
def year(count: int) -> Story:
    """Return a year of as many flights, one of COUNTS."""
    daniel = DANIEL.split()
    match count:
        case 0:
            return flown("Maya", (), "AUS")
        case 1:
            return flown("Inês", INES.split(), "LIS")
        case 2:
            return flown("Jo", MAYA.split()[14:16], "AUS")
        case 4:
            return flown("Sigrid", SIGRID.split(), "OSL")
        case 10:
            return flown("Kai", _shuttle(), "HNL")
        case 23:
            return flown("Maya", MAYA.split(), "AUS")
        case 60:
            return flown("Bartholomew", daniel[::3], "ORD")
        case 180:
            return flown("Daniel", daniel, "ORD")
        case 40:
            return flown("Marguerite", daniel[1::4][:40], "ORD")
        case 400 | 600:
            return flown(f"N{count}XW", _aircraft(count // 2), "JFK")
        case 546:
            return flown("N546XW", _aircraft(273), "JFK")
    raise KeyError(count)


@lru_cache(maxsize=1)
def awkward() -> dict[str, Story]:
    """Return the years that break careless styles, by what is awkward about them."""
    maya = year(23)
    return {
        "leap day": flown("Ada", ["02290930LISOSLE0", "12311200OSLLISE0"], "LIS", year=2024),
        "all in one hour": flown("Noor", [f"0601{f'08{i:02d}'}AUSDENE0" for i in range(0, 60, 5)], "AUS"),
        "three hundred letters": _renamed(maya, ("Maximiliane-Charlotte " * 15)[:300]),
        "one word of three hundred": _renamed(maya, "Llanfair" * 38),
        "markup": _renamed(maya, _HOSTILE),
        "right to left": _renamed(maya, "\u0645\u0631\u064a\u0645"),
        "emoji": _renamed(maya, "\U0001f469\u200d\U0001f680"),
        "no name": _renamed(maya, ""),
        "missing hours": _changed(maya, timed=False, sun=(), rising=()),
        "unknown amounts": _changed(maya, amount=float("nan"), minutes=float("nan")),
        "nothing but dates": _changed(
            maya,
            timed=False,
            sun=(),
            rising=(),
            amount=float("nan"),
            minutes=float("nan"),
            weather="",
            origin=None,
            destination=None,
        ),
        "one giant": flown(
            "Ole", ["01100800HNLOGGE0", "02100800OGGHNLE0", "03051200LHRSYDB0", "09100800HNLOGGE0"], "HNL"
        ),
    }


def flown(name: str, trips: Iterable[str], home: str, year: int = YEAR) -> Story:
    """Return a year of trips as they are written in `trips`, told from a home."""
    made = sorted((_flight(trip, year) for trip in trips), key=lambda activity: activity.start)
    return _story(name, tuple(replace(activity, n=n) for n, activity in enumerate(made)), PLACES[home], year)


def _story(name: str, activities: tuple[Activity, ...], home: Place | None, year: int = YEAR) -> Story:
    return Story(name, year, activities, facts(activities), moments(activities, home), home)


def _changed(told: Story, **fields: Any) -> Story:
    return _story(told.name, tuple(replace(activity, **fields) for activity in told.activities), told.home)


def _renamed(told: Story, name: str) -> Story:
    return replace(told, name=name)


def _flight(trip: str, year: int) -> Activity:
    origin, destination = PLACES[trip[8:11]], PLACES[trip[11:14]]
    month, day, hour, minute = (int(trip[i : i + 2]) for i in range(0, 8, 2))
    start = dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(origin.zone))
    a, b = _vector(origin), _vector(destination)
    angle = float(np.arccos(np.clip(a @ b, -1, 1)))
    miles = 3958.8 * angle
    minutes = round(60 * (0.55 + miles / 515))
    sun, rising = [], []
    for t in np.linspace(0, 1, SUN_SAMPLES):
        here = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
        at = start.astimezone(dt.UTC) + dt.timedelta(minutes=minutes * float(t))
        height = _sun(here, at)
        sun.append(round(height, 2))
        rising.append(_sun(here, at + dt.timedelta(minutes=4)) > height)
    return Activity(
        n=0,
        start=start,
        timed=True,
        amount=round(miles),
        minutes=minutes,
        origin=origin,
        destination=destination,
        grade=GRADES.index(trip[14]),
        weather=WEATHERS[int(trip[15])],
        sun=tuple(sun),
        rising=tuple(rising),
    )


def _vector(place: Place) -> NDArray[np.float64]:
    latitude, longitude = np.radians([place.latitude, place.longitude])
    return np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])


def _sun(here: NDArray[np.float64], at: dt.datetime) -> float:
    """Return the sun's height in degrees from its declination and hour angle, good to about one degree."""
    declination = np.radians(-23.44) * np.cos(2 * np.pi * (at.timetuple().tm_yday + 10) / 365.25)
    longitude = np.degrees(np.arctan2(here[1], here[0]))
    hour_angle = np.radians(15 * (at.hour + at.minute / 60 + at.second / 3600 - 12) + longitude)
    latitude = np.arcsin(np.clip(here[2], -1, 1))
    height = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour_angle)
    return float(np.degrees(np.arcsin(np.clip(height, -1, 1))))


def _shuttle() -> list[str]:
    days = ("0105", "0205", "0305", "0409", "0509")
    return [f"{day}{way}E0" for day in days for way in ("0700HNLOGG", "1800OGGHNL")]


def _aircraft(pairs: int) -> list[str]:
    """Return the flights of one aircraft: out from three airports and back, never idle for long."""
    trips, at = [], dt.datetime(YEAR, 1, 1, 6, 30)
    for i in range(pairs):
        base = ("JFK", "EWR", "JFK", "LGA", "JFK")[i % 5]
        spoke = _SPOKES[(i * 5 + i // 16) % len(_SPOKES)]
        for k, way in enumerate((base + spoke, spoke + base)):
            trips.append(f"{at + dt.timedelta(hours=5 * k):%m%d%H%M}{way}E{(i * 7 + k * 3) % 5}")
        at += dt.timedelta(hours=(9 * i * i + 5 * i) % 21 + 20, minutes=(i * 35) % 60)
    return trips
