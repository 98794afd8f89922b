"""Where work is to run, as a person says it: here, in processes of this machine, or on a Dask cluster."""

import re
from dataclasses import dataclass

from artgen.errors import ArtgenError

_WAYS = "--on takes: here, processes:N, dask://HOST:PORT or tls://HOST:PORT"
_SAID = re.compile(r"here|processes:(?P<many>[1-9]\d{0,3})|(?P<way>dask|tls)://(?P<host>[^\s/@]+:\d{1,5})/?")


@dataclass(frozen=True, slots=True)
class Place:
    """How many processes of this machine draw; a `scheduler` draws with its own workers instead."""

    many: int
    scheduler: str = ""


def place(on: str, workers: int, cores: int) -> Place:
    """Return where work is to run: as `on` says, else in so many workers, else in a process for each core.

    >>> place("", 0, 2), place("", 3, 2), place("here", 0, 2)
    (Place(many=2, scheduler=''), Place(many=3, scheduler=''), Place(many=1, scheduler=''))
    >>> place("dask://studio:8786", 0, 2)
    Place(many=2, scheduler='tcp://studio:8786')
    """
    if not on:
        return Place(workers or cores)
    if workers:
        raise ArtgenError("--on and --workers both say where to draw; keep one of them")
    said = _SAID.fullmatch(on)
    if not said:
        raise ArtgenError(f"'{on}' is no place to draw; {_WAYS}")
    if said["host"]:
        return Place(cores, f"{'tls' if said['way'] == 'tls' else 'tcp'}://{said['host']}")
    return Place(int(said["many"] or 1))
