"""What to try with a shard whose process died: once more, and then without the one at whom it dies."""

from dataclasses import replace

from artgen.engine import give_up
from artgen.worker.note import taken
from artgen.worker.shard import Task

_MOST = 8


def mended(task: Task, deaths: int) -> Task:
    """Return the task to be tried next; who was being drawn at two deaths in a row is no longer drawn.

    Raise ArtgenError where nobody can be blamed, or it died too often.
    """
    at = taken(task.shard)
    if not at or deaths >= _MOST:
        return give_up(task, deaths)
    if at == task.fell:
        return replace(task, fatal=task.fatal | {at}, fell="")
    return replace(task, fell=at)
