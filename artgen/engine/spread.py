"""Tasks spread over an executor, handed out as they are used up; one at which a process dies is done again alone."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import TypeVar

from artgen.engine.crew import Died
from artgen.engine.machine import Processes, broken
from artgen.errors import ArtgenError

Result = TypeVar("Result")
Task = TypeVar("Task")
_MOST = 8


def give_up(task: Task, deaths: int) -> Sequence[Task]:
    """Raise ArtgenError: a task was done again alone, and processes died at it once more."""
    raise ArtgenError(
        "processes that draw died at the same shard again and again (out of memory?); what was finished is on record: "
        "run the same command again, with fewer --workers if it happens twice; on a cluster look into its workers' logs"
    )


def spread_out(
    executor: Executor,
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    at_once: int,
    died: Died = broken,
    again: Callable[[Task, int], Sequence[Task]] = give_up,
) -> Iterator[Result]:
    """Yield each task's result as it comes; at most `at_once` are handed out, so that memory stays flat.

    Where a process dies, whatever was under way is done again, one task at a time. `again` is asked what to try
    instead of a task at which so many died while it was alone; after the eighth time ArtgenError is raised.
    """
    waiting = iter(tasks)
    running: dict[Future[Result], Task] = {}
    try:
        while True:
            fallen: list[Task] = []
            for task in waiting:
                try:
                    running[executor.submit(work, task)] = task
                except Exception as wrong:
                    if not died(wrong):
                        raise
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
                        result = future.result()
                    except Exception as wrong:
                        if not died(wrong):
                            raise
                        fallen.append(task)
                    else:
                        yield result
                done = wait(running).done if fallen else set()
            if fallen:
                _renew(executor)
            for task in fallen:
                yield from _alone(executor, work, task, died, again)
    except CancelledError as wrong:
        raise ArtgenError(
            "the Dask scheduler is gone or forgot the work; what was finished is on record: start it, and run the same "
            "command again"
        ) from wrong
    finally:
        for future in running:
            future.cancel()


def _alone(
    executor: Executor,
    work: Callable[[Task], Result],
    task: Task,
    died: Died,
    again: Callable[[Task, int], Sequence[Task]],
) -> Iterator[Result]:
    """Yield the result of a task, or of what takes its place, while nothing else is done: so the blame is certain."""
    left, falls = deque([task]), 0
    while left:
        try:
            result = executor.submit(work, left[0]).result()
        except Exception as wrong:
            if not (deaths := died(wrong)):
                raise
            _renew(executor)
            falls += 1
            instead = again(left.popleft(), deaths) if falls < _MOST else give_up(left[0], deaths)
            left.extendleft(reversed(instead))
        else:
            left.popleft()
            yield result


def _renew(executor: Executor) -> None:
    if isinstance(executor, Processes):
        executor.renew()
