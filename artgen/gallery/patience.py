"""Patience: what a style draws has so many seconds; then its thread is ended, so that the next save can be drawn."""

import ctypes
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

SECONDS = 20.0
Made = TypeVar("Made")


def patiently(work: Callable[[], Made], seconds: float) -> Made:
    """Return what `work` returns, or raise what it raises; raise TimeoutError where it takes longer, and end it.

    What sleeps inside is left behind until it wakes: only Python's own steps can be ended.
    """
    made: Future[Made] = Future()

    def run() -> None:
        try:
            made.set_result(work())
        except BaseException as wrong:
            made.set_exception(wrong)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        return made.result(seconds)
    except TimeoutError:
        if worker.ident and worker.is_alive():
            # A thread has no other end from outside; nothing waits for this one any longer.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(SystemExit))
        raise
