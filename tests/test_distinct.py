"""Nobody's picture is somebody else's: equal art only for equal years; the long run is `python -m tests.distinct`."""

from dataclasses import replace

import numpy as np
import pytest

from artgen import renderers
from artgen.sitters.crowd import crowd, somebody
from tests import distinct

STYLES = [found.name for found in renderers.listed() if found.origin == "artgen"]
PEOPLE = 60
LEAST = 2.0
"""Hundredths of OKLab; the closest pairs of today are 3 to 7 apart, and two greys a level apart 0.3."""


@pytest.mark.parametrize("name", STYLES)
def test_no_two_of_a_crowd_have_the_same_art(name: str) -> None:
    """Sixty made-up people: all pictures differ in their bytes, and each can be told from the one most like it."""
    drawn = distinct.portraits(renderers.load(name), PEOPLE)
    assert distinct.alike(drawn) == []
    assert distinct.nearest(drawn).apart.min() >= LEAST


def test_the_same_art_for_another_year_is_found() -> None:
    """Two people with one picture are named, the same person twice is not."""
    one, other = (distinct._portrait(renderers.load("heart"), somebody("run", 4, n)) for n in range(2))
    assert distinct.alike([one, one, other]) == []
    assert distinct.alike([one, replace(other, svg=one.svg)]) == [(one.sitter.name, other.sitter.name)]


def test_the_nearest_is_the_one_most_like_it() -> None:
    """Distances are root mean squares in hundredths of OKLab, and nobody is nearest to themselves."""
    one = distinct._portrait(renderers.load("heart"), somebody("run", 1, 0))
    shifted = [replace(one, points=one.points + by) for by in (0.0, 0.01, 0.05)]
    found = distinct.nearest(shifted)
    assert found.whose.tolist() == [1, 0, 1]
    assert np.round(found.apart, 2).tolist() == [1.73, 1.73, 6.93]


def test_a_crowd_is_the_same_everywhere_and_nobody_is_there_twice() -> None:
    """Made-up people are made from their names; their counts go from one to hundreds."""
    people = list(crowd("run", 300))
    assert [repr(one.story) for one in people[:20]] == [repr(one.story) for one in crowd("run", 20)]
    assert len({repr(one.story.activities) for one in people}) == 300
    assert min(map(len, people)) <= 3
    assert max(map(len, people)) >= 100


@pytest.mark.parametrize("brand", ["flight", "run", "coffee"])
@pytest.mark.parametrize("count", [0, 1, 4, 23, 600])
def test_somebody_has_as_many_activities_as_asked(brand: str, count: int) -> None:
    """In time order, within the year, each with its number."""
    activities = somebody(brand, count, 7).story.activities
    assert [one.n for one in activities] == list(range(count))
    assert {one.start.year for one in activities} <= {2025}
    assert list(activities) == sorted(activities, key=lambda one: one.start)
