"""A History: one customer with a year of checked rows, or the reason why this person gets nothing."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from artgen.history.clock import zone_of
from artgen.history.counts import NONE, Counts
from artgen.history.names import clean_name
from artgen.history.parcel import Parcel, tables
from artgen.history.people import known_home
from artgen.history.shard import ACTIVITIES, HELD, PEOPLE
from artgen.records import Fault, Gravity, Recipient

MOST_ACTIVITIES = 20_000
SHARED = "shares an address with another customer"
CONTRADICTED = "the customer id stands in several rows that differ"
REPEATED = "the same row stands in the file more than once; it counts once"
NO_ADDRESS = "no address; drawn, and no letter is sent"
UNKNOWN_HOME = "unknown home; the most frequent start is taken"
TOO_MANY = f"more than {MOST_ACTIVITIES:,} activities; this can't be one person"
STRANGER = "no such person"
SET_ASIDE = "customer set aside"
ON_HOLD = "customer held"

# Rows at one instant are put in order by what they say, so that the order of the file never shows.
_ORDER = (
    *("customer", "utc", "local", "timed", "zone", "fold", "origin", "destination", "category", "amount", "minutes"),
    *("grade", "weather", "status", "line"),
)
_EPOCH = dt.datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One checked activity row: `start` aware in its own zone, unknown numbers nan, unknown texts empty."""

    start: dt.datetime
    timed: bool
    amount: float
    minutes: float
    origin: str
    destination: str
    category: str
    grade: int
    weather: str
    line: int
    status: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """One customer and the records in time order.

    `held` says why this person is to get nothing although nothing is wrong with the rows, `faulty` why the
    customer is set aside (then `person` is None). A person of None without a fault of the customer's own is a
    stranger: activities whose customer is not among the people. Only a History of none of these is drawn.
    `flags` are what the people file's flagged columns say of this person; they end here and are never recorded.
    """

    customer: str
    person: Recipient | None
    records: tuple[Record, ...] = ()
    held: str = ""
    faulty: str = ""
    faults: tuple[Fault, ...] = ()
    counts: Counts = NONE
    flags: Mapping[str, str] = field(default_factory=dict)


def read_shard(shard: Path | Parcel) -> Iterator[History]:
    """Yield the Histories of a shard in the order of customer ids."""
    people = _load(shard, "people", PEOPLE).sort_by([(name, "ascending") for name in ("customer", "row", "line")])
    rows = _load(shard, "activities", ACTIVITIES)
    rows = rows.sort_by([(name, "ascending") for name in _ORDER]).combine_chunks()
    held = frozenset(_load(shard, "held", HELD)["customer"].to_pylist())
    persons, slices = _slices(people["customer"]), _slices(rows["customer"])
    for customer in sorted({*persons, *slices}):
        mine = rows.slice(*slices.get(customer, (0, 0)))
        said = people.slice(*persons[customer]).to_pylist() if customer in persons else []
        yield _history(customer, said, mine, customer in held, dict(people.schema.metadata or {}))


def measured(history: History, scale: float) -> History:
    """Return a History whose amounts are told in another unit, each multiplied by `scale`."""
    if scale == 1:
        return history
    return replace(history, records=tuple(replace(one, amount=one.amount * scale) for one in history.records))


def _history(
    customer: str, said: list[dict[str, object]], rows: pa.Table, shared: bool, named: dict[bytes, bytes]
) -> History:
    many = rows.num_rows
    if not said:
        return History(customer, None, faults=(_stranger(customer, rows),), counts=Counts(left_out={STRANGER: many}))
    names = {key.decode(): name.decode() for key, name in named.items()}
    person, trouble, faults = _person(customer, said, names)
    if many > MOST_ACTIVITIES and not trouble:
        trouble = TOO_MANY
    file, line = names["file"], min(int(str(row["line"])) for row in said)
    if trouble:
        column = names.get("address" if trouble == said[0]["trouble"] else "customer", "")
        fault = Fault(Gravity.CUSTOMER, trouble, customer, file, line, column)
        return History(customer, None, faulty=trouble, faults=(fault,), counts=_without(SET_ASIDE, many))
    if shared:
        fault = Fault(Gravity.CUSTOMER, SHARED, customer, file, line, names.get("address", ""))
        return History(customer, person, held=SHARED, faults=(fault, *faults), counts=_without(ON_HOLD, many))
    flags = json.loads(str(said[0]["flags"]) or "{}")
    return History(customer, person, tuple(_records(rows)), faults=faults, counts=Counts(kept=many), flags=flags)


def _stranger(customer: str, rows: pa.Table) -> Fault:
    """Say that nobody has this id: how many rows do, and where the first stands, if they come from one file."""
    named = {key.decode(): name.decode() for key, name in (rows.schema.metadata or {}).items()}
    file, told = named.get("file", ""), f"{rows.num_rows:,} activities" if rows.num_rows > 1 else "1 activity"
    line = min(rows["line"].to_pylist()) if file else 0
    return Fault(Gravity.ROW, STRANGER, customer, file, line, named.get("customer", ""), told)


def _person(
    customer: str, said: list[dict[str, object]], names: dict[str, str]
) -> tuple[Recipient, str, tuple[Fault, ...]]:
    """Return the person that the rows describe, why the customer must be set aside, and the notices."""
    row = {key: str(value) for key, value in said[0].items()}
    trouble = CONTRADICTED if len({one["row"] for one in said}) > 1 else row["trouble"]
    name = clean_name(row["name"])
    odd = [(reason, "name") for reason in name.odd]
    home = row["home"] if known_home(row["home"]) else ""
    if home != row["home"]:
        odd.append((UNKNOWN_HOME, "home"))
    if "address" in names and not row["address"]:
        odd.append((NO_ADDRESS, "address"))
    if len(said) > 1:
        odd.append((REPEATED, "customer"))
    notices = (Fault(Gravity.NOTICE, why, customer, names["file"], 0, names.get(role, "")) for why, role in odd)
    return Recipient(customer, name.text, row["address"], home, row["theme"], row["language"]), trouble, tuple(notices)


def _records(rows: pa.Table) -> Iterable[Record]:
    clock = (rows[name].to_pylist() for name in ("local", "zone", "fold"))
    rest = (rows[name].to_pylist() for name in Record.__dataclass_fields__ if name != "start")
    starts = (
        (_EPOCH + dt.timedelta(seconds=local)).replace(tzinfo=zone_of(zone), fold=fold)
        for local, zone, fold in zip(*clock, strict=True)
    )
    return (Record(*row) for row in zip(starts, *rest, strict=True))


def _slices(customers: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    """Return where each customer's rows stand in a sorted column: offset and length."""
    names = customers.to_numpy()
    starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]]) if len(names) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[starts, len(names)])
    return {str(names[at]): (at, length) for at, length in zip(starts.tolist(), lengths.tolist(), strict=True)}


def _without(reason: str, rows: int) -> Counts:
    return Counts(left_out={reason: rows} if rows else {})


def _load(shard: Path | Parcel, name: str, schema: pa.Schema) -> pa.Table:
    found = list(tables(shard, name))
    return pa.concat_tables(found) if found else schema.empty_table()
