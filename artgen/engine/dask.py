"""A Dask cluster as an engine, and Dask's only door: a worker that is lost costs its shard a retry."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from artgen.errors import ArtgenError

try:
    from distributed import Client, KilledWorker
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] not in ("distributed", "dask"):
        raise
    raise ArtgenError("drawing on a cluster needs Dask, which isn't installed: pip install 'artgen[dask]'") from missing

_PATIENCE, _A_MOMENT = "10s", "5s"
_TALKERS = "distributed", "distributed.client", "tornado.application", "asyncio"
_START = "start them with: dask worker SCHEDULER --nworkers N --nthreads 1"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler's workers: `many` of them were there when it was reached; who comes later helps as well."""

    client: Any
    executor: Executor
    many: int

    def ask(self, question: Callable[[Any], None], given: Any) -> None:
        """Put a question to every worker; raise ArtgenError that names the first worker which can't answer it."""
        answers = self.client.run(question, given, on_error="return")
        for worker, answer in sorted(answers.items()):
            if isinstance(answer, ArtgenError):
                raise ArtgenError(f"{worker}: {answer}") from answer
            if isinstance(answer, BaseException):
                raise ArtgenError(
                    f"{worker}: this worker can't run artgen ({type(answer).__name__}: {answer}); install the same "
                    "artgen there as here"
                ) from answer


def killed(wrong: BaseException) -> int:
    """Return how many workers died at a task that Dask gave up for that, and 0 for any other fault."""
    return wrong.allowed_failures + 1 if isinstance(wrong, KilledWorker) else 0


@contextmanager
def cluster(scheduler: str) -> Iterator[Cluster]:
    """Reach a scheduler till the end of the block; raise ArtgenError where there is none, or nobody to draw.

    A task whose worker is lost is done again by another; one that loses worker after worker raises what `killed`
    knows. The scheduler's setting `distributed.scheduler.allowed-failures` says after how many, 3 unless told.
    """
    with hushed():
        try:
            client = Client(scheduler, timeout=_PATIENCE, set_as_default=False, name="artgen")
        except (OSError, ValueError) as wrong:
            raise ArtgenError(
                f"{scheduler}: no Dask scheduler answers there; start one with `dask scheduler`, or mend --on"
            ) from wrong
        try:
            with suppress(TimeoutError):
                client.wait_for_workers(1, timeout=_A_MOMENT)
            workers = client.scheduler_info(n_workers=-1)["workers"]
            if not workers:
                raise ArtgenError(f"{scheduler}: no worker has joined this scheduler; {_START}")
            if busy := sorted(name for name, said in workers.items() if said["nthreads"] > 1):
                raise ArtgenError(f"worker {busy[0]} has several threads, and artgen draws with processes; {_START}")
            with client.get_executor(pure=False) as executor:
                yield Cluster(client, executor, len(workers))
        finally:
            client.close()


@contextmanager
def hushed() -> Iterator[None]:
    """Keep Dask, and what it speaks through, from logging till the end of the block: a traceback is a sentence of ours.

    A scheduler that dies is heard of by the client, or by the line to it, whichever is first.
    """
    before = [(log, log.level) for log in map(logging.getLogger, _TALKERS)]
    for log, _ in before:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in before:
            log.setLevel(level)
