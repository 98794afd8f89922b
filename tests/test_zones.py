"""Local time in every zone there is: each jump of the clock in the year, leap days, and the edges of the year."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from harvest import PEOPLE_HEADER, Harvest, bring_in, lines, people_file

from artgen.history import clock
from artgen.history.source import ActivityColumns, ActivityFiles
from artgen.history.tell import tell

YEAR = 2025
EPOCH = dt.datetime(1970, 1, 1)
ZONES = sorted(clock.zones())
# Seconds around a jump by the clock that is left: before it, at its edges, inside of what it skips or repeats.
AROUND = (-7200, -3600, -1800, -1, 0, 1, 1799, 1800, 3599, 3600, 7200)
EDGES = tuple(dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (YEAR, YEAR + 1))
HOURS = (-15, -12, -9, -3, -1, 0, 1, 3, 9, 12, 15)


def offset(seconds: int, zone: ZoneInfo) -> int:
    """Return a zone's offset from UTC at an instant, in seconds."""
    return int(dt.datetime.fromtimestamp(seconds, zone).utcoffset().total_seconds())  # type: ignore[union-attr]


def jumps(name: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield each jump of a zone's clock in the year: the zone, the instant, the offsets before and after it."""
    zone = ZoneInfo(name)
    first = int(dt.datetime(YEAR, 1, 1, tzinfo=dt.UTC).timestamp())
    days = [first + n * 86_400 for n in range(366)]
    offsets = [offset(day, zone) for day in days]
    for n in np.flatnonzero(np.diff(offsets)).tolist():
        low, high = days[n], days[n + 1]
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle, zone) == offsets[n] else (low, middle)
        yield name, high, offsets[n], offsets[n + 1]


JUMPS = [jump for name in ZONES for jump in jumps(name)]
FORWARD = [jump for jump in JUMPS if jump[3] > jump[2]]
BACK = [jump for jump in JUMPS if jump[3] < jump[2]]


def settled(rows: list[tuple[str, str]]) -> clock.Told:
    """Set times as they are written on the clocks of their zones."""
    zones, written = zip(*rows, strict=True)
    return clock.settle(clock.parse(pd.Series(written, dtype=str)), pd.Series(zones, dtype=str))


def written(local: int) -> str:
    """Write local seconds as a time without an offset."""
    return (EPOCH + dt.timedelta(seconds=local)).isoformat(" ")


def bring(folder: Path, rows: list[str], year: int = YEAR) -> Harvest:
    """Bring in rows of one customer that say when and in which zone."""
    (folder / "people.csv").write_text(lines(PEOPLE_HEADER, ["a,Ada,ada@example.com,"]), "utf-8")
    (folder / "rows.csv").write_text(lines("customer,when,zone", rows), "utf-8")
    columns = ActivityColumns("customer", "when", "zone")
    source = ActivityFiles((folder / "rows.csv",), columns, year, zone="column")
    return bring_in(people_file(folder / "people.csv"), source, folder / "shards")


def test_there_are_zones_and_jumps_to_look_at() -> None:
    """Every zone of the world, and more than a hundred whose clock jumps both ways."""
    assert len(ZONES) > 500
    assert min(len(FORWARD), len(BACK)) > 100


def test_a_skipped_time_is_set_aside_and_its_neighbours_are_not() -> None:
    """At each jump forward of any zone, exactly the local times from the old clock to the new one are skipped."""
    rows = [(jump, jump[1] + jump[2] + seconds) for jump in FORWARD for seconds in AROUND]
    told = settled([(jump[0], written(local)) for jump, local in rows])
    inside = [jump[1] + jump[2] <= local < jump[1] + jump[3] for jump, local in rows]
    assert told.skipped.tolist() == inside
    kept = [(utc, local) for utc, local, gap in zip(told.utc.tolist(), rows, inside, strict=True) if not gap]
    assert all(utc + offset(utc, ZoneInfo(jump[0])) == local for utc, (jump, local) in kept)


def test_a_repeated_time_is_the_first_of_the_two() -> None:
    """At each jump back of any zone, a time that the clock shows twice is the one before the jump."""
    rows = [(jump, jump[1] + jump[3] + seconds) for jump in BACK for seconds in AROUND]
    told = settled([(jump[0], written(local)) for jump, local in rows])
    firsts = [local - jump[2] if local < jump[1] + jump[2] else local - jump[3] for jump, local in rows]
    assert told.utc.tolist() == firsts
    assert (told.fold.any(), told.skipped.any()) == (False, False)


def test_an_offset_tells_the_two_repeated_times_apart() -> None:
    """With its instant, each second around a jump back stands where it happened, the later one marked as a fold."""
    rows = [(jump, jump[1] + seconds) for jump in BACK for seconds in AROUND]
    told = settled([(jump[0], written(utc) + "Z") for jump, utc in rows])
    assert told.utc.tolist() == [utc for _, utc in rows]
    zoned = [dt.datetime.fromtimestamp(utc, ZoneInfo(jump[0])) for jump, utc in rows]
    assert told.fold.tolist() == [local.fold for local in zoned]
    assert told.local.tolist() == [int((local.replace(tzinfo=None) - EPOCH).total_seconds()) for local in zoned]


def test_the_year_begins_and_ends_by_the_clock_of_every_zone(tmp_path: Path) -> None:
    """Of instants around both edges exactly those are kept whose own clock shows the campaign's year."""
    instants = [(edge + dt.timedelta(hours=hours), name) for edge in EDGES for hours in HOURS for name in ZONES]
    found = bring(tmp_path, [f"a,{instant:%Y-%m-%dT%H:%MZ},{name}" for instant, name in instants])
    inside = [instant for instant, name in instants if instant.astimezone(ZoneInfo(name)).year == YEAR]
    assert found.counts.kept == len(inside)
    assert found.counts.left_out == {"outside the year": len(instants) - len(inside)}
    assert {record.start.year for record in found.of("a").records} == {YEAR}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "UTC"])
def test_a_leap_year_has_a_day_more(tmp_path: Path, zone: str) -> None:
    """The twenty-ninth of February is day 60 and the last of December day 366; the year after has neither."""
    rows = [f"a,2024-{day},{zone}" for day in ("02-29", "02-29 23:59:59", "03-01", "12-31 23:59", "12-31 24:00")]
    found = bring(tmp_path, rows, 2024)
    assert tell(found.of("a"), 2024).columns.day.tolist() == [60, 60, 61, 366]
    assert found.counts.left_out == {"outside the year": 1}
    common = bring(tmp_path, [row.replace("2024", "2025") for row in rows])
    assert tell(common.of("a"), 2025).columns.day.tolist() == [60, 365]
    assert common.counts.left_out == {"no such date": 2, "outside the year": 1}


def test_a_date_alone_stands_on_its_day_in_every_zone(tmp_path: Path) -> None:
    """Also where the clock skips that midnight, and also where it skips the whole of another day."""
    days = ("2025-01-01", "2025-12-31", *(written(at + before)[:10] for _, at, before, _ in FORWARD[:40]))
    rows = [f"a,{day},{name}" for day in sorted({*days}) for name in ZONES]
    found = bring(tmp_path, rows)
    assert found.counts.kept == len(rows)
    assert {record.start.date().isoformat() for record in found.of("a").records} == {*days}
