"""A note of who is being drawn, beside a shard's rows: should the process die, it says at whom."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artgen.history.parcel import Parcel

_NOTE = "drawing"


@contextmanager
def noted(shard: Path | Parcel, customer: str) -> Iterator[None]:
    """Keep a note of a customer till the end of the block; a shard that travels has no place for one."""
    if not isinstance(shard, Path):
        yield
        return
    note = shard / _NOTE
    note.write_text(customer, "utf-8", "surrogatepass")
    try:
        yield
    finally:
        note.unlink()


def taken(shard: Path | Parcel) -> str:
    """Return who was being drawn when the process died, and forget it; empty where nobody was."""
    if not isinstance(shard, Path) or not (shard / _NOTE).is_file():
        return ""
    said = (shard / _NOTE).read_text("utf-8", "surrogatepass")
    (shard / _NOTE).unlink()
    return said
