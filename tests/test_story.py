"""The Story: what is told of a year is true of its activities, and says which of them it is true of."""

import datetime as dt
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recount
from harvest import HEADER, PEOPLE_HEADER, harvest, lines
from hypothesis import given, settings
from hypothesis import strategies as st

from artgen.history.absences import PAUSE_DAYS
from artgen.history.columns import Activity, Place
from artgen.history.facts import facts
from artgen.history.history import History, Record
from artgen.history.hours import LATE_FROM_HOUR, LATE_UNTIL_HOUR
from artgen.history.moments import MOST
from artgen.history.places import place
from artgen.history.story import Fact, Moment, Story
from artgen.history.tell import tell
from artgen.records import Recipient

NAN = float("nan")
CODES = tuple(recount.PLACES)


def record(start: str, way: str = "LIS-JFK", amount: float = NAN, minutes: float = NAN, timed: bool = True) -> Record:
    """One checked row, by the clock of its origin."""
    origin, _, destination = way.partition("-")
    zone = ZoneInfo(recount.PLACES[origin][2]) if origin else ZoneInfo("UTC")
    return Record(
        dt.datetime.fromisoformat(start).replace(tzinfo=zone),
        timed,
        amount,
        minutes,
        origin,
        destination,
        "",
        0,
        "",
        2,
    )


def story(*records: Record, home: str = "") -> Story:
    """The Story of some rows."""
    return tell(History("c", Recipient("c", "Cy", "", home), records), 2025)


def told(moment: Moment | None) -> tuple[str, tuple[int, ...], float] | None:
    """A moment as a tuple."""
    return moment and (moment.key, moment.of, moment.value)


def moment_of(key: str, whole: Story) -> tuple[str, tuple[int, ...], float] | None:
    """The moment of a kind, if there is one."""
    return told(next((moment for moment in whole.moments if moment.key == key), None))


def records_of(whole: Story) -> list[Record]:
    """The rows that a Story came from."""
    ways = [f"{one.origin.code}-{one.destination.code}" for one in whole.activities if one.origin and one.destination]
    return [record(one.start.isoformat()[:16], way) for one, way in zip(whole.activities, ways, strict=True)]


RECORDS = st.lists(
    st.builds(
        lambda day, minute, way, amount, minutes, timed: record(
            (dt.datetime(2025, 1, 1) + dt.timedelta(days=day, minutes=minute if timed else 0)).isoformat(),
            way,
            amount,
            minutes,
            timed,
        ),
        st.integers(0, 364),
        st.integers(0, 1439),
        st.sampled_from(("", "LIS", "LIS-LIS", *(f"{a}-{b}" for a in CODES for b in CODES))),
        st.one_of(st.just(NAN), st.floats(0, 1e6)),
        st.one_of(st.just(NAN), st.floats(0, 2000)),
        st.booleans(),
    ),
    max_size=20,
).map(lambda rows: sorted(rows, key=lambda row: row.start.timestamp()))
quietly = settings(max_examples=60, deadline=None, derandomize=True)


@quietly
@given(RECORDS)
def test_every_fact_can_be_recounted_from_its_evidence(rows: list[Record]) -> None:
    """The activities that a fact names give the same fact again, without the others."""
    whole = story(*rows)
    for fact in whole.facts:
        named = tuple(whole.activities[n] for n in fact.of)
        again = {one.key: one for one in facts(named)}
        assert fact.value == (again[fact.key].value if named else 0)
        assert list(fact.of) == sorted(set(fact.of))


@quietly
@given(RECORDS)
def test_moments_are_few_different_and_have_evidence(rows: list[Record]) -> None:
    """At most five, never two of a kind, never two of one activity alone, in time order, each of real activities."""
    whole = story(*rows)
    keys = [moment.key for moment in whole.moments]
    alone = [moment.of for moment in whole.moments if len(moment.of) == 1]
    assert len(keys) == len(set(keys)) <= MOST
    assert len(alone) == len(set(alone))
    assert [moment.of[0] for moment in whole.moments] == sorted(moment.of[0] for moment in whole.moments)
    assert all(0 <= n < len(whole) for moment in whole.moments for n in moment.of)
    assert bool(keys) == bool(rows)


