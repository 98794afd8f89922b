"""The skies of an empty year: the window at first light, a calm floor of cloud, no ridge and no disc."""

from collections.abc import Iterator

import numpy as np

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hex_of, hexes, mix, tune
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark, Radial
from artgen.drawing.theme import Theme
from artgen.renderers._skies_light import sky
from artgen.renderers._skies_window import seat, wall

_HORIZON = 0.705
_SUNS = ((0.0, -15.0), (0.22, -10.5), (0.40, -7.0), (0.52, -4.0), (0.60, -1.6), (0.655, 0.6), (0.69, 3.2), (0.705, 6.0))
_VEILS = 9


def dawn(canvas: Canvas, theme: Theme) -> Iterator[Mark]:
    """Draw first light, the same for everyone: nothing in it is counted or measured."""
    view = seat(canvas, listed=False)
    window = view.window
    lift = 0.0 if theme.dark else 1.8

    def light(*heights: float) -> list[str]:
        return hexes(sky(theme, np.array(heights) + lift))

    left, wide, top = window.x, window.width, window.y
    horizon = window.y + _HORIZON * window.height
    offsets, heights = zip(*_SUNS, strict=True)
    up = tuple((offset / _HORIZON, colour) for offset, colour in zip(offsets, light(*heights), strict=True))
    yield Bar(left, top, wide, horizon - top + 1, Gradient((0, top), (0, horizon), up))
    gold, rose, edge = light(7, 4, 1)
    glow = ((0.0, gold, 0.9), (0.4, rose, 0.42), (1.0, edge, 0.0))
    yield Bar(left, top, wide, horizon - top, Radial((window.centre[0], horizon), 0.56 * wide, glow))
    low = sky(theme, np.array([1.5, -4.0, -2.5, -7.0, -8.0, -12.5]) + lift)
    floor = hexes([mix(low[0], low[1], 0.35), mix(low[2], low[3], 0.35), low[4], low[5]])
    down = tuple(zip((0.0, 0.22, 0.56, 1.0), floor, strict=True))
    yield Bar(left, horizon, wide, window.bottom - horizon, Gradient((0, horizon), (0, window.bottom), down))
    for i in range(_VEILS):
        near = (i + 0.6) / _VEILS
        y = horizon + (window.bottom - horizon) * near**1.75
        thick = (3 + 26 * near) * window.height / 884
        veil = mix(sky(theme, 3 - 11 * near + lift), sky(theme, -12 + lift), 0.15 + 0.3 * near)
        clear = ((0.0, hex_of(tune(veil, lighter=0.05)), 0.55 - 0.2 * near), (1.0, hex_of(veil), 0.0))
        yield Bar(left, y, wide, thick, Gradient((0, y), (0, y + thick), clear))
    line = np.array([[left, horizon], [window.right, horizon]])
    yield Bristles(line, (0,), light(8)[0], 1.4, 0.9, smooth=False)
    yield from wall(view, theme)
