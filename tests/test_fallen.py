"""Whoever kills each process that draws them is found and set aside alone, in processes and on a cluster alike."""

import csv
import dataclasses
from pathlib import Path

import pytest

from artgen.campaigns.model import load
from artgen.history.history import read_shard
from artgen.history.parcel import apart, parcel
from artgen.history.shard import spread
from artgen.make import sources
from artgen.publishing.links import open_keys
from artgen.worker import DIED, Commission, Task, digest, mended, styles, work
from tests import canaries
from tests.line import environment, record, run
from tests.studio import studio

PEOPLE = 16
VICTIM = 5
FATAL = '''"""Fatal: a quilt that ends its process at one of the people."""

import functools
import os
import signal
from dataclasses import replace

from artgen.renderers.quilt import quilt


@functools.wraps(quilt.draw)
def draw(story, *given, **options):
    if story.name == "VICTIM" and not os.environ.get("WHOLE"):
        os.kill(os.getpid(), signal.SIGKILL)
    yield from quilt.draw(story, *given, **options)


fatal = replace(quilt, name="fatal", draw=draw)
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign in a style that ends its process at one of the people, who shares a shard with others."""
    source = FATAL.replace("VICTIM", canaries.name(VICTIM))
    return canaries.styled(tmp_path_factory.mktemp("fatal"), "fatal", source, PEOPLE)


@pytest.fixture(scope="module")
def untouched(folder: Path) -> list[dict[str, object]]:
    """The record of a run in which nobody dies."""
    run("make", folder, "--out", folder / "whole", "--on", "here", env=installed(folder, WHOLE="yes"))
    return record(folder / "whole")


def installed(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment in which the style is installed."""
    return environment(PYTHONPATH=f"{folder.parent}:{environment().get('PYTHONPATH', '')}", **more)


def set_aside(out: Path) -> list[tuple[str, str, str]]:
    """Return who is on the list of faults as somebody who can't be drawn."""
    with (out / "faults.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["gravity"] == "customer"]
    return [(row["customer"], row["reason"], row["detail"]) for row in rows]


def but_the_victim(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row for row in rows if row["customer"] != canaries.customer(VICTIM)]


def one_shard(folder: Path) -> Task:
    """Return one task with everybody of a small campaign in it."""
    campaign = load(str(canaries.campaign(folder / "c", 3)))
    (folder / "out" / "partial").mkdir(parents=True)
    keys = open_keys(campaign, environment(), campaign.folder)[0]
    commission = Commission(campaign, keys, folder / "out", digest(campaign), styles(campaign))
    [shard] = spread(*sources(campaign), folder / "work", 1).shards
    return Task(commission, shard, {}, False)


def test_in_processes_only_the_one_is_set_aside(folder: Path, untouched: list[dict[str, object]]) -> None:
    """Who was under way beside them, and who shares their shard, is made as ever."""
    run("make", folder, "--out", folder / "processes", "--on", "processes:2", env=installed(folder))
    assert set_aside(folder / "processes") == [(canaries.customer(VICTIM), "can't be drawn", DIED)]
    assert but_the_victim(record(folder / "processes")) == but_the_victim(untouched)


def test_on_a_cluster_only_the_one_is_set_aside(
    folder: Path, untouched: list[dict[str, object]], tmp_path: Path
) -> None:
    """The same, though workers die at it and Dask gives its shard up."""
    with studio(tmp_path / "studio", 2, PYTHONPATH=installed(folder)["PYTHONPATH"]) as running:
        run("make", folder, "--out", folder / "cluster", "--on", running.place, env=installed(folder))
    assert set_aside(folder / "cluster") == [(canaries.customer(VICTIM), "can't be drawn", DIED)]
    assert but_the_victim(record(folder / "cluster")) == but_the_victim(untouched)


@pytest.mark.parametrize("travels", [False, True])
def test_a_shard_taken_apart_is_the_shard(tmp_path: Path, travels: bool) -> None:
    """Its customers read one by one are those of the whole, on a disk or in a parcel."""
    campaign = load(str(canaries.campaign(tmp_path / "c", 9)))
    with (tmp_path / "c" / "visits.csv").open("a", encoding="utf-8") as rows:
        rows.write("NOBODY,2025-03-04,5,LIS,walk,done\n")
    [shard] = spread(*sources(campaign), tmp_path / "work", 1).shards
    parts = apart(parcel(shard) if travels else shard)
    assert repr([one for part in parts.values() for one in read_shard(part)]) == repr(list(read_shard(shard)))
    assert list(parts) == [*map(canaries.customer, range(9)), "NOBODY"]


def test_nobody_is_blamed_who_was_not_alone(tmp_path: Path) -> None:
    """A shard at which a process died is taken apart; alone, the second death is the last."""
    first, *others = mended(one_shard(tmp_path), 1)
    [again] = mended(first, 1)
    [given_up] = mended(again, 1)
    assert [len(others), first.fatal, again.fatal, given_up.fatal] == [2, set(), set(), {canaries.customer(0)}]
    assert [receipt.reason for receipt in work(given_up).receipts] == ["can't be drawn"]


def test_workers_that_died_at_one_task_count_each(tmp_path: Path) -> None:
    """Where a cluster gives a customer up after two workers, it is not asked for two more."""
    first, *_ = mended(one_shard(tmp_path), 4)
    [given_up] = mended(first, 2)
    assert given_up.fatal == {canaries.customer(0)}


def test_each_of_a_shard_taken_apart_keeps_what_is_theirs(tmp_path: Path) -> None:
    """Last year's rows and what is on record of a customer go with them, and with nobody else."""
    task = one_shard(tmp_path)
    known = {canaries.customer(n): object() for n in range(3)}
    parts = mended(dataclasses.replace(task, known=known, last=task.shard), 1)  # type: ignore[arg-type]
    assert [(list(part.known), list(apart(part.last or part.shard))) for part in parts] == [
        ([canaries.customer(n)], [canaries.customer(n)]) for n in range(3)
    ]
