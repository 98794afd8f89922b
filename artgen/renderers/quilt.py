"""Quilt: 52 blocks in reading order, one for each week; each activity is a patch, its kind a pattern."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hex_of, hexes, mix
from artgen.drawing.marks import Bristles, Mark, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.style import Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._quilt_bands import bands_of
from artgen.renderers._quilt_cut import Cut, cut, lay, sides
from artgen.renderers._quilt_dyes import calm, cloths, dye, figures, thread
from artgen.renderers._quilt_figures import DEEP, FIGURE, Layer, figure, outline, star
from artgen.renderers._quilt_legend import legend_quilt
from artgen.renderers._quilt_whole import drops, whole_cloth
from artgen.renderers._quilt_words import describe_quilt

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Stitches = Literal["echo", "plain"]

DAYS = 7
FOURFOLD, ECHOED, HERO = 0.19, 0.075, 0.30
PETALS = np.arange(8) / 8


def swatches_of(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the two paints of each patch: its figure's and its cloth's."""
    if not len(story):
        return ()
    paint = figures(story.columns, theme)
    return tuple(zip(hexes(paint), hexes(cloths(story.columns.day, theme, paint[:, 0])), strict=True))


@renderer(
    "quilt",
    api=1,
    by="artgen",
    reveal="grow",
    mark="patch",
    fine="quilt.fine",
    describe=describe_quilt,
    legend=legend_quilt,
    swatches=swatches_of,
    promise=((60, 0.90), (600, 0.75)),
)
def quilt(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    handcut: Annotated[float, Span(0, 2, "how far seams lean, times the usual")] = 1.0,
    rest: Annotated[float, Span(0.4, 1.6, "room of the weeks of plain cloth, times the usual")] = 1.0,
    stitches: Stitches = "echo",
) -> Iterator[Mark]:
    """Best for habits: every week has its block, one activity makes a medallion, hundreds a patchwork."""
    if not len(story):
        yield from whole_cloth(canvas.art, theme)
        return
    made = cut(story.columns, canvas.art, rng, handcut=handcut, rest=rest)
    work = _Work(story, made, theme, canvas.art.width * canvas.art.height, stitches == "echo", rng)
    yield from work.resting()
    yield from work.patches()
    yield from work.seams()


