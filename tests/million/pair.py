"""Two processes against one, alternated, beside what a plain loop of Python gains by a second process right then.

Cores may be shared, or halves of one: what the loop reaches is the most that this machine has to give at the moment.
"""

import multiprocessing
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.line import environment
from tests.million.watching import ROOT
from tests.million.whole import written

PEOPLE, ROUNDS = 300, 3
_LOOP = 30_000_000


def pair(folder: Path, people: int = PEOPLE, rounds: int = ROUNDS) -> dict[str, object]:
    """Make the same people with one worker and with two, turn about; return medians of the gain."""
    source = written(folder / f"campaign-{people}", people)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    plain: list[float] = []
    for n in range(rounds):
        for workers in (1, 2):
            seconds[workers].append(_make(source, folder / f"out-{workers}", workers))
            plain.append(_plain())
        print(
            f"  round {n + 1} of {rounds}: {seconds[1][-1]:.1f} s in one, {seconds[2][-1]:.1f} s in two, "
            f"{seconds[1][-1] / seconds[2][-1]:.2f} times; a plain loop {plain[-2]:.2f} and {plain[-1]:.2f} times",
            flush=True,
        )
    gains = [one / two for one, two in zip(seconds[1], seconds[2], strict=True)]
    gain, best = median(gains), median(plain)
    return {
        "customers": people,
        "seconds in one process": [round(took, 1) for took in seconds[1]],
        "seconds in two": [round(took, 1) for took in seconds[2]],
        "two are faster by (median)": round(gain, 2),
        "a plain loop is faster by (median)": round(best, 2),
        "share of what the machine gave": round(gain / best, 2),
    }


def _make(source: Path, out: Path, workers: int) -> float:
    """Make everything anew; return seconds on the wall."""
    shutil.rmtree(out, ignore_errors=True)
    words = ["make", source, "--out", out, "--workers", workers]
    command = [sys.executable, "-m", "artgen", *map(str, words)]
    here = environment(PYTHONPATH=str(ROOT), OMP_NUM_THREADS="1")
    began = time.monotonic()
    subprocess.run(command, env=here, cwd=ROOT, check=True, capture_output=True)
    took = time.monotonic() - began
    shutil.rmtree(out)
    return took


def _plain() -> float:
    """Return how many times faster two processes of plain Python get through the same counting than one."""
    return _loops(1, 2) / _loops(2, 1)


def _loops(processes: int, each: int) -> float:
    """Return the seconds that so many processes take, each counting so many times."""
    context = multiprocessing.get_context("fork")
    began = time.monotonic()
    running = [context.Process(target=_count, args=(each,)) for _ in range(processes)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    return time.monotonic() - began


def _count(times: int) -> None:
    for _ in range(times * _LOOP):
        pass