@quietly
@given(RECORDS)
def test_every_moment_is_true_of_the_raw_rows(rows: list[Record]) -> None:
    """A slow look at the rows finds nothing longer, farther, busier, later or more often."""
    whole = story(*rows)
    values = {moment.key: moment.value for moment in whole.moments}
    amounts = [row.amount for row in rows if row.amount == row.amount]
    days = [row.start.date() for row in rows]
    ways = [frozenset((row.origin, row.destination)) for row in rows if row.origin and row.destination]
    routes = [way for way in ways if len(way) == 2]
    hours = [row.start.hour + row.start.minute / 60 for row in rows if row.timed]
    late = [(hour - LATE_UNTIL_HOUR) % 24 for hour in hours if not LATE_UNTIL_HOUR <= hour < LATE_FROM_HOUR]
    home = whole.home.code if whole.home else ""
    ends = [code for row in rows for code in (row.origin, row.destination) if code]
    assert values.get("longest", max(amounts, default=0)) == max(amounts, default=0)
    assert values.get("busiest_day") in (None, max(map(days.count, days), default=None))
    assert values.get("most_taken_route") in (None, max(map(routes.count, routes), default=None))
    assert "latest" not in values or (values["latest"] - LATE_UNTIL_HOUR) % 24 == pytest.approx(max(late))
    assert "longest_pause" not in values or values["longest_pause"] == max(
        (after - before).days for before, after in pairwise(days)
    )
    assert "farthest_from_home" not in values or values["farthest_from_home"] == pytest.approx(
        max(recount.distance_km(home, code) for code in ends), abs=0.01
    )


@quietly
@given(RECORDS)
def test_the_light_is_known_exactly_where_hour_and_place_are(rows: list[Record]) -> None:
    """Nine heights and nine directions where they can be known, none elsewhere."""
    whole = story(*rows)
    known = [9 if row.timed and (row.origin or row.destination) else 0 for row in rows]
    assert [len(one.sun) for one in whole.activities] == known
    assert [len(one.rising) for one in whole.activities] == known


def test_an_empty_year_has_one_fact_and_no_moment() -> None:
    """Nothing is claimed of a year without activities."""
    whole = story(home="LIS")
    assert whole.facts == (Fact("activities", 0),)
    assert (whole.moments, whole.activities, whole.home) == ((), (), place("LIS"))


def test_one_activity_is_one_moment() -> None:
    """The only activity is the first of the year, and nothing else is said of it."""
    whole = story(record("2025-10-12 17:05", amount=3366))
    assert [told(moment) for moment in whole.moments] == [("first_of_year", (0,), 0.0)]


def test_nothing_is_the_longest_among_equals() -> None:
    """Equal hops have no longest one among their moments; the fact names the first of them."""
    whole = story(*(record(f"2025-0{month}-05 12:00", amount=min(100, month * 40)) for month in range(1, 10)))
    assert moment_of("longest", whole) is None
    assert whole.fact("longest") == Fact("longest", 100, (2,))


def test_the_kinds_of_moments() -> None:
    """A year in which each kind happens once gives each its evidence and its number."""
    whole = story(
        record("2025-01-05 08:00", "LIS-JFK", amount=10),
        record("2025-01-09 00:30", "JFK-LIS", amount=10),
        record("2025-02-10 23:00", "LIS-AKL", amount=90),
        home="LIS",
    )
    assert [told(moment) for moment in whole.moments] == [
        ("first_of_year", (0,), 0.0),
        ("one_season", (0, 1, 2), 0),
        ("latest", (1,), 0.5),
        ("longest_pause", (1, 2), 32),
        ("longest", (2,), 90),
    ]


def test_the_farthest_from_home_is_the_first_time_there() -> None:
    """Two ways to the farthest place name the earlier one; the distance is from home, not from the start."""
    whole = story(
        record("2025-01-05 08:00"), record("2025-02-05 08:00", "JFK-AKL"), record("2025-03-05 08:00", "AKL-JFK")
    )
    away = round(recount.distance_km("JFK", "AKL"), 2)
    assert whole.home == place("AKL")
    assert moment_of("farthest_from_home", story(*records_of(whole), home="JFK")) == ("farthest_from_home", (1,), away)


