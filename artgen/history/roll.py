"""Who is in a shard: the customers of its people part alone, so that a record can be looked up before the work."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc


def customers(shard: Path) -> list[str]:
    """Return the ids of the people in a shard, sorted, each once."""
    found: set[str] = set()
    for part in sorted(shard.glob("people-*.arrow")):
        with pa.OSFile(str(part)) as file:
            found.update(pc.unique(pa.ipc.open_file(file).read_all()["customer"]).to_pylist())
    return sorted(found)
