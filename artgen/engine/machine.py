"""This machine as an engine: here, in this process, or in processes that start afresh and end with it.

On Linux they are forked from a process that loads the program while its parent goes on, and does nothing else: loading
is paid once, for those too that stand in for dead ones. Elsewhere each loads the program for itself, since a fork may
take along what the system's own libraries have begun.
"""

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from multiprocessing.util import get_temp_dir
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


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
        context, left = _start()
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_end_with_parent, initargs=(left,))


def broken(wrong: BaseException) -> int:
    """Return 1 for what processes raise where one of them has died, and 0 for any other fault."""
    return int(isinstance(wrong, BrokenProcessPool))


def engine(workers: int) -> Executor:
    """Return an executor for this many workers; processes start afresh and end with their parent."""
    if workers == 1:
        return Here()
    return Processes(workers)


def _start() -> tuple[BaseContext, str]:
    """Return how processes start, and the folder that a killed parent leaves behind, if any.

    Who forks is spoken to through a socket in a folder for temporary files. Where none can stand, since its name is too
    long, or it was cleared away meanwhile, processes start afresh.
    """
    afresh = multiprocessing.get_context("spawn")
    if sys.platform != "linux":
        return afresh, ""
    context: BaseContext = multiprocessing.get_context("forkserver")
    ours = __name__.partition(".")[0]
    context.set_forkserver_preload(sorted(name for name in sys.modules if name.partition(".")[0] == ours))
    left = ""
    try:
        left = get_temp_dir()
        # Who presses Ctrl-C interrupts all of us, and who forks would tell of it by a traceback while it loads. What
        # tracks resources is started by the same call, and lets the signal through again; so it is started before.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    except OSError:
        context = afresh
    if not os.path.isdir(left):
        return afresh, ""
    return context, left if multiprocessing.parent_process() is None else ""


def _end_with_parent(left: str) -> None:
    """Leave when the parent is gone: a killed coordinator must not leave workers writing behind its back.

    What it had no time to remove is the folder of the socket, `left`. Ctrl-C ends a worker at once, without a word:
    that is the coordinator's to say.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def watch() -> None:
        parent.join()
        if left:
            shutil.rmtree(left, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
