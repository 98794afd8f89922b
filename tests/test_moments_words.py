"""The words of every kind of moment, for brands with places and without; nothing felt, ranked or unproved."""

import re

import pytest
from hypothesis import given, settings
from moment_years import EVERY, amounts, kinds, on, raw, story, years
from recount_moments import Raw
from stories import NORTHWING
from test_words import FORBIDDEN, MONEY, RUNS

from artgen.history.moments import KINDS, ranked
from artgen.words.moments import tell_moment
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import voice

Said = tuple[str, str, str]
BROKEN = re.compile(r"\bnan\b|[{}]|  |^\W|, ,|: \.|(?<!-)\bone (runs|flights|days|weeks)\b")
quietly = settings(max_examples=50, deadline=None, derandomize=True)


def words(rows: list[Raw], vocabulary: Vocabulary = RUNS, home: str = "LIS") -> dict[str, Said]:
    """Put every moment of some rows into words: heading, text and caption."""
    whole = story(rows, home)
    speaking = voice(vocabulary, whole)
    told = (tell_moment(moment, whole, speaking) for moment in ranked(whole.activities, whole.home))
    return {one.key: (one.heading, one.text, one.caption) for one in told}


WITHOUT_PLACES = {
    "first_of_year": ("The first run of the year.", "The first of one run.", "The first of the year"),
    "last_of_year": ("And the last run of the year.", "The last of two runs.", "The last of the year"),
    "longest": ("8 kilometres, the longest of your year.", "On a Saturday.", "The longest of your year"),
    "longest_time": ("0.1 hours, the longest of your year.", "On a Saturday.", "The longest of your year"),
    "round_count": ("Run number 10.", "On a Friday: a.", "A round number"),
    "round_total": (
        "1,000 kilometres, reached here.",
        "On a Monday, 200 kilometres. It was run number 5.",
        "A round number",
    ),
    "new_category": (
        "B, for the first time in 2025.",
        "7 January, after six runs of another kind.",
        "A new kind of run",
    ),
    "busiest_day": ("One day, three runs.", "No day of the year had more.", "Three runs in one day"),
    "busiest_week": (
        "One week, three runs.",
        "From 12 May to 18 May, the busiest week of your year.",
        "The busiest week",
    ),
    "busiest_month": (
        "May, with three runs.",
        "From 1 May to 31 May, the busiest month of your year.",
        "The busiest month",
    ),
    "streak_days": (
        "Three days in a row.",
        "From 28 February to 1 March, at least one run a day, three runs in all.",
        "Three days in a row",
    ),
    "streak_weeks": (
        "Four weeks in a row.",
        "From 11 May to 26 May, at least one run a week, four runs in all.",
        "Four weeks in a row",
    ),
    "earliest": ("05:30, the earliest start of your year.", "On a Thursday.", "The earliest start"),
    "latest": ("00:29, the latest start of your year.", "On a Friday.", "The latest start"),
    "night_owl": (
        "Three runs in the hours of the night.",
        "Begun between 22:00 and 04:00, from 1 May to 3 May.",
        "Begun in the night",
    ),
    "across_midnight": (
        "It began on 1 May and ended on 2 May.",
        "On a Thursday, from 23:30 to 00:00.",
        "Across midnight",
    ),
    "longest_pause": (
        "Thirty days between two runs.",
        "From 1 May to 31 May, the longest pause of the year.",
        "Before the longest pause",
    ),
    "return_to_category": (
        "A again, after ninety-one days.",
        "Once on 1 January, and next on 2 April.",
        "Before the return",
    ),
    "most_frequent_category": (
        "A, three times.",
        "More than any other kind of your year, from 1 January to 3 January.",
        "The most frequent kind",
    ),
    "same_weekday": ("Thursday, four times.", "All four runs fell on a Thursday.", "The same weekday"),
    "same_date": (
        "The same date in four months.",
        "29 January, 29 March, 29 April, 29 May.",
        "The same date",
    ),
    "one_season": ("All three runs in winter.", "From 31 January to 1 December.", "One season"),
    "every_season": (
        "Every season, and five runs in all.",
        "Its first in each: 1 February, 1 March, 1 June, 1 September.",
        "Every season",
    ),
    "every_month": (
        "At least one run in every month.",
        "Twelve runs, from January to December.",
        "Every month of the year",
    ),
    "odd_one_out": (
        "500 kilometres, unlike the rest of your year.",
        "On a Thursday. The middle of your year is 10 kilometres.",
        "Unlike the rest",
    ),
}
WITH_PLACES = {
    "farthest_from_home": ("Auckland was the farthest from Lisbon.", "Lisbon to Auckland.", "The farthest from home"),
    "first_place": (
        "Tokyo, for the first time in 2025.",
        "Tokyo, after five flights without a new airport.",
        "A new airport",
    ),
    "return_to_place": (
        "Tokyo again, after ninety days.",
        "Once on 1 January, and next on 1 April.",
        "Before the return to Tokyo",
    ),
    "most_taken_route": (
        "Lisbon and New York, three times.",
        "Twice to New York, once to Lisbon.",
        "The way you took most",
    ),
    "most_visited_place": (
        "New York, three times.",
        "More than any other airport of your year, from 1 May to 4 May.",
        "The airport of your year",
    ),
    "same_place_weekday": (
        "Tokyo on a Thursday, four times.",
        "The first on 1 May, the last on 22 May.",
        "The same place, the same weekday",
    ),
}


