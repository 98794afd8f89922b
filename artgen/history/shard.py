"""Rows spread over shards by customer, on disk: memory stays flat, and no byte depends on the number of shards."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import pandas as pd
import pyarrow as pa

from artgen.history import activity, people
from artgen.history.columns import Ints
from artgen.history.counts import Counts
from artgen.history.omitted import Omitted
from artgen.history.source import ActivityFiles, PeopleFile, expand, mapping, shown
from artgen.history.table import read
from artgen.history.twins import Twins
from artgen.records import Fault, Gravity

MOST_CUSTOMERS = 500
# The hash deals customers unevenly; a mean of 375 keeps every one of a million shards below 500.
MEAN_CUSTOMERS = 375
SHARDS_A_WORKER = 8
FLUSH_ROWS = 50_000
ROWS_A_PART = 200
MOST_BUFFERED = 500_000
MOST_WORDS = 50
FAULTS = "faults.jsonl"
TWINS = "twins.sqlite"

PEOPLE = pa.schema(
    [(name, pa.string()) for name in ("customer", "name", "address", "trouble", "home", "theme", "language", "flags")]
    + [("row", pa.binary()), ("line", pa.int64())]
)
ACTIVITIES = pa.schema(
    [
        ("customer", pa.string()),
        ("local", pa.int64()),
        ("utc", pa.int64()),
        ("fold", pa.int8()),
        ("timed", pa.bool_()),
        ("zone", pa.string()),
        ("amount", pa.float64()),
        ("minutes", pa.float64()),
        ("origin", pa.string()),
        ("destination", pa.string()),
        ("category", pa.string()),
        ("grade", pa.int8()),
        ("weather", pa.string()),
        ("status", pa.string()),
        ("line", pa.int64()),
    ]
)
HELD = pa.schema([("customer", pa.string())])


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the rows went: the shards (folders) in order, and what was counted on the way.

    `activities` counts what was read and what fell out so far; with the counts of all Histories it is whole.
    `people` counts the rows of the people file; a kept one is decided with its customer. `omitted` shows activity
    rows that were left out and are no faults.
    """

    shards: tuple[Path, ...]
    activities: Counts
    people: Counts
    faults: Path
    omitted: Omitted

    def read_faults(self) -> Iterator[Fault]:
        """Yield the faults found so far, in the order of the files and their lines."""
        with self.faults.open(encoding="utf-8") as lines:
            for line in lines:
                gravity, *rest = json.loads(line)
                yield Fault(Gravity(gravity), *rest)


