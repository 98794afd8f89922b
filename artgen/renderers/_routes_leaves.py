"""The leaves of a short year: each activity a bundle of threads between two places, bowed to the right of its way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.drawing.rng import Rng
from artgen.history.columns import Place
from artgen.history.story import Story
from artgen.renderers._routes_globe import ease, seen
from artgen.renderers._routes_petals import profile
from artgen.renderers._routes_threads import Threads

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_BOW, _WHOLE = 0.15, 0.52
_FEW, _TURNS = 8, np.arange(-90, 91, 5)
_LOOP = 0.16
_STEPS = 14
_ARCH, _NEAREST = 0.13, 0.13


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """All threads (k, t, 2) in user units, in time order; `activity` (k,) and `across` (k,) 0..1, inmost first.

    `spots` are the places and where they stand; `centre` is the place in the middle of the chart, `north` the
    direction of north in radians clockwise from the top, `scale` and `power` turn km from the centre into user units.
    """

    curves: Floats
    activity: Ints
    across: Floats
    begin: Floats
    end: Floats
    spots: dict[Place, tuple[float, float]]
    centre: Place
    north: float
    scale: float
    power: float
    single: bool

    def middle(self) -> Floats:
        """Return where the centre stands (2,)."""
        return np.array(self.spots[self.centre])


def leaves(story: Story, centre: Place, counted: Threads, box: Box, rng: Rng) -> Leaves:
    """Lay the leaves of at most forty activities within a box; all their places are located."""
    ends = [_ends(one.origin, one.destination, centre) for one in story.activities]
    places = sorted({place for pair in ends for place in pair} | {centre}, key=lambda place: (place.code, place.name))
    view = seen(centre, places)
    power = _power(view.km) if len(places) > 2 else 0.75
    at = dict(zip(places, view.chart(power), strict=True))
    largest = max(float(np.abs(point).max()) for point in at.values()) or 1.0
    begin = np.array([at[origin] for origin, _ in ends]) / largest
    end = np.array([at[destination] for _, destination in ends]) / largest
    single = len(ends) > 1 and len({frozenset(pair) for pair in ends}) == 1 and len(set(ends[0])) > 1
    shape = _single if single else _bowed
    curves, activity, across = shape(ends, begin, end, counted.count, centre, rng)
    outer = np.flatnonzero(np.diff(activity, prepend=-1) | np.diff(activity, append=-1))
    turn = _best_turn(curves[outer].reshape(-1, 2), box)
    turned = _turned(curves, turn)
    low, high = turned.reshape(-1, 2).min(axis=0), turned.reshape(-1, 2).max(axis=0)
    scale = float(min(box.width / max(high[0] - low[0], 1e-9), box.height / max(high[1] - low[1], 1e-9)))
    shift = np.array(box.centre) - scale * (low + high) / 2
    spots = {place: tuple((_turned(point / largest, turn) * scale + shift).tolist()) for place, point in at.items()}
    return Leaves(
        curves=turned * scale + shift,
        activity=activity,
        across=across,
        begin=_turned(begin, turn) * scale + shift,
        end=_turned(end, turn) * scale + shift,
        spots=spots,
        centre=centre,
        north=float(turn),
        scale=scale / largest,
        power=power,
        single=single,
    )


def _power(km: Floats) -> float:
    """Return the power of distance at which the median lies half way out, and the nearest place not in the middle."""
    away = km[km > 0]
    held = np.log(_NEAREST) / np.log(away.min() / away.max()) if away.min() < away.max() else 1.0
    return float(min(ease(km, 0.52, 0.27, 0.85), max(0.12, held)))


def _ends(origin: Place | None, destination: Place | None, centre: Place) -> tuple[Place, Place]:
    """Return both ends of a way; the middle of the chart stands for one that is unknown."""
    return origin or centre, destination or centre


def _turned(points: Floats, turn: float) -> Floats:
    """Turn points clockwise."""
    cos, sin = np.cos(turn), np.sin(turn)
    made: Floats = points @ np.array([[cos, sin], [-sin, cos]])
    return made


def _best_turn(points: Floats, box: Box) -> float:
    """Return the turn of the chart, in radians, that fills the box best; a small one is preferred."""
    turn = np.radians(_TURNS)
    across = points @ np.stack([np.cos(turn), -np.sin(turn)])
    down = points @ np.stack([np.sin(turn), np.cos(turn)])
    wide, high = (np.maximum(at.max(axis=0) - at.min(axis=0), 1e-9) for at in (across, down))
    fill = np.minimum(box.width / wide, box.height / high) * (1 - 0.0035 * np.abs(_TURNS))
    return float(turn[np.argmax(np.round(fill / fill.max(), 9))])


Ends = list[tuple[Place, Place]]
Laid = tuple[Floats, Ints, Floats]


def _rows(counts: Ints) -> tuple[Ints, Floats]:
    """Return which activity each thread is of, and where in its bundle it lies, 0..1."""
    row = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, (place + 0.5) / counts[row]


def _repeats(ends: Ends) -> tuple[Floats, Floats]:
    """Return the how-manieth of its directed way each activity is, and how many there are of it (n,)."""
    times: dict[tuple[Place, Place], int] = {}
    nth = []
    for pair in ends:
        nth.append(times.get(pair, 0))
        times[pair] = nth[-1] + 1
    return np.array(nth, float), np.array([times[pair] for pair in ends], float)


def _bowed(ends: Ends, begin: Floats, end: Floats, counts: Ints, centre: Place, rng: Rng) -> Laid:
    """Bow each bundle to the right of its way, so that out and back close to a leaf; repeats lie side by side."""
    row, across = _rows(counts)
    n = len(ends)
    nth, times = _repeats(ends)
    spread = 0.17 if n == 1 else 0.135 if n <= _FEW else 0.085
    each = np.minimum(2 * spread, _WHOLE / times)
    inmost = np.where(times > 1, 0.03, _BOW - spread)
    wide = each if n == 1 else 0.94 * each
    side = 2 * across - 1
    eased = side * (0.55 + 0.45 * np.abs(side)) if n <= _FEW else side
    jitter = rng.fork("threads").generator.normal(0, 0.003, len(row))
    bow = (inmost + each * (nth + 0.5))[row] + 0.5 * wide[row] * eased + jitter
    along = np.linspace(0, 1, _STEPS)
    chord = end - begin
    across_chord = np.stack([-chord[:, 1], chord[:, 0]], axis=-1)
    curves = begin[row, None] + chord[row, None] * along[:, None]
    curves = curves + (across_chord[row] * bow[:, None])[:, None] * np.sin(np.pi * along)[:, None]
    loops = np.hypot(chord[:, 0], chord[:, 1]) < 1e-6
    if loops.any():
        mine = loops[row]
        turn = 0.9 * (nth + 2)[row[mine]]
        out = np.stack([np.sin(turn), -np.cos(turn)], axis=-1)
        aside = np.stack([-out[:, 1], out[:, 0]], axis=-1)
        wide_loop = (0.22 + 0.30 * across[mine])[:, None, None]
        curves[mine] = begin[row[mine], None] + _LOOP * (
            np.sin(np.pi * along)[:, None] * out[:, None]
            + wide_loop * np.sin(2 * np.pi * along)[:, None] * aside[:, None]
        )
    return curves, row, across


def _single(ends: Ends, begin: Floats, end: Floats, counts: Ints, centre: Place, rng: Rng) -> Laid:
    """Make the one way of a year one leaf over an arched midrib: out on one half, back on the other, first inmost."""
    row, across = _rows(counts)
    outward = np.array(
        [origin == centre or (destination != centre and origin == ends[0][0]) for origin, destination in ends]
    )
    before = np.zeros(len(ends))
    whole = np.zeros(len(ends))
    for way in (True, False):
        mine = np.flatnonzero(outward == way)
        before[mine] = np.cumsum(counts[mine]) - counts[mine]
        whole[mine] = counts[mine].sum()
    place = (before[row] + across * counts[row]) / whole[row]
    first = int(np.argmax(outward)) if outward.any() else 0
    root, tip = (begin[first], end[first]) if outward.any() else (end[0], begin[0])
    chord = tip - root
    aside = np.array([-chord[1], chord[0]])
    along = np.linspace(0, 1, _STEPS + 4)
    full = profile(along, np.array(1.05), np.array(0.72))
    arch = -_ARCH * np.sin(np.pi * along) * (1 - 0.45 * along)
    sign = np.where(outward, 1.0, -1.0)[row]
    off = sign[:, None] * (0.006 + 0.225 * place)[:, None] * full + arch
    curves = root + chord * along[:, None] + aside * off[..., None]
    back = ~outward[row]
    curves[back] = curves[back, ::-1]
    return curves, row, across
