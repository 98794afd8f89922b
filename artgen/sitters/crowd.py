"""A crowd: any number of made-up people of a brand, each with a year of their own; the same everywhere."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from artgen.drawing.rng import Rng
from artgen.sitters import flights, habits
from artgen.sitters.flights import GRADES
from artgen.sitters.sitter import Sitter, sit
from artgen.sitters.trips import PLACES

_FEWEST, _USUAL, _MOST = 1, 18, 250
_HOMES = ("AUS", "BOS", "DEN", "JFK", "LHR", "LIS", "ORD", "OSL", "SEA", "SIN")


def crowd(brand: str, size: int) -> Iterator[Sitter]:
    """Yield so many people of a brand: most with a dozen or two activities, a few with hundreds."""
    dice = Rng(f"crowd of {brand}").generator
    counts = np.clip(dice.lognormal(np.log(_USUAL), 0.9, size), _FEWEST, _MOST).astype(int)
    yield from (somebody(brand, int(count), number) for number, count in enumerate(counts))


@lru_cache(maxsize=64)
def somebody(brand: str, count: int, number: int) -> Sitter:
    """Return a person of a brand, told apart by a number, with so many activities."""
    name = f"{brand} {count} of number {number}"
    if brand == "flight":
        return sit(name, brand, flights.flown("Robin", *_journeys(count, name)))
    return sit(name, brand, habits.somebody(brand, count, number))


def _journeys(count: int, name: str) -> tuple[list[str], str]:
    """Return trips as they are written, out from a home and back, and the home."""
    dice = Rng(name).generator
    home = _HOMES[int(dice.integers(len(_HOMES)))]
    away = sorted(set(PLACES) - {home})
    liked = dice.choice(away, size=max(1, min(len(away), count // 3 + 1)), replace=False).tolist()
    trips = []
    for day in np.sort(dice.integers(0, 360, -(-count // 2))).tolist():
        there, hour, grade, sky = (int(dice.integers(many)) for many in (len(liked), 17, 8, 5))
        back = min(364, day + int(dice.integers(1, 6)))
        for at, way in ((day, home + liked[there]), (back, liked[there] + home)):
            date = np.datetime64("2025-01-01") + np.timedelta64(at, "D")
            month, of_month = str(date)[5:7], str(date)[8:10]
            trips.append(f"{month}{of_month}{hour + 5:02d}{5 * (at % 12):02d}{way}{GRADES[max(0, grade - 4)]}{sky}")
    return trips[:count], home
