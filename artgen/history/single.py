"""One customer's rows among everyone's: where each stands and what became of it; nobody else's row is kept."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from artgen.history import activity, people
from artgen.history.history import History, read_shard
from artgen.history.omitted import SHOWN
from artgen.history.shard import ACTIVITIES, HELD, PEOPLE, TWINS
from artgen.history.source import ActivityFiles, PeopleFile, expand, mapping, shown
from artgen.history.table import Chunk, read
from artgen.history.twins import Twins
from artgen.records import Fault, Gravity


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """Where a row stands: `line` counts lines of a CSV, and rows of a Parquet file or a query, from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Single:
    """One customer's History, whose records have their place in `rows` as their line, and the rows it is without.

    `people` is where the person is described. `aside` are rows that the reading left out or set aside. `nameless`
    counts rows of activity that say no customer, or can't be taken apart: they may be anyone's.
    """

    history: History
    people: tuple[Where, ...]
    rows: tuple[Where, ...]
    aside: tuple[Fault, ...]
    nameless: int


def find(persons: PeopleFile, activities: ActivityFiles, customer: str) -> Single | None:
    """Read both sources and keep one customer's rows, as a make reads them; None where neither names the customer.

    Activities are read once; the people again, to see whether somebody shares the address. Raises InputError for a
    file that can't be read as a whole.
    """
    with tempfile.TemporaryDirectory(prefix="artgen-one-") as folder:
        shard = Path(folder)
        described, shared = _person(persons, customer, shard)
        rows, kept, aside, nameless = _activity(activities, customer)
        named = {"file": persons.shown, "places": persons.places, **mapping(persons.columns)}
        _write(shard, "people", PEOPLE.with_metadata(named), described[PEOPLE.names])
        _write(shard, "activities", ACTIVITIES, kept)
        _write(shard, "held", HELD, pd.DataFrame({"customer": [customer] if shared else []}, dtype=str))
        history = next(read_shard(shard), None)
    if history is None:
        if not aside:
            return None
        history = History(customer, None)
    places = tuple(Where(persons.shown, line) for line in described["line"].tolist())
    return Single(history, places, rows, aside, nameless)


def _person(source: PeopleFile, customer: str, folder: Path) -> tuple[pd.DataFrame, bool]:
    """Return the rows that describe a customer, and whether the mailbox belongs to another one."""
    mine = _described(source, lambda frame: frame["customer"] == customer)
    boxes = set(mine["box"]) - {b""}
    if not boxes:
        return mine, False
    starts = tuple(f"{address.rpartition('@')[0]}@".lower() for address in mine["address"] if address)
    near = _described(source, lambda frame: frame["address"].str.lower().str.startswith(starts))
    alike = set(near["customer"][near["box"].isin(boxes)]) - {customer}
    if not alike:
        return mine, False
    all_of_them = _described(source, lambda frame: frame["customer"].isin([customer, *sorted(alike)]))
    with Twins(folder / TWINS) as twins:
        twins.add(all_of_them[["customer", "row", "box"]].itertuples(index=False, name=None))
        return mine, customer in twins.sharers()


def _described(source: PeopleFile, wanted: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    """Read the people and check those rows alone that are wanted."""
    found = [pd.DataFrame(columns=people.KEPT)]
    for chunk in read(source.file, people.columns_of(source), source.shown):
        some = _only(chunk, wanted(chunk.frame))
        found.extend([people.check(some, source, source.shown).kept] if some.read else [])
    return pd.concat(found[1:] or found, ignore_index=True)


def _activity(source: ActivityFiles, customer: str) -> tuple[tuple[Where, ...], pd.DataFrame, tuple[Fault, ...], int]:
    """Return where the kept rows stand, the rows with their place in that as their line, the others, the nameless."""
    rows: list[Where] = []
    kept = [pd.DataFrame(columns=ACTIVITIES.names)]
    aside: list[Fault] = []
    nameless = 0
    files = expand(source.files)
    for file, name in zip(files, shown(files), strict=True):
        for chunk in read(file, mapping(source.columns), name):
            nameless += sum(fault.gravity is Gravity.ROW for fault in chunk.faults)
            nameless += int((chunk.frame["customer"] == "").sum())
            mine = _only(chunk, chunk.frame["customer"] == customer)
            if not mine.read:
                continue
            checked = activity.check(mine, source, name)
            lines = checked.kept["line"].tolist()
            kept.append(checked.kept.assign(line=range(len(rows), len(rows) + len(lines))))
            rows.extend(Where(name, line) for line in lines)
            aside += checked.faults
            told = {*lines, *(fault.line for fault in checked.faults)}
            aside += _left_out(_only(mine, ~mine.frame["line"].isin(sorted(told))), source, name)
    return tuple(rows), pd.concat(kept[1:] or kept, ignore_index=True), tuple(aside), nameless


def _left_out(chunk: Chunk, source: ActivityFiles, name: str) -> Iterator[Fault]:
    """Yield every row that is left out and no fault: a check shows the first few, so they are looked at few by few."""
    for at in range(0, len(chunk.frame), SHOWN):
        few = Chunk(chunk.frame.iloc[at : at + SHOWN].reset_index(drop=True))
        yield from activity.check(few, source, name).omitted.examples


def _only(chunk: Chunk, wanted: pd.Series) -> Chunk:
    return Chunk(chunk.frame[wanted].reset_index(drop=True))


def _write(shard: Path, name: str, schema: pa.Schema, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    arrays = [pa.array(frame[field.name], field.type, from_pandas=False) for field in schema]
    part = str(shard / f"{name}-000000.arrow")
    with pa.OSFile(part, "wb") as file, pa.ipc.new_file(file, schema) as writer:
        writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
