"""On a Dask cluster a run makes the same bytes and the same record, whoever dies; and no unlike machine draws."""

import datetime as dt
import logging
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster

import artgen
from artgen import __version__
from artgen.campaigns.model import Campaign, load
from artgen.engine import Place, crew, place, spread_out
from artgen.engine.dask import hushed
from artgen.errors import ArtgenError
from artgen.history.history import read_shard
from artgen.history.parcel import parcel
from artgen.history.shard import spread
from artgen.make import make, sources
from artgen.publishing.links import open_keys
from artgen.worker import Commission, Task, digest, styles, way
from artgen.worker.elsewhere import Terms, agree
from tests import canaries
from tests.bucket import REGION, SETTINGS, Bucket, bucket
from tests.line import environment, record, summary, tree

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
PEOPLE = 10
WORKER = ("-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
BLOCKED = "import sys; sys.modules['distributed'] = None; from artgen.cli import main; main()"


class Killer:
    """Sees receipts come in, and kills its victims at the first of them."""

    def __init__(self, *victims: int) -> None:
        self.victims = list(victims)

    def __call__(self, *_: object) -> None:
        while self.victims:
            os.kill(self.victims.pop(), signal.SIGKILL)


def cluster(workers: int, folder: Path) -> LocalCluster:
    """Return a scheduler on loopback with so many worker processes, each with one thread and a folder of its own."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        local_directory=str(folder),
    )


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """Two workers, who know the bucket's keys from their own environment; Dask gives up at the second death."""
    twice = dask.config.set({"distributed.scheduler.allowed-failures": 1})
    with twice, pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        with cluster(2, tmp_path_factory.mktemp("workers")) as running:
            yield running


@pytest.fixture(scope="module")
def store() -> Iterator[Bucket]:
    with bucket() as running:
        yield running


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """A campaign of a few people, onto a folder."""
    return load(str(canaries.campaign(tmp_path / "c", PEOPLE)))


def made(campaign: Campaign, out: Path, scheduler: str = "", *victims: int) -> Path:
    """Make in this process, or with a scheduler's workers, and return the output folder."""
    keys = open_keys(campaign, environment(), campaign.folder)[0]
    make(campaign, out, keys, workers=1, scheduler=scheduler, clock=lambda: NOW, witness=Killer(*victims))
    return out


def standing(store: Bucket, name: str) -> dict[str, str]:
    """Return the digest of every object in a bucket, by its name."""
    return {one["Key"]: one["ETag"] for one in store.client().list_objects_v2(Bucket=name)["Contents"]}


@contextmanager
def stranger(scheduler: str, packages: Path, folder: Path) -> Iterator[None]:
    """Let a worker join that finds its packages in a folder first, till the end of the block."""
    command = [sys.executable, *WORKER, "--local-directory", str(folder), scheduler]
    env = environment(PYTHONPATH=str(packages))
    process = subprocess.Popen(command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with Client(scheduler, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
        yield
    finally:
        process.kill()
        process.wait(20)


def terms(campaign: Campaign, **other: object) -> Terms:
    """Return terms that any machine meets, but for `other`."""
    said = {"version": __version__, "likeness": (), "probe": None, "campaign": campaign}
    return Terms(**{**said, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["distributed.client", "distributed.core", "tornado.application", "asyncio"])
def test_who_speaks_with_a_scheduler_logs_nothing(name: str) -> None:
    """Whichever hears first that a scheduler died: no traceback stands beside our sentence; later all is as before."""
    heard: list[str] = []
    log, ear = logging.getLogger(name), logging.Handler()
    ear.emit = lambda said: heard.append(said.getMessage())  # type: ignore[method-assign]
    log.addHandler(ear)
    try:
        with hushed():
            log.error("Traceback")
        log.error("afterwards")
    finally:
        log.removeHandler(ear)
    assert heard == ["afterwards"]


def test_a_killed_worker_costs_nothing_but_a_retry(pair: LocalCluster, campaign: Campaign, tmp_path: Path) -> None:
    """With one of two workers killed in the middle, files, record and summary are those of a run in one process."""
    alone = made(campaign, tmp_path / "here")
    victim = next(iter(pair.workers.values())).pid
    together = made(campaign, tmp_path / "there", pair.scheduler_address, victim)
    assert tree(together) == tree(alone)
    assert record(together) == record(alone)
    assert summary(together) == summary(alone)
    assert sorted(file.name for file in (together / "partial").iterdir()) == []


def test_workers_that_share_no_disk_draw_onto_a_bucket(pair: LocalCluster, store: Bucket, tmp_path: Path) -> None:
    """Onto a bucket the same objects are put though one dies, nothing below site/, and no row stays with a worker."""
    outs = []
    victim = next(iter(pair.workers.values())).pid
    for name, scheduler, victims in (("here", "", ()), ("there", pair.scheduler_address, (victim,))):
        store.create(name)
        more = f'[shelf]\nkind = "s3"\nbucket = "{name}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'
        folder = canaries.campaign(tmp_path / name, PEOPLE, more=more)
        outs.append(made(load(str(folder)), tmp_path / name / "out", scheduler, *victims))
    assert standing(store, "there") == standing(store, "here")
    assert record(outs[1]) == record(outs[0])
    assert not (outs[1] / "site").exists()
    scratch = Path(next(iter(pair.workers.values())).local_directory)
    assert canaries.hits(scratch, tuple(word for n in range(PEOPLE) for word in canaries.words(n))) == []


def test_a_parcel_is_read_like_the_shard_it_was(campaign: Campaign, tmp_path: Path) -> None:
    """The rows of a shard are the same when they have travelled."""
    shards = spread(*sources(campaign), tmp_path / "work", 3).shards
    for shard in shards:
        assert repr(list(read_shard(parcel(shard)))) == repr(list(read_shard(shard)))


def test_rows_travel_with_their_task(pair: LocalCluster, tmp_path: Path) -> None:
    """Once handed out, a shard is drawn by workers though its rows are gone from this disk; only receipts come back."""
    campaign, out = load(str(canaries.campaign(tmp_path / "c", 3))), tmp_path / "out"
    (out / "partial").mkdir(parents=True)
    keys = open_keys(campaign, environment(), campaign.folder)[0]
    commission = Commission(campaign, keys, out, digest(campaign), styles(campaign))
    shards = spread(*sources(campaign), out / "work", 2).shards
    with crew(Place(1, pair.scheduler_address)) as hands, way(hands, commission) as by:
        packed = [by.pack(Task(commission, shard, {}, False)) for shard in shards]
        shutil.rmtree(out / "work")
        done = list(spread_out(hands.executor, by.work, packed, at_once=2))
    assert sorted(receipt.customer for one in done for receipt in one.receipts if receipt.artwork) == [
        canaries.customer(n) for n in range(3)
    ]
    came = pickle.dumps(done)
    assert [sign for sign in (b"\xff\xd8\xff", b"<svg", b"<html", b"JFIF") if sign in came] == []
    assert len(came) < 3 * 8_000


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"version": "0.0.9"}, f"has artgen {__version__}, and the run 0.0.9"),
        ({"likeness": (("files of the theme 'linen'", "other"),)}, "files of the theme 'linen' differ from the run's"),
        ({"probe": Path("/nowhere/out/partial/probe")}, "doesn't see the output folder /nowhere/out;"),
    ],
)
def test_a_worker_that_differs_does_not_agree(campaign: Campaign, other: dict[str, object], sentence: str) -> None:
    """Another artgen, another theme or another disk each is one sentence that says what to mend."""
    with pytest.raises(ArtgenError, match=sentence):
        agree(terms(campaign, **other))


