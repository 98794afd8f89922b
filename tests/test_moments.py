"""Moments: each is found again from raw rows by another hand, ranked by stated numbers, and told without doubt."""

import re
from collections import Counter
from pathlib import Path

import pytest
import recount_moments
from hypothesis import given, settings
from hypothesis import strategies as st
from moment_years import CODES, EVERY, amounts, crossings, found, kinds, minutes, on, raw, story, years
from recount_moments import Raw, calendar

from artgen.history.moments import KINDS, MOST, chosen, moments, ranked
from artgen.history.story import Moment

KEYS = [kind.key for kind in KINDS]
FAMILY = {kind.key: kind.family for kind in KINDS}
TELLABLE = {kind.key: kind.tellable for kind in KINDS}
thoroughly = settings(max_examples=200, deadline=None, derandomize=True)
quietly = settings(max_examples=40, deadline=None, derandomize=True)


def said(moment: Moment | None) -> tuple[tuple[int, ...], float, float] | None:
    """Return what a moment says."""
    return moment and (moment.of, moment.value, moment.strength)


def again(rows: list[Raw], home: str) -> dict[str, tuple[tuple[int, ...], object, object]]:
    """Find the moments of rows again, as nearly as their numbers are rounded."""
    known = home or recount_moments.home_of(rows)
    return {
        key: (of, pytest.approx(value, abs=0.006), pytest.approx(strength, abs=0.0001))
        for key, (of, value, strength) in recount_moments.moments(rows, known).items()
        if round(strength, 4) > 0
    }


@thoroughly
@given(years(), st.sampled_from(["", "", *CODES]))
def test_every_moment_is_found_again_from_the_raw_rows(rows: list[Raw], home: str) -> None:
    """Plain loops over the rows find the same moments, each with the same evidence, number and strength."""
    assert {key: said(moment) for key, moment in found(rows, home).items()} == again(rows, home)


@thoroughly
@given(crossings(), st.sampled_from(["AKL", "JFK", ""]))
def test_moments_over_the_date_line_are_found_again_from_the_raw_rows(rows: list[Raw], home: str) -> None:
    """Where what happened later has the earlier day, too, and what is told of them is in the order of days."""
    assert {key: said(moment) for key, moment in found(rows, home).items()} == again(rows, home)
    began = [rows[moment.of[0]].start.date() for moment in story(rows, home).moments]
    assert began == sorted(began)


@quietly
@given(years())
def test_the_best_come_first_by_strength_and_tellability(rows: list[Raw]) -> None:
    """Each kind is found once at most, with evidence in order and a strength within 0 and 1; the best are first."""
    whole = story(rows)
    best_first = ranked(whole.activities, whole.home)
    scores = [round(moment.strength * TELLABLE[moment.key], 6) for moment in best_first]
    assert scores == sorted(scores, reverse=True)
    days = calendar(rows)
    assert all(0 < moment.strength <= 1 for moment in best_first)
    assert all(list(moment.of) == [n for n in days if n in moment.of] for moment in best_first)
    assert max(Counter(moment.key for moment in best_first).values(), default=0) <= 1


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
    began = [rows[moment.of[0]].start.date() for moment in whole.moments]
    assert began == sorted(began)
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
    assert moments(whole.activities, whole.home, without) == chosen(kept, whole.activities)


def test_the_year_of_an_hour_has_no_moment_but_its_first() -> None:
    """A single activity is the first, and is not called the farthest, the longest or the latest."""
    assert list(found([raw("2025-06-01T23:30", "LIS-AKL", 90, 600)])) == ["first_of_year"]


def test_an_empty_year_has_none() -> None:
    """Nothing is found where nothing happened."""
    assert found([]) == {}


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


def test_the_document_lists_every_kind_as_it_is() -> None:
    """docs/moments.md has a row for each kind, in order, with its family and how tellable it is."""
    text = (Path(__file__).parents[1] / "docs" / "moments.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| ([\d.]+) \|", text, re.M)
    assert rows == [(kind.key, kind.family, str(kind.tellable)) for kind in KINDS]
