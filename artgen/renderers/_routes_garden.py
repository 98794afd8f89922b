"""The garden: a year's petals as marks, each activity a tinted strip of its petal and the threads on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.drawing.colour import hexes, mix
from artgen.drawing.marks import Bristles, Gradient, Mark, Radial, Shape, Spine
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._routes_bouquet import Bouquet, arrange
from artgen.renderers._routes_layout import Layout, lay_out
from artgen.renderers._routes_petals import LEFT, Petals, Veins, grow
from artgen.renderers._routes_plan import Plan
from artgen.renderers._routes_threads import (
    DOTTED,
    FAINT,
    MANY,
    RIPPLED,
    Threads,
    blended,
    dash,
    paints,
    ripple,
    texture,
    threads,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TOWARDS = 0.62
DAYS, DEGREES = 15, 7.0
_SPINE = 6
_CLUMP = 2
"""How many dashed threads are one path: many at once draw a third slower."""
_SHADED, _SHADES = 12, (-0.07, -0.035, 0.0, 0.03, 0.055)


@dataclass(frozen=True, slots=True, eq=False)
class Garden:
    """Everything that is known before the first mark is drawn."""

    plan: Plan
    layout: Layout
    bouquet: Bouquet
    petals: Petals
    veins: Veins
    counted: Threads


def plant(story: Story, plan: Plan, box: Box, room: float = 1.0) -> Garden:
    """Lay out the flowers of a year within a box, with as many threads as there is room for."""
    layout = lay_out(plan, story)
    bouquet = arrange(layout, box)
    counted = threads(story, charted=False, room=room)
    petals, veins = grow(plan, layout, bouquet, counted)
    return Garden(plan, layout, bouquet, petals, veins, counted)


@dataclass(frozen=True, slots=True)
class Bed:
    """The petals of a garden, to be drawn in the paints of a theme."""

    story: Story
    theme: Theme
    garden: Garden

    def petals(self) -> Iterator[Mark]:
        """Draw the petals, the longest first; each activity's veins are a tinted strip and its threads on it."""
        petals, veins = self.garden.petals, self.garden.veins
        along = np.linspace(0, 1, 12 if len(self.story) <= MANY else 7)
        strips = self._strips(along)
        lines = self._lines(along)
        spines = self._spines()
        edges = self._edges(along)
        order = [np.flatnonzero(veins.petal == i) for i in range(len(petals.number))]
        for i, rows in enumerate(order):
            yield edges[i]
            for n in dict.fromkeys(veins.activity[rows].tolist()):
                yield spines[n]
                yield from strips[n]
                yield from lines[n]

    def _edges(self, along: Floats) -> list[Bristles]:
        """Draw the edge of each petal in the colour of the ground, so that it stands out from those behind it."""
        petals = self.garden.petals
        every = np.arange(len(petals.number))
        ones = np.ones(len(along))
        right = petals.at(every, along, petals.half[:, :1] * ones)
        left = petals.at(every, along, -petals.half[:, 1:] * ones)
        rim = np.concatenate([right, left[:, -2::-1]], axis=1)
        return [Bristles(points, (0,), self.theme.ground, 2.0, 0.7) for points in rim]

    def _strips(self, along: Floats) -> dict[int, list[Shape]]:
        petals, veins, theme = self.garden.petals, self.garden.veins, self.theme
        inner, outer = veins.edges(petals)
        ones = np.ones(len(along))
        near = petals.at(veins.petal, along, inner[:, None] * ones)
        far = petals.at(veins.petal, along, outer[:, None] * ones)
        outline = np.concatenate([far, near[:, -2:0:-1]], axis=1)
        day = np.clip(np.rint((self.story.columns.day - 8) / DAYS) * DAYS + 8, 1, 365)
        tint = theme.season(day)[veins.activity]
        deep, pale = (0.20, 0.42) if theme.dark else (0.36, 0.11)
        roots = hexes(mix(theme.ground_lab, tint, np.full(len(tint), deep)))
        ends = hexes(mix(theme.ground_lab, tint, np.full(len(tint), pale)))
        made: dict[int, list[Shape]] = {}
        middles, flower = self.garden.bouquet.middles.tolist(), petals.flower[veins.petal].tolist()
        radii = [self.garden.bouquet.radius * one.scale for one in self.garden.layout.flowers]
        corners = (0, len(along) - 1)
        for i, n in enumerate(veins.activity.tolist()):
            (x, y), radius = middles[flower[i]], radii[flower[i]]
            paint = Radial((round(x, 1), round(y, 1)), round(radius, 1), ((0.08, roots[i]), (0.72, ends[i])))
            made.setdefault(n, []).append(Shape(outline[i], paint, of=(n,), corners=corners))
        return made

    def _lines(self, along: Floats) -> dict[int, list[Bristles]]:
        """Draw the threads of every vein; both veins of an activity in one mark, dashed ones woven in two."""
        story, petals, veins = self.story, self.garden.petals, self.garden.veins
        which, place = np.repeat(np.arange(len(veins.count)), veins.count), _steps(veins.count)
        width_at = petals.half[veins.petal, veins.side]
        gap = np.minimum(2.0, 0.14 * width_at)
        share = (veins.start[which] + place + 0.5) / veins.full[which]
        sign = np.where(veins.side == LEFT, -1.0, 1.0)
        aside = (sign * gap)[which] + (sign * (width_at - gap))[which] * share
        kinds, _ = texture(story)
        kind = kinds[veins.activity][which]
        aside_along = aside[:, None] * np.ones(len(along))
        swayed = kind == RIPPLED
        aside_along[swayed] += 2.0 * ripple(along, 0.12 * aside[swayed])
        curves = petals.at(veins.petal[which], along, aside_along)
        room = (width_at - gap) / veins.full
        breadth = np.clip(0.56 * room, 0.62, 1.5)[which] * (1 + 0.16 * story.columns.grade[veins.activity][which])
        paint = self._gradients()
        owner = veins.activity[which]
        order = np.argsort(owner, kind="stable")
        ends = np.r_[0, np.cumsum(np.bincount(owner, minlength=len(story)))].tolist()
        tones = len(next(iter(paint.values()), ()))
        shade = np.minimum(tones - 1, (share * tones).astype(np.int64))
        made: dict[int, list[Bristles]] = {}
        for n, (a, b) in enumerate(pairwise(ends)):
            for tone in range(len(paint[n]) if a < b else 0):
                mine = order[a:b][shade[order[a:b]] == tone]
                if len(mine):
                    thick = round(float(breadth[mine[0]]), 2)
                    made.setdefault(n, []).extend(woven(curves[mine], paint[n][tone], thick, int(kinds[n]), n))
        return made

    def _gradients(self) -> dict[int, list[Gradient]]:
        """Return the paint of each activity's threads: the hour's at the hub and at the tip, the month's between.

        Where activities are few, there is one for each of several shades, from the midrib to the rim.
        """
        petals, veins = self.garden.petals, self.garden.veins
        made = paints(self.story, self.theme, DAYS, DEGREES)
        shades = _SHADES if len(self.story) <= _SHADED else (0.0,)
        towards = [TOWARDS + 4 * shade for shade in shades]
        begin, middle, end = (
            [blended(made.middle, hour, share, shade) for share, shade in zip(towards, shades, strict=True)]
            for hour in (made.begin, made.middle, made.end)
        )
        tips, ways = petals.tips(), self.garden.plan.ways
        direction = np.stack([np.sin(petals.turn), -np.cos(petals.turn)], axis=-1)
        roots = petals.middle + direction * petals.root[:, None]
        ends: dict[int, list[Gradient]] = {}
        for n, petal, side in zip(veins.activity.tolist(), veins.petal.tolist(), veins.side.tolist(), strict=True):
            first, last = (end, begin) if ways and side == LEFT else (begin, end)
            (x1, y1), (x2, y2) = roots[petal].round(1).tolist(), tips[petal].round(1).tolist()
            ends[n] = [
                Gradient((x1, y1), (x2, y2), ((0.0, a[n]), (0.5, b[n]), (1.0, c[n])))
                for a, b, c in zip(first, middle, last, strict=True)
            ]
        return ends

    def _spines(self) -> dict[int, Spine]:
        """Return the mid-line of each activity, in the direction of its way."""
        petals, veins = self.garden.petals, self.garden.veins
        inner, outer = veins.edges(petals)
        along = np.linspace(0, 1, _SPINE)
        lines = petals.at(veins.petal, along, ((inner + outer) / 2)[:, None] * np.ones(_SPINE))
        made: dict[int, Spine] = {}
        for i, n in enumerate(veins.activity.tolist()):
            back = self.garden.plan.ways and veins.side[i] == LEFT
            points = lines[i, ::-1] if back else lines[i]
            width_at = max(2.0, abs(float(outer[i] - inner[i])))
            if n in made:
                points, width_at = (points + made[n].points) / 2, 2 * width_at
            made[n] = Spine(points, round(width_at, 1), (n,))
        return made


