"""A brush on a heart line: all strokes' bristles as one ragged table of arrays, so that no loop runs over bristles.

A stroke runs in `u` 0..1 from where the brush lands to where it lifts; a bristle sits at `across` -1..1 of its breadth.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.heartline import Heartline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Generator = np.random.Generator
_DRY = 0.14
_FULL = 2 * np.pi
_WAVE = 4096
_FINE = 180


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Strokes (n,) on a heart line: turns and levels at both ends, breadth, end flick and sway in levels.

    Past the turn `closing` a mid-line sinks by `drop` levels: the tail of the year settles on the first lobe.
    """

    start: Floats
    end: Floats
    low: Floats
    high: Floats
    breadth: Floats
    flick: Floats
    sway: Floats
    closing: float
    drop: float

    def __len__(self) -> int:
        return len(self.start)

    def turn(self, which: Ints, u: Floats) -> Floats:
        """Return the turn of stroke `which` at `u`."""
        return self.start.take(which) + (self.end - self.start).take(which) * u

    def level(self, which: Ints, u: Floats) -> Floats:
        """Return the level of the mid-line."""
        lift = np.clip((u - 0.78) / 0.22, 0, 1)
        way = np.clip((self.turn(which, u) - self.closing + 0.10) / 0.34, 0, 1)
        climb = self.low.take(which) + (self.high - self.low).take(which) * u + self.flick.take(which) * lift * lift
        sway = self.sway.take(which) * waving(_FULL * u + 2.4 * which)
        return np.maximum(climb + sway - self.drop * way * way * (3 - 2 * way), 0.03)

    def half(self, line: Heartline, which: Ints, u: Floats) -> Floats:
        """Return half the breadth: a belly where the brush lands, tapering to where it lifts."""
        belly = np.minimum(1, 0.5 + 0.5 * np.sqrt(np.clip(u / 0.16, 0, 1)))
        taper = np.clip((u - 0.25) / 0.75, 0, 1)
        slim = 1 - 0.62 * taper * np.sqrt(taper)
        return 0.5 * self.breadth.take(which) * line.breadth(self.turn(which, u)) * belly * slim

    def body(self, line: Heartline, which: Ints, u: Floats) -> Floats:
        """Return half the breadth of what is surely painted: pointed at both ends, where bristles are sparse."""
        point = np.clip(np.minimum(u / 0.14, (1 - u) / 0.38), 0, 1) ** 0.6
        return 0.92 * self.half(line, which, u) * point


@dataclass(frozen=True, slots=True, eq=False)
class Hairs:
    """Bristles (m,): their stroke, place `across`, where each begins and ends in `u`.

    `tremble` and `ripple` are amplitudes in levels; `phase` (2, m) in radians and `pace` make no two tremble alike.
    """

    stroke: Ints
    across: Floats
    begin: Floats
    finish: Floats
    tremble: Floats
    ripple: Floats
    phase: Floats
    pace: Floats

    def __len__(self) -> int:
        return len(self.stroke)

    def take(self, rows: Ints, begin: Floats, finish: Floats) -> "Hairs":
        """Return the bristles at `rows`, cut to new beginnings and ends."""
        return Hairs(
            self.stroke.take(rows), self.across.take(rows), begin, finish, self.tremble.take(rows),
            self.ripple.take(rows), self.phase.take(rows, axis=1), self.pace.take(rows),
        )  # fmt: skip


def waving(angle: Floats) -> Floats:
    """Return the sine of angles (radians) to a thousandth: looked up, five times as fast, alike everywhere."""
    return _wave(angle * (_WAVE / _FULL))


def _wave(part: Floats) -> Floats:
    """Return the same of angles that are counted in the table's entries."""
    return _waves().take(np.floor(part).astype(np.int64) & (_WAVE - 1))


@lru_cache(maxsize=1)
def _waves() -> Floats:
    waves: Floats = np.round(np.sin((np.arange(_WAVE) + 0.5) * (_FULL / _WAVE)), 6)
    return waves


