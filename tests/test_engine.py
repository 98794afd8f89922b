"""The engine hands tasks out as they are used up, here or in processes, and says so when a worker dies."""

import os
from itertools import count, islice

import pytest

from artgen.engine import Here, engine, spread_out
from artgen.errors import ArtgenError


def square(n: int) -> int:
    return n * n


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
