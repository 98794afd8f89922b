"""Vase: the edition for a year without activities: twelve blades of grass in a vase, the same for everyone."""

from collections.abc import Iterator

import numpy as np

from artgen.drawing.canvas import Box
from artgen.drawing.colour import hexes, mix, tune
from artgen.drawing.marks import Bristles, Gradient, Mark, Radial, Shape, Stamp, Symbol
from artgen.drawing.theme import Theme
from artgen.renderers._bloom_crown import Floats
from artgen.renderers._bloom_greens import bezier, ribbon, several
from artgen.renderers._bloom_petals import RADIUS, circle

ORDER = (0, 11, 2, 9, 4, 7, 1, 10, 3, 8, 5, 6)
"""The months from the back to the front."""
SIDE = np.array(
    [[0.40, 0.0], [0.375, 0.035], [0.35, 0.10], [0.62, 0.24], [0.97, 0.46], [1.03, 0.64], [0.86, 0.86], [0.55, 1.0]]
)
"""Half the outline of a vase, from its lip to its foot: half-widths of the belly, parts of the height."""


def vase(box: Box, theme: Theme) -> Iterator[Mark]:
    """Yield twelve blades of grass in a vase; nothing of it is counted or measured."""
    tall = box.height / box.width > 1.2
    size = box.height if not tall else min(box.height, 1.22 * box.width)
    x, foot = box.centre[0], box.y + (0.97 if not tall else 0.93) * box.height
    belly, height = 0.118 * min(box.width, 1.1 * size), 0.29 * size
    lip = foot - height
    yield _shadow(x, foot, belly, theme)
    reach = min(foot - height - box.y, 0.68 * size) if not tall else 0.72 * size
    yield from _blades(np.array([x, lip + 4]), 0.40 * belly, reach, box.width, theme)
    yield from _vessel(x, lip, foot, belly, theme)


def _blades(mouth: Floats, neck: float, reach: float, width: float, theme: Theme) -> Iterator[Mark]:
    month = np.array(ORDER)
    v = (month - 5.5) / 5.5
    away = np.sign(v)
    long = reach * (0.955 + 0.06 * np.sin(2.4 * month + 1) - 0.27 * np.abs(v) ** 2.0)
    root = mouth + np.stack([0.72 * neck * v, np.full(12, 6.0)], axis=-1)
    tip = mouth + np.stack(
        [
            width * (0.42 * v + 0.03 * away + 0.018 * np.sin(2.7 * month + 0.6)),
            -long * (0.97 - 0.16 * v**2 + 0.035 * np.sin(4.1 * month)),
        ],
        axis=-1,
    )
    first = mouth + np.stack([1.1 * neck * v, -0.42 * long], axis=-1)
    second = mouth + np.stack(
        [width * v * (0.20 + 0.02 * np.sin(3.1 * month)), -long * (1 - 0.05 * np.abs(v))], axis=-1
    )
    along = np.linspace(0, 1, 22)
    points = bezier(root + np.stack([-0.3 * neck * v, 0 * v + 0.05 * reach], axis=-1), first, second, tip, along)
    scale = reach / 600
    outlines = ribbon(points, scale * (7.5 * (1 - along) ** 2 + 36 * along * (1 - along) + 0.5 * along**2))
    leaf, deep, young = theme.greens
    greens = tune(np.array([leaf, young, deep])[month * 5 % 3], lighter=0.0025 * np.arange(12) - 0.012)
    grown = hexes(tune(greens[:, None, :], lighter=np.array([-0.09, 0.0, 0.07])).reshape(-1, 3))
    ribs = hexes(mix(greens, theme.ground_lab, 0.38))
    for i in range(12):
        (x1, y1), (x2, y2) = points[i, 0].tolist(), points[i, -1].tolist()
        stops = tuple(zip((0.0, 0.55, 1.0), grown[3 * i : 3 * i + 3], strict=True))
        yield several(outlines[[i]], Gradient((x1, y1), (x2, y2), stops))
        yield Bristles(points[i, 1:-2:3], (0,), ribs[i], round(1.1 * scale, 1), 0.55)


def _vessel(x: float, lip: float, foot: float, belly: float, theme: Theme) -> Iterator[Mark]:
    clay = mix(theme.clock_paints[2 if theme.dark else 0], theme.ground_lab, 0.3 if theme.dark else 0.08)
    shade = tune(clay, lighter=-0.16, chroma=1.1)
    light = tune(clay, lighter=0.065 if theme.dark else 0.045, chroma=0.85)
    right = np.array([x, lip]) + SIDE * [belly, foot - lip]
    left = (right * [-1, 1] + [2 * x, 0])[::-1]
    outline, corners = np.concatenate([right, left]), (0, 7, 8, 15)
    edge, bright, body, dark = hexes([mix(clay, shade, 0.55), light, clay, shade])
    across = ((0.0, edge), (0.28, bright), (0.56, body), (1.0, dark))
    yield Shape(outline, Gradient((x - belly, 0.0), (x + belly, 0.0), across), corners=corners)
    down = ((0.0, dark, 0.32), (0.1, dark, 0.0), (0.75, dark, 0.0), (1.0, dark, 0.5))
    yield Shape(outline, Gradient((x, lip), (x, foot), down), corners=corners)
    at = np.linspace(-1, 1, 7)
    rim = np.stack([x + 0.4 * belly * at, lip + 0.5 + 0.075 * belly * np.sqrt(1 - at**2)], axis=-1)
    yield Bristles(rim, (0,), bright, round(0.021 * belly, 1))


def _shadow(x: float, foot: float, belly: float, theme: Theme) -> Stamp:
    shade = hexes(tune(theme.ground_lab, lighter=-0.1 if not theme.dark else -0.07))[0]
    paint = Radial((0.0, 0.0), RADIUS, ((0.0, shade, 0.85), (1.0, shade, 0.0)))
    disc = Symbol((Shape(RADIUS * circle(1.0, 24), paint),))
    return Stamp(disc, (1.9 * belly / RADIUS, 0.0, 0.0, 0.2 * belly / RADIUS, x + 0.1 * belly, foot))
