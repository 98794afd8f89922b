"""Years in which moments happen: written in a few signs, drawn by Hypothesis, and one made for every kind."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import recount
from hypothesis import strategies as st
from recount_moments import Raw

from artgen.history.history import History, Record
from artgen.history.moments import ranked
from artgen.history.story import Moment, Story
from artgen.history.tell import tell
from artgen.records import Recipient

NAN = float("nan")
CODES = ("LIS", "JFK", "NRT", "AKL")


def raw(start: str, way: str = "", amount: float | None = None, minutes: float | None = None, kind: str = "") -> Raw:
    """Make one row by the clock of its first place; a date without an hour has none."""
    ends = tuple(code for code in way.split("-") if code)
    zone = ZoneInfo(recount.PLACES[ends[0]][2] if ends else "UTC")
    return Raw(dt.datetime.fromisoformat(start).replace(tzinfo=zone), len(start) > 10, ends, amount, minutes, kind)


def on(days: str) -> list[Raw]:
    """Make a row on each day: "05-01 05-02T22:30", or with ways "05-01 LIS, 05-02 LIS-JFK"."""
    if "," not in days:
        return [raw(f"2025-{day}") for day in days.split()]
    return [raw(f"2025-{day}", way) for day, way in (one.split() for one in days.split(", "))]


def amounts(*sizes: float | None) -> list[Raw]:
    """Make a row for each amount, one a day from 1 May."""
    return [raw(f"2025-05-{day:02d}", amount=size) for day, size in enumerate(sizes, 1)]


def minutes(*sizes: float | None) -> list[Raw]:
    """Make a row for each duration, one a day from 1 May."""
    return [raw(f"2025-05-{day:02d}", minutes=size) for day, size in enumerate(sizes, 1)]


def kinds(letters: str) -> list[Raw]:
    """Make a row for each letter, one a day from 1 January, with the letter for its category; a blank has none."""
    days = (dt.date(2025, 1, 1) + dt.timedelta(days=at) for at in range(len(letters)))
    return [raw(f"{day}", kind=letter.strip()) for day, letter in zip(days, letters, strict=True)]


def record(row: Raw) -> Record:
    """Return the row as a checked record."""
    origin, destination = (*row.ends, "", "")[:2]
    amount = NAN if row.amount is None else row.amount
    minutes = NAN if row.minutes is None else row.minutes
    return Record(row.start, row.timed, amount, minutes, origin, destination, row.category, 0, "", 2)


def story(rows: list[Raw], home: str = "") -> Story:
    """Tell the year of some rows."""
    year = rows[0].start.year if rows else 2025
    return tell(History("c", Recipient("c", "Cy", "", home), tuple(map(record, rows))), year)


def found(rows: list[Raw], home: str = "") -> dict[str, Moment]:
    """Return every moment of some rows by key."""
    whole = story(rows, home)
    return {moment.key: moment for moment in ranked(whole.activities, whole.home)}


@st.composite
def years(draw: st.DrawFn) -> list[Raw]:
    """Draw a year in time order: scattered or regular days, leap years too, with much or little known, and ties."""
    year = draw(st.sampled_from([2024, 2025]))
    scattered = st.lists(st.integers(0, 365), max_size=25)
    regular = st.builds(
        lambda first, step, count: [first + step * at for at in range(count)],
        st.integers(0, 200),
        st.sampled_from([1, 1, 2, 7, 7, 14, 30, 61]),
        st.integers(0, 30),
    )
    monthly = st.builds(
        lambda date, months: [31 * month + date for month in months], st.integers(0, 30), st.sets(st.integers(0, 11))
    )
    days = sorted(draw(scattered) + draw(regular) + draw(monthly))
    hours = st.sampled_from(draw(st.sampled_from([[6, 12, 18], [4, 5, 9], [21, 22, 23, 0, 3], [-1], [8, -1]])))
    every = [f"{one}-{other}" for one in CODES for other in CODES]
    ways = [
        [""],
        ["LIS"],
        ["LIS", "JFK", "NRT"],
        ["LIS-JFK", "JFK-LIS"],
        ["LIS", "", "LIS-JFK"],
        every,
        [*["LIS"] * 9, "JFK", "NRT"],
    ]
    way = st.sampled_from(draw(st.sampled_from(ways)))
    amount = st.sampled_from(draw(st.sampled_from([[None], [5, 5, 5.25, 21], [9, 10, 11, 12], [0, 3, None]])))
    lasting = st.sampled_from(draw(st.sampled_from([[None], [30, 45], [45, 500, 700], [60, None]])))
    kind = st.sampled_from(
        draw(st.sampled_from([[""], ["hill"], ["hill", "track", "road"], ["hill", ""], [*["hill"] * 9, "track"]]))
    )
    rows = []
    for day in days:
        date, hour = dt.date(year, 1, 1) + dt.timedelta(days=day), draw(hours)
        at = "" if hour < 0 else f"T{hour:02d}:{draw(st.sampled_from([0, 30])):02d}"
        rows.append(raw(f"{date}{at}", draw(way), draw(amount), draw(lasting), draw(kind)))
    if rows and draw(st.booleans()):
        at = draw(st.integers(0, len(rows) - 1))
        rows[at] = replace(rows[at], amount=draw(st.sampled_from([0.25, 900])))
    return sorted((row for row in rows if row.start.year == year), key=lambda row: row.start.timestamp())


@st.composite
def crossings(draw: st.DrawFn) -> list[Raw]:
    """Draw a year in time order that crosses the date line: there at 00:30, and back at 20:00 of the day before."""
    first, step = draw(st.integers(0, 40)), draw(st.sampled_from([2, 3, 7, 31, 61, 91]))
    regular = list(range(first, 364, step))[: draw(st.integers(1, 12))]
    trips = regular + draw(st.lists(st.sampled_from([0, 30, 58, 150, 363]), max_size=3))
    kind = st.sampled_from(draw(st.sampled_from([[""], ["hill", "track", "road"]])))
    amount = st.sampled_from([5, 60, 300])
    new_year, rows = dt.date(2025, 1, 1), []
    for day in trips:
        before, after = (new_year + dt.timedelta(days=day + more) for more in (0, 1))
        rows.append(raw(f"{after}T00:30", "AKL-JFK", draw(amount), 510, draw(kind)))
        rows.append(raw(f"{before}T20:00", "JFK-AKL", draw(amount), 540, draw(kind)))
    for day in draw(st.lists(st.integers(0, 364), max_size=8)):
        date, way = new_year + dt.timedelta(days=day), draw(st.sampled_from(["AKL-AKL", "AKL-LIS", "JFK-JFK"]))
        rows.append(raw(f"{date}T09:00", way, draw(amount), 60, draw(kind)))
    return sorted(rows, key=lambda row: row.start.timestamp())


EVERY = {
    "first_of_year": (on("01-31"), (0,), 0, 0.5),
    "last_of_year": (on("01-31 12-01"), (1,), 0, 0.5),
    "longest": (amounts(1, 2, 8), (2,), 8, 0.75),
    "longest_time": (minutes(1, 2, 8), (2,), 8, 0.75),
    "odd_one_out": (amounts(8, 9, 10, 10, 10, 11, 12, 500), (7,), 10, 0.9334),
    "farthest_from_home": (on("05-01 LIS-JFK, 05-02 LIS-AKL"), (1,), 19618.1, 0.9075),
    "first_place": (on("05-01 LIS, 05-02 LIS, 05-03 LIS, 05-04 LIS, 05-05 LIS, 05-06 NRT"), (5,), 5, 0.5),
    "new_category": (kinds("aaaaaab"), (6,), 5, 0.5),
    "round_count": (kinds("a" * 12), (9,), 10, 0.3333),
    "round_total": (amounts(200, 200, 200, 200, 200), (4,), 1000, 0.7),
    "busiest_day": (on("05-01 05-02 05-02 05-02"), (1, 2, 3), 3, 0.6667),
    "busiest_week": (on("05-11 05-12 05-13 05-18"), (1, 2, 3), 3, 0.6667),
    "busiest_month": (on("04-30 05-01 05-08 05-31"), (1, 2, 3), 3, 0.6667),
    "streak_days": ([raw(f"2024-{day}") for day in ("02-28", "02-29", "03-01", "03-03")], (0, 1, 2), 3, 0.3333),
    "streak_weeks": (on("05-11 05-12 05-19 05-26"), (0, 1, 2, 3), 4, 0.25),
    "earliest": (on("05-01T05:30 05-02T22:00"), (0,), 5.5, 0.5),
    "latest": (on("05-01T23:59 05-02T00:29"), (1,), 29 / 60, 0.7),
    "night_owl": (on("05-01T22:00 05-02T03:59 05-03T00:00 05-04T12:00"), (0, 1, 2), 3, 0.75),
    "across_midnight": ([raw("2025-05-01T23:30", "", 1, 30), raw("2025-05-02T12:00", "", 1, 30)], (0,), 30, 0.5),
    "longest_pause": (on("05-01 05-31"), (0, 1), 30, 0.5),
    "return_to_place": (on("01-01 NRT, 02-01 LIS, 04-01 NRT"), (0, 2), 90, 0.5),
    "return_to_category": (kinds("a" + "b" * 90 + "a"), (0, 91), 91, 0.5028),
    "most_taken_route": (on("05-01 LIS-JFK, 05-02 JFK-LIS, 05-03 LIS-JFK, 05-04 LIS-NRT"), (0, 1, 2), 3, 0.3333),
    "most_visited_place": (on("05-01 JFK, 05-02 LIS, 05-03 JFK, 05-04 JFK"), (0, 2, 3), 3, 0.3333),
    "most_frequent_category": (kinds("aaab"), (0, 1, 2), 3, 0.3333),
    "same_weekday": (on("05-01 05-08 05-15 05-22"), (0, 1, 2, 3), 4, 0.8571),
    "same_date": (on("01-29 03-29 04-29 05-29"), (0, 1, 2, 3), 4, 0.9671),
    "same_place_weekday": (
        on("05-01 NRT, 05-08 NRT, 05-15 NRT, 05-22 NRT, 05-23 LIS"),
        (0, 1, 2, 3),
        4,
        0.8571,
    ),
    "one_season": (on("01-31 02-28 12-01"), (0, 1, 2), 0, 0.3333),
    "every_season": (on("02-01 03-01 06-01 09-01 10-01"), (0, 1, 2, 3), 4, 0.8),
    "every_month": ([raw(f"2025-{month:02d}-01") for month in range(1, 13)], tuple(range(12)), 12, 1),
}
