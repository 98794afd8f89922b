"""The petals as shapes: each half a fan of veins, one for each activity; no vein is lost under another petal."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artgen.renderers._routes_bouquet import Bouquet
from artgen.renderers._routes_layout import Layout
from artgen.renderers._routes_plan import Plan
from artgen.renderers._routes_threads import MANY, Threads

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RIGHT, LEFT = 0, 1
_BELLY = 0.21
_BEND, _BEND_DEGREES = 0.13, 34.0
_BETWEEN = 0.9
_LEAST_SEEN, _ROUNDS, _NARROWER = 0.16, 10, 0.84
_ALONG = np.linspace(0.06, 0.94, 9)
_ACROSS = np.array([0.12, 0.5, 0.88])


def profile(along: Floats, rise: Floats, fall: Floats) -> Floats:
    """Return how full a petal is (..., t) at shares of its length, 1 at its belly: an egg with its point outward."""
    a, b = rise[..., None], fall[..., None]
    peak = (a / (a + b)) ** a * (b / (a + b)) ** b
    full: Floats = np.clip(along, 0, 1) ** a * np.clip(1 - along, 0, 1) ** b / peak
    return full


@dataclass(frozen=True, slots=True, eq=False)
class Petals:
    """Petals in painting order, undermost first; all arrays (p,) but `middle` (p, 2) and `half` (p, 2), right and left.

    `number` is the petal of the plan, `turn` its direction in radians clockwise from the top, `root` and `length` in
    user units, `bend` how far its midrib bows to the right.
    """

    number: Ints
    flower: Ints
    middle: Floats
    turn: Floats
    root: Floats
    length: Floats
    bend: Floats
    rise: Floats
    fall: Floats
    half: Floats

    def at(self, which: Ints, along: Floats, aside: Floats) -> Floats:
        """Return points (k, t, 2) of petals `which` (k,) at shares (t,) of their length, `aside` (k, t) of the midrib.

        `aside` is in user units at the belly, and narrows with the petal.
        """
        full = profile(along, self.rise[which], self.fall[which])
        return self._turned(which, self.root[which, None] + self.length[which, None] * along, aside * full, along)

    def _turned(self, which: Ints, far: Floats, aside: Floats, along: Floats) -> Floats:
        across = aside + self.bend[which, None] * np.sin(np.pi * along) * (1 - along) ** 0.4
        sin, cos = np.sin(self.turn[which])[:, None], np.cos(self.turn[which])[:, None]
        middle = self.middle[which]
        return np.stack([middle[:, :1] + sin * far + cos * across, middle[:, 1:] - cos * far + sin * across], axis=-1)

    def holds(self, which: Ints, points: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell which points (k, 2) each of the petals `which` (q,) covers, and which lie right of its midrib (q, k)."""
        sin, cos = np.sin(self.turn[which])[:, None], np.cos(self.turn[which])[:, None]
        x, y = (points[:, axis] - self.middle[which, axis][:, None] for axis in (0, 1))
        along = (x * sin - y * cos - self.root[which, None]) / self.length[which, None]
        t = np.clip(along, 0, 1)
        across = x * cos + y * sin - self.bend[which, None] * np.sin(np.pi * t) * (1 - t) ** 0.4
        right = across > 0
        half = np.where(right, self.half[which, RIGHT, None], self.half[which, LEFT, None])
        full = profile(t, self.rise[which], self.fall[which])
        return (along == t) & (np.abs(across) < half * full), right

    def tips(self) -> Floats:
        """Return the tip of each petal (p, 2)."""
        far = self.root + self.length
        return self.middle + np.stack([np.sin(self.turn) * far, -np.cos(self.turn) * far], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Veins:
    """Veins, one or two for each activity of a petal (v,): which petal and side, how many threads, and where they lie.

    `start` counts threads from the midrib, of `full` in that half.
    """

    activity: Ints
    petal: Ints
    side: Ints
    count: Ints
    start: Floats
    full: Floats

    def edges(self, petals: Petals) -> tuple[Floats, Floats]:
        """Return the inner and outer edge of each vein (v,), in user units aside of the midrib at the belly."""
        width = petals.half[self.petal, self.side]
        sign = np.where(self.side == RIGHT, 1.0, -1.0)
        inner = np.where(self.start > 0, (self.start - _BETWEEN / 2) / self.full, 0.0)
        outer = np.minimum(1.0, (self.start + self.count + _BETWEEN / 2) / self.full)
        return sign * width * inner, sign * width * outer


def grow(plan: Plan, layout: Layout, bouquet: Bouquet, threads: Threads) -> tuple[Petals, Veins]:
    """Give the petals their shape and their veins; a petal that hides a vein of another is made narrower there."""
    petals, room = _petals(layout, bouquet)
    veins = _veins(plan, petals, threads)
    petals = _widths(petals, veins, room, len(threads.count))
    for _ in range(_ROUNDS):
        shares, over = seen(petals, veins)
        hidden = np.flatnonzero(shares < _LEAST_SEEN)
        tight = over[hidden].max(axis=0) if len(hidden) else np.zeros_like(petals.half)
        if not tight.any():
            break
        petals = replace(petals, half=np.where(tight > 0, petals.half * _NARROWER, petals.half))
    return petals, veins


def _petals(layout: Layout, bouquet: Bouquet) -> tuple[Petals, Floats]:
    """Return the petals of all flowers without their widths, and the degrees that each may take (p,)."""
    parts = []
    for i, flower in enumerate(layout.flowers):
        order = np.argsort(-flower.reach, kind="stable")
        n = len(order)
        root = np.full(n, bouquet.eye_of(flower) * 1.06)
        length = bouquet.tips(flower)[order] - root
        long = flower.reach[order] > 0.5
        bend = -length * _BEND * np.tanh(flower.moved[order] / _BEND_DEGREES)
        lone = n <= 3
        bend = np.where(bend == 0, length * (0.09 if lone else 0.0), bend)
        parts.append(
            (
                np.array(flower.petals)[order],
                np.full(n, i),
                np.tile(bouquet.middles[i], (n, 1)),
                np.radians(flower.turn[order]),
                root,
                length,
                bend,
                np.where(long, 1.12, 1.0),
                np.where(long, 0.80, 0.66),
                flower.room[order],
            )
        )
    *columns, room = (np.concatenate(column) for column in zip(*parts, strict=True))
    number, flower_of, middle, turn, root, length, bend, rise, fall = columns
    half = np.zeros((len(number), 2))
    return Petals(number, flower_of, middle, turn, root, length, bend, rise, fall, half), room


def _veins(plan: Plan, petals: Petals, threads: Threads) -> Veins:
    rows: list[tuple[int, int, int, int, float, float]] = []
    for i, number in enumerate(petals.number.tolist()):
        petal = plan.petals[number]
        for side, mine in ((RIGHT, petal.right), (LEFT, petal.left)):
            counts = [int(threads.count[n]) for n in mine]
            if petal.right == petal.left:
                counts = [max(1, (count + 1 - side) // 2) for count in counts]
            full = sum(counts) + _BETWEEN * max(0, len(counts) - 1)
            start = 0.0
            for n, count in zip(mine, counts, strict=True):
                rows.append((n, i, side, count, start, full))
                start += count + _BETWEEN
    activity, petal_of, side_of, count_of, start_of, full_of = (np.array(column) for column in zip(*rows, strict=True))
    return Veins(activity, petal_of, side_of, count_of, start_of.astype(float), full_of.astype(float))


def _widths(petals: Petals, veins: Veins, room: Floats, n: int) -> Petals:
    """Make each half as broad as its threads ask, within its room and a share of its length."""
    full = np.zeros((len(room), 2))
    full[veins.petal, veins.side] = veins.full
    both = (full > 0).all(axis=1)
    crowd = np.bincount(petals.flower)[petals.flower]
    over = np.where(crowd >= 30, 1.55, np.where(crowd >= 18, 1.36, 1.14))
    slot = np.radians(room) * (petals.root + 0.58 * petals.length) * 0.5 * over * np.where(both, 1.0, 1.25)
    each = 3.1 if n <= MANY else 3.7
    most = np.minimum(slot, petals.length * np.interp(crowd, [1, 4, 6, 9], [0.27, 0.27, 0.25, _BELLY]))
    half = np.where(full > 0, np.minimum(most[:, None], each * full + 2.5), 0.6)
    return replace(petals, half=half)


def seen(petals: Petals, veins: Veins) -> tuple[Floats, Floats]:
    """Return the share of each activity's veins that no later petal covers (v,), and which halves cover them (v, p, 2).

    Measured at 27 points of each vein, weighed by its breadth there; both veins of one activity count together.
    """
    inner, outer = veins.edges(petals)
    v, p = len(inner), len(petals.number)
    per = len(_ALONG) * len(_ACROSS)
    points = np.stack(
        [
            petals.at(veins.petal, _ALONG, np.repeat((inner + (outer - inner) * at)[:, None], len(_ALONG), 1))
            for at in _ACROSS
        ],
        axis=1,
    ).reshape(-1, 2)
    weight = np.tile(profile(_ALONG, petals.rise[veins.petal], petals.fall[veins.petal]), (1, len(_ACROSS)))
    owner = np.repeat(veins.petal, per)
    hidden = np.zeros(v * per, bool)
    over = np.zeros((v, p, 2))
    for i in range(1, p):
        near = np.cos(petals.turn - petals.turn[i]) > 0.3
        under = (petals.flower == petals.flower[i]) & near & (np.arange(p) < i)
        mine = np.flatnonzero(under[owner])
        if not len(mine):
            continue
        covered, right = (found[0] for found in petals.holds(np.array([i]), points[mine]))
        hit = mine[covered]
        hidden[hit] = True
        rows = hit // per
        over[rows, i, np.where(right[covered], RIGHT, LEFT)] = 1.0
    free = (~hidden).reshape(v, per) * weight
    n = int(veins.activity.max()) + 1
    shown = np.bincount(veins.activity, free.sum(axis=1), n)
    whole = np.maximum(np.bincount(veins.activity, weight.sum(axis=1), n), 1e-9)
    return (shown / whole)[veins.activity], over
