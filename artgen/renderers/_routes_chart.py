"""The chart of a short year as marks: leaves of threads, stars and names, rings of distance and other airports."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import CARD, PHONE, Box, Canvas
from artgen.drawing.colour import hexes, mix_clean, tune
from artgen.drawing.marks import Bristles, Gradient, Line, Mark, Shape, Spine
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import width
from artgen.history.columns import Place
from artgen.history.story import Story
from artgen.renderers._routes_garden import woven
from artgen.renderers._routes_globe import is_airport
from artgen.renderers._routes_labels import Label, Paper, set_labels
from artgen.renderers._routes_layout import RINGS
from artgen.renderers._routes_leaves import Leaves, leaves
from artgen.renderers._routes_plan import Plan
from artgen.renderers._routes_sky import airports, arcs, circle, clear_of, dots, glow, letters, round_points, stars
from artgen.renderers._routes_threads import RIPPLED, paints, ripple, room_of, texture, threads

Floats = NDArray[np.float64]
_FEW, _FEWEST = 8, 2
_HOME = 15.0
_FULLER = 0.2
"""Where fewer threads have room, they are broader by this power of it, so that a leaf stays as full."""


def chart(
    story: Story, plan: Plan, canvas: Canvas, theme: Theme, rng: Rng, names: int, *, sky: bool, unit: float
) -> Iterator[Mark]:
    """Draw a year of at most forty activities between located places."""
    centre = plan.hubs[0]
    if centre is None:
        raise ValueError("a chart needs a place in its middle")
    art, size = canvas.art, letters(canvas)
    aside = {CARD.name: 1.4, PHONE.name: 1.0}.get(canvas.name, 1.8) * size
    box = Box(art.x + aside, art.y + 2.3 * size, art.width - 2 * aside, art.height - 4.8 * size)
    counted = threads(story, charted=True, room=room_of(canvas))
    sheet = _Chart(story, canvas, theme, leaves(story, centre, counted, box, rng))
    paper = sheet.paper()
    front = [*sheet.places(), *sheet.names(paper, names), *sheet.north(paper)]
    scale = [*sheet.rings(paper, unit=unit)]
    yield from sheet.ground(paper, sky=sky)
    yield from scale
    yield from sheet.threads()
    yield from front


@dataclass(frozen=True, slots=True)
class _Chart:
    story: Story
    canvas: Canvas
    theme: Theme
    laid: Leaves

    def ground(self, paper: Paper, *, sky: bool) -> Iterator[Mark]:
        """Lay the glow and the faint airports."""
        laid = self.laid
        yield glow(self.canvas, self.theme)
        if not sky:
            return
        around = airports(laid.centre, np.zeros(2), laid.scale, laid.power)
        cos, sin = np.cos(laid.north), np.sin(laid.north)
        around = around @ np.array([[cos, sin], [-sin, cos]]) + laid.middle()
        yield from dots(self.canvas, self.theme, around, [(*laid.middle().tolist(), 20.0)], paper.words)

    def rings(self, paper: Paper, *, unit: float) -> Iterator[Mark]:
        """Draw rings of round distances around the centre, each with its figure on free paper."""
        laid, art, theme = self.laid, self.canvas.art, self.theme
        x, y = laid.middle().tolist()
        last, size = 40.0, 0.68 * letters(self.canvas)
        for figure in RINGS:
            radius = (figure * unit) ** laid.power * laid.scale
            if radius - last < 78 or radius > 1.1 * max(art.width, art.height):
                continue
            points, turn = round_points((x, y), radius), np.linspace(0, 360, 181)
            inside = (points[:, 0] > art.x) & (points[:, 0] < art.right)
            inside &= (points[:, 1] > art.y) & (points[:, 1] < art.bottom)
            wide = width(str(figure), size, voice=theme.voice) + 10
            half = np.array([wide / 2, 0.7 * size])
            low, high = points - half, points + half
            free = np.flatnonzero(paper.free(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
            if not len(free):
                continue
            last = radius
            spot = int(free[np.argmin(np.abs(turn[free] - 150))])
            px, py = points[spot].tolist()
            paper.write(px - wide / 2, py - 0.7 * size, px + wide / 2, py + 0.7 * size)
            yield from arcs(points, inside & clear_of(points, paper.words), theme)
            yield Line(px, py + 0.36 * size, str(figure), size, theme.muted, anchor="middle", voice=theme.voice)

    def threads(self) -> Iterator[Mark]:
        """Draw each activity's threads from pale outside to deep inside; the hour's paint at its ends."""
        story, laid, n_all = self.story, self.laid, len(self.story)
        made = paints(story, self.theme)
        kinds, _ = texture(story)
        shades = 12 if n_all <= _FEWEST else 7 if n_all <= _FEW else 3
        along = np.linspace(0, 1, laid.curves.shape[1])
        shade = np.minimum(shades - 1, (laid.across * shades).astype(np.int64))
        level = (np.arange(shades) + 0.5) / shades
        curves = laid.curves.copy()
        swayed = kinds[laid.activity] == RIPPLED
        if swayed.any():
            sway = ripple(along, 2 * laid.across[swayed])
            curves[swayed] += 2.6 * np.stack([sway, np.roll(sway, 1, axis=1)], axis=-1)
        lighter = (-0.06 + 0.13 * level)[:, None]
        begin = _shaded(made.middle, made.begin, 0.34 + 0.50 * level, lighter)
        middle = _shaded(made.middle, made.middle, 0 * level, lighter)
        end = _shaded(made.middle, made.end, 0.34 + 0.50 * level, lighter)
        breadth = (0.78 if n_all <= _FEW else 0.92) * room_of(self.canvas) ** -_FULLER
        ends = np.r_[0, np.cumsum(np.bincount(laid.activity, minlength=n_all))].tolist()
        for n, (a, b) in enumerate(pairwise(ends)):
            kind = int(kinds[n])
            thick = round(breadth + 0.25 * float(story.columns.grade[n]), 2)
            (x1, y1), (x2, y2) = laid.begin[n].round(1).tolist(), laid.end[n].round(1).tolist()
            if (x1, y1) == (x2, y2):
                x2, y2 = (
                    curves[a:b]
                    .reshape(-1, 2)[np.argmax(np.hypot(*(curves[a:b] - laid.begin[n]).reshape(-1, 2).T))]
                    .round(1)
                    .tolist()
                )
            yield Spine(curves[(a + b) // 2][:14], self._breadth(a, b), (n,))
            for tone in range(shades):
                mine = curves[a:b][shade[a:b] == tone]
                if not len(mine):
                    continue
                stops = ((0.0, begin[n][tone]), (0.5, middle[n][tone]), (1.0, end[n][tone]))
                yield from woven(mine, Gradient((x1, y1), (x2, y2), stops), thick, kind, n, apart=True)

    def _breadth(self, a: int, b: int) -> float:
        half = self.laid.curves.shape[1] // 2
        return round(float(np.hypot(*(self.laid.curves[b - 1, half] - self.laid.curves[a, half]))) + 2.0, 1)

    def _visits(self) -> Counter[Place]:
        ends = [(one.origin, one.destination) for one in self.story.activities]
        return Counter(place for pair in ends for place in pair if place)

    def _sizes(self) -> dict[Place, float]:
        visits = self._visits()
        return {
            place: 13.0 if place == self.laid.centre else 4.0 + 2.4 * float(np.sqrt(visits[place]))
            for place in self.laid.spots
        }

    def places(self) -> Iterator[Mark]:
        """Draw a star at each place, and a ring around the centre's."""
        laid, sizes = self.laid, self._sizes()
        points = np.array([laid.spots[place] for place in sizes])
        yield stars(points, np.array(list(sizes.values())), self.theme.ink)
        yield circle(laid.spots[laid.centre], _HOME, self.theme.ink, 1.1)

    def paper(self) -> Paper:
        """Take the paper under threads and stars."""
        paper, curves = Paper(self.canvas.art), self.laid.curves
        every = curves[:: max(1, len(curves) // 260)]
        fine = np.linspace(0, curves.shape[1] - 1.0001, 120)
        low = fine.astype(np.int64)
        part = (fine - low)[:, None]
        points = every[:, low] * (1 - part) + every[:, low + 1] * part
        paper.take(points.reshape(-1, 2))
        for place, size in self._sizes().items():
            x, y = self.laid.spots[place]
            reach = _HOME + 2 if place == self.laid.centre else size
            paper.take_box(x - reach, y - reach, x + reach, y + reach)
        return paper

    def names(self, paper: Paper, most: int) -> Iterator[Mark]:
        """Name the centre and the places of most ends."""
        laid, sizes, visits = self.laid, self._sizes(), self._visits()
        middle = laid.middle()
        heavy = laid.curves.reshape(-1, 2).mean(axis=0)
        labels = []
        for place in sorted(sizes, key=lambda one: (one != laid.centre, -visits[one], one.code)):
            x, y = laid.spots[place]
            away = middle - heavy if place == laid.centre else np.array([x, y]) - middle
            gap = _HOME if place == laid.centre else sizes[place]
            labels.append(Label(place, x, y, float(np.arctan2(away[0], -away[1])), gap))
        yield from set_labels(labels, paper, self.theme, letters(self.canvas), most)

    def north(self, paper: Paper) -> Iterator[Mark]:
        """Point north with a small arrow in a free corner, where the chart was turned and places are airports."""
        laid, art = self.laid, self.canvas.art
        if abs(laid.north) < 1e-6 or not is_airport(laid.centre):
            return
        corners = np.array([(x, y) for y in (art.bottom - 26, art.y + 26) for x in (art.right - 26, art.x + 26)])
        free = paper.free(corners[:, 0] - 24, corners[:, 1] - 24, corners[:, 0] + 24, corners[:, 1] + 24)
        if not free.any():
            return
        x, y = corners[int(np.argmax(free))].tolist()
        up = np.array([np.sin(laid.north), -np.cos(laid.north)])
        side = np.array([-up[1], up[0]])
        at = np.array([x, y])
        paper.take_box(x - 24, y - 24, x + 24, y + 24)
        paint = self.theme.muted
        yield Bristles(np.stack([at - 16 * up, at + 8 * up]), (0,), paint, 1.0)
        yield Shape(np.stack([at + 18 * up, at + 4 * up + 5 * side, at + 4 * up - 5 * side]), paint, smooth=False)


def _shaded(month: Floats, hour: Floats, share: Floats, lighter: Floats) -> list[list[str]]:
    """Return '#rrggbb' of each activity (n) in each shade (s)."""
    mixed = tune(
        mix_clean(month[:, None], hour[:, None], np.broadcast_to(share, (len(month), len(share)))),
        lighter=lighter[:, 0],
    )
    flat = hexes(mixed.reshape(-1, 3))
    return [flat[i : i + len(share)] for i in range(0, len(flat), len(share))]