def test_every_kind_is_put_into_words_here() -> None:
    """Every kind that history finds is told below, with places or without."""
    assert sorted([*WITHOUT_PLACES, *WITH_PLACES]) == sorted(kind.key for kind in KINDS)


@pytest.mark.parametrize("key", sorted(WITHOUT_PLACES))
def test_a_year_without_places_is_told(key: str) -> None:
    """Runs of which at most day, hour, amount and category are known have their words."""
    assert words(EVERY[key][0])[key] == WITHOUT_PLACES[key]


@pytest.mark.parametrize("key", sorted(WITH_PLACES))
def test_a_year_with_places_is_told(key: str) -> None:
    """Flights and stays name their places."""
    assert words(EVERY[key][0], NORTHWING)[key] == WITH_PLACES[key]


def test_an_activity_that_leads_somewhere_is_named_by_its_way() -> None:
    """Where places are known, the sentence has the way and the hour in it."""
    rows = on("05-01T05:30 LIS-JFK, 05-02T22:00 JFK-LIS, 05-03T23:30 LIS-JFK")
    told = words(rows, NORTHWING)
    assert told["earliest"][1] == "Lisbon to New York."
    assert told["latest"][0] == "23:30, the latest start of your year."


def test_a_place_reached_most_by_ways_is_told_apart_from_home() -> None:
    """Ways lead home more often than anywhere, and the sentence says that home is aside."""
    told = words(on("05-01 LIS-JFK, 05-02 JFK-LIS, 05-03 LIS-JFK, 05-04 JFK-LIS, 05-05 LIS-JFK"), NORTHWING)
    assert told["most_visited_place"] == (
        "To New York, three times.",
        "More than to any other airport but home, from 1 May to 5 May.",
        "Where you went most, home aside",
    )


def test_a_way_taken_in_one_direction_says_so() -> None:
    """Where nobody came back the same way, the sentence doesn't say that they did."""
    told = words(on("05-01 LIS-JFK, 05-02 LIS-JFK, 05-03 LIS-JFK"), NORTHWING)
    assert told["most_taken_route"][:2] == ("Lisbon to New York, three times.", "All of them one way.")


def test_most_on_one_weekday_says_of_how_many() -> None:
    """Where not all fell on the weekday, the sentence says how many did, and of how many."""
    told = words(on("05-01 05-08 05-15 05-22 05-29 05-30"))
    assert told["same_weekday"][1] == "Of six runs, five fell on a Thursday."


def test_many_months_are_not_listed() -> None:
    """The same date in more months than fit into a line is told by its first and its last."""
    told = words(EVERY["every_month"][0])
    assert told["same_date"][:2] == (
        "The same date in twelve months.",
        "The first on 1 January, the last on 1 December.",
    )


@pytest.mark.parametrize(
    ("home", "heading"),
    [
        ("LIS", "All three runs in winter."),
        ("AKL", "All three runs in summer."),
        ("SIN", "December to February: all three runs."),
        ("", "December to February: all three runs."),
    ],
)
def test_a_season_is_the_one_at_home(home: str, heading: str) -> None:
    """The south has summer at Christmas; without a home, or in the tropics, the months are named."""
    assert words(EVERY["one_season"][0], RUNS, home)["one_season"][0] == heading


def test_money_is_not_told_by_its_sum() -> None:
    """A brand whose amounts are money has words for every kind that rests on them, without the amount."""
    told = words(amounts(60, 60, 60, 500, 500), MONEY)
    odd = words(EVERY["odd_one_out"][0], MONEY)["odd_one_out"]
    assert told["round_total"] == (
        "Flight number 5.",
        "On a Monday.",
        "A flight by its number",
    )
    assert odd[:2] == (
        "Unlike the rest of your year.",
        "On a Thursday.",
    )


def test_a_category_is_said_once() -> None:
    """An activity without a place is told by its day, and by its category behind it."""
    rows = [*kinds("a" * 9), raw("2025-06-01T18:00", kind="a")]
    assert words(rows)["round_count"] == ("Run number 10.", "On a Sunday at 18:00: a.", "A round number")


@quietly
@given(years())
def test_whatever_is_found_is_told_kindly_and_whole(rows: list[Raw]) -> None:
    """No kind has a feeling, a rank, an open brace, an unknown number or a plural of one in its words."""
    spoken = [text for brand in (NORTHWING, RUNS, MONEY) for said in words(rows, brand, "").values() for text in said]
    assert [text for text in spoken if FORBIDDEN.search(text)] == []
    assert [text for text in spoken if BROKEN.search(text)] == []
    assert [text for text in spoken if not text or text[0].islower()] == []
