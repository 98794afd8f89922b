"""Where each row happened and by which clock: codes, coordinates or names made into places, and the row's zone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from artgen.history.cells import Mask, mask, numbers, words
from artgen.history.clock import zones
from artgen.history.places import key, place
from artgen.history.source import ActivityFiles

# The columns of each end: its name or code, degrees north, degrees east.
ENDS = {
    "origin": ("origin", "from_latitude", "from_longitude"),
    "destination": ("destination", "latitude", "longitude"),
}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`ends` are the keys of both ends as `places.place` reads them, empty where nothing is known.

    `lost` marks, by the column to blame, the cells that are no place; `zone` is each row's IANA zone, and `unzoned`
    marks the rows whose own is none.
    """

    ends: Mapping[str, pd.Series]
    lost: Mapping[str, Mask]
    zone: pd.Series
    unzoned: Mask


def find(text: Mapping[str, pd.Series], source: ActivityFiles) -> Whereabouts:
    """Find the places and the zone of each row of a chunk."""
    ends: dict[str, pd.Series] = {}
    lost: dict[str, Mask] = {}
    for end, (name, north, east) in ENDS.items():
        if source.places == "airports":
            ends[end] = text[name].str.upper()
            lost[name] = _unknown(ends[end])
        elif source.places == "coordinates":
            ends[end], lost[north], lost[east] = _on_globe(text[name], text[north], text[east])
        elif source.places == "names":
            ends[end] = words(text[name], {}).map(key)
        else:
            ends[end] = pd.Series("", text[name].index, dtype=str)
    if source.places == "airports" and source.zone == "place" and source.columns.origin:
        lost["origin"] |= mask(ends["origin"] == "")
    zone, unzoned = _zones(text["zone"], ends, source.zone)
    return Whereabouts(ends, lost, zone, unzoned)


def _unknown(codes: pd.Series) -> Mask:
    at, names = pd.factorize(codes)
    unknown = np.array([name != "" and place(name) is None for name in names] or [False])
    return unknown[at]


def _on_globe(names: pd.Series, north: pd.Series, east: pd.Series) -> tuple[pd.Series, Mask, Mask]:
    """Return the keys, and where a latitude and a longitude is wrong or lacks its other half."""
    latitude, no_latitude = numbers(north)
    longitude, no_longitude = numbers(east)
    no_latitude |= (np.abs(latitude) > 90) | mask((north == "") & (east != ""))
    no_longitude |= (np.abs(longitude) > 180) | mask((east == "") & (north != ""))
    wrong = no_latitude | no_longitude
    latitude, longitude = (np.where(wrong, np.nan, degrees) for degrees in (latitude, longitude))
    rows = zip(words(names, {}).tolist(), latitude.tolist(), longitude.tolist(), strict=True)
    return pd.Series([key(*row) for row in rows], names.index, dtype=str), no_latitude, no_longitude


def _zones(said: pd.Series, ends: Mapping[str, pd.Series], zone: str) -> tuple[pd.Series, Mask]:
    """Return each row's zone and where there is none.

    The place's is that of the origin, or of the destination where there is no origin; where there is no place to
    ask, the clock is taken as it is written: UTC.
    """
    if zone == "column":
        at, names = pd.factorize(said)
        known = np.array([name in zones() for name in names] or [False])
        texts = np.array(
            [name if there else "UTC" for name, there in zip(names, known, strict=False)] or ["UTC"], object
        )
        return pd.Series(texts[at], said.index, dtype=str), ~known[at]
    if zone != "place":
        return pd.Series(zone, said.index, dtype=str), np.zeros(len(said), bool)
    at, names = pd.factorize(ends["origin"].where(ends["origin"] != "", ends["destination"]))
    found = [place(name) for name in names]
    texts = np.array([there.zone if there and there.zone else "UTC" for there in found] or ["UTC"], object)
    return pd.Series(texts[at], said.index, dtype=str), np.zeros(len(said), bool)
