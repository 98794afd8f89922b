"""The airports that Northwing and its partners fly to, which ways lead between them, and what the sky does there."""

import csv
import datetime as dt
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from northwing.dice import Dice

EARTH_MILES = 3958.8
WEATHERS = ("snow", "rain", "wind", "cloud", "clear")


@dataclass(frozen=True)
class Airport:
    """An airport as `network.csv` has it.

    `size` runs from 1 to 5; `kinds` are letters: h hub, b business, c city break, s sun, u university, w winter sport.
    """

    code: str
    area: str
    size: int
    kinds: str
    latitude: float
    longitude: float
    zone: ZoneInfo

    @property
    def hub(self) -> bool:
        """Say whether one changes planes here."""
        return "h" in self.kinds


def _read() -> dict[str, Airport]:
    with (Path(__file__).parent / "network.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["airport"]: Airport(
                row["airport"],
                row["area"],
                int(row["size"]),
                row["kinds"],
                float(row["latitude"]),
                float(row["longitude"]),
                ZoneInfo(row["zone"]),
            )
            for row in csv.DictReader(file)
        }


AIRPORTS = _read()
HUBS = [airport for airport in AIRPORTS.values() if airport.hub]


@cache
def miles(one: Airport, other: Airport) -> float:
    """Return the great-circle distance in statute miles, by the haversine formula."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    square = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * EARTH_MILES * math.asin(math.sqrt(square))


def eastward(one: Airport, other: Airport) -> float:
    """Return how many degrees east the other lies, the short way round; west is negative."""
    return (other.longitude - one.longitude + 180) % 360 - 180


@cache
def direct(one: Airport, other: Airport) -> bool:
    """Say whether a flight goes without a change: between hubs nearly always, between small places only nearby."""
    far = miles(one, other)
    if one is other or far < 70:
        return False
    if one.hub and other.hub:
        return far < 9000
    if one.hub or other.hub:
        return far < 1500 + 1200 * (other.size if one.hub else one.size)
    return far < 250 * (one.size + other.size - 1)


@cache
def ways(one: Airport, other: Airport) -> tuple[tuple[Airport, ...], ...]:
    """Return up to three sensible ways, shortest first, with as few changes as can be."""
    if direct(one, other):
        return ((one, other),)
    first = [hub for hub in HUBS if direct(one, hub)]
    last = [hub for hub in HUBS if direct(hub, other)]
    found = [(one, hub, other) for hub in first if hub in last]
    found = found or [(one, a, b, other) for a in first for b in last if direct(a, b)]
    ordered = sorted((length(way), [stop.code for stop in way], way) for way in found)
    return tuple(way for far, _, way in ordered if far < 1.12 * ordered[0][0])[:3]


def length(way: tuple[Airport, ...]) -> float:
    """Return the miles of a whole way."""
    return sum(miles(a, b) for a, b in pairwise(way))


def destination(dice: Dice, home: Airport, kinds: str, reach: float, nearest: float = 150) -> Airport:
    """Choose a place of one of the kinds: large and near ones more often; `reach` is how far people like to go."""
    places = [place for place in AIRPORTS.values() if set(kinds) & set(place.kinds) and miles(home, place) >= nearest]
    return dice.weigh(places, [place.size**1.5 * math.exp(-miles(home, place) / reach) for place in places])


@cache
def weather(airport: Airport, day: dt.date) -> str:
    """Return the weather of the day at the airport, likely for its latitude and season; the same for everyone there."""
    odds = _odds(airport, day)
    return Dice(f"weather {airport.code} {day}").weigh(WEATHERS, [*odds, max(0.05, 1 - sum(odds))])


def _odds(airport: Airport, day: dt.date) -> tuple[float, float, float, float]:
    """Return how likely snow, rain, wind and cloud are; `winter` is 1 in mid-winter and -1 in mid-summer."""
    north = airport.latitude > 0
    high = abs(airport.latitude)
    winter = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365) * (1 if north else -1)
    cold = max(0.0, winter)
    snow = min(0.4, max(0.0, (high - 36) / 55)) * cold
    if _mild(airport):
        snow *= 0.25
    if high < 23.5:
        rain = 0.17 - 0.12 * winter
    elif _dry(airport):
        rain = 0.04
    elif high < 44 and airport.area == "eu":
        rain = 0.05 + 0.14 * cold
    else:
        rain = 0.17 + 0.03 * winter
    windy = 0.06 + (0.08 * cold if high > 45 else 0)
    return snow, rain, windy, 0.13 + (0.15 * cold if high > 35 else 0)


def _mild(airport: Airport) -> bool:
    """Say whether an ocean keeps the winters mild: western Europe, the Pacific coast, the Mediterranean."""
    east, north = airport.longitude, airport.latitude
    europe = airport.area == "eu" and ((east < 7 and north < 58) or north < 43)
    return europe or (airport.area in ("us", "ca") and east < -117 and north < 50)


def _dry(airport: Airport) -> bool:
    """Say whether the place is a desert or close to one."""
    south_west = airport.area == "us" and -117.5 < airport.longitude < -104 and airport.latitude < 37
    arabia = airport.area == "me" and airport.latitude < 33
    return south_west or arabia or airport.code in ("CAI", "HRG", "RAK", "LIM")
