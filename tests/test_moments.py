"""Moments: each is found again from raw rows by another hand, ranked by stated numbers, and told without doubt."""

import datetime as dt
import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
import recount
import recount_moments
from hypothesis import given, settings
from hypothesis import strategies as st
from recount_moments import Raw

from artgen.history.history import History, Record
from artgen.history.moments import KINDS, MOST, chosen, moments, ranked
from artgen.history.story import Moment, Story
from artgen.history.tell import tell
from artgen.records import Recipient

NAN = float("nan")
CODES = ("LIS", "JFK", "NRT", "AKL")
KEYS = [kind.key for kind in KINDS]
FAMILY = {kind.key: kind.family for kind in KINDS}
TELLABLE = {kind.key: kind.tellable for kind in KINDS}
thoroughly = settings(max_examples=200, deadline=None, derandomize=True)
quietly = settings(max_examples=40, deadline=None, derandomize=True)


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


def said(moment: Moment | None) -> tuple[tuple[int, ...], float, float] | None:
    """Return what a moment says."""
    return moment and (moment.of, moment.value, moment.strength)


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
    ways = [[""], ["LIS"], ["LIS", "JFK", "NRT"], ["LIS-JFK", "JFK-LIS"], ["LIS", "", "LIS-JFK"], every, every]
    way = st.sampled_from(draw(st.sampled_from(ways)))
    amount = st.sampled_from(draw(st.sampled_from([[None], [5, 5, 5.25, 21], [9, 10, 11, 12, 900], [0, 3, None]])))
    lasting = st.sampled_from(draw(st.sampled_from([[None], [30, 45], [45, 500, 700], [60, None]])))
    kind = st.sampled_from(draw(st.sampled_from([[""], ["hill"], ["hill", "track", "road"], ["hill", ""]])))
    rows = []
    for day in days:
        date, hour = dt.date(year, 1, 1) + dt.timedelta(days=day), draw(hours)
        at = "" if hour < 0 else f"T{hour:02d}:{draw(st.sampled_from([0, 30]))}0"[:6]
        rows.append(raw(f"{date}{at}", draw(way), draw(amount), draw(lasting), draw(kind)))
    return sorted((row for row in rows if row.start.year == year), key=lambda row: row.start.timestamp())


@thoroughly
@given(years(), st.sampled_from(["", "", *CODES]))
def test_every_moment_is_found_again_from_the_raw_rows(rows: list[Raw], home: str) -> None:
    """Plain loops over the rows find the same moments, each with the same evidence, number and strength."""
    known = home or recount_moments.home_of(rows)
    again = {
        key: (of, pytest.approx(value, abs=0.006), pytest.approx(strength, abs=0.0001))
        for key, (of, value, strength) in recount_moments.moments(rows, known).items()
        if round(strength, 4) > 0
    }
    assert {key: said(moment) for key, moment in found(rows, home).items()} == again


@quietly
@given(years())
def test_the_best_come_first_by_strength_and_tellability(rows: list[Raw]) -> None:
    """Each kind is found once at most, with evidence in order and a strength within 0 and 1; the best are first."""
    whole = story(rows)
    best_first = ranked(whole.activities, whole.home)
    scores = [round(moment.strength * TELLABLE[moment.key], 6) for moment in best_first]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < moment.strength <= 1 and list(moment.of) == sorted(set(moment.of)) for moment in best_first)
    assert max(Counter(moment.key for moment in best_first).values(), default=0) <= 1
    assert all(0 <= moment.of[0] <= moment.of[-1] < len(rows) for moment in best_first)


@quietly
@given(years())
def test_five_are_told_and_never_two_of_a_family(rows: list[Raw]) -> None:
    """What is told is the best of each family, no single activity twice, and nothing better was passed over."""
    whole = story(rows)
    best_first = ranked(whole.activities, whole.home)
    families = [FAMILY[moment.key] for moment in whole.moments]
    alone = [moment.of for moment in whole.moments if len(moment.of) == 1]
    passed = [moment for moment in best_first if moment not in whole.moments]
    last = max(map(best_first.index, whole.moments), default=0)
    assert len(families) == len(set(families)) <= MOST
    assert len(alone) == len(set(alone))
    assert [moment.of[0] for moment in whole.moments] == sorted(moment.of[0] for moment in whole.moments)
    assert len(families) == MOST or all(FAMILY[moment.key] in families or moment.of in alone for moment in passed)
    assert all(
        FAMILY[moment.key] in families or moment.of in alone for moment in passed if best_first.index(moment) < last
    )


@quietly
@given(years(), st.sets(st.sampled_from(KEYS)))
def test_a_kind_that_is_left_out_makes_room_for_the_next(rows: list[Raw], without: set[str]) -> None:
    """Kinds that may not be told are not found, and the rest is told as if they did not exist."""
    whole = story(rows)
    kept = [moment for moment in ranked(whole.activities, whole.home) if moment.key not in without]
    assert moments(whole.activities, whole.home, without) == chosen(kept)


@quietly
@given(years(), years())
def test_a_moment_is_about_one_person_alone(mine: list[Raw], other: list[Raw]) -> None:
    """Telling somebody else's year in between changes nothing."""
    before = story(mine).moments
    story(other)
    assert story(mine).moments == before