def ragged(counts: Ints) -> tuple[Ints, Ints]:
    """Return for rows of `counts` items the row of every item and its place in the row.

    >>> [part.tolist() for part in ragged(np.array([2, 3]))]
    [[0, 0, 1, 1, 1], [0, 1, 0, 1, 2]]
    """
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def hairs(strokes: Strokes, counts: Ints, tremble: Floats, ripple: Floats, dice: Generator) -> Hairs:
    """Spread `counts` (n,) bristles over the strokes: round beginnings, ragged ends, and one in seven dries early.

    `tremble` and `ripple` (n,) are shares of the breadth, held small where the heart is small.
    """
    stroke, place = ragged(counts)
    chance = dice.random((9, len(stroke)))
    count = counts[stroke]
    across = np.clip((place + 0.5) / count * 2 - 1 + (chance[0] + chance[1] - 1) * 1.7 / count, -1, 1)
    edge = np.abs(across)
    length = np.maximum((strokes.end - strokes.start)[stroke], 1e-6)
    rounding = 0.22 * np.minimum(1, strokes.breadth[stroke] * 2.2 / length)
    begin = rounding * (1 - np.sqrt(1 - 0.92 * edge * edge)) + 0.11 * chance[2] * chance[2]
    finish = 1 - (0.03 + 0.46 * edge * np.sqrt(edge)) * chance[3] - 0.10 * edge**3
    finish = np.where(chance[4] < _DRY, begin + (0.25 + 0.5 * chance[5]) * (finish - begin), finish)
    room = np.minimum(strokes.breadth, (strokes.low + strokes.high) / 4)
    spread = Hairs(
        stroke, across, begin, finish, (tremble * room)[stroke], (ripple * room)[stroke],
        _FULL * chance[6:8], 0.6 + 1.6 * chance[8],
    )  # fmt: skip
    kept = np.flatnonzero(finish - begin > 0.12)
    return spread.take(kept, begin[kept], finish[kept])


def cut(spread: Hairs, pieces: int, dice: Generator) -> tuple[Hairs, Ints, Ints]:
    """Cut bristles into about `pieces` lengths at uneven places; return them, the bristle and the piece of each."""
    if pieces == 1:
        return spread, np.arange(len(spread)), np.zeros(len(spread), np.int64)
    places = np.arange(1, pieces) / pieces + (dice.random((len(spread), pieces - 1)) - 0.5) * 1.2 / pieces
    begin, finish = spread.begin[:, None], spread.finish[:, None]
    places = np.where(places < begin + 0.08, begin, np.where(places > finish - 0.08, finish, np.sort(places, axis=1)))
    ends = np.concatenate([begin, places, finish], axis=1)
    of, piece = ragged(np.full(len(spread), pieces))
    first, last = ends[:, :-1].ravel(), ends[:, 1:].ravel()
    kept = np.flatnonzero(last - first > 1e-6)
    of, first, last = of[kept], first[kept], last[kept]
    piece = np.clip(((first + last) / 2 * pieces).astype(np.int64), 0, pieces - 1)
    return spread.take(of, first, np.minimum(last + 0.015, spread.finish[of])), of, piece


@dataclass(frozen=True, slots=True)
class _Row:
    """Bristles' samples one after the other: how many each has, how many lie `before` it, the `place` of each."""

    counts: Ints
    before: Ints
    place: Floats

    @classmethod
    def of(cls, counts: Ints) -> "_Row":
        ends = np.cumsum(counts)
        return cls(counts, ends - counts, np.arange(ends[-1] if len(ends) else 0, dtype=float))

    def along(self, begin: Floats, step: Floats) -> Floats:
        """Return what is `begin` on the first sample of each bristle and grows by `step` from one to the next."""
        grown = step.repeat(self.counts)
        grown *= self.place
        grown += (begin - step * self.before).repeat(self.counts)
        return grown


@dataclass(frozen=True, slots=True)
class _Rails:
    """Tables along strokes, one after the other, `_FINE` entries a turn counted in bends.

    `first` (n,) are the entries at which strokes begin, `bend` (n,) the bends there. `values` (5, m) are the heart's
    x and y there, the mid-line's level, half the breadth, and the turns since the beginning; `steps` lead to the next.
    """

    first: Ints
    bend: Floats
    values: Floats
    steps: Floats

    def at(self, spots: Floats, rows: slice) -> list[Floats]:
        """Return rows of values between the entries of the tables."""
        entry = spots.astype(np.int64)
        beyond, found = spots - entry, []
        for value, step in zip(self.values[rows], self.steps[rows], strict=True):
            way = step.take(entry)
            way *= beyond
            way += value.take(entry)
            found.append(way)
        return found


