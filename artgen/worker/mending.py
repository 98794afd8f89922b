"""What to try in place of a shard at which a process died alone: each of its customers, and then all but that one."""

from collections.abc import Sequence
from dataclasses import replace

from artgen.history.parcel import apart
from artgen.worker.shard import Task

_TWICE = 2


def mended(task: Task, deaths: int) -> Sequence[Task]:
    """Return the tasks to be tried instead, one after the other: nobody is blamed who was not alone.

    A shard is taken apart; a customer at whom processes died alone, twice in all, is no longer drawn.
    """
    parts = apart(task.shard)
    if len(parts) > 1:
        lasts = apart(task.last) if task.last else {}
        return [
            replace(
                task,
                shard=part,
                last=lasts.get(customer),
                known={customer: task.known[customer]} if customer in task.known else {},
            )
            for customer, part in parts.items()
        ]
    died = task.deaths + deaths
    return [replace(task, deaths=died, fatal=frozenset(parts if died >= _TWICE else ()))]
