"""Tasks spread over an executor, handed out as they are used up; one that ends its process is done again alone."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import count
from typing import TypeVar

from artgen.engine.machine import Processes
from artgen.errors import ArtgenError

Result = TypeVar("Result")
Task = TypeVar("Task")
_ALONE = 2


def give_up(task: Task, deaths: int) -> Task:
    """Return the task, to be tried alone once more; raise ArtgenError where it ended its process alone twice."""
    if deaths < _ALONE:
        return task
    raise ArtgenError(
        "a worker process died at the same shard again and again (out of memory?); what was finished is on record: "
        "run the same command again, with fewer --workers if it happens twice"
    )


def spread_out(
    executor: Executor,
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    at_once: int,
    again: Callable[[Task, int], Task] = give_up,
) -> Iterator[Result]:
    """Yield each task's result as it comes; at most `at_once` are handed out, so that memory stays flat.

    Where a process dies, whatever was under way is done again, one task at a time. `again` is asked for what to try
    after a task ended its process alone so many times, and raises ArtgenError to give up.
    """
    waiting = iter(tasks)
    running: dict[Future[Result], Task] = {}
    try:
        while True:
            fallen: list[Task] = []
            for task in waiting:
                try:
                    running[executor.submit(work, task)] = task
                except BrokenProcessPool:
                    fallen.append(task)
                    break
                if len(running) >= at_once:
                    break
            if not running and not fallen:
                return
            done = wait(running, return_when=FIRST_COMPLETED).done
            while done:
                for future in done:
                    task = running.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        fallen.append(task)
                done = wait(running).done if fallen else set()
            if fallen:
                yield from _one_by_one(executor, work, fallen, again)
    except CancelledError as wrong:
        raise ArtgenError(
            "the Dask scheduler is gone or forgot the work; what was finished is on record: start it, and run the same "
            "command again"
        ) from wrong
    finally:
        for future in running:
            future.cancel()


def _one_by_one(
    executor: Executor, work: Callable[[Task], Result], tasks: Iterable[Task], again: Callable[[Task, int], Task]
) -> Iterator[Result]:
    """Yield the results of tasks of which one ended its process: each alone, so that it is known which."""
    _renew(executor)
    for task in tasks:
        for deaths in count(1):
            try:
                result = executor.submit(work, task).result()
            except BrokenProcessPool:
                _renew(executor)
                task = again(task, deaths)
            else:
                yield result
                break


def _renew(executor: Executor) -> None:
    if isinstance(executor, Processes):
        executor.renew()
