"""Drawing on other machines: rows go there with their task, receipts come back, and no unlike machine draws.

Every worker, also one that joins late, agrees to the terms before it draws its first shard: the same artgen, styles,
themes and fonts, and, where pages are put into a folder, the very disk that the folder is on.
"""

import platform
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

from artgen import __version__
from artgen.campaigns.looks import themed
from artgen.campaigns.model import Campaign
from artgen.engine import Crew
from artgen.errors import ArtgenError, StyleError
from artgen.history.parcel import Parcel, parcel
from artgen.worker.likeness import digest, styles
from artgen.worker.shard import Commission, Done, Task, work

_ALONE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a machine must have as the coordinator has it: `likeness` is named digests, `version` artgen's.

    `probe` is a file that only who shares the output folder's disk can see; None where pages go to a bucket.
    """

    version: str
    likeness: tuple[tuple[str, str], ...]
    probe: Path | None
    campaign: Campaign = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """How a shard is made: `pack` turns its task into what `work` takes, here or elsewhere."""

    pack: Callable[[Task], Task]
    work: Callable[[Task], Done]


@contextmanager
def way(crew: Crew, commission: Commission) -> Iterator[Way]:
    """Agree with every worker of a crew before anything is drawn; raise ArtgenError that names the one that can't.

    On this machine there is nothing to agree on: rows stay on disk, and the shard is made as it is.
    """
    if not crew.elsewhere:
        yield Way(lambda task: task, work)
        return
    campaign = commission.campaign
    with tempfile.NamedTemporaryFile(prefix="probe-", dir=commission.out / "partial") as probe:
        seen = Path(probe.name) if campaign.shelf.kind == "folder" else None
        terms = Terms(__version__, _likeness(campaign), seen, campaign)
        crew.ask(agree, terms)
        yield Way(_packed, partial(work_elsewhere, terms))


@lru_cache(maxsize=1)
def agree(terms: Terms) -> None:
    """Raise ArtgenError unless this machine is as the terms say; it is asked once for each run."""
    if terms.version != __version__:
        raise ArtgenError(f"this worker has artgen {__version__}, and the run {terms.version}; install the same there")
    folder = terms.campaign.folder
    try:
        own = dict(_likeness(terms.campaign))
    except (OSError, StyleError) as wrong:
        raise ArtgenError(
            f"this worker lacks a file or a style of the campaign ({wrong}); copy all of {folder} there, under the "
            "same path, and install the same styles"
        ) from wrong
    for what, said in terms.likeness:
        if own[what] != said:
            raise ArtgenError(f"this worker's {what} differ from the run's; install the same artgen and styles there")
    if terms.probe and not terms.probe.is_file():
        raise ArtgenError(
            f"this worker doesn't see the output folder {terms.probe.parent.parent}; share that disk with it "
            'under the same path, or make onto a bucket: [shelf] kind = "s3"'
        )


def work_elsewhere(terms: Terms, task: Task) -> Done:
    """Make a shard on a machine that agrees to the terms, one at a time: a process draws with one thread."""
    with _ALONE:
        try:
            agree(terms)
        except ArtgenError as wrong:
            raise ArtgenError(f"{platform.node()}, which joined late: {wrong}") from wrong
        return work(task)


def _packed(task: Task) -> Task:
    """Return a task that holds its rows, since the folder they lie in is on the coordinator's disk."""
    return replace(task, shard=_wrapped(task.shard), last=_wrapped(task.last) if task.last else None)


def _wrapped(shard: Path | Parcel) -> Parcel:
    return parcel(shard) if isinstance(shard, Path) else shard


def _likeness(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """Return what two machines must have alike, each with its digest."""
    found = [("code, templates, fonts, pictures' engine or languages", digest(campaign))]
    found += [(f"files of the style '{name}'", said) for name, said in sorted(styles(campaign).items())]
    worn = {look.theme: themed(look.theme, campaign.folder).digest for look in campaign.looks}
    return (*found, *((f"files of the theme '{name}'", said) for name, said in sorted(worn.items())))
