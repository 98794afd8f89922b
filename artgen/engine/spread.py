"""Tasks spread over an executor: handed out as they are used up, so that memory stays flat."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from artgen.errors import ArtgenError

Result = TypeVar("Result")
Task = TypeVar("Task")


def spread_out(
    executor: Executor, work: Callable[[Task], Result], tasks: Iterable[Task], *, at_once: int
) -> Iterator[Result]:
    """Yield each task's result as it comes; at most `at_once` are handed out, so that memory stays flat."""
    waiting = iter(tasks)
    running: set[Future[Result]] = set()
    try:
        while True:
            for task in waiting:
                running.add(executor.submit(work, task))
                if len(running) >= at_once:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenProcessPool as wrong:
        raise ArtgenError(
            "a worker process died (out of memory?); what it had finished is on record: "
            "run the same command again, with fewer --workers if it happens twice"
        ) from wrong
    except CancelledError as wrong:
        raise ArtgenError(
            "the Dask scheduler is gone or forgot the work; what was finished is on record: start it, and run the same "
            "command again"
        ) from wrong
    finally:
        for future in running:
            future.cancel()