def test_the_year_of_an_hour_has_no_moment_but_its_first() -> None:
    """A single activity is the first, and is not called the farthest, the longest or the latest."""
    assert list(found([raw("2025-06-01T23:30", "LIS-AKL", 90, 600)])) == ["first_of_year"]


def test_an_empty_year_has_none() -> None:
    """Nothing is found where nothing happened."""
    assert found([]) == {}


EVERY = {
    "first_of_year": (on("01-31"), (0,), 0, 0.5),
    "last_of_year": (on("01-31 12-01"), (1,), 0, 0.5),
    "longest": (amounts(1, 2, 8), (2,), 8, 0.75),
    "longest_time": (minutes(1, 2, 8), (2,), 8, 0.75),
    "odd_one_out": (amounts(10, 100, 1000, 10**4, 10**5, 10**6, 10**7, 10**32), (7,), 55_000, 0.8113),
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


def test_every_kind_has_its_example() -> None:
    """No kind is without a year here in which it is found."""
    assert sorted(EVERY) == sorted(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_each_kind_is_found_where_it_is_plain_to_see(key: str) -> None:
    """A small year made for the kind shows its evidence, its number and its strength."""
    rows, of, value, strength = EVERY[key]
    moment = found(rows, "LIS")[key]
    assert (moment.of, moment.value) == (of, pytest.approx(value, rel=1e-4))
    assert moment.strength == pytest.approx(strength, abs=0.0001)


NOT_QUITE = {
    "longest": amounts(8, 8, 1),
    "longest_time": minutes(8, None, 1),
    "odd_one_out": amounts(*[10] * 8, 900),
    "farthest_from_home": on("05-01 LIS-AKL, 05-02 LIS"),
    "first_place": on("05-01 LIS, 05-02 LIS, 05-03 LIS, 05-04 LIS, 05-05 NRT"),
    "new_category": kinds("aa aaaab"),
    "round_count": kinds("a" * 9),
    "round_total": amounts(60, 60, 60),
    "busiest_day": on("05-01 05-02"),
    "busiest_week": on("05-12 05-12 05-12"),
    "busiest_month": on("05-01 05-02 05-03 06-01 06-02 06-03"),
    "streak_days": on("02-27 02-28 03-02"),
    "streak_weeks": on("05-12 05-19 05-26"),
    "earliest": on("05-01T03:59 05-02T05:00"),
    "latest": on("05-01T23:00 05-02"),
    "night_owl": on("05-01T22:30 05-02T22:30 05-03T22:30" + " 05-04T12:00" * 13),
    "across_midnight": [raw("2025-05-01T23:30", "", 1, 30)] * 2,
    "longest_pause": on("05-01 05-14"),
    "return_to_place": on("01-01 NRT, 02-01 LIS-JFK, 04-01 NRT"),
    "return_to_category": [raw("2025-01-01", kind="a"), raw("2025-04-01", kind="a")],
    "most_taken_route": on("05-01 LIS-JFK, 05-02 LIS-JFK, 05-03 LIS-JFK, 05-04 NRT"),
    "most_visited_place": on("05-01 JFK-LIS, 05-02 JFK-LIS, 05-03 JFK-LIS"),
    "most_frequent_category": kinds("aaaa"),
    "same_weekday": on("05-01 05-08 05-15"),
    "same_date": on("01-29 03-29 04-29"),
    "same_place_weekday": on("05-01 NRT, 05-08 NRT, 05-15 NRT, 05-22 NRT"),
    "one_season": on("01-31 02-28 03-01"),
    "every_season": on("02-01 03-01 06-01 12-01"),
    "every_month": on("01-01 02-01 03-01 04-01 05-01 06-01 07-01 08-01 09-01 10-01 11-01"),
}


@pytest.mark.parametrize("key", sorted(NOT_QUITE))
def test_no_kind_is_found_where_it_would_be_said_too_soon(key: str) -> None:
    """A year that falls short by a day, a time, a tie or something unknown has no such moment."""
    assert key not in found(NOT_QUITE[key], "LIS")


def test_a_habit_of_nights_is_no_crossing_of_midnight() -> None:
    """Where more than half end on another day, as nights in a hotel do, none of them is told for it."""
    nights = [raw(f"2025-05-0{day}T15:00", minutes=1200) for day in range(1, 5)]
    assert "across_midnight" not in found(nights)


def test_midnight_is_that_of_the_place_where_it_ended() -> None:
    """A flight to the west that takes off before midnight and lands before midnight has not crossed it."""
    there = raw("2025-05-01T22:00", "LIS-JFK", minutes=180), raw("2025-05-02T12:00", "LIS-JFK", minutes=480)
    assert "across_midnight" not in found(list(there))


def test_the_tropics_know_no_four_seasons() -> None:
    """Where home is known to lie there, a year is not said to have had them all; where it is unknown, it may be."""
    rows = EVERY["every_season"][0]
    assert "every_season" not in found(rows, "SIN")
    assert "every_season" in found(rows)


def test_rules_say_where_they_come_from() -> None:
    """Every kind's function says in its first words what it finds, and how strong it is."""
    docs = {kind.key: " ".join((kind.find.__doc__ or "").split()) for kind in KINDS}
    assert [key for key, text in docs.items() if not text.startswith("Find ")] == []
    assert [key for key, text in docs.items() if not re.search(r"[Ss]trength: ", text)] == []
