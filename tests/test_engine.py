"""The engine hands tasks out as they are used up, here or in processes, and says so when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path

import psutil
import pytest

from artgen.engine import Here, engine, spread_out
from artgen.errors import ArtgenError


def square(n: int) -> int:
    return n * n


def linger(folder: str) -> None:
    """Say who is there, and stay."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(120)


def told(folder: Path, code: str, temporary: Path) -> str:
    """Run a program whose temporary files stand in a folder, and return what it says."""
    script = folder / "sums.py"
    script.write_text(code, "utf-8")
    here = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[1])}
    said = subprocess.run([sys.executable, script], env=here, capture_output=True, text=True, timeout=100)
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


def die(n: int) -> int:
    os._exit(3)


def fail(n: int) -> int:
    raise ValueError(n)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_gives_its_result(workers: int) -> None:
    """One worker and two give the same results."""
    with engine(workers) as executor:
        assert sorted(spread_out(executor, square, range(20), at_once=4)) == [n * n for n in range(20)]


def test_tasks_are_taken_as_they_are_used_up() -> None:
    """Endless work can be begun: no more than a few tasks are asked for ahead."""
    asked = count()
    results = spread_out(Here(), square, (next(asked) for _ in iter(int, 1)), at_once=3)
    assert len(list(islice(results, 5))) == 5
    assert next(asked) <= 9


def test_a_fault_in_a_task_reaches_the_caller() -> None:
    """A code fault stops the run with its own error."""
    with pytest.raises(ValueError):
        list(spread_out(Here(), fail, [1], at_once=1))


def test_a_worker_that_dies_is_one_clear_error() -> None:
    """A killed worker process ends in a sentence that says what to do."""
    with engine(2) as executor, pytest.raises(ArtgenError, match="run the same command again"):
        list(spread_out(executor, die, range(4), at_once=2))


@pytest.mark.parametrize("name", ["t", "a name too long for a socket in it " * 3])
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, name: str) -> None:
    """A coordinator that is killed leaves nobody who goes on writing, and nothing among the temporary files."""
    temporary, there = tmp_path / name, tmp_path / "there"
    temporary.mkdir()
    there.mkdir()
    code = """
import sys
from artgen.engine import engine
from tests.test_engine import linger
with engine(2) as executor:
    list(executor.map(linger, [sys.argv[1]] * 2))
"""
    here = os.environ | {"TMPDIR": str(temporary)}
    started = subprocess.Popen([sys.executable, "-c", code, str(there)], env=here, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while len(list(there.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        workers = [psutil.Process(int(file.name)) for file in there.iterdir()]
        assert len(workers) == 2
        started.send_signal(signal.SIGKILL)
        started.wait()
        assert not psutil.wait_procs(workers, timeout=20)[1]
        assert not list(temporary.iterdir())
    finally:
        started.kill()


def test_dead_processes_are_replaced_when_their_socket_was_cleared_away(tmp_path: Path) -> None:
    """Who clears the folder for temporary files during a long night does not end the run."""
    code = """
import multiprocessing.util, shutil
from concurrent.futures.process import BrokenProcessPool
from artgen.engine.machine import Processes
from tests.test_engine import die, square
if __name__ == "__main__":
    with Processes(2) as executor:
        try:
            executor.submit(die, 1).result()
        except BrokenProcessPool:
            shutil.rmtree(multiprocessing.util.get_temp_dir())
        executor.renew()
        print(sum(executor.map(square, range(4))))
"""
    assert told(tmp_path, code, tmp_path) == "14"


def test_processes_start_where_nothing_temporary_can_stand(tmp_path: Path) -> None:
    """A folder for temporary files that went away before the first process started costs only the faster start."""
    code = """
import tempfile
from artgen.engine import engine
from tests.test_engine import square
if __name__ == "__main__":
    tempfile.tempdir = tempfile.gettempdir() + "/gone"
    with engine(2) as executor:
        print(sum(executor.map(square, range(4))))
"""
    assert told(tmp_path, code, tmp_path) == "14"


def test_processes_start_where_no_socket_can_stand(tmp_path: Path) -> None:
    """A folder for temporary files whose name is longer than a socket's may be costs only the faster start."""
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    code = """
from artgen.engine import engine
from tests.test_engine import square
if __name__ == "__main__":
    with engine(2) as executor:
        print(sum(executor.map(square, range(4))))
"""
    assert told(tmp_path, code, deep) == "14"
