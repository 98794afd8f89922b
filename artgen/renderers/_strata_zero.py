"""Still water: the landscape of an empty year. Twelve low ridges on both sides of a lake, the same for everyone.

No peak, no flag, no disc and no ripple: nothing that stands for anything but the twelve months of any year.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hex_of, hexes, mix, oklab_of, tune
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark, Radial, Shape, Stamp, Symbol
from artgen.drawing.theme import Theme
from artgen.renderers._strata_ground import ground
from artgen.renderers._strata_paint import Paints
from artgen.renderers._strata_scene import MONTHS, Scene

Floats = NDArray[np.float64]
_POINTS = 61
_HILLS, _WATER = 4, 3
_RING = np.linspace(0, 2 * np.pi, 24, endpoint=False)


def still(on: Scene, theme: Theme, paints: Paints) -> Iterator[Mark]:
    """Draw first light over still water."""
    light = tune(paints.light, lighter=0.02) if theme.dark else mix(paints.light, theme.ground_lab, 0.45)
    yield from _dawn(on, theme, paints, light)
    shores = [_shore(on, month) for month in range(MONTHS)]
    for month, shore in enumerate(shores):
        yield from _ridge(month, shore, on, paints)
        if _WATER <= month < MONTHS - 1:
            yield _shimmer(month, on, paints, light)


def _dawn(on: Scene, theme: Theme, paints: Paints, light: Floats) -> Iterator[Mark]:
    box, end = on.view, on.horizon + 40
    top = oklab_of(paints.head)
    low = mix(top, light, 0.5 if theme.dark else 0.55)
    stops = zip((0.0, 0.3, 0.62, 1.0), hexes([top, top, mix(top, light, 0.14), low]), strict=True)
    height = end - box.y
    yield Bar(box.x, box.y, box.width, height, Gradient((0, box.y), (0, end), tuple(stops)))
    glow, strong = hex_of(light), 0.55 if theme.dark else 0.6
    fading = ((0.0, glow, strong), (0.4, glow, 0.4 * strong), (1.0, glow, 0.0))
    middle = box.x + box.width / 2
    radius = min(0.62 * box.width, on.horizon - on.ceiling)
    yield Bar(box.x, box.y, box.width, height, Radial((middle, on.horizon), radius, fading))


def _shore(on: Scene, month: int) -> Floats:
    """Return the line (m, 2) of a ridge: hills far away, then shores that leave the middle to the water."""
    x = np.linspace(on.view.x, on.view.right, _POINTS)
    u = 2 * (x - on.view.x) / on.view.width - 1
    along, turn = month / (MONTHS - 1), 2.39996 * month
    size = 0.8 * (on.ridges[-2] - on.horizon)
    hill = (0.5 + 0.5 * np.sin(u * (3.3 - 0.8 * along) + turn)) * size * (0.115 - 0.03 * along)
    hill += (0.5 + 0.5 * np.sin(4.9 * u + 1.7 * turn)) * size * 0.034
    if month < _HILLS:
        hill = 1.25 * hill + size * 0.010 * (np.sin(23 * u + turn) + 0.6 * np.sin(41 * u - turn))
    else:
        hill *= np.clip(0.16 + 1.1 * np.abs(u) ** 1.6, 0, 1.2)
    return np.stack([x, on.ridges[month] - hill], axis=-1)


def _ridge(month: int, shore: Floats, on: Scene, paints: Paints) -> Iterator[Mark]:
    yield ground(month, shore, on, paints, (float(shore[:, 1].min()), float(on.ridges[month + 1])))
    if month < MONTHS - 1:
        yield Bristles(shore, (0,), paints.line[month], 1.1 + 0.05 * month, 0.45)


def _shimmer(month: int, on: Scene, paints: Paints, light: Floats) -> Stamp:
    """Lay the sky's light upon the water: soft in the middle, no line that could be counted."""
    room = float(on.room()[month])
    paint = hex_of(mix(paints.ridge[month], light, 0.62))
    strong = 0.75 - 0.4 * month / (MONTHS - 1)
    round_ = Shape(106 * np.column_stack([np.cos(_RING), np.sin(_RING)]), _soft(paint, strong))
    wide = on.view.width * (0.46 - 0.012 * month) / 100
    matrix = (wide, 0.0, 0.0, 0.42 * room / 100, on.view.x + on.view.width / 2, float(on.ridges[month]) + 0.55 * room)
    return Stamp(Symbol((round_,)), matrix)


def _soft(paint: str, strong: float) -> Radial:
    return Radial((0.0, 0.0), 100.0, ((0.0, paint, strong), (1.0, paint, 0.0)))
