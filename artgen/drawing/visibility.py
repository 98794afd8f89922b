"""Who is seen: what share of each stroke stays uncovered, and a painting order in which nobody is lost.

Measured on a grid of (angle, level) cells around the heart: no geometry library, and the same on every machine.
"""

from dataclasses import dataclass
from functools import lru_cache

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
    """The cells that each stroke covers: `spots` (n arrays of `sizes`) among all `covered` ones, in the order of time.

    Cells are counted column by column, each `tall` cells high up to twice the heart's level; `areas` are those of the
    covered cells on paper, `whole` (n,) those of the strokes.
    """

    tall: int
    covered: Ints
    areas: Floats
    spots: tuple[Ints, ...]
    sizes: Ints
    whole: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """A painting order (n,), undermost first, and the share 0..1 of each stroke that stays uncovered in it."""

    order: Ints
    shares: Floats


def grid(line: Heartline, strokes: Strokes) -> Grid:
    """Lay the bodies of the strokes on the grid."""
    columns, per_level = _FINE if len(strokes) > _MANY else _COARSE if len(strokes) > _SOME else _COARSEST
    first = np.floor(strokes.start * columns).astype(np.int64)
    across = np.maximum(1, np.ceil(strokes.end * columns).astype(np.int64) - first)
    which, step = ragged(across)
    column = first[which] + step
    u = ((column + 0.5) / columns - strokes.start[which]) / (strokes.end - strokes.start)[which]
    u = np.clip(u, 0, 1)
    level, half = strokes.level(which, u), strokes.body(line, which, u)
    low = np.rint((level - half) * per_level).astype(np.int64)
    rows = np.maximum(1, np.rint((level + half) * per_level).astype(np.int64) - low)
    tall = 2 * per_level
    begins = np.cumsum(rows) - rows
    up = np.arange(begins[-1] + rows[-1]) + np.repeat(low - begins, rows)
    cell = np.clip(up, 0, tall - 1) + np.repeat(column % columns * tall, rows)
    area = _areas(line, columns, tall)
    on = np.zeros(area.size, bool)
    on[cell] = True
    covered = np.flatnonzero(on)
    place = np.empty(area.size, np.int64)
    place[covered] = np.arange(len(covered))
    firsts = begins[np.cumsum(across) - across]
    whole = np.add.reduceat(area[cell], firsts)
    ends, places = np.append(firsts[1:], len(cell)), place[cell]
    spots = tuple(places[a:b] for a, b in zip(firsts.tolist(), ends.tolist(), strict=True))
    return Grid(tall, covered, area[covered], spots, ends - firsts, whole)


@lru_cache(maxsize=8)
def _areas(line: Heartline, columns: int, tall: int) -> Floats:
    """Return how large each cell is on paper, column by column."""
    at = line.at(np.arange(columns) / columns, 1.0)
    sweep = np.roll(at, -1, axis=0) - at
    rim = np.abs(at[:, 0] * sweep[:, 1] - at[:, 1] * sweep[:, 0])
    areas: Floats = (rim[:, None] * (np.arange(tall) + 0.5)).ravel()
    return areas


def seen(on: Grid, order: Ints) -> tuple[Floats, Ints]:
    """Return each stroke's visible share when painted in `order`, and the topmost stroke of every covered cell."""
    top = np.empty(len(on.covered), np.int64)
    top[np.concatenate([on.spots[n] for n in order.tolist()])] = np.repeat(order, on.sizes[order])
    return _shares(on, top), top


def _shares(on: Grid, top: Ints) -> Floats:
    shares: Floats = np.bincount(top, on.areas, minlength=len(on.spots)) / on.whole
    return shares


def paint_order(on: Grid, wanted: float) -> Order:
    """Return the order of time, but lift who shows less than `wanted` just above what covers it, again and again.

    Where a few rounds don't get there, or come back to an order that they had, less is wanted; at last the best order
    found is kept.
    """
    n = len(on.spots)
    shares, top = seen(on, np.arange(n))
    first = Order(np.arange(n), shares)
    best = first
    for least in (wanted, 0.85 * wanted, 0.7 * wanted):
        found, had = first, set[bytes]()
        rank, height = np.arange(n), top
        for _ in range(_ROUNDS):
            hidden = np.flatnonzero(found.shares < least)
            if not len(hidden):
                return found
            if found.shares.min() > best.shares.min():
                best = found
            if found.order.tobytes() in had:
                break
            had.add(found.order.tobytes())
            found, rank, height = _lifted(on, hidden, found.order, rank, height)
    return best


def _lifted(on: Grid, hidden: Ints, order: Ints, rank: Ints, height: Ints) -> tuple[Order, Ints, Ints]:
    """Lift the hidden strokes just above what covers them; only their cells can change.

    `height` is the rank of the topmost stroke of every covered cell. Return the new order, its ranks and heights.
    """
    sizes = on.sizes[hidden]
    spots = np.concatenate([on.spots[n] for n in hidden.tolist()])
    wished = rank.astype(float)
    wished[hidden] = np.maximum.reduceat(height.take(spots), np.cumsum(sizes) - sizes) + 0.5
    lifted = np.argsort(wished, kind="stable")
    rank = np.empty_like(rank)
    rank[lifted] = np.arange(len(lifted))
    height = rank.take(order).take(height)
    upwards = hidden[np.argsort(rank[hidden])]  # where two of them meet in a cell, the last one written stays
    spots = np.concatenate([on.spots[n] for n in upwards.tolist()])
    height[spots] = np.repeat(rank[upwards], on.sizes[upwards])
    return Order(lifted, _shares(on, lifted.take(height))), rank, height


def beside_holes(on: Grid) -> Ints:
    """Return the strokes at the rim of a hole: ground that shows through between the first and the last stroke."""
    _, top = seen(on, np.arange(len(on.spots)))
    below, above = on.covered[:-1], on.covered[1:]
    gaps = np.flatnonzero((above - below > 1) & (above // on.tall == below // on.tall))
    rim = np.concatenate([top[gaps], top[gaps + 1]])
    return np.flatnonzero(np.bincount(rim, minlength=len(on.spots)) >= _RIM)