def test_a_worker_without_the_campaigns_files_does_not_agree(tmp_path: Path) -> None:
    """Who lacks a file of the campaign's own is told where it is to stand."""
    folder = canaries.campaign(tmp_path / "c", 1)
    shutil.copyfile(Path(artgen.__file__).parents[1] / "assets" / "themes" / "linen.toml", folder / "own.toml")
    text = (folder / "campaign.toml").read_text("utf-8")
    (folder / "campaign.toml").write_text(text.replace('theme = "linen"', 'theme = "own.toml"'), "utf-8")
    campaign = load(str(folder))
    (folder / "own.toml").unlink()
    with pytest.raises(ArtgenError, match=r"own\.toml: can't be read.*; copy all of .*/c there"):
        agree(terms(campaign))


def test_an_older_worker_draws_nothing(campaign: Campaign, tmp_path: Path) -> None:
    """A worker with another artgen ends the run before anything is drawn, and is named."""
    package = Path(artgen.__file__).parent
    shutil.copytree(package, tmp_path / "old" / "artgen", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("assets", "templates", "sample_data"):
        (tmp_path / "old" / name).symlink_to(package.parent / name)
    start = tmp_path / "old" / "artgen" / "__init__.py"
    start.write_text(start.read_text("utf-8").replace(__version__, "0.0.9"), "utf-8")
    with (
        cluster(0, tmp_path) as running,
        stranger(running.scheduler_address, tmp_path / "old", tmp_path),
        pytest.raises(ArtgenError, match=r"^tcp://127\.0\.0\.1:\d+: this worker has artgen 0\.0\.9, and the run"),
    ):
        made(campaign, tmp_path / "out", running.scheduler_address)
    assert not (tmp_path / "out" / "site" / "a").exists()


def test_a_worker_without_artgen_is_named(campaign: Campaign, tmp_path: Path) -> None:
    """A worker that has no artgen at all is told to install it."""
    (tmp_path / "none" / "artgen").mkdir(parents=True)
    (tmp_path / "none" / "artgen" / "__init__.py").write_text("raise ModuleNotFoundError('no artgen')\n", "utf-8")
    with (
        cluster(0, tmp_path) as running,
        stranger(running.scheduler_address, tmp_path / "none", tmp_path),
        pytest.raises(ArtgenError, match=r"this worker can't run artgen .*install the same artgen there"),
    ):
        made(campaign, tmp_path / "out", running.scheduler_address)


def test_a_task_that_kills_every_worker_ends_the_run(pair: LocalCluster) -> None:
    """A task that kills workers in company and alone is given up with one sentence."""
    with (
        pytest.raises(ArtgenError, match="processes that draw died at the same shard again and again"),
        crew(Place(1, pair.scheduler_address)) as hands,
    ):
        list(spread_out(hands.executor, os._exit, [3], at_once=2, died=hands.died))


def test_a_code_fault_on_a_worker_stops_the_run(pair: LocalCluster) -> None:
    """A fault of the code is no lost worker: it reaches the caller as it is."""
    with pytest.raises(ValueError, match="invalid literal"), crew(Place(1, pair.scheduler_address)) as hands:
        list(spread_out(hands.executor, int, ["none"], at_once=2))


def test_nobody_at_the_address_is_one_sentence() -> None:
    """Where no scheduler answers, the run says so and what to do."""
    with pytest.raises(ArtgenError, match=r"^tcp://127\.0\.0\.1:9: no Dask scheduler answers there; start one"):
        crew(Place(1, "tcp://127.0.0.1:9")).__enter__()


def test_a_scheduler_without_workers_is_one_sentence(tmp_path: Path) -> None:
    """Nobody draws on an empty cluster, and how to start workers is said."""
    with (
        cluster(0, tmp_path) as running,
        pytest.raises(ArtgenError, match="no worker has joined this scheduler"),
    ):
        crew(Place(1, running.scheduler_address)).__enter__()


@pytest.mark.parametrize(
    ("on", "said"),
    [("dask://127.0.0.1:9", "pip install 'artgen[dask]'"), ("here", "made")],
)
def test_dask_is_wanted_only_when_asked_for(campaign: Campaign, tmp_path: Path, on: str, said: str) -> None:
    """Without the extra a cluster is one sentence, and all else works."""
    words = ["make", str(campaign.folder), "--on", on, "--out", str(tmp_path / "out")]
    ended = subprocess.run(
        [sys.executable, "-c", BLOCKED, *words], env=environment(), capture_output=True, text=True, timeout=120
    )
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("on", ["dask://studio", "ray://studio:1", "processes:0", "there", "dask://me:secret@studio:1"])
def test_a_place_that_is_none_is_one_sentence(on: str) -> None:
    """What can't be a place is refused with those that can."""
    with pytest.raises(ArtgenError, match=r"is no place to draw; --on takes: here, processes:N"):
        place(on, 0, 2)


def test_two_places_are_one_too_many() -> None:
    """Who says --on and --workers is asked to keep one."""
    with pytest.raises(ArtgenError, match="keep one of them"):
        place("here", 2, 2)
