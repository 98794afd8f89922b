"""A parcel: the rows of one shard as bytes, so that they can travel to a machine which shares no disk with this one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shard's parts by their file names; it is read in memory, so nothing of it is left on a worker's disk."""

    name: str
    parts: Mapping[str, bytes] = field(repr=False)


def parcel(shard: Path) -> Parcel:
    """Wrap up a shard that lies on this disk."""
    return Parcel(shard.name, {file.name: file.read_bytes() for file in sorted(shard.glob("*.arrow"))})


def apart(shard: Path | Parcel) -> dict[str, Parcel]:
    """Return a parcel for each customer of a shard, by id and in its order; read one by one they are the shard."""
    whole = shard if isinstance(shard, Parcel) else parcel(shard)
    found: dict[str, dict[str, bytes]] = {}
    for name, body in whole.parts.items():
        table = pa.ipc.open_file(pa.BufferReader(body)).read_all()
        for customer in pc.unique(table["customer"]).to_pylist():
            own = table.filter(pc.equal(table["customer"], customer))
            found.setdefault(customer, {})[name] = _written(own)
    return {customer: Parcel(whole.name, found[customer]) for customer in sorted(found)}


def _written(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def tables(shard: Path | Parcel, name: str) -> Iterator[pa.Table]:
    """Yield a shard's parts of one name, in order."""
    if isinstance(shard, Parcel):
        for part in sorted(part for part in shard.parts if part.startswith(f"{name}-")):
            yield pa.ipc.open_file(pa.BufferReader(shard.parts[part])).read_all()
        return
    for file in sorted(shard.glob(f"{name}-*.arrow")):
        with pa.OSFile(str(file)) as opened:
            yield pa.ipc.open_file(opened).read_all()
