"""A process that dies costs a retry; one that dies at the same customer twice costs that customer, and nobody else."""

import csv
from pathlib import Path

import pytest

from tests import canaries
from tests.line import environment, record, run, summary, tree

PEOPLE = 4
VICTIM = 1
BRITTLE = '''"""Brittle: a heart that breaks, and the process with it."""

import functools
import os
import signal
from dataclasses import replace
from pathlib import Path

from artgen.publishing.raster import ThorVg
from artgen.renderers.heart import heart

WHOLE = Path(os.environ["WHOLE"])
drawn, pixels = [], ThorVg.pixels


def broken(by):
    if drawn[-1] != "VICTIM" or os.environ["BY"] != by or WHOLE.exists():
        return False
    if os.environ["ONCE"]:
        WHOLE.touch()
    return True


@functools.wraps(heart.draw)
def draw(story, *given, **options):
    drawn.append(story.name)
    if broken("style"):
        os.kill(os.getpid(), signal.SIGKILL)
    yield from heart.draw(story, *given, **options)


def aborting(*given):
    if broken("raster"):
        os.abort()
    return pixels(*given)


ThorVg.pixels = aborting
brittle = replace(heart, name="brittle", draw=draw)
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign drawn in a style that kills its process at one of the people, or has the raster's library abort it."""
    source = BRITTLE.replace("VICTIM", canaries.name(VICTIM))
    return canaries.styled(tmp_path_factory.mktemp("brittle"), "brittle", source, PEOPLE)


def made(folder: Path, out: str, *, whole: bool, once: str = "", by: str = "style") -> Path:
    """Make with two processes that are `whole`, or break `once`, or always, by the style or by the raster."""
    mark = folder / f"{out}.whole"
    if whole:
        mark.touch()
    more = {"WHOLE": str(mark), "ONCE": once, "BY": by}
    inherited = environment().get("PYTHONPATH", "")
    env = environment(PYTHONPATH=f"{folder.parent}:{inherited}", **more)
    run("make", folder, "--out", folder / out, "--on", "processes:2", env=env)
    return folder / out


@pytest.fixture(scope="module")
def untouched(folder: Path) -> Path:
    """What a run makes in which nothing breaks."""
    return made(folder, "untouched", whole=True)


@pytest.mark.parametrize("by", ["style", "raster"])
def test_a_process_that_dies_once_costs_a_retry(folder: Path, untouched: Path, by: str) -> None:
    """Files, record and summary are those of a run in which nothing broke: neither a style nor the raster's library."""
    out = made(folder, f"once-{by}", whole=False, once="yes", by=by)
    assert tree(out) == tree(untouched)
    assert record(out) == record(untouched)
    assert summary(out) == summary(untouched)


@pytest.mark.parametrize("by", ["style", "raster"])
def test_a_customer_who_kills_every_process_is_set_aside(folder: Path, untouched: Path, by: str) -> None:
    """That customer can't be drawn and the list of faults says why; all others are made as ever."""
    out = made(folder, f"always-{by}", whole=False, by=by)
    victim = canaries.customer(VICTIM)
    told, as_ever = ({row["customer"]: row for row in record(made_)} for made_ in (out, untouched))
    with (out / "faults.csv").open(encoding="utf-8", newline="") as file:
        faults = [row for row in csv.DictReader(file) if row["customer"] == victim]
    assert (told.pop(victim)["state"], as_ever.pop(victim)["state"]) == ("faulty", "made")
    assert told == as_ever
    assert [(row["gravity"], row["reason"], row["detail"]) for row in faults] == [
        ("customer", "can't be drawn", "the process that draws died at this customer, twice")
    ]
