"""What a row says of its zone, its unit and its place: codes, coordinates or just names, and never a guess."""

import math
from pathlib import Path

import pytest
from harvest import PEOPLE_HEADER, Harvest, bring_in, lines, people_file
from hypothesis import given, settings
from hypothesis import strategies as st

from artgen.history.columns import Place
from artgen.history.places import key, kilometres, place
from artgen.history.source import ActivityColumns, ActivityFiles
from artgen.history.story import Story
from artgen.history.tell import tell
from artgen.history.units import factor
from artgen.records import Gravity

PEOPLE = lines(PEOPLE_HEADER, ["a,Ada,ada@example.com,"])
GLOBE = ("from_latitude", "from_longitude", "latitude", "longitude")
UNITS = ("m", "cm", "km", "in", "ft", "yd", "mi", "nmi", "g", "kg", "t", "oz", "lb", "l", "ml", "h", "min", "pints")
quietly = settings(max_examples=100, deadline=None, derandomize=True)


def bring(folder: Path, header: str, *rows: str, **changes: object) -> Harvest:
    """Bring in rows of one customer; the header's columns are the roles of the same names."""
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    (folder / "rows.csv").write_text(lines(header, rows), "utf-8")
    columns = ActivityColumns(**{name: name for name in header.split(",")})
    return bring_in(
        people_file(folder / "people.csv"),
        ActivityFiles((folder / "rows.csv",), columns, 2025, **{"zone": "UTC", **changes}),
        folder / "shards",
    )


def year(found: Harvest) -> Story:
    """Tell the customer's year."""
    return tell(found.of("a"), 2025, "km")


def test_each_row_has_the_clock_of_its_own_zone(tmp_path: Path) -> None:
    """One instant is two local hours in two zones, and the year is that of each row's own clock."""
    rows = [f"a,{when},{zone}" for when, zone in ZONED]
    found = bring(tmp_path, "customer,when,zone", *rows, zone="column")
    assert [one.start.isoformat() for one in found.of("a").records] == [
        "2025-01-01T05:30:00+14:00",
        "2025-06-01T07:00:00-05:00",
        "2025-06-01T21:00:00+09:00",
    ]
    assert found.counts.left_out == {"outside the year": 1}


ZONED = (
    ("2025-06-01T12:00Z", "Asia/Tokyo"),
    ("2025-06-01T12:00Z", "America/Chicago"),
    ("2024-12-31T15:30Z", "Pacific/Kiritimati"),
    ("2025-12-31T15:30Z", "Pacific/Kiritimati"),
)


@pytest.mark.parametrize("zone", ["", "Oslo", "europe/oslo", "CEST", "+02:00", "../../etc/passwd"])
def test_a_row_without_a_known_zone_is_set_aside(tmp_path: Path, zone: str) -> None:
    """No clock is guessed at: the fault names the column and the word."""
    found = bring(tmp_path, "customer,when,zone", f"a,2025-06-01 12:00,{zone}", zone="column")
    (fault,) = found.faults
    assert (fault.gravity, fault.reason, fault.column, fault.detail) == (
        Gravity.ROW,
        "unknown time zone",
        "zone",
        zone,
    )
    assert found.counts.whole


def test_a_unit_in_each_row_is_turned_into_the_campaigns(tmp_path: Path) -> None:
    """Metres, kilometres and the source's own word for miles; an empty amount needs no unit."""
    rows = [f"a,2025-06-0{n + 1},{said}" for n, said in enumerate(("5,km", "400,m", "2,miles", ",", "3,km"))]
    found = bring(tmp_path, "customer,when,amount,unit", *rows, measure="km", units={"miles": "mi"})
    amounts = [one.amount for one in found.of("a").records]
    assert amounts == pytest.approx([5, 0.4, 3.218688, math.nan, 3], nan_ok=True)
    assert amounts[0] == 5


@pytest.mark.parametrize("unit", ["kg", "furlongs", "KM", ""])
def test_an_amount_in_an_unknown_unit_is_set_aside(tmp_path: Path, unit: str) -> None:
    """Neither weighed, nor guessed from its spelling, nor taken as the campaign's own."""
    found = bring(tmp_path, "customer,when,amount,unit", f"a,2025-06-01,5,{unit}", measure="km")
    (fault,) = found.faults
    assert (fault.reason, fault.column, fault.detail) == ("unknown unit", "unit", unit)
    assert found.counts.left_out == {"unknown unit": 1}


def test_one_unit_for_every_row_of_the_source(tmp_path: Path) -> None:
    """A source in metres is told in kilometres; one that says nothing is in the campaign's own unit."""
    row = "a,2025-06-01,5000"
    metres = bring(tmp_path, "customer,when,amount", row, measure="km", unit="m")
    plain = bring(tmp_path, "customer,when,amount", row, measure="km")
    assert [one.of("a").records[0].amount for one in (metres, plain)] == [5, 5000]


