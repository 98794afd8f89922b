"""The small twin of `make bench`: figures add up, tables have their shape; how long anything took is not asked."""

from dataclasses import astuple

import pytest
from rich.console import Console

from artgen.publishing import raster
from tests.bench import tables
from tests.bench.figures import STEPS, WEIGHTS, Cell
from tests.bench.floor import floor, pictures
from tests.bench.line import Made, made
from tests.bench.million import Prices, estimate, spread
from tests.bench.people import person
from tests.bench.targets import verdicts
from tests.bench.watch import REST, Stopwatch

STYLE, COUNT = "heart", 4


@pytest.fixture(scope="module", name="drawn")
def one_customer(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make one customer through the real line."""
    return made(STYLE, person(STYLE, COUNT, 0), tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module", name="cell")
def one_cell(drawn: Made) -> Cell:
    """Measure one customer beside the floor, and with no other tool."""
    return Cell(STYLE, COUNT, [drawn], [floor(drawn)])


def test_a_step_inside_another_stops_the_outer_clock() -> None:
    """No moment counts twice, and what belongs to the card is the card's alone."""
    times = iter([0.0, 1.0, 3.0, 7.0, 8.0, 9.0])
    watch = Stopwatch(lambda: next(times))
    with watch.step("compose"), watch.step("card compose"), watch.step("raster"):
        pass
    assert watch.spent == {"compose": 2000.0, "card compose": 3000.0, "card raster": 4000.0}


def test_the_steps_of_a_customer_sum_to_the_whole(drawn: Made) -> None:
    """The whole is timed by a clock of its own, and what no step claims is the rest."""
    assert sum(drawn.steps.values()) == pytest.approx(drawn.whole_ms, abs=2)
    assert drawn.rest_ms == pytest.approx(drawn.steps[REST], abs=2)


def test_every_step_of_the_table_is_measured(drawn: Made) -> None:
    """A step that the line no longer takes by this name shows as a step that costs nothing."""
    assert {name for name in STEPS if name != "card" and not drawn.steps.get(name)} == set()
    assert drawn.card_ms > 0


def test_everything_of_a_customer_is_weighed(drawn: Made) -> None:
    """Each kind of file has bytes, and a year that stands in its page is four objects."""
    assert {name for name in WEIGHTS if not drawn.weights[name]} == set()
    assert drawn.puts == 4


def test_the_floor_makes_the_pictures_that_the_line_made(drawn: Made) -> None:
    """The ready SVGs, made into pictures again, weigh what was put."""
    again = [len(picture) for picture in pictures(drawn, drawn.laid, raster.engine())]
    assert again == [drawn.weights["e-mail image"], drawn.weights["card"]]


def test_tables_have_a_row_for_each_style_and_size(cell: Cell) -> None:
    """Four tables of figures, one row each, and every verdict says met, not met or not measured."""
    made_of = (tables.steps, tables.weights, tables.floors, tables.instead)
    assert [table([cell, cell]).row_count for table in made_of] == [2, 2, 2, 2]
    found = list(verdicts([cell]))
    assert tables.targets(found, [COUNT]).row_count == len(found) == 10


def test_tables_fit_into_120_columns(cell: Cell) -> None:
    """No word of a head and no figure is broken where the widest tables are 120 columns wide."""
    console = Console(width=1000)
    widest = [tables.steps([cell]), tables.weights([cell]), tables.instead([cell])]
    assert max(console.measure(table).minimum for table in widest) <= 120


def test_others_that_were_not_asked_are_not_measured(cell: Cell) -> None:
    """A target without a figure is neither met nor missed."""
    assert {verdict.target.wish: verdict.met for verdict in verdicts([cell])}["CairoSVG: times our set"] is None


def test_an_estimate_grows_with_the_people(cell: Cell) -> None:
    """Ten times the people take ten times of everything, and the sum is that of its parts."""
    one, ten = (estimate([cell], many, 8.0, Prices()) for many in (1_000_000, 10_000_000))
    per_person = [index for index, value in enumerate(astuple(one)) if index not in (0, 3)]
    assert [astuple(ten)[i] for i in per_person] == pytest.approx([10 * astuple(one)[i] for i in per_person])
    assert one.total == pytest.approx(one.drawing + one.storage + one.requests + one.egress + one.mail)


def test_people_are_spread_as_the_estimate_says() -> None:
    """The mean is the one that was asked for, and a few have many times as much."""
    assert sum(spread(8.0)) / len(spread(8.0)) == pytest.approx(8.0, abs=0.05)
    assert max(spread(8.0)) > 10 * 8