def test_a_way_counts_in_both_directions_and_from_three_times() -> None:
    """There, back and there again is a route taken three times; two are none."""
    thrice = [record("2025-01-05 08:00"), record("2025-01-06 08:00", "JFK-LIS"), record("2025-01-07 08:00")]
    assert moment_of("most_taken_route", story(*thrice)) == ("most_taken_route", (0, 1, 2), 3)
    assert moment_of("most_taken_route", story(*thrice[:2])) is None


def test_a_busy_day_is_that_of_the_local_clock() -> None:
    """Two starts on one local day count, though they fall on two days of UTC."""
    whole = story(record("2025-06-01 10:00", "JFK-LIS"), record("2025-06-01 21:30", "JFK-LIS"))
    assert moment_of("busiest_day", whole) == ("busiest_day", (0, 1), 2)


def test_a_pause_is_two_weeks_or_more() -> None:
    """Thirteen days between two activities are no pause."""
    pauses = [story(record("2025-01-01 08:00"), record(f"2025-01-{day} 08:00")) for day in (14, 15)]
    assert [moment_of("longest_pause", whole) for whole in pauses] == [
        None,
        ("longest_pause", (0, 1), PAUSE_DAYS),
    ]


def test_home_is_given_or_where_most_activities_start() -> None:
    """A given home wins; else the most frequent origin, and among equals the first by code."""
    rows = [record("2025-01-05 08:00", "NRT-JFK"), record("2025-02-05 08:00", "LIS-JFK")]
    homes = [story(*rows, home="AKL"), story(*rows), story(*rows, record("2025-03-05 08:00", "NRT")), story()]
    assert [whole.home and whole.home.code for whole in homes] == ["AKL", "LIS", "NRT", None]


def test_a_missing_amount_is_the_great_circle_where_the_campaign_says_so() -> None:
    """A given amount stays; a missing one is the distance in the campaign's unit; without two places it is unknown."""
    rows = (record("2025-01-05 08:00", amount=7), record("2025-01-06 08:00"), record("2025-01-07 08:00", "LIS"))
    history = History("c", Recipient("c", "", ""), rows)
    far = recount.distance_km("LIS", "JFK")
    assert [one.amount for one in tell(history, 2025, "km").activities] == pytest.approx(
        [7, far, NAN], 1e-5, nan_ok=True
    )
    assert tell(history, 2025, "mi").activities[1].amount == pytest.approx(far / 1.609344, abs=0.01)
    assert tell(history, 2025).fact("amount") == Fact("amount", 7, (0,))


def test_night_is_the_sun_below_minus_six_at_the_start() -> None:
    """A start at one in the morning is at night, one at noon is not, and a date alone is neither."""
    whole = story(record("2025-01-05 01:00"), record("2025-01-06 12:00"), record("2025-01-07 00:00", timed=False))
    assert whole.fact("night") == Fact("night", 1, (0,))


def test_the_sun_follows_the_way() -> None:
    """From noon in Lisbon to the west the sun stays up; to the east a night passes on the way."""
    west, east = story(
        record("2025-03-20 12:00", "LIS-JFK", minutes=480), record("2025-03-21 12:00", "LIS-NRT")
    ).activities
    assert min(west.sun) > 25
    assert west.rising[0]
    assert east.sun[0] > 45
    assert min(east.sun) < -6


def test_a_place_alone_has_its_own_sun() -> None:
    """An activity without a destination stands still; without a duration the sun stands still too."""
    moment = story(record("2025-06-21 12:00", "LIS")).activities[0]
    hours = story(record("2025-06-21 12:00", "LIS", minutes=480)).activities[0]
    assert len(set(moment.sun)) == 1
    assert hours.sun[0] == moment.sun[0]
    assert hours.sun[-1] < moment.sun[-1]


def test_identical_activities_are_all_drawn(tmp_path: Path) -> None:
    """Two equal rows are two activities: two cups in one minute are two cups."""
    row = "a,2025-01-05 08:00,5,,LIS,JFK,,,,"
    found = harvest(tmp_path, lines(HEADER, [row, row]), lines(PEOPLE_HEADER, ["a,Ada,,"]))
    assert tell(found.of("a"), 2025).fact("amount") == Fact("amount", 10, (0, 1))


