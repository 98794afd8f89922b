"""The globe from one place: bearing and distance of others, and an eased scale on which short hops stay visible."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artgen.history.columns import Place
from artgen.history.places import KM_A_MILE, MEAN_RADIUS_KM, airports, kilometres, place
from artgen.history.story import Story

Floats = NDArray[np.float64]
_SAME_DEGREES, _NEAR = 0.2, 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What is seen from a place: bearings (n,) in degrees clockwise from north, great-circle distances (n,) in km."""

    bearing: Floats
    km: Floats

    def chart(self, ease: float) -> Floats:
        """Return points (n, 2), north up, y growing downwards, at distances raised to the power `ease`."""
        turn, far = np.radians(self.bearing), self.km**ease
        return np.stack([np.sin(turn) * far, -np.cos(turn) * far], axis=-1)


def sight(centre: Place, latitude: ArrayLike, longitude: ArrayLike) -> Sight:
    """Look from `centre` at places in degrees north and east: the azimuthal equidistant projection (Snyder 1987)."""
    north, east = np.radians(np.asarray(latitude, float)), np.radians(np.asarray(longitude, float) - centre.longitude)
    here = np.radians(centre.latitude)
    right = np.cos(north) * np.sin(east)
    up = np.cos(here) * np.sin(north) - np.sin(here) * np.cos(north) * np.cos(east)
    facing = np.sin(here) * np.sin(north) + np.cos(here) * np.cos(north) * np.cos(east)
    km = MEAN_RADIUS_KM * np.arctan2(np.hypot(right, up), facing)
    return Sight(np.degrees(np.arctan2(right, up)) % 360, km)


def seen(centre: Place, places: list[Place]) -> Sight:
    """Look from `centre` at places; nan for those that can't be found on the globe."""
    return sight(centre, [one.latitude for one in places], [one.longitude for one in places])


def is_airport(one: Place | None) -> bool:
    """Tell whether a place is an airport: its code is one, and it lies where that airport does."""
    if one is None or not one.located or len(one.code) != 3:
        return False
    known = place(one.code)
    return known is not None and abs(known.latitude - one.latitude) < _SAME_DEGREES


@lru_cache(maxsize=64)
def world(centre: Place) -> Sight:
    """Look from `centre` at all airports of the world."""
    degrees = airports()
    return sight(centre, degrees[:, 0], degrees[:, 1])


@lru_cache(maxsize=4)
def kilometres_told(story: Story) -> float:
    """Return how many kilometres the brand's unit of amounts is, where they are distances between places; else 0."""
    ends = [(one.amount, one.origin, one.destination) for one in story.activities if one.amount > 0]
    told = [(amount, kilometres(a, b)) for amount, a, b in ends if a and b and a != b]
    shares = np.array([km / amount for amount, km in told if math.isfinite(km)])
    share = float(np.median(shares)) if len(shares) else 0.0
    return next((unit for unit in (1.0, KM_A_MILE) if abs(share / unit - 1) < _NEAR), 0.0)


def ease(km: Floats, middle: float, least: float, most: float) -> float:
    """Return the power of distance at which the median lies at `middle` of the largest, held to least..most."""
    known = np.sort(km[np.isfinite(km) & (km > 0)])
    if len(known) < 3 or known[-1] <= 0:
        return most
    share = min(0.93, float(known[len(known) // 2] / known[-1]))
    return float(np.clip(np.log(middle) / np.log(share), least, most))
