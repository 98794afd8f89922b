"""The height of the sun along a way: astral's solar position, read at each midnight, turned by the hour in columns."""

from functools import lru_cache

import numpy as np
from astral.julian import julianday_to_juliancentury
from astral.sun import eq_of_time, sun_declination

from artgen.history.columns import Floats

DAY = 86_400
_UNIX_JULIAN_DAY = 2_440_587.5
_POLE = 89.8
# Days that are looked up together; a year touches two or three such blocks, and they are kept.
_BLOCK = 256


def height(latitude: Floats, longitude: Floats, utc: Floats) -> Floats:
    """Return the sun's height in degrees, without refraction, to a hundredth; `utc` in seconds since 1970.

    The same formula as `astral.sun.elevation` (NOAA, after Meeus). Declination and equation of time move so
    slowly that a straight line from midnight to midnight stays within 0.002 degrees.
    """
    if not utc.size:
        return np.zeros(utc.shape)
    first, last = (int(moment // DAY) // _BLOCK for moment in (utc.min(), utc.max() + DAY))
    days, declinations, equations = _midnights(first * _BLOCK, (last + 1) * _BLOCK)
    day = utc / DAY
    declination = np.radians(np.interp(day, days, declinations))
    minutes = utc % DAY / 60 + np.interp(day, days, equations) + 4 * longitude
    turned = np.radians(minutes / 4 - 180)
    north = np.radians(np.clip(latitude, -_POLE, _POLE))
    up = np.cos(north) * np.cos(declination) * np.cos(turned) + np.sin(north) * np.sin(declination)
    heights: Floats = np.round(np.degrees(np.arcsin(np.clip(up, -1, 1))), 2) + 0.0
    return heights


@lru_cache(maxsize=64)
def _midnights(first: int, after: int) -> tuple[Floats, Floats, Floats]:
    """Return days, and the sun's declination (degrees) and the equation of time (minutes) at their midnights, UTC."""
    days = np.arange(first, after)
    centuries = [julianday_to_juliancentury(day + _UNIX_JULIAN_DAY) for day in days.tolist()]
    sun = [(sun_declination(century), eq_of_time(century)) for century in centuries]
    declinations, equations = np.array(sun).T.copy()
    return days.astype(float), declinations, equations
