"""A Dask scheduler and its workers, in processes of their own on loopback, to be started, lost and started again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from distributed import Client

from tests.line import environment

_PATIENCE_S = 60.0
_QUIET = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
_PLAIN = ("--no-dashboard", "--host", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Studio:
    """A running scheduler: its `port`, and its process; `workers` is the one that keeps the workers alive."""

    port: int
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]

    @property
    def place(self) -> str:
        """Return what --on takes."""
        return f"dask://127.0.0.1:{self.port}"


@contextmanager
def studio(folder: Path, workers: int, *, port: int = 0, **env: str) -> Iterator[Studio]:
    """Run a scheduler and so many workers, which are started again when they die, till the end of the block.

    A task at which two workers died one after the other is given up.
    """
    folder.mkdir(parents=True)
    said = folder / "scheduler.json"
    scheduler = _started("dask_scheduler", "--port", port, "--scheduler-file", said, env=env, folder=folder)
    try:
        address = _address(said)
        options = ("--nworkers", workers, "--nthreads", 1, "--local-directory", folder, address)
        staff = _started("dask_worker", *options, env=env, folder=folder)
        try:
            with Client(address, timeout=_PATIENCE_S, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=_PATIENCE_S)
            yield Studio(int(address.rpartition(":")[2]), scheduler, staff)
        finally:
            _end(staff)
    finally:
        _end(scheduler)


def _started(module: str, *words: object, env: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *_PLAIN, *map(str, words)]
    with (folder / f"{module}.log").open("wb") as log:
        return subprocess.Popen(
            command, env=environment(**_QUIET, **env), cwd=folder, stdout=log, stderr=log, start_new_session=True
        )


def _address(said: Path) -> str:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        if said.is_file() and said.stat().st_size:
            return str(json.loads(said.read_text("utf-8"))["address"])
        time.sleep(0.05)
    raise TimeoutError("the scheduler did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started: each leads a group of its own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)