def test_a_date_alone_is_the_day_and_no_hour(tmp_path: Path) -> None:
    """A date without a time is drawn on its day, even where the clock skips that midnight."""
    rows = ["a,2025-03-30,5,,BEY,,,,,", "a,2025-03-30 00:30,5,,BEY,,,,,"]
    found = harvest(tmp_path, lines(HEADER, rows), lines(PEOPLE_HEADER, ["a,Ada,,"]))
    assert [(one.start.date(), one.timed) for one in found.of("a").records] == [(dt.date(2025, 3, 30), False)]
    assert found.counts.left_out == {"time skipped by the clock": 1}


def test_midnight_at_the_end_of_a_day_is_the_next_day(tmp_path: Path) -> None:
    """24:00 is 00:00 of the day after."""
    found = harvest(tmp_path, lines(HEADER, ["a,2025-02-28 24:00,5,,LIS,,,,,"]), lines(PEOPLE_HEADER, ["a,Ada,,"]))
    assert found.of("a").records[0].start == dt.datetime(2025, 3, 1, tzinfo=ZoneInfo("Europe/Lisbon"))


def test_a_time_that_came_twice_is_the_first_unless_the_row_says_so(tmp_path: Path) -> None:
    """In the hour that the clock shows twice the first is taken; an offset tells the second."""
    rows = ["a,2025-10-26 01:30,5,,LIS,,,,,", "a,2025-10-26T01:30:00+00:00,5,,LIS,,,,,"]
    found = harvest(tmp_path, lines(HEADER, rows), lines(PEOPLE_HEADER, ["a,Ada,,"]))
    assert [(one.start.hour, one.start.fold) for one in found.of("a").records] == [(1, 0), (1, 1)]
    assert [one.start.utcoffset() for one in found.of("a").records] == [dt.timedelta(hours=1), dt.timedelta(0)]


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2025-06-01T12:00Z", "2025-06-01T13:00:00+01:00"),
        ("2025-06-01 12:00:30.5+0530", "2025-06-01T07:30:30+01:00"),
        ("2025-06-01T23:30-05", "2025-06-02T05:30:00+01:00"),
        ("2025-06-01t08:00", "2025-06-01T08:00:00+01:00"),
        ("2025-06-01", "2025-06-01T00:00:00+01:00"),
    ],
)
def test_times_are_read_by_the_clock_of_the_place(tmp_path: Path, text: str, local: str) -> None:
    """An offset is turned into the local clock; without one the clock is the local one."""
    found = harvest(tmp_path, lines(HEADER, [f"a,{text},5,,LIS,,,,,"]), lines(PEOPLE_HEADER, ["a,Ada,,"]))
    assert found.of("a").records[0].start.isoformat() == local


def test_one_zone_for_all_or_none(tmp_path: Path) -> None:
    """A campaign of one zone keeps its clock; one without places takes the clock as it is written."""
    rows = lines(HEADER, ["a,2025-07-01 08:00,5,,,,,,,"])
    fixed = harvest(tmp_path / "fixed", rows, zone="Europe/Madrid")
    plain = harvest(tmp_path / "plain", rows, places="none")
    zones = [str(one.of("a").records[0].start.tzinfo) for one in (fixed, plain)]
    assert zones == ["Europe/Madrid", "UTC"]


def test_a_history_without_a_person_cannot_be_told() -> None:
    """A stranger's or a faulty customer's year is never drawn by mistake."""
    with pytest.raises(ValueError, match="without a person"):
        tell(History("c", None), 2025)


def test_facts_name_nothing_unknown() -> None:
    """Where no amount, place or hour is known, there is no fact of it."""
    start = dt.datetime(2025, 5, 1, tzinfo=ZoneInfo("UTC"))
    keys = [fact.key for fact in facts((Activity(0, start, False, NAN, NAN),))]
    assert keys == ["activities", "first", "last", "busiest_month"]


def test_places_are_told_apart_by_code() -> None:
    """Two airports of one city are two places."""
    start = dt.datetime(2025, 5, 1, tzinfo=ZoneInfo("UTC"))
    ends = Place("AAA", "City", 1, 1, "UTC"), Place("BBB", "City", 1, 1, "UTC")
    assert facts((Activity(0, start, False, NAN, NAN, *ends),))[-1] == Fact("places", 2, (0,))