def _steps(counts: Ints) -> Ints:
    """Return 0, 1, 2, ... up to each of the counts, one after the other."""
    first = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(first, counts)


def woven(curves: Floats, paint: Gradient, thick: float, kind: int, n: int, *, apart: bool = False) -> list[Bristles]:
    """Return the threads (k, t, 2) of one activity; dashes of every other thread begin later, as in a weave.

    `apart` makes each whole thread a path of its own: threads of one path that run together are drawn slower, and
    each rasteriser has its own opinion of how much of a pixel they cover.
    """
    steps = curves.shape[1]
    opacity = 0.5 if kind == FAINT else 0.92
    dashes = dash(kind, thick)
    broad = round(thick * (1.35 if kind == DOTTED else 1.0), 2)
    rows = [curves]
    if dashes and len(curves) > 1:
        late = sum(dashes) / 2
        length = np.hypot(*np.diff(curves[0], axis=0).T).sum()
        cut = min(0.3, late / max(1.0, float(length)))
        odd = curves[1::2].copy()
        odd[:, 0] += (odd[:, 1] - odd[:, 0]) * min(0.9, cut * (steps - 1))
        rows = [curves[::2], odd]
    together = _CLUMP if dashes else len(curves)
    clumps = [row[i : i + together] for row in rows for i in range(0, len(row), together)]
    return [
        Bristles(
            one.reshape(-1, 2),
            range(0, len(one) * steps, steps),
            paint,
            broad,
            opacity,
            dashes,
            (n,),
            apart=apart and not dashes,
        )
        for one in clumps
    ]
