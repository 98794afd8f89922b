"""This machine as an engine: here, in this process, or in processes that start afresh and end with it."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
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


class Processes(Executor):
    """Run tasks in so many processes, which start afresh and end with their parent."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._started()

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Hand a task to a process; raise BrokenProcessPool where one has died."""
        return self._pool.submit(fn, *args, **kwargs)

    def renew(self) -> None:
        """Start the processes anew after one has died; what was under way is lost."""
        self._pool.shutdown(cancel_futures=True)
        self._pool = self._started()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))


def broken(wrong: BaseException) -> int:
    """Return 1 for what processes raise where one of them has died, and 0 for any other fault."""
    return int(isinstance(wrong, BrokenProcessPool))


def engine(workers: int) -> Executor:
    """Return an executor for this many workers; processes start afresh and end with their parent."""
    if workers == 1:
        return Here()
    return Processes(workers)


def _end_with(parent: int) -> None:
    """Leave when the parent is gone: a killed coordinator must not leave workers writing behind its back."""
    gone = threading.Event()

    def watch() -> None:
        while not gone.wait(_WATCH_SECONDS):
            if os.getppid() != parent:
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
