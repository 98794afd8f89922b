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
_MANY = 100
_ROUNDS = 14
_RIM = 3


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells that each stroke covers, one stroke after the other: `counts` (n,) of them for each.

    `area` (columns, rows) is how large each cell is on paper: columns go around the heart, rows up to twice its level.
    """

    cell: Ints
    counts: Ints
    area: Floats

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
    columns, per_level = _FINE if len(strokes) > _MANY else _COARSE
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
    return Grid(cell, np.bincount(which[spot], minlength=len(strokes)), area)


def seen(on: Grid, order: Ints) -> tuple[Floats, Ints]:
    """Return each stroke's visible share when painted in `order`, and the topmost stroke of every cell (-1 none)."""
    row, place = ragged(on.counts[order])
    top = np.full(on.area.size, -1, np.int64)
    top[on.cell[on.firsts[order][row] + place]] = order[row]
    covered = np.flatnonzero(top >= 0)
    area = on.area.ravel()
    visible = np.bincount(top[covered], area[covered], minlength=len(order))
    return visible / np.add.reduceat(area[on.cell], on.firsts), top


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
            cover = np.maximum.reduceat(rank[top[on.cell]], on.firsts)
            rank = np.where(hidden, cover + 0.5, rank)
    return best


def beside_holes(on: Grid) -> Ints:
    """Return the strokes at the rim of a hole: ground that shows through between the first and the last stroke."""
    top = seen(on, np.arange(len(on.counts)))[1].reshape(on.area.shape)
    covered = top >= 0
    within = np.maximum.accumulate(covered, axis=1) & np.maximum.accumulate(covered[:, ::-1], axis=1)[:, ::-1]
    hole = within & ~covered
    rim = np.concatenate([top[:, :-1][hole[:, 1:]], top[:, 1:][hole[:, :-1]]])
    return np.flatnonzero(np.bincount(rim[rim >= 0], minlength=len(on.counts)) >= _RIM)
