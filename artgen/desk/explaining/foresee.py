"""What a make would do, told without drawing: every customer is looked at exactly as a make would look at them."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.proving.approval import listed, outdated
from artgen.engine import engine, spread_out
from artgen.errors import ArtgenError
from artgen.history import people, roll
from artgen.history.grace import grace
from artgen.history.history import History, read_shard
from artgen.history.shard import shards_for, spread
from artgen.history.story import Last
from artgen.ledger import Ledger
from artgen.make import before, sources, spread_last
from artgen.publishing.links import Keys
from artgen.publishing.shared import GONE
from artgen.worker import Commission, Task, digest, inputs, remembered, seat, styles

Progress = Callable[[str, int, int], None]
DATA = ("how the data are read", "the rules of grace")
"""The parts of a campaign whose change reaches only those whose year it changes."""


class Turn(StrEnum):
    """What a make would do with one customer."""

    AGAIN = "would be drawn again, under the same link"
    ANEW = "would be drawn again, under a new link: theirs was called back"
    FIRST = "would be drawn for the first time"
    WITHDRAWN = "have a poster, and would get none now"
    SENT = "changed, and stay as they were sent"
    UNCHANGED = "unchanged"
    NOTHING = "get no poster: held or set aside"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many customers would meet which turn; `missing` are on record and no longer in the data."""

    turns: Counter[Turn]
    missing: int

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield how many, and what of them."""
        for turn in Turn:
            if self.turns[turn]:
                yield f"{self.turns[turn]:,}", turn.value
        if self.missing:
            yield f"{self.missing:,}", "on record and no longer in the data; they stay as they are"


def data_alone(campaign: Campaign, out: Path) -> None:
    """Raise ArtgenError where something changed since the last make that reaches more people than the data do."""
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        changed = [part for part in outdated(campaign, ledger) if part not in DATA]
    if changed:
        raise ArtgenError(
            f"changed since the last make: {listed(changed)}; that would draw people whose data are as they were: "
            "take it back, or make without --changed-only"
        )


def foresee(
    campaign: Campaign,
    out: Path,
    keys: Keys,
    *,
    workers: int,
    progress: Progress = lambda what, done, total: None,
) -> Foreseen:
    """Say what a make would do with everyone as the data stand now; nothing is drawn or put.

    Whether a style fails at somebody is known only when it draws. Raises ArtgenError as a make does.
    """
    persons, activities = sources(campaign)
    total, turns, seen = people.count(persons), Counter[Turn](), 0
    lost = campaign.shelf.kind == "folder" and not (out / "site" / GONE).is_file()
    commission = Commission(campaign, keys, out, digest(campaign), styles(campaign), before(campaign))
    hashed = partial(keys.customer_hash, campaign.id)
    with (
        tempfile.TemporaryDirectory(prefix="artgen-plan-") as folder,
        Ledger(out / "ledger.sqlite", campaign.id) as ledger,
    ):
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        shards = spread(
            persons, activities, Path(folder), shards_for(total, workers), lambda rows: progress("reading", rows, 0)
        ).shards
        lasts = spread_last(commission, Path(folder) / "last", shards_for(total, workers))
        tasks = (
            Task(commission, shard, ledger.known(who), lost, ledger.erasure.among(who, hashed), lasts.get(shard.name))
            for shard, who in ((shard, roll.customers(shard)) for shard in shards)
        )
        known = 0
        with engine(workers) as executor:
            for found, on_record in spread_out(executor, _look, tasks, at_once=workers * 2):
                turns += found
                known += on_record
                seen += found.total()
                progress("looking", seen, max(total, seen))
        return Foreseen(turns, max(0, sum(ledger.tally().values()) - known))


def _look(task: Task) -> tuple[Counter[Turn], int]:
    """Return the turns of a shard, and how many of its people are on record."""
    lasts = remembered(task)
    turns = (_turn(task, history, lasts.get(history.customer)) for history in read_shard(task.shard))
    found = [turn for turn in turns if turn]
    return Counter(found), len(task.known) + len(task.erased)


def _turn(task: Task, read: History, last: Last | None) -> Turn | None:
    """Return what would become of one customer; None for a stranger, who is nobody's customer."""
    known, campaign = task.known.get(read.customer), task.commission.campaign
    if read.customer in task.erased or (known and known.for_good):
        return Turn.NOTHING
    history = grace(read, campaign.rules, campaign.year).history
    if history.person is None and not history.faulty:
        return None
    if history.person is None or history.held:
        return Turn.WITHDRAWN if known and known.inputs and not known.sealed else Turn.NOTHING
    same = known is not None and known.inputs == inputs(task.commission, seat(campaign, read, last))
    if known and known.sealed and not same and not known.revoked:
        return Turn.SENT
    if same and not task.lost:
        return Turn.UNCHANGED
    if known and known.revoked:
        return Turn.ANEW
    return Turn.AGAIN if known and known.inputs else Turn.FIRST