@dataclass(frozen=True, slots=True)
class _Work:
    """What is sewn: the story, the cut cloth, and how large the whole quilt is."""

    story: Story
    cut: Cut
    theme: Theme
    area: float
    echoed: bool
    rng: Rng

    @property
    def unit(self) -> float:
        """Return the breadth of a quilt as large as this one, were it square."""
        return float(np.sqrt(self.area))

    def resting(self) -> Iterator[Mark]:
        """Lay the plain weeks, quilted with seven lines for seven days."""
        blocks = self.cut.blocks
        yield Shape(_around(blocks), self.theme.ground, smooth=False)
        at = self.cut.resting
        if not len(at):
            return
        day = 7 * at + 4
        shade = 0.006 * self.rng.fork("rest").generator.normal(size=len(at))
        cloth = calm(day, self.theme) + np.array([1.0, 0.0, 0.0]) * shade[:, None]
        for quad, paint in zip(blocks[at], hexes(cloth), strict=True):
            yield Shape(quad, paint, smooth=False)
        size = sides(blocks[at])
        month = np.minimum(day // 30.5, 11).astype(np.int64)
        paints = hexes(thread(calm(30.5 * np.arange(12) + 15, self.theme), self.theme))
        scale = self.unit / 882
        wide = size.min(axis=1) > 0.055 * self.unit
        across = np.where(wide, at % 2 == 0, size[:, 0] >= size[:, 1])
        long = np.where(across, size[:, 0], size[:, 1])
        step = (np.arange(DAYS) + 0.5) / DAYS
        for number in np.unique(month).tolist():
            full, short = np.flatnonzero(wide & (month == number)), np.flatnonzero(~wide & (month == number))
            if len(full):
                ends = np.stack([np.tile([0.05, 0.95], DAYS), np.repeat(step, 2)], axis=-1)
                lines = lay(blocks[at[full]], _either(ends, across[full]))
                yield _lines(lines, paints[number], 1.2 * scale, (6 * scale, 5 * scale))
            if len(short):
                half = np.minimum(0.23 / DAYS, 6.5 * scale / long[short])
                reach = half[:, None] * np.tile([-1.0, 1.0], DAYS)
                ends = np.stack([np.repeat(step, 2) + reach, np.full_like(reach, 0.5)], axis=-1)
                yield _lines(lay(blocks[at[short]], _either(ends, across[short])), paints[number], 1.5 * scale)

    def patches(self) -> Iterator[Mark]:
        """Sew every patch: cloth, figure, echo stitches, and the star on the largest."""
        columns, quads = self.story.columns, self.cut.patches
        size = sides(quads).min(axis=1) / self.unit
        dyes = dye(columns, self.cut.week, self.theme, self.rng)
        cloth = hexes(dyes.cloth)
        paints = [hexes(paint) for paint in dyes.figure]
        echo = hexes(mix(dyes.figure[FIGURE], dyes.cloth, 0.5))
        bands = bands_of(self.story, size * self.unit)
        turn = (np.arange(len(columns.day)) + self.cut.week) % 4
        layers = self._layers(bands, turn, size > FOURFOLD)
        echoes = self._echoes(turn, size) if self.echoed else {}
        starred = self.story.largest
        for n in range(len(columns.day)):
            yield Shape(quads[n], cloth[n], smooth=False, of=(n,))
            for layer in layers[n]:
                yield Shape(layer.points, paints[layer.paint][n], smooth=False, starts=layer.starts, of=(n,))
            for line in echoes.get(n, ()):
                yield Bristles(line, (0,), echo[n], 1.3 * self.unit / 882, 0.9, self._dash, (n,), smooth=False)
            if n != starred and size[n] > HERO and self.echoed:
                yield from self._rosette(quads[n], float(size[n]), (paints[FIGURE][n], paints[DEEP][n]), n)
            if n == starred:
                yield from self._star(quads[n], float(size[n]), paints[FIGURE][n], n)

    @property
    def _dash(self) -> tuple[float, float]:
        return 5 * self.unit / 882, 4 * self.unit / 882

    def _layers(self, bands: Ints, turn: Ints, fourfold: NDArray[np.bool_]) -> list[list[Layer]]:
        """Lay every figure on its patch, all those of one pattern at once."""
        kind, quads = self.story.kind, self.cut.patches
        sort = np.stack([kind, bands, np.where(fourfold, 0, turn), fourfold], axis=-1)
        alike, which = np.unique(sort, axis=0, return_inverse=True)
        made: list[list[Layer]] = [[] for _ in range(len(kind))]
        for i, (pattern, number, quarter, four) in enumerate(alike.tolist()):
            of = np.flatnonzero(which.reshape(-1) == i)
            for one in figure(pattern, number, quarter, fourfold=bool(four)):
                laid = lay(quads[of], one.points)
                for n, points in zip(of.tolist(), laid, strict=True):
                    made[n].append(Layer(one.paint, points, one.starts))
        return made

    def _echoes(self, turn: Ints, size: Floats) -> dict[int, list[Floats]]:
        """Follow the edges of large figures with stitches."""
        made: dict[int, list[Floats]] = {}
        for n in np.flatnonzero(size > ECHOED).tolist():
            quad = self.cut.patches[n : n + 1]
            inset = 5.5 / 882 / size[n]
            square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * (1 - 2 * inset) + inset
            edge = outline(int(self.story.kind[n]), int(turn[n]))
            if size[n] > FOURFOLD or edge is None:
                made[n] = [lay(quad, square)[0]]
                continue
            middle = edge.mean(axis=0)
            within = middle + (edge - middle) * (1 - 3.4 * inset)
            made[n] = [lay(quad, np.concatenate([within, within[:1]]))[0]]
        return made

    def _star(self, quad: Floats, size: float, paint: str, n: int) -> Iterator[Mark]:
        """Set an eight-pointed star on the middle of a patch."""
        theme, points = self.theme, star()
        radius = self.unit * (min(size * 0.36, 0.052) if size < FOURFOLD else 0.20 * size)
        middle = quad.mean(axis=0)
        light, dark = (theme.ink, theme.ground) if theme.dark else (theme.ground, theme.ink)
        if size >= FOURFOLD:
            yield Shape(middle + 1.16 * radius * _circle(), paint, of=(n,))
        tips, facets, starts = points
        yield Shape(middle + radius * tips, light, smooth=False, of=(n,))
        yield Shape(middle + radius * facets, dark, smooth=False, starts=starts, of=(n,))

    def _rosette(self, quad: Floats, size: float, paints: tuple[str, str], n: int) -> Iterator[Mark]:
        """Quilt a rosette on the middle of a patch that fills much of the cloth."""
        middle, radius = quad.mean(axis=0), 0.2 * size * self.unit
        yield Shape(middle + 1.16 * radius * _circle(), paints[0], of=(n,))
        petals = np.concatenate([drops(PETALS, (0.06, 0.92), 0.20), drops(PETALS, (0.30, 0.74), 0.10)])
        rings = np.concatenate([1.02 * _circle(), 1.02 * _circle()[:1]])
        points = middle + radius * np.concatenate([petals.reshape(-1, 2), rings])
        starts = range(0, petals.shape[0] * petals.shape[1] + 1, petals.shape[1])
        yield Bristles(points, starts, paints[1], 1.5 * self.unit / 882, 1.0, self._dash, (n,))

    def seams(self) -> Iterator[Mark]:
        """Sew the seams in the ground's colour, fine between patches and broad between blocks, and bind the edge."""
        scale = self.unit / 882
        if len(self.cut.seams):
            fine = np.clip(0.02 * np.median(sides(self.cut.patches)), 0.8 * scale, 1.6 * scale)
            yield _lines(self.cut.seams, self.theme.ground, float(fine))
        broad = 2.4 + 0.2 * min(8.0, len(self.cut.week) / len(np.unique(self.cut.week)) - 1)
        yield _lines(self.cut.joins, self.theme.ground, broad * scale)
        bound = self.theme.ink_lab if not self.theme.dark else mix(self.theme.ink_lab, self.theme.ground_lab, 0.35)
        edge = _around(self.cut.blocks)
        yield Bristles(np.concatenate([edge, edge[:1]]), (0,), hex_of(bound), 5 * scale, smooth=False)


def _around(blocks: Floats) -> Floats:
    low, high = blocks.min(axis=(0, 1)), blocks.max(axis=(0, 1))
    return np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])


def _circle() -> Floats:
    angle = np.linspace(0, 2 * np.pi, 33)[:-1]
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def _either(ends: Floats, across: NDArray[np.bool_]) -> Floats:
    """Return points along the width of some quads and along the height of the others (k, m, 2)."""
    every = np.broadcast_to(ends, (len(across), *ends.shape[-2:]))
    return np.where(across[:, None, None], every, every[..., ::-1])


def _lines(ends: Floats, paint: str, width: float, dash: tuple[float, ...] = ()) -> Bristles:
    """Return straight lines, pairs of ends (..., 2), as one mark."""
    points = ends.reshape(-1, 2)
    return Bristles(points, range(0, len(points), 2), paint, width, dash=dash, smooth=False)
