"""A make in a process of its own, watched: how far it is, what each of its processes holds, killed at set moments.

What was seen of each leg, from a start to a death or the end, is kept in a journal, so that the watching itself can
be stopped and gone on with.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from itertools import cycle, islice
from pathlib import Path

import psutil

from tests.line import environment

ROOT = Path(__file__).parents[2]
EVERYTHING, COORDINATOR, WORKER = "everything", "the coordinator", "a worker"
DONE, STOPPED = "done", "stopped"
TENTHS = 10
_POLL_SECONDS = 0.2
_SAY_SECONDS = 30.0
_LONGEST_DELAY = 30.0
_SHORTEST_LEG = 4.0
_LAST_KILL = 0.85
_ORPHAN_SECONDS = 60
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Kill:
    """Whom to kill once so many rows are on record, after so much more of the time that the leg has drawn."""

    whom: str
    rows: int
    share: float


@dataclass(frozen=True, slots=True)
class Leg:
    """One run from its start to its death or end; rows are those on record before and after.

    `peaks` is, for each tenth of the way, the most MB that a coordinator and that a worker had held by then.
    """

    seconds: float
    cpu_seconds: float
    began: int
    ended: int
    end: str
    killed: tuple[str, ...] = ()
    peaks: dict[str, tuple[float, float]] = field(default_factory=dict)
    work_mb: float = 0.0


@dataclass(frozen=True, slots=True)
class Make:
    """What is to be run: the module that is the command line, the campaign, its people, the workers, the folder."""

    module: str
    source: Path
    out: Path
    people: int
    workers: int

    @property
    def journal(self) -> Path:
        """Return the file that keeps its legs."""
        return self.out.with_name(f"{self.out.name}-journal.json")

    def legs(self) -> list[Leg]:
        """Return the legs so far."""
        if not self.journal.is_file():
            return []
        return [Leg(**said) for said in json.loads(self.journal.read_text("utf-8"))]

    def command(self) -> list[str]:
        """Return its words."""
        words = ["make", self.source, "--out", self.out, "--workers", self.workers]
        return [sys.executable, "-m", self.module, *map(str, words)]


def kills(people: int, many: int) -> list[Kill]:
    """Return so many kills of all kinds, spread over the whole way at random moments; the first while rows are read."""
    chance = random.Random(people)
    whom = islice(cycle((EVERYTHING, COORDINATOR, WORKER)), many)
    at = [0, *(int(people * _LAST_KILL * (n + 0.8 * chance.random()) / many) for n in range(1, many))]
    return [
        Kill(who, rows, 0.3 * chance.random() + (0.7 if not rows else 0.0)) for who, rows in zip(whom, at, strict=True)
    ]


def made(make: Make, plan: list[Kill], say: Callable[[str], None] = print) -> list[Leg]:
    """Run to the end through all kills that are still ahead, going on where the journal ends; return all legs.

    Whoever was killed is started anew at once, beside workers that may not have seen yet that they are alone.
    """
    legs, orphans = make.legs(), []
    try:
        while not legs or legs[-1].end != DONE:
            leg, left = _leg(make, plan[sum(len(leg.killed) for leg in legs) :], say)
            legs.append(leg)
            orphans += left
            _keep(make.journal, legs)
            if leg.end == STOPPED:
                raise KeyboardInterrupt
        alive = psutil.wait_procs(orphans, timeout=_ORPHAN_SECONDS)[1]
        if alive:
            sys.exit(f"FAILED: {len(alive)} workers live on after their coordinator")
    finally:
        for orphan in orphans:
            with suppress(psutil.NoSuchProcess):
                orphan.kill()
    return legs


def rows(out: Path) -> int:
    """Return how many customers are on record."""
    file = out / "ledger.sqlite"
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as ledger:
        return int(ledger.execute("SELECT count(*) FROM person").fetchone()[0])
    return 0


def peaks(legs: list[Leg]) -> dict[int, tuple[float, float]]:
    """Return the most MB that any coordinator and any worker held up to each tenth of the way that was seen."""
    found: dict[int, tuple[float, float]] = {}
    for tenth in range(TENTHS):
        seen = [leg.peaks[str(tenth)] for leg in legs if str(tenth) in leg.peaks]
        if seen:
            found[tenth] = (max(one[0] for one in seen), max(one[1] for one in seen))
    return found


def _keep(journal: Path, legs: list[Leg]) -> None:
    kept = journal.with_suffix(".partial")
    kept.write_text(json.dumps([asdict(leg) for leg in legs], indent=1), "utf-8")
    os.replace(kept, journal)


def _leg(make: Make, ahead: list[Kill], say: Callable[[str], None]) -> tuple[Leg, list[psutil.Process]]:
    """Run once, till it ends or its coordinator is killed; return also the workers that this leaves alone."""
    make.out.parent.mkdir(parents=True, exist_ok=True)
    log = make.out.with_name(f"{make.out.name}.log")
    began, started, before = rows(make.out), time.monotonic(), _cpu()
    here = environment(PYTHONPATH=str(ROOT), OMP_NUM_THREADS="1")
    with log.open("ab") as said:
        run = subprocess.Popen(make.command(), env=here, stdout=said, stderr=said, cwd=ROOT, start_new_session=True)
    seen = _Seen(make, run, began, say)
    try:
        end = seen.watch(iter(ahead))
    except KeyboardInterrupt:
        end = STOPPED
    finally:
        _end(run)
    if end == DONE and run.returncode:
        sys.exit(f"FAILED: make ended with {run.returncode}; see {log}")
    cpu = round(_cpu() - before + seen.forked_seconds, 2)
    seconds, ended = round(time.monotonic() - started, 2), rows(make.out)
    say(f"{_clock(seconds)}  {ended:,} of {make.people:,} on record: {end}")
    leg = Leg(seconds, cpu, began, ended, end, tuple(seen.killed), seen.peaks, round(seen.work_mb, 1))
    return leg, seen.orphans


class _Seen:
    """What is seen of one run while it goes on."""

    def __init__(self, make: Make, run: "subprocess.Popen[bytes]", began: int, say: Callable[[str], None]) -> None:
        self.orphans: list[psutil.Process] = []
        self.killed: list[str] = []
        self.peaks: dict[str, tuple[float, float]] = {}
        self.work_mb = 0.0
        self._forked: dict[int, float] = {}
        self._make, self._run, self._began, self._say = make, run, began, say
        self._started = self._said = self._moved = time.monotonic()

    @property
    def forked_seconds(self) -> float:
        """Return the CPU seconds of the forked and of who forks them, as last seen: no parent waits for them."""
        return sum(self._forked.values())

    def watch(self, ahead: Iterator[Kill]) -> str:
        """Look till it ends; return how it did."""
        kill, due = next(ahead, None), 0.0
        while self._run.poll() is None:
            now, on_record = time.monotonic(), rows(self._make.out)
            workers = self._look(on_record)
            if not self.work_mb and on_record > self._began:
                self.work_mb = weight(self._make.out / "work") / _MB
            if on_record <= self._began:
                self._moved = now
            if kill and not due and on_record >= kill.rows:
                ran = now - self._moved if kill.rows else max(_SHORTEST_LEG, now - self._started)
                due = now + min(_LONGEST_DELAY, kill.share * ran)
            if kill and due and now >= due and (workers or kill.whom != WORKER):
                self.killed.append(kill.whom)
                self._say(f"{_clock(now - self._started)}  {on_record:,} on record: killing {kill.whom}")
                if self._strike(kill.whom, workers):
                    return f"killed, {kill.whom}"
                kill, due = next(ahead, None), 0.0
            if now - self._said >= _SAY_SECONDS:
                self._tell(now, on_record)
            time.sleep(_POLL_SECONDS)
        return DONE

    def _look(self, on_record: int) -> list[psutil.Process]:
        """Note what each process has held; return the workers."""
        coordinator, workers, most = 0.0, [], 0.0
        with suppress(psutil.Error):
            process = psutil.Process(self._run.pid)
            coordinator = peak_mb(process)
            for child in process.children(recursive=True):
                with suppress(psutil.Error):
                    if "forkserver" in " ".join(child.cmdline()):
                        self._forked[child.pid] = sum(child.cpu_times()[:2])
                    if _draws(child):
                        workers.append(child)
                        most = max(most, peak_mb(child))
        tenth = str(min(TENTHS - 1, on_record * TENTHS // self._make.people))
        had = self.peaks.get(tenth, (0.0, 0.0))
        self.peaks[tenth] = (round(max(had[0], coordinator), 1), round(max(had[1], most), 1))
        return workers

    def _strike(self, whom: str, workers: list[psutil.Process]) -> bool:
        """Kill; return whether this ends the run."""
        if whom == EVERYTHING:
            os.killpg(self._run.pid, signal.SIGKILL)
        elif whom == COORDINATOR:
            self._run.kill()
            self.orphans = workers
        else:
            with suppress(psutil.NoSuchProcess):
                workers[0].kill()
            return False
        return True

    def _tell(self, now: float, on_record: int) -> None:
        self._said, spent = now, now - self._started
        coordinator, worker = (max(most) for most in zip(*self.peaks.values(), strict=True))
        self._say(
            f"{_clock(spent)}  {on_record:,} of {self._make.people:,} on record, "
            f"{coordinator:.0f} MB the coordinator, {worker:.0f} MB a worker at most"
        )


def _draws(child: psutil.Process) -> bool:
    """Tell whether a process below the coordinator is a worker: started afresh, or forked by the one that forks."""
    if "spawn_main" in " ".join(child.cmdline()):
        return True
    above = child.parent()
    return above is not None and "forkserver" in " ".join(above.cmdline())


def peak_mb(process: psutil.Process) -> float:
    """Return the most that a process has held since it began, or holds now where the system keeps no such mark."""
    status = Path(f"/proc/{process.pid}/status")
    with suppress(OSError):
        for line in status.read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return float(process.memory_info().rss) / _MB


def weight(folder: Path) -> int:
    """Return what the files under a folder take on the disk, in bytes."""
    total = 0
    for here, _, files in os.walk(folder):
        for name in files:
            with suppress(FileNotFoundError):
                total += os.stat(os.path.join(here, name)).st_blocks * 512
    return total


def _end(run: "subprocess.Popen[bytes]") -> None:
    """Leave nothing of a run behind; workers whose coordinator was killed alone are left to end by themselves."""
    if run.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    run.wait(60)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _clock(seconds: float) -> str:
    """Return a span as it is read: hours, minutes, seconds.

    >>> _clock(3725)
    '1:02:05'
    """
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"