@quietly
@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_units_turn_into_each_other_and_back(one: str, other: str, third: str) -> None:
    """There and back is where it was; by way of a third is the straight way; unlike things never meet."""
    there, back, on, straight = factor(one, other), factor(other, one), factor(other, third), factor(one, third)
    assert (there is None) == (back is None)
    assert there is None or back is None or there * back == pytest.approx(1, rel=1e-15)
    assert None in (there, on, straight) or there * on == pytest.approx(straight, rel=1e-15)


def test_coordinates_are_places_with_light_and_distance(tmp_path: Path) -> None:
    """From and to by degrees: names where there are any, the great circle, the sun; unnamed ones say their degrees."""
    header = "customer,when,origin,destination,minutes," + ",".join(GLOBE)
    found = bring(
        tmp_path,
        header,
        "a,2025-06-01 12:00,Pier  One,,60,38.7813,-9.13592,40.639928,-73.778692",
        places="coordinates",
        zone="Europe/Lisbon",
    )
    (ride,) = year(found).activities
    assert ride.origin == Place("Pier One", "Pier One", 0, 0, "")
    assert ride.destination is not None
    assert ride.destination.name == "40.64° N, 73.78° W"
    assert ride.amount == pytest.approx(kilometres(place("LIS"), place("JFK")), abs=0.2)
    assert ride.sun[0] == pytest.approx(64, abs=1)


BESIDE_THE_GLOBE = {
    "half a place": ("38.7,", "longitude"),
    "another half": (",-9.1", "latitude"),
    "beyond the pole": ("90.1,0", "latitude"),
    "beyond the date line": ("0,-180.5", "longitude"),
    "no number": ("north,0", "latitude"),
    "a comma": ('"38,7",-9.1', "latitude"),
}


@pytest.mark.parametrize("name", BESIDE_THE_GLOBE)
def test_coordinates_beside_the_globe_are_set_aside(tmp_path: Path, name: str) -> None:
    """The fault names the column that is wrong or missing."""
    cells, column = BESIDE_THE_GLOBE[name]
    row = f"a,2025-06-01,Home,{cells}"
    found = bring(tmp_path, "customer,when,destination,latitude,longitude", row, places="coordinates")
    assert [(fault.reason, fault.column) for fault in found.faults] == [("unknown place", column)]


def test_a_row_without_coordinates_keeps_its_name(tmp_path: Path) -> None:
    """Where the globe is unknown the name alone stands; where both are, there is no place."""
    rows = ["a,2025-06-01 12:00,Cedar House,,", "a,2025-06-02 12:00,,,"]
    found = bring(tmp_path, "customer,when,destination,latitude,longitude", *rows, places="coordinates")
    named, none = year(found).activities
    assert named.destination == place(key("Cedar House"))
    assert (named.sun, none.destination, found.faults) == ((), None, ())


def test_names_are_places_without_distance_or_light(tmp_path: Path) -> None:
    """Counted, the most frequent is home, and nothing that needs the globe is claimed."""
    rows = [f"a,2025-0{n + 1}-01 12:00,{name}" for n, name in enumerate(("Pier One", "Cedar House", "Cedar House"))]
    told = year(bring(tmp_path, "customer,when,destination", *rows, places="names"))
    assert told.fact("places").value == 2
    assert told.home == place(key("Cedar House"))
    assert [one.sun for one in told.activities] == [(), (), ()]
    assert "farthest_from_home" not in {moment.key for moment in told.moments}
    assert math.isnan(told.activities[0].amount)


def test_a_wandering_place_is_one_place(tmp_path: Path) -> None:
    """Two rows of one name are one place, however far the coordinates of a phone wander."""
    rows = [f"a,2025-06-0{n} 12:00,Clinic,38.7{n},-9.1{n}" for n in (1, 2, 3)]
    told = year(bring(tmp_path, "customer,when,destination,latitude,longitude", *rows, places="coordinates"))
    assert told.fact("places").value == 1
    assert {one.destination for one in told.activities} == {told.home}


@quietly
@given(st.floats(-90, 90), st.floats(-180, 180), st.text("abc é-", max_size=8).map(str.strip))
def test_a_key_keeps_a_place_to_a_metre(latitude: float, longitude: float, name: str) -> None:
    """What is written is read again, for any point and any name."""
    found = place(key(name, latitude, longitude))
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=1e-5)
    assert found.name == (name or found.code)
    assert found.name


@pytest.mark.parametrize("cell", ["Cedar House", "38.7", "", "=LIS", "@38"])
def test_no_cell_of_an_airport_column_is_taken_for_another_kind_of_place(tmp_path: Path, cell: str) -> None:
    """Only codes are places there; anything else is set aside, an empty cell is no place."""
    found = bring(tmp_path, "customer,when,destination", f"a,2025-06-01 12:00,{cell}", places="airports")
    assert [fault.reason for fault in found.faults] == (["unknown place"] if cell else [])


def test_a_place_alone_tells_the_clock(tmp_path: Path) -> None:
    """Where only the place of an activity is given, its airport's clock counts."""
    row = "a,2025-06-01T12:00Z,NRT"
    found = bring(tmp_path, "customer,when,destination", row, places="airports", zone="place")
    assert found.of("a").records[0].start.isoformat() == "2025-06-01T21:00:00+09:00"
