"""What would change: the site and the place, both walked in the order of their paths' bytes, side by side."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from artgen.publish.layout import arrival, departure, ours, shown, signed_by
from artgen.publish.record import Put, Record, Sealed, Turn
from artgen.publishing.packing import packs
from artgen.publishing.shelf import FolderShelf, Place, Stood
from artgen.publishing.tree import Leaf, walk

Progress = Callable[[str, int, int], None]
_SHOWN = 5
_A_SLICE = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change at a place, in files and bytes; `at_most` tells that some texts have yet to be packed.

    `bytes_after` are all that it holds then, `listed` the files that it listed, `opened` the pages. `signs` are the
    campaigns whose signs stand there. `foreign` are the first few paths of what is not ours, and left alone;
    `foreign_there` and `foreign_here` count those at the place and in the site.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    bytes_to_put: int
    bytes_after: int
    listed: int
    opened: int
    at_most: bool
    signs: tuple[str, ...]
    foreign: tuple[str, ...]
    foreign_there: int
    foreign_here: int

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


def compare(leaves: Iterator[Leaf], place: Place, record: Record, terms: Terms, progress: Progress) -> Plan:
    """Compare a site's files with a place, write what is to be done into the record, and return it in numbers.

    The place is only read.
    """
    scales = _Scales(place, record, terms)
    with record.commit():
        record.clear_plan()
    pairs, done = _abreast(leaves, _standing(place, record)), 0
    while batch := list(islice(pairs, _A_SLICE)):
        with record.commit():
            for path, here, there in batch:
                scales.weigh(path, here, there)
        progress("comparing", done := done + len(batch), 0)
    return scales.plan()


def seal(place: Place, leaf: Leaf) -> tuple[Sealed, bytes]:
    """Read a file of the site; return what it becomes at the place."""
    stored = place.stored(leaf.path, leaf.read())
    return Sealed(hashlib.md5(stored, usedforsecurity=False).hexdigest(), len(stored)), stored


@dataclass(frozen=True, slots=True)
class _Scales:
    """Weighs file by file, and keeps count."""

    place: Place
    record: Record
    terms: Terms
    tally: Counter[str] = field(default_factory=Counter)
    signs: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def weigh(self, path: str, here: Leaf | None, there: Stood | None) -> None:
        """Tell what becomes of one path."""
        self.tally["listed"] += there is not None
        if there and (name := signed_by(path)):
            self.signs.append(name)
        elif not ours(path):
            self.tally["foreign_there" if there else "foreign_here"] += 1
            if len(self.foreign) < _SHOWN:
                self.foreign.append(shown(path))
        elif here is None:
            self.tally["removed"] += 1
            self.record.plan(departure(path), path)
        elif there is None:
            self._added(here)
        else:
            self._compared(here, there)

    def plan(self) -> Plan:
        """Return what was counted."""
        counts = ("added", "changed", "removed", "unchanged", "bytes_to_put", "bytes_after", "listed", "opened")
        return Plan(
            **{name: self.tally[name] for name in counts},
            at_most=self.tally["unpacked"] > 0,
            signs=tuple(self.signs),
            foreign=tuple(self.foreign),
            foreign_there=self.tally["foreign_there"],
            foreign_here=self.tally["foreign_here"],
        )

    def _added(self, here: Leaf) -> None:
        known = self.record.sealed(here.path, here.stamp)
        self.tally["unpacked"] += known is None and bool(self.terms.headers) and packs(here.path)
        self._count(here.path, known.size if known else here.size, "added")

    def _compared(self, here: Leaf, there: Stood) -> None:
        sealed = self.record.sealed(here.path, here.stamp)
        if sealed is None:
            sealed, _ = seal(self.place, here)
            self.record.keep_sealed(here.path, here.stamp, sealed)
        put = self.record.put(here.path)
        if not _same(sealed, there, put, self.terms):
            self._count(here.path, sealed.size, "changed")
            return
        self._count(here.path, sealed.size, "unchanged")
        stands = Put(sealed.digest, there.digest, self.terms.headers)
        if put != stands:
            self.record.keep_put(here.path, stands)

    def _count(self, path: str, size: int, became: str) -> None:
        self.tally[became] += 1
        self.tally["bytes_after"] += size
        self.tally["opened"] += arrival(path) is Turn.PAGES
        if became != "unchanged":
            self.tally["bytes_to_put"] += size
            self.record.plan(arrival(path), path)


def _same(sealed: Sealed, there: Stood, put: Put | None, terms: Terms) -> bool:
    """Tell whether the place holds these bytes under these headers, by what was put, else by the digest it shows."""
    if put and put.headers != terms.headers:
        return False
    if put and put.named == there.digest:
        return put.digest == sealed.digest
    return terms.by_md5 and there.digest == sealed.digest


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
