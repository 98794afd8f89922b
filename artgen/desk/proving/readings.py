"""Readings: what the data say of each person and the ledger doesn't keep: rules of grace met, the usual amount."""

import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from artgen.campaigns.model import Campaign
from artgen.history import people
from artgen.history.grace import Applied, grace
from artgen.history.history import Record, read_shard
from artgen.history.places import kilometres, miles, place
from artgen.history.shard import shards_for, spread
from artgen.make import sources

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One person of the data: the rules that met them, and what one activity of theirs usually comes to, or nan."""

    customer: str
    applied: tuple[Applied, ...] = ()
    usual: float = math.nan


def readings(campaign: Campaign, progress: Progress) -> Iterator[Reading]:
    """Read a campaign's data once and yield everyone who is in them, in no order that means anything."""
    persons, activities = sources(campaign)
    with tempfile.TemporaryDirectory(prefix="artgen-proof-") as folder:
        total = people.count(persons)
        spreading = spread(
            persons, activities, Path(folder), shards_for(total, 1), lambda read: progress("reading", read, 0)
        )
        for shard in spreading.shards:
            for history in read_shard(shard):
                graced = grace(history, campaign.rules, campaign.year)
                if graced.history.person is not None:
                    yield Reading(
                        history.customer, graced.applied, _usual(graced.history.records, campaign.distance_unit)
                    )


def _usual(records: tuple[Record, ...], unit: str | None) -> float:
    amounts = [amount for record in records if (amount := _amount(record, unit)) > 0]
    return fmean(amounts) if amounts else math.nan


def _amount(record: Record, unit: str | None) -> float:
    """Return what a record says it came to, else its great circle where the campaign measures in one."""
    if not math.isnan(record.amount) or unit is None or not (record.origin and record.destination):
        return record.amount
    start, end = place(record.origin), place(record.destination)
    if start is None or end is None:
        return math.nan
    return kilometres(start, end) if unit == "km" else miles(start, end)
