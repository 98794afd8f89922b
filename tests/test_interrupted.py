"""Ctrl-C interrupts all of a run's processes at once: one sentence, no traceback, and the next run goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.line import campaign, environment, run

STOPPED = "artgen: stopped; run the same command again to go on where it was\n"


def interrupted(folder: Path, sign: str) -> subprocess.Popen[str]:
    """Make a campaign in two processes, and press Ctrl-C as soon as `sign` is found in its folder."""
    command = [sys.executable, "-m", "artgen", "make", str(folder), "--on", "processes:2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    made = subprocess.Popen(command, env=environment(), text=True, start_new_session=True, **pipes)
    while made.poll() is None and not any((folder / "out").glob(sign)):
        time.sleep(0.01)
    os.killpg(made.pid, signal.SIGINT)
    return made


@pytest.mark.parametrize("sign", ["ledger.sqlite", "work/*", "site/a/*/*/index.html"], ids=["begun", "cut", "drawn"])
def test_an_interrupted_make_says_so_and_goes_on(tmp_path: Path, sign: str) -> None:
    """While who forks is loading, while the data are cut, and while people are drawn."""
    folder = campaign(tmp_path / "c", members=24)
    made = interrupted(folder, sign)
    _, said = made.communicate(timeout=60)
    assert (made.returncode, said[-len(STOPPED) :]) == (130, STOPPED)
    assert "Traceback" not in said
    assert "24 of 24" in run("make", folder).stdout
