"""What would change: the site and the place, both walked in the order of their paths' bytes, side by side."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from artgen.publish.layout import arrival, departure, ours, shown, signed_by
from artgen.publish.record import Put, Record, Sealed, Turn
from artgen.publishing.packing import packs
from artgen.publishing.shelf import FolderShelf, Place, Stood
from artgen.publishing.tree import Leaf, walk

Progress = Callable[[str, int, int], None]
_SHOWN = 5
_A_SLICE = 1000


@dataclass(slots=True)
class Plan:
    """What would change at a place, in files and bytes; `at_most` tells that some texts have yet to be packed.

    `foreign` are the first few paths of what is not ours, there or in the site itself, and left alone.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    bytes_to_put: int = 0
    bytes_after: int = 0
    listed: int = 0
    opened: int = 0
    at_most: bool = False
    signs: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    foreign_there: int = 0
    foreign_here: int = 0

    @property
    def puts(self) -> int:
        """Return how many files are put."""
        return self.added + self.changed

    @property
    def lists(self) -> int:
        """Return how many requests list what stands."""
        return self.listed // 1000 + 1

    @property
    def removals(self) -> int:
        """Return how many requests remove files."""
        return -(-self.removed // 1000)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a place tells what it holds: `by_md5` by digests that are MD5, not opaque.

    `headers` stand for a bucket's rules of type and caching; empty for a folder, which has none.
    """

    headers: str
    by_md5: bool


def compare(site: Path, place: Place, record: Record, terms: Terms, progress: Progress) -> Plan:
    """Compare, write what is to be done into the record, and return it in numbers; the place is only read."""
    plan = Plan()
    with record.commit():
        record.clear_plan()
    pairs = _abreast(walk(site), _standing(place, record))
    while batch := list(islice(pairs, _A_SLICE)):
        with record.commit():
            for path, here, there in batch:
                _weigh(plan, path, here, there, place, record, terms)
        progress("comparing", plan.unchanged + plan.puts + plan.removed, 0)
    return plan


def seal(place: Place, leaf: Leaf) -> tuple[Sealed, bytes]:
    """Read a file of the site; return what it becomes at the place."""
    stored = place.stored(leaf.path, leaf.read())
    return Sealed(hashlib.md5(stored, usedforsecurity=False).hexdigest(), len(stored)), stored


def _weigh(
    plan: Plan, path: str, here: Leaf | None, there: Stood | None, place: Place, record: Record, terms: Terms
) -> None:
    if there:
        plan.listed += 1
        if name := signed_by(path):
            plan.signs.append(name)
            return
    if not ours(path):
        plan.foreign_there += bool(there)
        plan.foreign_here += not there
        if len(plan.foreign) < _SHOWN:
            plan.foreign.append(shown(path))
    elif here is None:
        plan.removed += 1
        record.plan(departure(path), path)
    elif there is None:
        _add(plan, here, record, terms)
    else:
        _change(plan, here, there, place, record, terms)


def _add(plan: Plan, here: Leaf, record: Record, terms: Terms) -> None:
    known = record.sealed(here.path, here.stamp)
    size = known.size if known else here.size
    plan.at_most |= known is None and bool(terms.headers) and packs(here.path)
    plan.added += 1
    _count(plan, here.path, size, put=True)
    record.plan(arrival(here.path), here.path)


def _change(plan: Plan, here: Leaf, there: Stood, place: Place, record: Record, terms: Terms) -> None:
    sealed = record.sealed(here.path, here.stamp)
    if sealed is None:
        sealed, _ = seal(place, here)
        record.keep_sealed(here.path, here.stamp, sealed)
    put = record.put(here.path)
    same = _same(sealed, there, put, terms)
    _count(plan, here.path, sealed.size, put=not same)
    if same:
        plan.unchanged += 1
        stands = Put(sealed.digest, there.digest, terms.headers)
        if put != stands:
            record.keep_put(here.path, stands)
    else:
        plan.changed += 1
        record.plan(arrival(here.path), here.path)


def _same(sealed: Sealed, there: Stood, put: Put | None, terms: Terms) -> bool:
    """Tell whether the place holds these bytes under these headers, by what was put, else by the digest it shows."""
    if put and put.headers != terms.headers:
        return False
    if put and put.named == there.digest:
        return put.digest == sealed.digest
    return terms.by_md5 and there.digest == sealed.digest


def _count(plan: Plan, path: str, size: int, *, put: bool) -> None:
    plan.bytes_after += size
    plan.bytes_to_put += size * put
    plan.opened += arrival(path) is Turn.PAGES


def _standing(place: Place, record: Record) -> Iterator[Stood]:
    """Yield what stands at a place; of a folder's files only those are read that are new or were written anew."""
    if not isinstance(place, FolderShelf):
        yield from place.listed()
        return
    for found in walk(place.root):
        digest = record.seen(found.path, found.stamp) if ours(found.path) else ""
        if digest is None:
            digest = found.digest()
            record.keep_seen(found.path, found.stamp, digest)
        yield Stood(found.path, found.size, digest)


def _abreast(here: Iterator[Leaf], there: Iterator[Stood]) -> Iterator[tuple[str, Leaf | None, Stood | None]]:
    """Yield each path once, with what has it; both are in the same order, so neither is held in memory."""
    one, other = next(here, None), next(there, None)
    while one or other:
        path = min(found.path for found in (one, other) if found)
        mine, theirs = (one if one and one.path == path else None), (other if other and other.path == path else None)
        yield path, mine, theirs
        one = next(here, None) if mine else one
        other = next(there, None) if theirs else other
