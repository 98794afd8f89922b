"""Greens: what holds and frames the flowers: stems, blades of grass, leaves, the bed under a lush crown, the thread."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from artgen.drawing.canvas import Box
from artgen.drawing.marks import Bristles, Gradient, Mark, Radial, Shape, Stamp, Stops, Symbol
from artgen.renderers._bloom_bouquet import Bouquet
from artgen.renderers._bloom_crown import FEW, LUSH, Floats, Ints
from artgen.renderers._bloom_petals import RADIUS, circle
from artgen.renderers._bloom_tints import Tints, growing

USUAL = 868.0
"""The shorter side of the box in which lines have their breadth as written here."""
LEAF = np.array(
    [[0, 0], [0.2, -0.1], [0.5, -0.19], [0.8, -0.11], [1, 0.13], [1, 0.13], [0.84, 0.17], [0.5, 0.17], [0.2, 0.1]]
)
"""A leaf along its rib, RADIUS long; its second half begins at the tip."""
TIP = 4


@dataclass(frozen=True, slots=True, eq=False)
class Greenery:
    """What the greens of one bouquet are made with; `dice` decides curls and lengths, which say nothing."""

    stand: Bouquet
    box: Box
    tints: Tints
    dice: np.random.Generator
    foliage: float = 1.0

    @property
    def scale(self) -> float:
        return min(self.box.width, self.box.height) / USUAL

    @property
    def breadth(self) -> float:
        """Return how broad a stem is."""
        return self.scale * (4.0 if len(self.stand.places) > LUSH or len(self.stand.places) <= FEW else 5.2)

    @property
    def tie(self) -> Floats:
        return np.array(self.stand.crown.tie)

    def blades(self) -> Iterator[Mark]:
        """Yield a blade of grass for each month without a flower."""
        quiet = np.flatnonzero(self.stand.count == 0)
        if not len(quiet):
            return
        bent = self._arching(quiet) if len(self.stand.places) <= FEW else self._peeping(quiet)
        along = np.linspace(0, 1, 12)
        points = bezier(*bent, along)
        broad = 3.5 * (1 - along) ** 2 + 2 * 14.0 * along * (1 - along) + 0.6 * along**2
        outlines = ribbon(points, self.scale * broad)
        top = float(points[:, -1, 1].min())
        for tone in range(3):
            of = np.flatnonzero(quiet % 3 == tone)
            if len(of):
                yield several(outlines[of], growing(self.tints.blades[tone], self.stand.crown.tie, top), 0.78)

    def stems(self) -> Iterator[Mark]:
        """Yield the stems of a bouquet: one for each month, from which its flowers branch; hidden ones are left out."""
        stand, tie = self.stand, self.tie
        n, crown = len(stand.places), stand.crown
        active = np.flatnonzero(stand.count)
        width = self.breadth
        deep, leaf = self.tints.deep, self.tints.leaf
        yield from self.tails(np.arange(12))
        month = self._months()
        reach = np.hypot(*(stand.places - tie).T)
        if n > LUSH:
            bearing = np.concatenate([stand.months[active] + d for d in (-0.022, 0.0, 0.022)])
            near, _ = crown.chord(bearing)
            ends = crown.at(bearing, near * 1.15)
            foot = tie + np.stack([9 * self.scale * np.sin(bearing), 0 * bearing], axis=-1)
            yield curves(bezier(foot, *self._bent(foot, ends, 0.0), ends, np.linspace(0, 1, 7)), deep, width)
            return
        far = np.lexsort((reach, month))[np.cumsum(stand.count[active]) - 1]
        curl = self.dice.normal(0, 10 * self.scale, len(active))
        ends = stand.places[far]
        foot = tie + np.stack([9 * self.scale * np.sin(stand.months[active]), 0 * curl], axis=-1)
        bent = (foot, *self._bent(foot, ends, curl), ends)
        main = np.full(12, -1)
        main[active] = np.arange(len(active))
        side = np.delete(np.arange(n), far)
        if len(side):
            of = main[month[side]]
            place = np.clip(0.62 * (reach[side] / reach[far][of]) ** 1.5, 0.08, 0.85)
            node, ahead = (_point(bent, of, place + step) for step in (0.0, 0.06))
            tip = stand.places[side]
            length = np.hypot(*(tip - node).T)[:, None]
            out = (ahead - node) / (np.hypot(*(ahead - node).T)[:, None] + 1e-6)
            under = tip - 0.2 * (tip - node) + length * [0.0, 0.12]
            points = bezier(node, node + 0.4 * length * out, under, tip, np.linspace(0, 1, 6))
            yield curves(points, leaf, 0.6 * width)
        points = bezier(*bent, np.linspace(0, 1, 9))
        yield curves(points, deep, width)
        yield curves(points - np.array([0.18 * width, 0.0]), leaf, 0.28 * width)

    def tails(self, months: Ints) -> Iterator[Mark]:
        """Yield the ends of the stems below the tie, which cross there."""
        room = self.box.bottom - self.tie[1]
        turn = np.sin(self.stand.months[months])
        chance = self.dice.random((2, len(months)))
        foot = self.tie + np.stack([9 * self.scale * turn, 0 * turn], axis=-1)
        ends = self.tie + np.stack(
            [-0.8 * room * turn + 4 * self.scale * (chance[0] - 0.5), room * (0.80 + 0.14 * chance[1])], axis=-1
        )
        middle = (foot + ends) / 2 + [0.0, 2.0]
        yield curves(
            np.stack([foot - [0, 4 * self.scale], foot, middle, ends], axis=1),
            self.tints.deep,
            self.breadth,
        )

    def stalk(self, n: int) -> Iterator[Mark]:
        """Yield the stalk of one of a few flowers, and the leaf on it."""
        end = self.stand.places[[n]]
        foot = self.tie + np.array([[6 * self.scale * float(np.sin(self.stand.months[self._months()[n]])), 0.0]])
        curl = self.dice.normal(0, 12 * self.scale)
        bent = (foot, *self._bent(foot, end, curl), end)
        along = np.linspace(0, 1, 14)
        points = bezier(*bent, along)
        widths = self.scale * (8.2 - 3.4 * along)
        paint = growing(self.tints.stalk, self.stand.crown.tie, float(end[0, 1]))
        yield several(ribbon(points, widths), paint, of=(n,))
        yield curves(points[:, 1:12] - np.array([1.6 * self.scale, 0.0]), self.tints.shine, 1.5 * self.scale, (n,))
        hand = 1.0 if n % 2 else -1.0
        node = points[0, 8]
        way = points[0, 9] - points[0, 8]
        at = np.arctan2(way[1], way[0]) + hand * (0.52 + 0.2 * self.dice.random())
        length = 1.0 * self.stand.radii[n] + 16 * self.scale
        one = np.ones(1)
        yield from self.sprays(node[None], at * one, length * one, hand * one, np.array([n % 3]), np.array([n]))

    def thread(self) -> Bristles:
        """Return the thread round the tie."""
        s = self.scale
        across = np.linspace(-1, 1, 4)
        turns = np.stack([14 * across, 4.6 * (1 - across**2)], axis=-1)[None] + [[[0.0, 4.6 * k - 8]] for k in range(4)]
        return curves(self.tie + s * turns, self.tints.thread, 2.8 * s)

    def leaves(self) -> Iterator[Mark]:
        """Yield the leaves behind a bouquet's flowers, and under a lush one the bed in which they lie."""
        stand = self.stand
        n, crown, places = len(stand.places), stand.crown, stand.places
        if n > 2 * FEW:
            yield self._bed()
        chance = self.dice.random((3, n))
        depth = crown.depth(places)
        rim = np.flatnonzero((depth > (0.66 if n <= LUSH else 0.86)) & (chance[2] < 0.75))
        base = np.concatenate([places, places[rim]])
        outward = np.arctan2(*((base - crown.centre) / crown.axes).T[::-1])
        hand = np.where(np.arange(len(base)) % 2 == 0, 1.0, -1.0)
        at = outward + hand * np.radians(34 + 34 * np.concatenate([chance[0], chance[1][rim]]))
        inside = np.concatenate([depth, depth[rim]]) < 0.3
        at = np.where(inside, 6.28 * np.concatenate([chance[1], chance[2][rim]]), at)
        at[n:] = outward[n:] - hand[n:] * 0.25
        usual = np.minimum(np.concatenate([stand.radii, stand.radii[rim]]), 1.3 * float(np.median(stand.radii)))
        length = usual * (1.35 + 0.6 * np.concatenate([chance[2], chance[0][rim]])) * (1.0 if n <= LUSH else 1.25)
        yield from self.sprays(base, at, length, hand, np.concatenate([np.arange(n), rim + 1]) % 3)

    def sprays(
        self, base: Floats, at: Floats, length: Floats, hand: Floats, tone: Ints, of: Ints | None = None
    ) -> Iterator[Mark]:
        """Yield leaves from their stalk's end, in three greens, their far half lighter, with their ribs."""
        if not self.foliage:
            return
        length = self._fitting(base, at, self.foliage * length)
        shape = LEAF * np.stack([length, hand * length], axis=-1)[:, None, :]
        cos, sin = np.cos(at)[:, None], np.sin(at)[:, None]
        x, y = shape[..., 0], shape[..., 1]
        whole = base[:, None, :] + np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)
        which: tuple[int, ...] = () if of is None else tuple(of.tolist())
        middle = (whole[:, 2] + whole[:, 7]) / 2
        half = np.concatenate([whole[:, :6], middle[:, None]], axis=1)
        # Outlines of one mark must run round alike, or leaves of the other hand would cut holes where they overlap.
        mirrored = (hand < 0)[:, None, None]
        whole, half = (np.where(mirrored, outline[:, ::-1], outline) for outline in (whole, half))
        for k, (body, light) in enumerate(zip(self.tints.leaves, self.tints.halves, strict=True)):
            mine = tone == k
            if mine.any():
                yield several(whole[mine], body, of=which)
                yield several(half[mine], light, of=which)

    def _fitting(self, base: Floats, at: Floats, length: Floats) -> Floats:
        """Return the lengths, shorter where a leaf would leave the box."""
        toward = np.stack([np.cos(at), np.sin(at)], axis=-1)
        low, high = np.array([self.box.x, self.box.y]), np.array([self.box.right, self.box.bottom])
        room = np.where(toward > 0, high - base, base - low) / (np.abs(toward) + 1e-6)
        fitting: Floats = np.minimum(length, np.maximum(room.min(axis=1), 0.0) * 0.97)
        return fitting

    def _bed(self) -> Stamp:
        """Return the mound of foliage that shows between flowers."""
        crown, tints = self.stand.crown, self.tints.bed
        lush = len(self.stand.places) > LUSH
        if lush:
            stops: Stops = tuple(zip((0.0, 0.7, 1.0), tints, strict=True))
        else:
            thin = 0.14 + 0.3 * float(np.clip((len(self.stand.places) - 23) / 60, 0, 1))
            stops = ((0.0, tints[0], thin), (0.5, tints[0], 0.6 * thin), (0.86, tints[0], 0.0), (1.0, tints[0], 0.0))
        bumps = 1 + 0.022 * np.sin(np.arange(60) * 2.4) + 0.014 * self.dice.normal(0, 1, 60)
        mound = Symbol((Shape(RADIUS * circle(0.955, 60) * bumps[:, None], Radial((0.0, 0.0), RADIUS, stops)),))
        return Stamp(mound, (crown.across / RADIUS, 0.0, 0.0, crown.along / RADIUS, crown.x, crown.y))

    def _months(self) -> Ints:
        return np.repeat(np.arange(12), self.stand.count)

    def _bent(self, foot: Floats, ends: Floats, curl: float | Floats) -> tuple[Floats, Floats]:
        away = ends - foot
        aside = np.stack([curl + 0 * away[:, 0], 0 * away[:, 0]], axis=-1)
        return foot + away * [0.10, 0.40], foot + away * [0.58, 0.78] + aside

    def _arching(self, quiet: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Let the blades of a sparse arrangement arch wide, each as its month does for everyone."""
        v = (quiet - 5.5) / 5.5
        drop, width = self.stand.crown.drop, self.box.width
        long = 0.80 + 0.20 * np.sin(quiet * 2.4 + 1) + 0.04 * self.dice.normal(0, 1, len(quiet))
        x = width * (0.36 * v + 0.05 * np.sign(v) * np.abs(v) + 0.014 * self.dice.normal(0, 1, len(quiet)))
        y = -drop * 1.28 * long * (1 - 0.30 * np.abs(v) ** 1.8)
        foot = self.tie + np.stack([8 * self.scale * v, 0 * v], axis=-1)
        first = self.tie + np.stack([0.02 * width * v, 0 * v - 0.42 * drop], axis=-1)
        second = self.tie + np.stack([0.14 * width * v, -0.86 * drop * long], axis=-1)
        return foot, first, second, self.tie + np.stack([x, y], axis=-1)

    def _peeping(self, quiet: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Let the blades of a bouquet rise along their month's ray and look out of the crown."""
        bearing = self.stand.months[quiet]
        _, far = self.stand.crown.chord(bearing)
        chance = self.dice.random((2, len(quiet)))
        ends = self.stand.crown.at(bearing + 0.05 * np.sign(bearing), far * (0.99 + 0.06 * chance[0]))
        ends = np.clip(ends, [self.box.x + 4, self.box.y + 4], [self.box.right - 4, self.box.bottom])
        foot = self.tie + np.stack([8 * self.scale * np.sin(bearing), 0 * bearing], axis=-1)
        return foot, *self._bent(foot, ends, 30 * self.scale * (chance[1] - 0.5)), ends


def bezier(a: Floats, b: Floats, c: Floats, d: Floats, along: Floats) -> Floats:
    """Return points (n, m, 2) at `along` (m,) of n cubic curves."""
    t = along[:, None]
    a, b, c, d = (p[:, None, :] for p in (a, b, c, d))
    points: Floats = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return points


def ribbon(points: Floats, widths: Floats) -> Floats:
    """Return the outlines (n, 2m, 2) of lines (n, m, 2) that are `widths` (m,) broad along their way."""
    ahead = np.gradient(points, axis=1)
    ahead = ahead / (np.hypot(ahead[..., 0], ahead[..., 1])[..., None] + 1e-9)
    side = np.stack([-ahead[..., 1], ahead[..., 0]], axis=-1) * widths[:, None] / 2
    return np.concatenate([points + side, (points - side)[:, ::-1]], axis=1)


def several(outlines: Floats, fill: str | Gradient, opacity: float = 1.0, of: tuple[int, ...] = ()) -> Shape:
    """Return outlines (n, m, 2) as one mark."""
    n, m, _ = outlines.shape
    return Shape(outlines.reshape(-1, 2), fill, opacity, of=of, starts=(np.arange(n) * m).tolist())


def curves(points: Floats, stroke: str, width: float, of: tuple[int, ...] = ()) -> Bristles:
    """Return lines (n, m, 2) as one mark."""
    n, m, _ = points.shape
    return Bristles(points.reshape(-1, 2), (np.arange(n) * m).tolist(), stroke, round(width, 1), of=of)


def _point(bent: tuple[Floats, ...], of: Ints, place: Floats) -> Floats:
    t = place[:, None]
    a, b, c, d = (p[of] for p in bent)
    points: Floats = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return points
