"""The small twin of `make soak-million`: a few customers whole and a few more counted, killed amid, and held to it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.million import judging
from tests.million.all_but_raster import all_but_raster
from tests.million.customers import flights_of
from tests.million.watching import COORDINATOR, EVERYTHING, Leg, kills
from tests.million.whole import whole

FEW = 28


def double(picture: Path) -> None:
    """Put a second picture beside the first."""
    shutil.copy(picture, picture.with_name("0000000000000000.jpg"))


def lose(picture: Path) -> None:
    """Remove it."""
    picture.unlink()


def cut(picture: Path) -> None:
    """Leave the beginning of it."""
    picture.write_bytes(picture.read_bytes()[:-99])


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Make a few whole through two kills; everything that must hold of what is left is looked at on the way."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, whole(folder, FEW, 2)


def test_killed_amid_it_ends_with_everyone_on_record_and_every_file_whole(
    finished: tuple[Path, dict[str, object]],
) -> None:
    """Everyone has a page, four files each; what was begun by whoever was killed is neither lost nor left over."""
    found = finished[1]
    assert found["states"] == {"made": FEW}
    assert found["files of the site"][".jpg"] == 2 * FEW
    assert found["drawn by a rerun"] == 0


@pytest.mark.parametrize("harm", [double, lose, cut])
def test_the_judge_sees_a_site_that_is_not_the_ledgers(
    finished: tuple[Path, dict[str, object]], harm: Callable[[Path], object], tmp_path: Path
) -> None:
    """A picture nobody asked for, a missing one and one cut off are each found."""
    out = tmp_path / "out"
    shutil.copytree(finished[0] / "out", out)
    harm(next(out.glob("site/s/*/*/*.jpg")))
    with pytest.raises(SystemExit, match="FAILED"):
        judging.site(out)


def test_a_process_that_holds_too_much_is_told() -> None:
    """300 MB is the most for a coordinator and for a worker."""
    fat = Leg(1.0, 1.0, 0, 9, "done", peaks={"0": (200.0, 299.0), "9": (200.0, 301.0)})
    with pytest.raises(SystemExit, match="300 MB"):
        judging.memory([fat])


def test_all_but_the_raster_is_counted_once_for_everyone(tmp_path: Path) -> None:
    """Who was not drawn twice for a kill was put once: a page, a share page and two pictures; a million is foretold."""
    found = all_but_raster(tmp_path, 40, 1, compared=(5, 20), growth=2.0, sample=4)
    put = found["put (a kill costs what its shards had drawn)"]
    assert found["states"] == {"made": 40}
    assert put["page"] == put["share page"] == put["card"] == put["picture"] == 40 + found["put twice"]
    assert found["each customer"]["objects"] >= 4
    assert found["for 1,000,000"]["million objects"] >= 4


def test_kills_are_of_each_kind_and_spread_over_the_way() -> None:
    """The first comes while rows are read; alone the coordinator dies, and everything; none waits for the end."""
    planned = kills(1_000, 6)
    assert {COORDINATOR, EVERYTHING} < {kill.whom for kill in planned}
    assert planned[0].rows == 0
    assert sorted(kill.rows for kill in planned) == [kill.rows for kill in planned]
    assert planned[-1].rows < 900


def test_customers_fly_as_people_do() -> None:
    """Some never, half of them one to four times, eight on average, the busiest 180; as much so in any hundred."""
    flown = sorted(map(flights_of, range(10_000)))
    assert sum(flown) / 10_000 == pytest.approx(8, abs=0.5)
    assert (flown[0], flown[5_900], flown[-1]) == (0, 4, 180)
    assert sum(map(flights_of, range(100))) / 100 == pytest.approx(8, abs=1)