def shards_for(people: int, workers: int) -> int:
    """Return how many shards to spread people over: eight a worker where there are enough, below 500 people each.

    >>> shards_for(0, 2), shards_for(5, 2), shards_for(300, 2), shards_for(1_000_000, 2)
    (1, 5, 16, 2667)
    """
    return max(1, min(people, SHARDS_A_WORKER * workers), -(-people // MEAN_CUSTOMERS))


def spread(
    persons: PeopleFile,
    activities: ActivityFiles,
    folder: Path,
    shards: int,
    tell: Callable[[int], object] = lambda rows: None,
) -> Spread:
    """Read both sources once and write each row to the shard of its customer, under `folder`.

    What an interrupted run left in the folder is removed first. `tell` is called with the rows read so far.
    Raises InputError for a file that can't be read as a whole.
    """
    _clear(folder)
    with (folder / FAULTS).open("w", encoding="utf-8") as faults:
        found = _people(persons, folder, shards, faults, tell)
        counted, omitted = _activities(activities, folder, shards, faults, lambda rows: tell(found.read + rows))
    made = tuple(sorted(folder.glob("shard-*")))
    return Spread(made, counted, found, folder / FAULTS, omitted)


def _people(source: PeopleFile, folder: Path, shards: int, faults: TextIO, tell: Callable[[int], object]) -> Counts:
    counts = Counts()
    named = {"file": source.shown, "places": source.places, **mapping(source.columns)}
    parts = _Parts(folder, "people", PEOPLE.with_metadata(named), shards)
    with Twins(folder / TWINS) as twins:
        for chunk in read(source.file, people.columns_of(source), source.shown):
            checked = people.check(chunk, source, source.shown)
            counts += checked.counts
            _write(checked.faults, faults)
            twins.add(checked.kept[["customer", "row", "box"]].itertuples(index=False, name=None))
            parts.add(checked.kept[PEOPLE.names])
            tell(counts.read)
        parts.flush()
        held = _Parts(folder, "held", HELD, shards)
        for customers in _batches(twins.sharers()):
            held.add(pd.DataFrame({"customer": customers}))
        held.flush()
    return counts


def _activities(
    source: ActivityFiles, folder: Path, shards: int, faults: TextIO, tell: Callable[[int], object]
) -> tuple[Counts, Omitted]:
    counts, omitted = Counts(), Omitted()
    strange: Counter[tuple[str, str]] = Counter()
    files = expand(source.files)
    names = shown(files)
    # A row says its line alone, and the line says where it stands where there is one file.
    named = {"customer": source.columns.customer, **({"file": names[0]} if len(names) == 1 else {})}
    parts = _Parts(folder, "activities", ACTIVITIES.with_metadata(named), shards)
    for file, name in zip(files, names, strict=True):
        for chunk in read(file, mapping(source.columns), name):
            checked = activity.check(chunk, source, name)
            counts += checked.counts
            strange += checked.unknown
            omitted += checked.omitted
            _write(checked.faults, faults)
            parts.add(checked.kept)
            tell(counts.read)
    parts.flush()
    _write(_notices(strange), faults)
    return counts, omitted


def _notices(strange: Counter[tuple[str, str]]) -> Iterator[Fault]:
    """Tell the words that were not known, the commonest first, and how many others there are."""
    ordered = sorted(strange, key=lambda item: (-strange[item], item))
    for reason, word in ordered[:MOST_WORDS]:
        yield Fault(Gravity.NOTICE, reason, detail=f"'{word}', {strange[reason, word]:,} times")
    if rest := ordered[MOST_WORDS:]:
        yield Fault(Gravity.NOTICE, f"{len(rest):,} more words that the campaign doesn't know")


class _Parts:
    """Rows on their way to their shards, held back until each shard's part is worth a file."""

    def __init__(self, folder: Path, name: str, schema: pa.Schema, shards: int) -> None:
        self._folder, self._name, self._schema, self._shards = folder, name, schema, shards
        self._waiting: list[pa.Table] = []
        self._rows = self._written = 0
        self._full = min(max(FLUSH_ROWS, shards * ROWS_A_PART), MOST_BUFFERED)

    def add(self, frame: pd.DataFrame) -> None:
        if frame.empty:
            return
        arrays = [pa.array(frame[field.name], field.type, from_pandas=False) for field in self._schema]
        self._waiting.append(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows += len(frame)
        if self._rows >= self._full:
            self.flush()

    def flush(self) -> None:
        if not self._rows:
            return
        table = pa.concat_tables(self._waiting)
        shard = _shard(table["customer"], self._shards)
        order = np.argsort(shard, kind="stable")
        table, shard = table.take(order), shard[order]
        starts = np.flatnonzero(np.diff(shard, prepend=-1))
        for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(shard)], strict=True):
            to = self._folder / f"shard-{shard[start]:05d}"
            to.mkdir(mode=0o700, exist_ok=True)
            part = str(to / f"{self._name}-{self._written:06d}.arrow")
            with pa.OSFile(part, "wb") as file, pa.ipc.new_file(file, self._schema) as writer:
                writer.write_table(table.slice(start, end - start))
        self._waiting, self._rows = [], 0
        self._written += 1


def _shard(customers: pa.ChunkedArray, shards: int) -> Ints:
    codes, names = pd.factorize(customers.to_numpy())
    dealt = [int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % shards for name in names]
    return np.array(dealt, np.int64)[codes]


def _batches(customers: Iterator[str]) -> Iterator[list[str]]:
    batch = []
    for customer in customers:
        batch.append(customer)
        if len(batch) == FLUSH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(found: Iterable[Fault], faults: TextIO) -> None:
    faults.writelines(json.dumps(astuple(fault)) + "\n" for fault in found)


def _clear(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in sorted(folder.glob("shard-*")):
        shutil.rmtree(old)
    for name in (FAULTS, TWINS):
        (folder / name).unlink(missing_ok=True)
