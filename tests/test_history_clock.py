"""The clock: what is written is read as datetime and zoneinfo read it, in columns."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artgen.history import clock

EPOCH = dt.datetime(1970, 1, 1)
ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
PARTS = st.tuples(*(st.integers(0, most) for most in (9999, 14, 33, 26, 62, 62)))
# Hours around which clocks of the zones above jump, and any others.
NEAR = st.one_of(
    st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2037, 12, 31)),
    *(
        st.datetimes(dt.datetime(2025, month, day), dt.datetime(2025, month, day, 4))
        for month, day in ((3, 30), (10, 26), (3, 9), (11, 2), (10, 25), (4, 6), (10, 5))
    ),
)
quietly = settings(max_examples=100, deadline=None, derandomize=True)


def column(*cells: str) -> pd.Series:
    """Return cells as a column of text."""
    return pd.Series(cells, dtype=str)


def standard(parts: tuple[int, ...]) -> dt.datetime | None:
    """Return the moment that datetime makes of the parts, if there is one."""
    try:
        return dt.datetime(*parts)
    except ValueError:
        return None


@quietly
@given(PARTS)
def test_a_moment_is_read_exactly_when_datetime_knows_it(parts: tuple[int, ...]) -> None:
    """Every year, month, day, hour, minute and second, real or not; 24:00:00 alone is ours to add."""
    year, month, day, hour, minute, second = parts
    read = clock.parse(column(f"{year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}"))
    expected = standard(parts)
    midnight = standard((year, month, day)) if parts[3:] == (24, 0, 0) else None
    meant = midnight + dt.timedelta(days=1) if midnight else expected
    assert bool(read.no_date[0] | read.no_time[0]) == (meant is None)
    assert read.seconds[0] == ((meant - EPOCH).total_seconds() if meant else 0)


@pytest.mark.parametrize(
    ("day", "there"),
    [("2024-02-29", True), ("2025-02-29", False), ("2000-02-29", True), ("2100-02-29", False), ("2025-00-10", False)],
)
def test_leap_days_are_those_of_the_calendar(day: str, there: bool) -> None:
    """Every fourth year, not every hundredth, yet every four hundredth."""
    assert clock.parse(column(day)).no_date.tolist() == [not there]


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "2025-1-5", "2025-01-05 8:00", "2025-01-05 08", "2025-01-05T", "2025-01-05 08:00+", "20250105"),
        *("2025-01-05 08:00Z05", "2025-01-05 08:00 PM", "2025-01-05Z", "２０２５-01-05", "2025-01-05\n", "05.01.2025"),
    ],
)
def test_what_is_not_iso_8601_is_not_guessed_at(text: str) -> None:
    """Short, long, foreign and broken spellings can't be read."""
    assert clock.parse(column(text)).unread.tolist() == [True]


@quietly
@given(NEAR, st.sampled_from(ZONES))
def test_local_times_stand_where_zoneinfo_puts_them(moment: dt.datetime, name: str) -> None:
    """The first of two equal times; a time that the clock skipped is marked, exactly where zoneinfo skips it."""
    moment = moment.replace(microsecond=0, fold=0)
    told = clock.settle(clock.parse(column(moment.isoformat(" "))), column(name))
    aware = moment.replace(tzinfo=ZoneInfo(name))
    back = aware.astimezone(dt.UTC).astimezone(ZoneInfo(name)).replace(tzinfo=None)
    assert bool(told.skipped[0]) == (back != moment)
    assert told.skipped[0] or told.utc[0] == aware.timestamp()
    assert (told.local[0], told.fold[0]) == ((moment - EPOCH).total_seconds(), 0)


@quietly
@given(NEAR, st.sampled_from(ZONES), st.integers(-23, 23), st.sampled_from((0, 30)))
def test_offsets_are_turned_into_the_local_clock(moment: dt.datetime, name: str, hours: int, minutes: int) -> None:
    """A moment with an offset is one instant, shown by the zone's clock, in the right one of two equal hours."""
    offset = dt.timezone(dt.timedelta(hours=hours, minutes=minutes))
    aware = moment.replace(microsecond=0, tzinfo=offset)
    told = clock.settle(clock.parse(column(aware.isoformat())), column(name))
    local = aware.astimezone(ZoneInfo(name))
    assert told.utc[0] == aware.timestamp()
    assert told.local[0] == (local.replace(tzinfo=None) - EPOCH).total_seconds()
    assert (told.fold[0], bool(told.skipped[0])) == (local.fold, False)


def test_far_years_are_no_crash() -> None:
    """The first and the last year, on clocks far from UTC, are read; they are outside every campaign anyway."""
    cells = ("0001-01-01 00:00", "9999-12-31 24:00", "0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59")
    told = clock.settle(clock.parse(column(*cells)), column(*["Pacific/Apia"] * 4))
    assert told.skipped.tolist() == [False] * 4
