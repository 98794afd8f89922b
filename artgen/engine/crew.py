"""A crew: who does the work of one run, on this machine or on a cluster, behind one executor."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from artgen.engine.machine import broken, engine
from artgen.engine.place import Place

Ask = Callable[[Callable[[Any], None], Any], None]
Died = Callable[[BaseException], int]


@dataclass(frozen=True, slots=True)
class Crew:
    """An executor, how many tasks it does at once, and whether that is on other machines.

    `ask` puts a question to each worker that is there, and raises ArtgenError for the first that can't answer it; on
    this machine nobody needs to be asked. `died` says of a task's error how many processes died at it, 0 for any other.
    """

    executor: Executor
    many: int
    elsewhere: bool
    ask: Ask
    died: Died

    @property
    def at_once(self) -> int:
        """Return how many tasks are handed out at a time: one more for each worker than it is at."""
        return self.many if self.many == 1 and not self.elsewhere else self.many * 2


@contextmanager
def crew(place: Place) -> Iterator[Crew]:
    """Gather a crew till the end of the block; Dask is loaded only where a scheduler is named. Raise ArtgenError."""
    if place.scheduler:
        from artgen.engine.dask import cluster, killed

        with cluster(place.scheduler) as hands:
            yield Crew(hands.executor, hands.many, True, hands.ask, killed)
    else:
        with engine(place.many) as executor:
            yield Crew(executor, place.many, False, lambda question, given: None, broken)
