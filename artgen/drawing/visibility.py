"""Who is seen: what share of each stroke stays uncovered, and a painting order in which nobody is lost.

Measured on a grid of (angle, level) cells around the heart: no geometry library, and the same on every machine.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
    tall = 2 * per_level
    low = np.clip(np.rint((level - half) * per_level).astype(np.int64), 0, tall - 1)
    high = np.minimum(tall, np.rint((level + half) * per_level).astype(np.int64))
    rows = np.maximum(1, high - low)
    begins = np.cumsum(rows) - rows
    cell = np.arange(begins[-1] + rows[-1]) + np.repeat(low - begins + column % columns * tall, rows)
    area = _areas(line, columns, tall)
    on = np.zeros(area.size, bool)
    on[cell] = True
    covered = np.flatnonzero(on)
    place = np.empty(area.size, np.int64)
    place[covered] = np.arange(len(covered))
    firsts = begins[np.cumsum(across) - across]
    whole = np.add.reduceat(area[cell], firsts)
    places = place[cell]
    spots = [places[a:b] for a, b in pairwise([*firsts.tolist(), len(places)])]
    areas = area[covered]
    for n in np.flatnonzero(across > columns).tolist():  # round more than once: a cell counts once
        on = np.zeros(len(covered), bool)
        on[spots[n]] = True
        spots[n] = np.flatnonzero(on)
        whole[n] = areas[spots[n]].sum()
    return Grid(tall, covered, areas, tuple(spots), np.array([len(cells) for cells in spots]), whole)


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
    """Return the order nearest to time in which all strokes show `wanted`, or one whose least is the most to be had.

    It is laid from below: next comes the first in time that shows enough with all the rest above it; where nobody
    does, who shows most, and no more is wanted from then on. What a stroke shows depends only on who lies above it,
    and grows as they become fewer: so this is the rule of Lawler, Management Science 19 (1973).
    """
    n, lowest, order = len(on.spots), 0, list[int]()
    pile, laid = _Pile.of(on), bytearray(n + 1)
    short = [*np.flatnonzero(seen(on, np.arange(n))[0] < wanted).tolist(), n]
    while len(order) < n:
        calm = short[bisect_left(short, lowest)] if lowest == len(order) else lowest
        following = range(lowest, calm)  # where nobody later lies below, these show what they do in the order of time
        if not following:
            wanted = min(wanted, float(pile.shown.max()))
            first = int((pile.shown >= wanted).argmax())
            following = range(first, first + 1)
        pile.lay(following)
        order += following
        laid[following.start : following.stop] = b"1" * len(following)
        lowest = laid.find(0, lowest)
    return Order(np.array(order), seen(on, np.array(order))[0])


@dataclass(slots=True)
class _Pile:
    """Strokes that are not laid yet: `above` sums `one` and the number of each over a cell, `shown` is by stroke (n,).

    Where one of them is alone in a cell, the sum is `one` and its number; a stroke shows what it has alone, and -1
    when it is laid.
    """

    on: Grid
    one: int
    above: Ints
    shown: Floats

    @classmethod
    def of(cls, on: Grid) -> "_Pile":
        """Return all strokes, none of them laid."""
        n = len(on.spots)
        one = n * n + 1
        above = np.bincount(np.concatenate(on.spots), np.repeat(np.arange(n) + one, on.sizes)).astype(np.int64)
        pile = cls(on, one, above, np.zeros(n))
        pile.lay(range(0))
        return pile

    def lay(self, strokes: range) -> None:
        """Take strokes that follow each other out of the pile: they lie below it."""
        for n in strokes:
            self.above[self.on.spots[n]] -= self.one + n
        if len(strokes) == 1:
            cells = self.on.spots[strokes[0]]
        else:
            cells = np.arange(len(self.above))
            self.shown = np.minimum(self.shown, 0.0)
        number = self.above.take(cells) - self.one
        alone = ((number >= 0) & (number < self.one)).nonzero()[0]
        areas = self.on.areas.take(cells.take(alone))
        self.shown += np.bincount(number.take(alone), areas, minlength=len(self.shown)) / self.on.whole
        self.shown[strokes.start : strokes.stop] = -1.0


def beside_holes(on: Grid) -> Ints:
    """Return the strokes at the rim of a hole: ground that shows through between the first and the last stroke."""
    _, top = seen(on, np.arange(len(on.spots)))
    below, above = on.covered[:-1], on.covered[1:]
    gaps = np.flatnonzero((above - below > 1) & (above // on.tall == below // on.tall))
    rim = np.concatenate([top[gaps], top[gaps + 1]])
    return np.flatnonzero(np.bincount(rim, minlength=len(on.spots)) >= _RIM)