@lru_cache(maxsize=4)
def _rails(line: Heartline, strokes: Strokes) -> _Rails:
    bend = line.bends(strokes.start)
    counts = np.ceil((line.bends(strokes.end) - bend) * _FINE).astype(np.int64) + 2
    which, place = ragged(counts)
    turn = line.unbend(bend[which] + place / _FINE)
    since = turn - strokes.start.take(which)
    u = since / (strokes.end - strokes.start).take(which)
    values = np.stack([*line.at(turn, 1.0).T, strokes.level(which, u), strokes.half(line, which, u), since])
    return _Rails(np.cumsum(counts) - counts, bend, values, np.diff(values, append=0.0))


def lay(line: Heartline, strokes: Strokes, spread: Hairs, density: float) -> tuple[Floats, Ints]:
    """Return the samples of all bristles on the unit heart (k, 2) and how many each has; `density` is per turn.

    Along a bristle its place and its trembling grow evenly, so that they are counted once a bristle; the rest is
    looked up, sample by sample, in tables along its stroke.
    """
    rails, stroke = _rails(line, strokes), spread.stroke
    first = line.bends(strokes.turn(stroke, spread.begin))
    way = line.bends(strokes.turn(stroke, spread.finish)) - first
    size = 0.5 + 0.5 * strokes.low.take(stroke)
    row = _Row.of(np.maximum(4, np.ceil(way * density * size).astype(np.int64) + 1))
    steps = row.counts - 1
    spots = row.along(rails.first.take(stroke) + (first - rails.bend.take(stroke)) * _FINE, way / steps * _FINE)
    x, y, level, half = rails.at(spots, slice(4))
    begin, each = _WAVE * spread.begin, _WAVE * (spread.finish - spread.begin) / steps
    phase = _WAVE / _FULL * spread.phase
    shake = 0.7 * _wave(row.along(spread.pace * begin + phase[0], spread.pace * each))
    shake += 0.5 * _wave(row.along(2.7 * begin + phase[1], 2.7 * each))
    shake *= spread.tremble.repeat(row.counts)
    if len(windy := np.flatnonzero(spread.ripple.repeat(row.counts))):
        waves = 34 * max(1.0, np.sqrt(len(strokes) / 40)) * rails.at(spots.take(windy), slice(4, 5))[0]
        angle = waves + (stroke + 2.2 * spread.across).repeat(row.counts).take(windy)
        shake[windy] += spread.ripple.repeat(row.counts).take(windy) * waving(angle)
    half *= spread.across.repeat(row.counts)
    level += half
    level += shake
    points = np.empty((2, len(level)))
    np.multiply(x, level, out=points[0])
    np.multiply(y, level, out=points[1])
    return points.T, row.counts


def washes(line: Heartline, strokes: Strokes, density: float) -> tuple[Floats, Ints]:
    """Return an outline under each stroke, pointed at both ends so that no blunt edge shows, and its samples' count."""
    first = line.bends(strokes.start)
    way = line.bends(strokes.end) - first
    side = np.clip((way * density).astype(np.int64), 7, 60)
    which, place = ragged(2 * side)
    back = place >= side[which]
    part = np.where(back, 2 * side[which] - 1 - place, place) / (side - 1)[which]
    turn = line.unbend(first[which] + way[which] * part)
    u = np.clip((turn - strokes.start[which]) / (strokes.end - strokes.start)[which], 0, 1)
    reach = strokes.body(line, which, u) * np.where(back, -1, 1)
    return line.at(turn, strokes.level(which, u) + reach), 2 * side


def spines(line: Heartline, strokes: Strokes, points: int) -> Floats:
    """Return the mid-lines on the unit heart (n, points, 2)."""
    which, place = ragged(np.full(len(strokes), points))
    u = place / (points - 1)
    return line.at(strokes.turn(which, u), strokes.level(which, u)).reshape(len(strokes), points, 2)
