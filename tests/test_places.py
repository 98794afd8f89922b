"""Places and light: names that people say, distances on the globe, and the sun where it really stood."""

import datetime as dt

import numpy as np
import pytest
import recount
from astral import Observer
from astral.sun import elevation
from hypothesis import given, settings
from hypothesis import strategies as st

from artgen.history.light import height
from artgen.history.places import along, kilometres, miles, place

UTC = dt.UTC
CODES = st.sampled_from(tuple(recount.PLACES))
NORTH = st.floats(-85, 85)
EAST = st.floats(-180, 180)
SHARE = np.arange(9) / 8
quietly = settings(max_examples=60, deadline=None, derandomize=True)


def one(number: float) -> np.ndarray:
    """Return a number as a column of one."""
    return np.array([number])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("JFK", "New York"),
        ("DFW", "Dallas-Fort Worth"),
        ("RDU", "Raleigh"),
        ("KUO", "Kuopio"),
        ("LPA", "Gran Canaria"),
        ("CHY", "Choiseul Bay"),
        ("IST", "Istanbul"),
        ("BSL", "Basel"),
        ("KRK", "Kraków"),
    ],
)
def test_a_place_has_the_name_that_people_say(code: str, name: str) -> None:
    """The city, without its twin towns, islands and airports."""
    found = place(code)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("code", ["", "QQQ", "jfk", "JFKX", "../JFK", "J\x00K"])
def test_an_unknown_code_is_no_place(code: str) -> None:
    """What the gazetteer doesn't have is not guessed at."""
    assert place(code) is None


@quietly
@given(CODES, CODES)
def test_distances_are_those_of_another_formula(start: str, end: str) -> None:
    """Haversines agree with the angle between two vectors, to a metre."""
    a, b = place(start), place(end)
    assert a is not None
    assert b is not None
    assert kilometres(a, b) == pytest.approx(recount.distance_km(start, end), abs=1e-3)
    assert miles(a, b) * 1.609344 == pytest.approx(kilometres(a, b))


@quietly
@given(NORTH, EAST, NORTH, EAST)
def test_a_way_begins_and_ends_where_it_should_and_is_even(n1: float, e1: float, n2: float, e2: float) -> None:
    """Nine points from start to end, each step as long as the others, all on the globe."""
    points = along(one(n1), one(e1), one(n2), one(e2), SHARE)[:, 0]
    vectors = np.stack(
        [
            np.cos(np.radians(points[0])) * np.cos(np.radians(points[1])),
            np.cos(np.radians(points[0])) * np.sin(np.radians(points[1])),
            np.sin(np.radians(points[0])),
        ]
    )
    steps = np.linalg.norm(np.diff(vectors), axis=0)
    assert points[0, 0] == pytest.approx(n1, abs=1e-5)
    assert points[0, -1] == pytest.approx(n2, abs=1e-5)
    assert np.ptp(steps) < 1e-6
    assert np.isfinite(points).all()


def test_opposite_points_and_one_point_give_numbers() -> None:
    """Where no way is the shortest, or none is needed, the points are finite."""
    assert np.isfinite(along(one(10.0), one(20.0), one(-10.0), one(-160.0), SHARE)).all()
    assert along(one(10.0), one(20.0), one(10.0), one(20.0), SHARE)[:, 0, 4] == pytest.approx([10, 20])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 12, 31)), st.floats(-90, 90), EAST)
def test_the_sun_stands_where_astral_says(moment: dt.datetime, north: float, east: float) -> None:
    """Anywhere, at any time, within 0.02 degrees of astral without refraction."""
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    expected = elevation(Observer(north, east, 0), moment, with_refraction=False)
    assert height(one(north), one(east), one(moment.timestamp()))[0] == pytest.approx(expected, abs=0.02)


@quietly
@given(st.lists(st.tuples(NORTH, EAST, st.integers(1_735_000_000, 1_767_000_000)), min_size=1, max_size=30))
def test_the_sun_is_the_same_alone_and_in_company(rows: list[tuple[float, float, int]]) -> None:
    """A column of moments gives each what it gets alone, to the last bit."""
    north, east, utc = np.array(rows, float).T
    alone = [height(one(n), one(e), one(u))[0] for n, e, u in zip(north, east, utc, strict=True)]
    assert height(north, east, utc).tolist() == alone


def test_no_moment_has_no_sun() -> None:
    """An empty column gives an empty one."""
    assert height(np.zeros((0, 9)), np.zeros((0, 9)), np.zeros((0, 9))).shape == (0, 9)
