"""Places: airport codes, coordinates or just names made into places, and the great circle between two of them."""

import math
from functools import lru_cache

import airportsdata
import numpy as np

from artgen.history.columns import Floats, Place

# Mean radius R1 of the Earth by the International Union of Geodesy and Geophysics (Moritz, Geodetic Reference
# System 1980): (2a + b) / 3.
MEAN_RADIUS_KM = 6371.0088
KM_A_MILE = 1.609344
_APART = "\t"

# Where the gazetteer names a suburb, a district or another language's name, the city that people say they fly to.
_SAID = {
    "BDL": "Hartford",
    "BSL": "Basel",
    "CEB": "Cebu",
    "CIA": "Rome",
    "CJU": "Jeju",
    "CTS": "Sapporo",
    "CVG": "Cincinnati",
    "DPS": "Denpasar",
    "EZE": "Buenos Aires",
    "FRA": "Frankfurt",
    "GIG": "Rio de Janeiro",
    "GRU": "São Paulo",
    "GSP": "Greenville",
    "IST": "Istanbul",
    "MDE": "Medellín",
    "MLA": "Malta",
    "NAP": "Naples",
    "NGO": "Nagoya",
    "PMI": "Palma de Mallorca",
    "PTY": "Panama City",
    "RHO": "Rhodes",
    "SEZ": "Mahé",
    "SVQ": "Seville",
    "VCE": "Venice",
    "XNA": "Fayetteville",
    "YUL": "Montreal",
    "YVR": "Vancouver",
    "YYZ": "Toronto",
    "ZNZ": "Zanzibar",
}


@lru_cache(maxsize=1)
def _airports() -> dict[str, airportsdata.Airport]:
    return airportsdata.load("IATA")


@lru_cache(maxsize=1)
def airports() -> Floats:
    """Return degrees north and east (m, 2) of the world's airports that have both an IATA and an ICAO code."""
    found = [one for one in _airports().values() if one["icao"] and (one["lat"] or one["lon"])]
    degrees = np.array([(one["lat"], one["lon"]) for one in found])
    degrees.flags.writeable = False
    return degrees


@lru_cache(maxsize=16_384)
def place(key: str) -> Place | None:
    """Return the place of a key: an IATA code (upper case), or what `key` has written; None for an unknown code.

    An airport is named by its city.

    >>> place("JFK").name, place("RDU").name, place("zzz")
    ('New York', 'Raleigh', None)
    >>> place(key("Cedar House", 38.7, -9.1)).located, place(key("Cedar House")).located
    (True, False)
    """
    if not key.startswith(_APART):
        return _airport(key)
    _, name, *globe = key.split(_APART)
    if not globe:
        return Place(name, name, math.nan, math.nan, "")
    latitude, longitude = map(float, globe)
    said = name or _degrees(latitude, longitude)
    return Place(said, said, latitude, longitude, "")


def key(name: str, latitude: float = math.nan, longitude: float = math.nan) -> str:
    """Write a place that has no code as one text, to be read by `place`; nothing at all where nothing is known.

    Coordinates are kept to a metre. A place without a name is called by its degrees to a hundredth, so that two
    within a kilometre or so are one. No cell of a file begins with the mark that a key begins with: cells are trimmed.

    >>> place(key("", 38.7813, -9.13592)).name, key("")
    ('38.78° N, 9.14° W', '')
    """
    if math.isnan(latitude):
        return f"{_APART}{name}" if name else ""
    return f"{_APART}{name}{_APART}{latitude:.5f}{_APART}{longitude:.5f}"


def _airport(code: str) -> Place | None:
    found = _airports().get(code)
    if found is None:
        return None
    name = _SAID.get(code) or _city(found["city"]) or _city(found["name"]) or code
    return Place(code, name, found["lat"], found["lon"], found["tz"])


def _degrees(latitude: float, longitude: float) -> str:
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"


def kilometres(one: Place, other: Place) -> float:
    """Return the great-circle distance by the haversine formula (Sinnott 1984), on a sphere of the mean radius.

    It is nan where either place is known by its name alone.

    >>> round(kilometres(place("JFK"), place("LHR")))
    5540
    """
    if math.isnan(one.latitude) or math.isnan(other.latitude):
        return math.nan
    return _great_circle(one.latitude, one.longitude, other.latitude, other.longitude)


@lru_cache(maxsize=16_384)
def _great_circle(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    north, east = math.radians(to_latitude - latitude), math.radians(to_longitude - longitude)
    across = math.cos(math.radians(latitude)) * math.cos(math.radians(to_latitude))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * MEAN_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def miles(one: Place, other: Place) -> float:
    """Return the great-circle distance in statute miles.

    >>> round(miles(place("EWR"), place("IAH")))
    1398
    """
    return kilometres(one, other) / KM_A_MILE


def along(latitude: Floats, longitude: Floats, to_latitude: Floats, to_longitude: Floats, share: Floats) -> Floats:
    """Return the points of great circles: (2, N, S) degrees north and east, at each share 0..1 of N ways.

    Spherical linear interpolation (Shoemake 1985). Between places opposite on the globe no way is the shortest;
    the points there are finite and no more.
    """
    start, end = _vector(latitude, longitude), _vector(to_latitude, to_longitude)
    angle = np.arccos(np.clip(np.sum(start * end, axis=1), -1, 1))[:, None]
    straight = np.sin(angle) < 1e-9
    safe = np.where(straight, 1.0, np.sin(angle))
    one = np.where(straight, 1 - share, np.sin((1 - share) * angle) / safe)
    other = np.where(straight, share, np.sin(share * angle) / safe)
    points = start[:, None, :] * one[:, :, None] + end[:, None, :] * other[:, :, None]
    flat = np.hypot(points[:, :, 0], points[:, :, 1])
    north = np.degrees(np.arctan2(points[:, :, 2], flat))
    return np.stack([north, np.degrees(np.arctan2(points[:, :, 1], points[:, :, 0]))])


def _vector(latitude: Floats, longitude: Floats) -> Floats:
    north, east = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


def _city(name: str) -> str:
    """Return the first name of several: "Raleigh/Durham" is Raleigh, "Fort Hood (Killeen)" is Fort Hood."""
    for mark in ("/", "(", ","):
        name = name.split(mark)[0]
    return " ".join(name.removesuffix(" Airport").removesuffix(" Island").split())
