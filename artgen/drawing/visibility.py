"""Who is seen: what share of each stroke stays uncovered, and a painting order in which nobody is lost.

Measured on a grid of (angle, level) cells around the heart: no geometry library, and the same on every machine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.brush import Strokes, ragged
from artgen.drawing.heartline import Heartline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_FINE = 288, 128
_COARSE = 180, 80
_COARSEST = 120, 56
_MANY, _SOME = 100, 40
_ROUNDS = 14
_RIM = 3


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells that each stroke covers, one stroke after the other: `counts` (n,) of them for each.

    `area` (columns, rows) is how large each cell is on paper: columns go around the heart, rows up to twice its level.
    The same by cell, so that who lies on top is one look: `covered` cells in their order, the strokes on each `piled`
    one cell after the other (a cell's begin at `piles`), and at `spot` each stroke's cells among the covered.
    """

    counts: Ints
    area: Floats
    spot: Ints
    covered: Ints
    piled: Ints
    piles: Ints
    whole: Floats

    @property
    def firsts(self) -> Ints:
        """Return where each stroke's cells begin."""
        return np.cumsum(self.counts) - self.counts


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """A painting order (n,), undermost first, and the share 0..1 of each stroke that stays uncovered in it."""

    order: Ints
    shares: Floats


def grid(line: Heartline, strokes: Strokes) -> Grid:
    """Lay the bodies of the strokes on the grid."""
    columns, per_level = _FINE if len(strokes) > _MANY else _COARSE if len(strokes) > _SOME else _COARSEST
    first = np.floor(strokes.start * columns).astype(np.int64)
    which, step = ragged(np.maximum(1, np.ceil(strokes.end * columns).astype(np.int64) - first))
    column = first[which] + step
    u = ((column + 0.5) / columns - strokes.start[which]) / (strokes.end - strokes.start)[which]
    u = np.clip(u, 0, 1)
    level, half = strokes.level(which, u), strokes.body(line, which, u)
    low = np.rint((level - half) * per_level).astype(np.int64)
    rows = np.maximum(1, np.rint((level + half) * per_level).astype(np.int64) - low)
    spot, up = ragged(rows)
    tall = 2 * per_level
    cell = column[spot] % columns * tall + np.clip(low[spot] + up, 0, tall - 1)
    at = line.at(np.arange(columns) / columns, 1.0)
    sweep = np.roll(at, -1, axis=0) - at
    area = np.abs(at[:, 0] * sweep[:, 1] - at[:, 1] * sweep[:, 0])[:, None] * (np.arange(tall) + 0.5)
    return _piled(cell, which[spot], area, len(strokes))


def _piled(cell: Ints, stroke: Ints, area: Floats, n: int) -> Grid:
    """Sort the strokes by the cells that they cover; 16 bits are sorted several times as fast as 64."""
    held = np.bincount(cell, minlength=area.size)
    covered = np.flatnonzero(held)
    place = np.cumsum(held > 0) - 1
    spot = place[cell]
    narrow = np.uint16 if len(covered) <= np.iinfo(np.uint16).max else np.int64
    piled = stroke[np.argsort(spot.astype(narrow), kind="stable")]
    piles = np.cumsum(held[covered]) - held[covered]
    counts = np.bincount(stroke, minlength=n)
    whole = np.add.reduceat(area.ravel()[cell], np.cumsum(counts) - counts)
    return Grid(counts, area, spot, covered, piled, piles, whole)


def seen(on: Grid, order: Ints) -> tuple[Floats, Ints]:
    """Return each stroke's visible share when painted in `order`, and the topmost stroke of every covered cell."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    top = order[np.maximum.reduceat(rank[on.piled], on.piles)]
    visible = np.bincount(top, on.area.ravel()[on.covered], minlength=len(order))
    return visible / on.whole, top


def paint_order(on: Grid, wanted: float) -> Order:
    """Return the order of time, but lift who shows less than `wanted` just above what covers it, again and again.

    Where a few rounds don't get there, less is wanted; at last the best order found is kept.
    """
    n = len(on.counts)
    best = Order(np.arange(n), np.full(n, -1.0))
    for least in (wanted, 0.85 * wanted, 0.7 * wanted):
        rank = np.arange(n, dtype=float)
        for _ in range(_ROUNDS):
            order = np.argsort(rank, kind="stable")
            rank[order] = np.arange(n)
            shares, top = seen(on, order)
            hidden = shares < least
            if not hidden.any():
                return Order(order, shares)
            if shares.min() > best.shares.min():
                best = Order(order, shares)
            cover = np.maximum.reduceat(rank[top][on.spot], on.firsts)
            rank = np.where(hidden, cover + 0.5, rank)
    return best


def beside_holes(on: Grid) -> Ints:
    """Return the strokes at the rim of a hole: ground that shows through between the first and the last stroke."""
    top = np.full(on.area.shape, -1)
    top.ravel()[on.covered] = seen(on, np.arange(len(on.counts)))[1]
    covered = top >= 0
    within = np.maximum.accumulate(covered, axis=1) & np.maximum.accumulate(covered[:, ::-1], axis=1)[:, ::-1]
    hole = within & ~covered
    rim = np.concatenate([top[:, :-1][hole[:, 1:]], top[:, 1:][hole[:, :-1]]])
    return np.flatnonzero(np.bincount(rim[rim >= 0], minlength=len(on.counts)) >= _RIM)
