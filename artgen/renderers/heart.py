"""Heart: one brush stroke for each activity, wound into a heart; January inside, December outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.brush import Generator, Hairs, Strokes, cut, hairs, lay, ragged, spines, washes
from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hex_of, hexes, mix_clean, oklch, tune
from artgen.drawing.heartline import Heartline, heartline
from artgen.drawing.marks import Bristles, Dots, Mark, Shape, Spine, Tuft, Tufts
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.columns import Columns
from artgen.history.story import Story
from artgen.renderers._heart_breath import breath
from artgen.renderers._heart_echo import Echo, level_of, ring
from artgen.renderers._heart_frame import USUAL_RADIUS, Frame, fit
from artgen.renderers._heart_spiral import FEW, wind
from artgen.renderers._heart_words import describe_heart, legend_heart
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOUD, RAIN, SNOW = 1, 2, 3
WASH = (0.55, 0.62, 0.34, 0.40, 0.42, 0.55)
TREMBLE = np.array([0.016, 0.030, 0.018, 0.018, 0.030, 0.016])
RIPPLE = np.array([0.0, 0.0, 0.0, 0.0, 0.075, 0.0])
LOADS = np.array([0.0, 0.10, 0.22, 0.70, 0.84, 0.96])
BODIES = np.array([1.25, 1.0, 0.72])
SHADES = np.array([0.0, 0.02, -0.02])
THREADS = np.array([-0.22, 0.18, 0.58])
FLAKES = (1.9, 2.9, 4.2)
SOME = 20
DENSE = 150
APART = 40
"""Up to so many strokes each bristle is a path of its own: more of them are more than a page can hold."""


def shares_of(story: Story) -> tuple[float, ...]:
    """Return each activity's share of the largest amount."""
    return tuple(story.columns.share.tolist())


@lru_cache(maxsize=4)
def paints(columns: Columns, theme: Theme, pieces: int) -> tuple[Floats, Floats]:
    """Return both loads of each brush: the month's paint (n, 3), deepened by night, and the hour's (n, pieces, 3).

    Where the hour is unknown, both edges carry the month.
    """
    known = np.array(np.isfinite(columns.sun).all(axis=1))
    sun = np.where(known[:, None], columns.sun, 0.0)
    night = np.clip((-sun[:, 0] - 2) / 12, 0, 1)
    deeper, bluer = (0.04, 0.30) if theme.dark else (0.11, 0.16)
    apart = SHADES[np.arange(len(sun)) % len(SHADES)]
    lighter = apart + 0.03 * np.clip(sun[:, 0] / 40, 0, 1) - deeper * night
    lit = tune(theme.season(columns.day), lighter=lighter)
    month = mix_clean(lit, np.broadcast_to(theme.hour_paints[0], lit.shape), bluer * night)
    at = (np.arange(pieces) + 0.5) / pieces * (sun.shape[1] - 1)
    before = at.astype(np.int64)
    height = sun[:, before] * (1 - at + before) + sun[:, before + 1] * (at - before)
    hour = theme.hour(height, columns.rising[:, np.rint(at).astype(np.int64)])
    return month, np.where(known[:, None, None], hour, tune(month, lighter=0.08, chroma=0.85)[:, None, :])


