"""A run on a cluster that loses its scheduler goes on later; a worker that joins late and is unlike draws nothing."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from distributed import Client

import artgen
from artgen import __version__
from artgen.campaigns.model import load
from artgen.errors import ArtgenError
from artgen.make import make
from artgen.publishing.links import open_keys
from artgen.records import Receipt
from tests import canaries
from tests.line import environment, record, run, summary, tree
from tests.studio import studio

NOW = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
PEOPLE = 20
PATIENCE_S = 120.0


def begun(*words: object) -> subprocess.Popen[str]:
    """Begin the command line in a process of its own."""
    command = [sys.executable, "-m", "artgen", *map(str, words)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(folder: Path, pattern: str) -> None:
    """Return as soon as a file stands in a folder."""
    until = time.monotonic() + PATIENCE_S
    while not any(folder.glob(pattern)):
        assert time.monotonic() < until
        time.sleep(0.02)


class Late:
    """Lets a worker with another artgen join a scheduler when the first receipts come in."""

    def __init__(self, scheduler: str, folder: Path, stack: ExitStack) -> None:
        self.scheduler, self.folder, self.stack, self.came = scheduler, folder, stack, False

    def __call__(self, ledger: object, receipts: Sequence[Receipt]) -> None:
        if self.came:
            return
        self.came = True
        package = Path(artgen.__file__).parent
        shutil.copytree(package, self.folder / "artgen", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("assets", "templates", "sample_data"):
            (self.folder / name).symlink_to(package.parent / name)
        start = self.folder / "artgen" / "__init__.py"
        start.write_text(start.read_text("utf-8").replace(__version__, "0.0.9"), "utf-8")
        command = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"]
        command += ["--no-dashboard", "--host", "127.0.0.1", "--name", "late", self.scheduler]
        env = environment(PYTHONPATH=str(self.folder))
        process = subprocess.Popen(
            command, env=env, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.stack.callback(process.wait, 20)
        self.stack.callback(process.kill)
        with Client(self.scheduler, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)


def test_a_run_goes_on_after_its_scheduler_died(tmp_path: Path) -> None:
    """It ends with a sentence and exit code 1; the same command then makes what a run in one process makes."""
    folder = canaries.campaign(tmp_path / "c", PEOPLE)
    alone, out = tmp_path / "alone", tmp_path / "out"
    run("make", folder, "--out", alone, "--on", "here")
    with studio(tmp_path / "first", 2) as first:
        making = begun("make", folder, "--out", out, "--on", first.place)
        wait_for(out / "site" / "a", "*/*/index.html")
        os.kill(first.scheduler.pid, signal.SIGKILL)
        said = making.communicate(timeout=PATIENCE_S)[1]
    assert making.returncode == 1
    assert "the Dask scheduler is gone or forgot the work; what was finished is on record" in said
    assert "Traceback" not in said
    with studio(tmp_path / "second", 2, port=first.port) as second:
        again = run("make", folder, "--out", out, "--on", second.place)
    assert (tree(out), record(out), summary(out)) == (tree(alone), record(alone), summary(alone))
    assert f"{PEOPLE}/{PEOPLE}" in again.stderr


def test_a_worker_that_joins_late_and_is_unlike_draws_nothing(tmp_path: Path) -> None:
    """It is asked before its first shard, and the run ends with a sentence that says which machine to mend."""
    campaign, out = load(str(canaries.campaign(tmp_path / "c", PEOPLE))), tmp_path / "out"
    keys = open_keys(campaign, environment(), campaign.folder)[0]
    with ExitStack() as stack, studio(tmp_path / "studio", 1) as running:
        scheduler = f"tcp://127.0.0.1:{running.port}"
        late = Late(scheduler, tmp_path / "late", stack)
        said = rf", which joined late: this worker has artgen 0\.0\.9, and the run {__version__}"
        with pytest.raises(ArtgenError, match=said):
            make(campaign, out, keys, workers=1, scheduler=scheduler, clock=lambda: NOW, witness=late)
    assert 0 < len(list((out / "site" / "a").glob("*/*"))) < PEOPLE
