"""Dates and times as people write them, read in columns: ISO 8601, by the clock of the place where it happened."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from artgen.history.cells import Mask
from artgen.history.columns import Ints

_WRITTEN = (
    r"^(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?P<time>[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?P<offset> ?(?P<sign>[Zz+-])(?:(?P<away>[0-9]{2}):?(?P<beyond>[0-9]{2})?)?)?)?$"
)
_NOT_A_TIME = np.iinfo(np.int64).min
_EARLIEST, _LATEST = (int(np.datetime64(year, "s").astype(np.int64)) for year in ("1900", "2300"))
_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True, slots=True)
class Written:
    """What cells say: `seconds` of the written clock since 1970, `timed`, and the `offset` from UTC where one is given.

    Exactly one of `unread`, `no_date`, `no_time` is set where there is no such moment, and `seconds` is 0 there.
    """

    seconds: Ints
    timed: Mask
    offset: Ints
    fixed: Mask
    unread: Mask
    no_date: Mask
    no_time: Mask


@dataclass(frozen=True, slots=True)
class Told:
    """Moments by the local clock: `local` seconds since 1970 as if it were UTC, `utc` seconds, `fold` as in datetime.

    `skipped` is set for a time that the clock jumped over; a time that it showed twice is taken as the first.
    """

    local: Ints
    utc: Ints
    fold: Ints
    skipped: Mask


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Return the names of all IANA zones, by the package that carries them, so that no machine knows others."""
    return frozenset((files("tzdata") / "zones").read_text("utf-8").split())


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return a zone by its IANA name, and keep it: Python keeps eight, and reads any other from its file again."""
    return ZoneInfo(name)


def parse(cells: pd.Series) -> Written:
    """Read `YYYY-MM-DD`, with `[ T]HH:MM[:SS]`, with Z or an offset; 24:00 is the midnight that ends the day."""
    parts = pc.extract_regex(pa.array(cells, pa.string()), _WRITTEN)
    number = {name: _number(parts, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    year, month, day = number["year"], number["month"], number["day"]
    hour, minute, second = number["hour"], number["minute"], number["second"]
    sign = _field(parts, "sign")
    away, beyond = _number(parts, "away"), _number(parts, "beyond")
    bare = pc.and_(pc.not_equal(_field(parts, "offset"), ""), pc.equal(_field(parts, "away"), ""))
    zulu = pc.is_in(sign, pa.array(["Z", "z"]))
    muddled = _mask(pc.xor(bare, zulu))
    unread = ~_mask(pc.is_valid(parts)) | muddled
    month_there = (month >= 1) & (month <= 12)
    leap = (month == 2) & (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    no_date = ~unread & ~(month_there & (year >= 1) & (day >= 1) & (day <= _DAYS[np.clip(month, 1, 12) - 1] + leap))
    midnight = (hour == 24) & (minute == 0) & (second == 0)
    clock = ((hour <= 23) | midnight) & (minute <= 59) & (second <= 59)
    no_time = ~unread & ~no_date & ~(clock & (away <= 23) & (beyond <= 59))
    sound = ~(unread | no_date | no_time)
    months = np.where(sound, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + np.where(sound, day - 1, 0)
    seconds = np.where(sound, days * 86_400 + hour * 3_600 + minute * 60 + second, 0)
    offset = (away * 3_600 + beyond * 60) * np.where(_mask(pc.equal(sign, "-")), -1, 1)
    return Written(
        seconds=seconds,
        timed=sound & _mask(pc.not_equal(_field(parts, "time"), "")),
        offset=offset,
        fixed=sound & _mask(pc.not_equal(_field(parts, "offset"), "")),
        unread=unread,
        no_date=no_date,
        no_time=no_time,
    )


def settle(written: Written, zones: pd.Series) -> Told:
    """Set what is written on the clock of each row's zone (IANA names; an empty one is UTC).

    Moments before 1900 and after 2300 keep the clock that they are written with.
    """
    local, utc = written.seconds.copy(), written.seconds.copy()
    fold, skipped = np.zeros(len(local), np.int64), np.zeros(len(local), bool)
    near = (local > _EARLIEST) & (local < _LATEST)
    codes, names = pd.factorize(zones)
    for code, name in enumerate(names):
        zone = zone_of(name or "UTC")
        here = near & (codes == code)
        named = np.flatnonzero(here & written.fixed)
        if named.size:
            utc[named] = written.seconds[named] - written.offset[named]
            local[named] = _shown(utc[named], zone)
            fold[named] = _instants(local[named], zone) != utc[named]
        plain = np.flatnonzero(here & ~written.fixed)
        if plain.size:
            instants = _instants(local[plain], zone)
            missing = instants == _NOT_A_TIME
            skipped[plain] = missing & written.timed[plain]
            utc[plain] = np.where(missing, local[plain], instants)
    return Told(local, utc, fold, skipped)


def _instants(local: Ints, zone: ZoneInfo) -> Ints:
    """Return the UTC seconds of local ones; the least integer marks a time that the clock skipped."""
    index = pd.DatetimeIndex(local.astype("datetime64[s]"))
    aware = index.tz_localize(zone, ambiguous=np.full(len(local), True), nonexistent="NaT")
    return aware.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)


def _shown(utc: Ints, zone: ZoneInfo) -> Ints:
    index = pd.DatetimeIndex(utc.astype("datetime64[s]")).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    return index.to_numpy().astype("datetime64[s]").astype(np.int64)


def _field(parts: pa.Array, name: str) -> pa.Array:
    return pc.fill_null(pc.struct_field(parts, name), "")


def _number(parts: pa.Array, name: str) -> Ints:
    digits = _field(parts, name)
    cast = pc.if_else(pc.equal(digits, ""), "0", digits).cast(pa.int64())
    return np.asarray(cast.to_numpy(zero_copy_only=False), np.int64)


def _mask(flags: pa.Array) -> Mask:
    return np.asarray(flags.to_numpy(zero_copy_only=False), bool)
