"""The heart of an empty year: its outline in one line, in the same warm paint for everyone."""

from collections.abc import Iterator

import numpy as np

from artgen.drawing.brush import hairs, lay, washes
from artgen.drawing.canvas import Box, Canvas
from artgen.drawing.colour import hexes, mix, tune
from artgen.drawing.heartline import Heartline
from artgen.drawing.marks import Bristles, Gradient, Mark, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.renderers._heart_frame import USUAL_RADIUS, fit
from artgen.renderers._heart_spiral import lone


def breath(line: Heartline, canvas: Canvas, theme: Theme, rng: Rng) -> Iterator[Mark]:
    """Draw the outline; it counts and measures nothing."""
    strokes = lone(-0.035, 1.08, 0.955, 1.03, 0.085, 0.12)
    art = canvas.art
    air = Box(art.x + 0.07 * art.width, art.y + 0.07 * art.height, 0.86 * art.width, 0.89 * art.height)
    frame = fit(line, strokes, air)
    _, dawn, _, dusk = theme.hour_paints
    rose, light = mix(dusk, dawn, 0.55), dawn if theme.dark else tune(dawn, lighter=-0.04, chroma=1.1)
    (x1, y1), (x2, y2) = frame.place(np.array([[-1.0, 0.8], [1.0, -0.8]])).tolist()
    paints_at = zip((0.0, 0.45, 1.0), hexes([tune(dusk, lighter=-0.05), dusk, rose]), strict=True)
    deep = Gradient((x1, y1), (x2, y2), tuple(paints_at))
    pale = Gradient((x1, y1), (x2, y2), tuple(zip((0.0, 1.0), hexes([rose, light]), strict=True)))
    outline, _ = washes(line, strokes, 80)
    yield Shape(frame.place(outline), deep, 0.8)
    dice = rng.fork("breath").generator
    spread = hairs(strokes, np.array([30]), np.array([0.02]), np.zeros(1), dice)
    points, sizes = lay(line, strokes, spread, 60)
    width = 1.3 * frame.radius / USUAL_RADIUS
    for i, curve in enumerate(np.split(frame.place(points), np.cumsum(sizes)[:-1])):
        yield Bristles(curve, (0,), pale if i % 3 == 1 else deep, width * (0.8, 1.0, 1.2)[i % 3], 0.9)
