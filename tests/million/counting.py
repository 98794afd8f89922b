"""A shelf that counts what is put onto it and drops it, and an engine that draws nothing: what is left is all but the
raster.

Counts stand in a small file for each process, written in place, so that they outlive a killed one.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artgen.publishing import card, raster, shelves
from artgen.publishing.packing import packed
from artgen.publishing.shared import GONE
from artgen.publishing.shelf import FolderShelf, Kind

KINDS = ("page", "share page", "picture", "card", "vector", "removed")
COUNTED = ("objects", "bytes", "sampled", "packed")
_SAMPLED = ("a", "b")
_OPEN = 4


class CountingShelf(FolderShelf):
    """A folder that keeps what everybody shares, and of each person's files their number and weight alone."""

    __slots__ = ()

    def put(self, path: str, body: bytes, kind: Kind) -> None:
        """Count a file and drop it; weigh one in sixteen as a bucket would store it."""
        if kind is Kind.SHARED or path == GONE:
            super().put(path, body, kind)
            return
        row = _sheet(counts_of(self.root.parent), os.getpid())[KINDS.index(_kind(path))]
        row[:2] += 1, len(body)
        if path.split("/")[2].startswith(_SAMPLED):
            row[2:] += len(body), len(packed(path, body))

    def remove(self, paths: Iterable[str]) -> None:
        """Count what is asked to be removed."""
        row = _sheet(counts_of(self.root.parent), os.getpid())[KINDS.index("removed")]
        row[0] += sum(1 for _ in paths)


class Blank:
    """An engine whose every picture is one flat colour, made once for each size."""

    name = "blank"
    version = "1"

    def pixels(self, svg: str, width: int) -> Image.Image:
        """Return a flat picture of the right size."""
        return _flat(*raster._size(svg, width))


@dataclass(frozen=True, slots=True)
class Count:
    """What was put of one kind: objects, their bytes, and the share of its weight that a bucket stores."""

    objects: int
    bytes: int
    stored: float


def emptied() -> None:
    """Put the blank engine and the counting shelf in the place of the real ones, in this process."""
    raster.ENGINES["thorvg"] = Blank  # type: ignore[assignment]
    raster.jpeg = once(raster.jpeg)
    card.Card.pixels = _unlaid  # type: ignore[method-assign]
    shelves.FolderShelf = CountingShelf  # type: ignore[misc]


def once(encode: Callable[..., bytes]) -> Callable[..., bytes]:
    """Return an encoder that remembers what it made of a picture of a size."""
    made: dict[tuple[object, ...], bytes] = {}

    def encoded(picture: Image.Image, *how: int, **said: int) -> bytes:
        asked = (picture.size, *how, *said.values())
        if asked not in made:
            made[asked] = encode(picture, *how, **said)
        return made[asked]

    return encoded


def counts_of(out: Path) -> Path:
    """Return the folder of an output folder's counts, beside it."""
    return out.with_name(f"{out.name}-counts")


def counted(out: Path) -> dict[str, Count]:
    """Return what was put so far, by kind, whoever put it."""
    sheets = [np.fromfile(file, np.int64).reshape(_SHAPE) for file in sorted(counts_of(out).glob("*.counts"))]
    total = np.sum([np.zeros(_SHAPE, np.int64), *sheets], axis=0)
    return {
        kind: Count(int(row[0]), int(row[1]), float(row[3] / row[2]) if row[2] else 1.0)
        for kind, row in zip(KINDS, total, strict=True)
    }


_SHAPE = (len(KINDS), len(COUNTED))


@lru_cache(maxsize=_OPEN)
def _sheet(folder: Path, process: int) -> NDArray[np.int64]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{process}.counts"
    return np.memmap(file, np.int64, "r+" if file.exists() else "w+", shape=_SHAPE)


@lru_cache(maxsize=_OPEN)
def _flat(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "#d8c8b4")


def _unlaid(plate: card.Card, poster: Image.Image, engine: raster.Raster) -> Image.Image:
    """Return the plate of a card alone: to lay the poster on it is a raster's work, too."""
    return engine.pixels(plate.svg, raster.SHARE_CARD.width)


def _kind(path: str) -> str:
    """Tell what a file is by where it stands.

    >>> [_kind(path) for path in ("a/q7/q7m/index.html", "s/q7/q7m/index.html", "a/q7/q7m/9.svg", "s/q7/q7m/9.jpg")]
    ['page', 'share page', 'vector', 'card']
    """
    shown = path.startswith("s/")
    if path.endswith(".html"):
        return "share page" if shown else "page"
    if path.endswith(".svg"):
        return "vector"
    return "card" if shown else "picture"
