"""Where work runs: here or in processes, both concurrent.futures executors; tasks are handed out as used up."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from artgen.errors import ArtgenError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Task = TypeVar("Task")
_WATCH_SECONDS = 1.0


class Here(Executor):
    """Run each task in this process, at once."""

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Run the task before returning its future."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as fault:
            future.set_exception(fault)
        return future


def engine(workers: int) -> Executor:
    """Return an executor for this many workers; processes start afresh and end with their parent."""
    if workers == 1:
        return Here()
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))


def _end_with(parent: int) -> None:
    """Leave when the parent is gone: a killed coordinator must not leave workers writing behind its back."""
    gone = threading.Event()

    def watch() -> None:
        while not gone.wait(_WATCH_SECONDS):
            if os.getppid() != parent:
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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
    finally:
        for future in running:
            future.cancel()