def swatches_of(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the two paints of each activity's brush, as they look on paper."""
    if not len(story):
        return ()
    month, hour = paints(story.columns, theme, 1)
    both = hexes(np.concatenate([month, mix_clean(month, hour[:, 0], np.full(len(month), 0.84))]))
    return tuple(zip(both[: len(month)], both[len(month) :], strict=True))


def describe(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what the picture looks like, and how much of its most hidden stroke can be seen."""
    shown = float(wind(shares_of(story))[1].shares.min()) if len(story) else 1.0
    return describe_heart(story, telling, vocabulary, shown)


@renderer(
    "heart",
    api=1,
    by="artgen",
    reveal="spine",
    mark="stroke",
    fine="heart.fine",
    describe=describe,
    legend=legend_heart,
    swatches=swatches_of,
    promise=((40, 0.10),),
    card="poster",
)
def heart(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    tilt: Annotated[float, Span(0, 12, "how far the heart leans, degrees")] = 4.0,
    lushness: Annotated[float, Span(0.4, 1.6, "bristles in a brush, times the usual")] = 1.0,
    echo: Echo = "off",
) -> Iterator[Mark]:
    """Best for journeys: one draws the whole heart, two to twenty its turns, hundreds its plumage."""
    line = heartline(tilt)
    last = story.last if echo == "ring" else None
    if not len(story):
        yield from breath(line, canvas, theme, rng)
        return
    strokes, painted = wind(shares_of(story))
    gap = np.interp(np.log(len(story)), np.log([1, 4, 60, 180, 546]), [0.85, 1.45, 1.6, 1.8, 2.0])
    around = level_of(line, strokes) if last else 0.0
    frame = fit(line, strokes, canvas.art, around)
    work = _Work(line, strokes, frame, story.columns, theme, float(gap) / lushness, rng)
    if last:
        yield from ring(line, around, frame, last, theme, rng)
    loads = paints(story.columns, theme, 1)
    middles, under, bristles = work.middles(), work.washes(*loads), work.bristles(np.argsort(painted.order), *loads)
    snow, threads = work.flakes(), work.threads()
    for n in painted.order.tolist():
        yield middles[n]
        yield under[n]
        if n in bristles:
            yield bristles[n]
        yield from snow.get(n, ())
        yield from threads.get(n, ())


@dataclass(frozen=True, slots=True)
class _Work:
    """What every layer of the painting needs; `gap` is the room between bristles in user units."""

    line: Heartline
    strokes: Strokes
    frame: Frame
    columns: Columns
    theme: Theme
    gap: float
    rng: Rng

    def middles(self) -> list[Spine]:
        points = self.frame.place(spines(self.line, self.strokes, 12))
        widths = np.round(0.71 * self.strokes.breadth * self.frame.radius, 1).tolist()
        return [Spine(points[n], width, (n,)) for n, width in enumerate(widths)]

    def washes(self, month: Floats, hour: Floats) -> list[Shape]:
        """Lay thin paint under each stroke, within its bristles, so that no pale sliver stands out."""
        colours = hexes(mix_clean(month, hour[:, 0], np.full(len(month), 0.12)))
        points, counts = washes(self.line, self.strokes, 46)
        outlines = np.split(self.frame.place(points), np.cumsum(counts)[:-1])
        alone = len(colours) == 1
        return [
            Shape(outline, colour, 0.30 if alone else WASH[weather], of=(n,))
            for n, (outline, colour, weather) in enumerate(
                zip(outlines, colours, self.columns.weather.tolist(), strict=True)
            )
        ]

    def bristles(self, rank: Ints, month: Floats, hour: Floats) -> dict[int, Tufts]:
        """Draw the bristles: their paint goes from the month's at the inner edge to the hour's at the outer one.

        Bristles of one stroke and one paint are one tuft; which paint lies on top is decoration.
        """
        n = len(rank)
        dice = self.rng.fork("bristles").generator
        pieces = 5 if n < FEW else 2 if n <= SOME else 1
        counts = np.maximum(5, np.rint(self.strokes.breadth * self.frame.radius * 0.9 / self.gap)).astype(np.int64)
        weather = self.columns.weather
        whole = hairs(self.strokes, counts, TREMBLE[weather], RIPPLE[weather], dice)
        chance = dice.random((3, len(whole)))
        middle = 0.47 if n < 20 else 0.40
        load = np.rint(np.clip(middle + 0.62 * whole.across + (chance[0] + chance[1] - 1) * 0.42, 0, 1) * 5)
        load = load.astype(np.int64)
        light = (chance[2] * 3).astype(np.int64) if n <= DENSE else np.array([0, 1, 2, 1, 2, 0])[load]
        spread, of, piece = cut(whole, pieces, dice)
        load, light = load[of], light[of]
        kinds = pieces * len(LOADS) * len(BODIES)
        shuffled = dice.random((n, kinds)).argsort(axis=1)
        layer = rank[spread.stroke] * kinds + shuffled[spread.stroke, (piece * len(LOADS) + load) * len(BODIES) + light]
        sort = np.argsort(layer, kind="stable")
        spread, layer = spread.take(sort, spread.begin[sort], spread.finish[sort]), layer[sort]
        points, sizes = lay(self.line, self.strokes, spread, 46 if n <= SOME else 40)
        points, ends = self.frame.place(points), np.cumsum(sizes)
        firsts = ends - sizes
        heads = np.flatnonzero(np.diff(layer, prepend=-1))
        which, load, light = spread.stroke[heads], load[sort][heads], light[sort][heads]
        if pieces > 1:
            month, hour = paints(self.columns, self.theme, pieces)
        mixed = mix_clean(month[which], hour[which, piece[sort][heads]], LOADS[load])
        pens = self._pens(which, mixed, load, light, dice)
        own = np.flatnonzero(np.diff(which, prepend=-1))
        runs, sets = np.append(heads[own], len(layer)), np.append(own, len(which))
        first = (heads - np.repeat(heads[own], np.diff(sets))).tolist()
        starts = (firsts - np.repeat(firsts[heads[own]], np.diff(runs))).tolist()
        tufts = list(map(Tuft._make, zip(first, *pens, strict=True)))
        made, begin = {}, 0
        for s, (row, last), (tuft, end) in zip(
            which[own].tolist(), pairwise(runs.tolist()), pairwise(sets.tolist()), strict=True
        ):
            finish = int(ends[last - 1])
            made[s] = Tufts(points[begin:finish], starts[row:last], tufts[tuft:end], (s,), apart=n <= APART)
            begin = finish
        return made

    def _pens(self, which: Ints, mixed: Floats, load: Ints, light: Ints, dice: Generator) -> tuple[list[Any], ...]:
        """Return the colours, widths, opacities and dashes of tufts: how full the brush is, and the weather."""
        n, weather = len(self.strokes), self.columns.weather[which]
        lighter = (light - 1) * (0.075 if n == 1 else 0.05) + 0.025 * ((load == 1) | (load == 2))
        colours, widths = hexes(tune(mixed, lighter=lighter)), np.round(1.9 * self.gap * BODIES[light], 1).tolist()
        rain = (np.array([16.0, 5.0]) + np.array([26.0, 6.0]) * dice.random((len(which), 2))) * self._scale()
        rain *= np.array([2.4, 1.5]) if n < 20 else 1.0
        wet = (weather == RAIN).tolist()
        dashes = [tuple(drawn) if dashed else () for dashed, drawn in zip(wet, rain.tolist(), strict=True)]
        sheer = np.where(weather == CLOUD, 0.5, 0.88 if n <= DENSE else 1.0).tolist()
        return colours, widths, sheer, dashes

    def flakes(self) -> dict[int, list[Dots]]:
        """Let loose flakes drift over the strokes of snowy days."""
        snowy = np.flatnonzero(self.columns.weather == SNOW)
        if not len(snowy):
            return {}
        strokes, radius = self.strokes, self.frame.radius
        broad = strokes.breadth[snowy] * radius
        length = 5.5 * ((strokes.end - strokes.start) * (strokes.low + strokes.high) / 2)[snowy] * radius
        counts = np.clip(length * broad / 240 / self._scale(), 5, 320).astype(np.int64)
        row, _ = ragged(counts)
        dice = self.rng.fork("snow").generator.random((4, len(row)))
        u, across, which = 0.04 + 0.86 * dice[0], np.clip((dice[1:].sum(axis=0) - 1.5) * 1.05, -0.95, 0.95), snowy[row]
        level = strokes.level(which, u) + across * strokes.half(self.line, which, u)
        points = self.frame.place(self.line.at(strokes.turn(which, u), level))
        white = _snow(dark=self.theme.dark)
        sizes = np.clip(broad / self._scale() / 40, 0.6, 1.3) * self._scale()
        made = {}
        for n, drift, size in zip(
            snowy.tolist(), np.split(points, np.cumsum(counts)[:-1]), sizes.tolist(), strict=True
        ):
            ends = [0, len(drift) * 6 // 10, len(drift) * 9 // 10, len(drift)]
            made[n] = [
                Dots(drift[a:b], white, round(flake * size, 1), 0.92, (n,))
                for (a, b), flake in zip(pairwise(ends), FLAKES, strict=True)
            ]
        return made

    def threads(self) -> dict[int, list[Bristles]]:
        """Draw a bright thread for each step of grade."""
        graded = np.flatnonzero(self.columns.grade > 0)
        row, step = ragged(self.columns.grade[graded])
        still, all_along = np.zeros(len(row)), np.ones(len(row))
        bright = Hairs(
            graded[row], THREADS[step], 0.08 * all_along, 0.86 * all_along, still, still, np.zeros((2, len(row))), still
        )
        points, sizes = lay(self.line, self.strokes, bright, 44)
        points, firsts = self.frame.place(points), np.r_[0, np.cumsum(sizes)]
        paint = _bright(self.theme)
        width = round(float(np.clip(1.1 * self.gap, 0.7, 1.6)), 1)
        ends = np.r_[0, np.cumsum(self.columns.grade[graded])].tolist()
        return {
            n: [Bristles(points[firsts[a] : firsts[b]], (firsts[a:b] - firsts[a]).tolist(), paint, width, of=(n,))]
            for n, (a, b) in zip(graded.tolist(), pairwise(ends), strict=True)
        }

    def _scale(self) -> float:
        return self.frame.radius / USUAL_RADIUS


@lru_cache(maxsize=32)
def _bright(theme: Theme) -> str:
    return hex_of(tune(theme.ink_lab if theme.dark else theme.hour_paints[2], lighter=0.05, chroma=0.5))


@lru_cache
def _snow(*, dark: bool) -> str:
    return hex_of(oklch(0.96, 0.02, 250) if dark else oklch(0.985, 0.008, 240))
