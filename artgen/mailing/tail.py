"""A log that only grows, read on from where reading stopped; one that shrank or was exchanged is refused."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artgen.errors import InputError

BATCH = 2000
LINE_LIMIT = 4_000_000
_HEAD = 256


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, where it starts, its bytes, and whether it is whole or still being written."""

    number: int
    start: int
    content: bytes
    whole: bool


@dataclass(frozen=True, slots=True)
class Place:
    """How far a log was read: bytes and lines; and a digest of its first `known` bytes, to know it again."""

    offset: int = 0
    lines: int = 0
    known: int = 0
    head: str = ""

    @property
    def text(self) -> str:
        """Return the place as it is remembered."""
        return f"{self.offset} {self.lines} {self.known} {self.head}"

    @classmethod
    def of(cls, text: str) -> "Place":
        """Return a remembered place; an empty text is the beginning."""
        if not text:
            return cls()
        offset, lines, known, head = text.split(" ")
        return cls(int(offset), int(lines), int(known), head)

    def before(self, line: Line) -> "Place":
        """Return the place at which a line of the same log begins."""
        return Place(line.start, line.number - 1, self.known, self.head)

    def beyond(self, line: Line) -> "Place":
        """Return the place at which a line of the same log ends."""
        return Place(line.start + len(line.content), line.number, self.known, self.head)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines, and how far is read once they are done with."""

    lines: tuple[Line, ...]
    after: Place


def batches(file: Path, place: Place) -> Iterator[Batch]:
    """Yield the lines after a place, some at a time; a last line that has no end yet comes alone and isn't passed.

    Raise InputError for a log that can't be read, or isn't the one that was read before.
    """
    try:
        with file.open("rb") as log:
            _same(file, log, place)
            log.seek(place.offset)
            while lines := _some(log, place):
                whole = tuple(line for line in lines if line.whole)
                if whole:
                    place = _known(log, place.beyond(whole[-1]))
                    yield Batch(whole, place)
                if len(whole) < len(lines):
                    yield Batch((lines[-1],), place)
                    return
    except OSError as wrong:
        raise InputError(f"{file}: can't be read ({wrong.strerror}); mend that and hear again") from wrong


def recognised(log: BinaryIO, place: Place) -> Place:
    """Return the same place in a log whose first bytes were changed on purpose, and by us."""
    return Place(place.offset, place.lines, place.known, _digest(log, place.known))


def _some(log: BinaryIO, place: Place) -> list[Line]:
    lines: list[Line] = []
    start = place.offset
    while len(lines) < BATCH and (content := log.readline(LINE_LIMIT)):
        whole = content.endswith(b"\n") or len(content) == LINE_LIMIT
        lines.append(Line(place.lines + len(lines) + 1, start, content, whole))
        start += len(content)
    return lines


def _known(log: BinaryIO, place: Place) -> Place:
    known = min(place.offset, _HEAD)
    return Place(place.offset, place.lines, known, _digest(log, known))


def _digest(log: BinaryIO, known: int) -> str:
    """Return a digest of the first bytes, and leave the log where it stands."""
    stands = log.tell()
    log.seek(0)
    digest = hashlib.sha256(log.read(known)).hexdigest()[:16]
    log.seek(stands)
    return digest


def _same(file: Path, log: BinaryIO, place: Place) -> None:
    size = log.seek(0, 2)
    if size < place.offset:
        raise InputError(
            f"{file}: holds {size:,} bytes, and {place.offset:,} were read of it before; if it was exchanged for a "
            "new one on purpose, hear it from its beginning with --anew"
        )
    if place.known and _digest(log, place.known) != place.head:
        raise InputError(
            f"{file}: begins otherwise than when it was read before; if it was exchanged for a new one on purpose, "
            "hear it from its beginning with --anew"
        )
