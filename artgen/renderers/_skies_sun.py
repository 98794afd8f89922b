"""The one disc of the skies: a sun, or a moon where it is night, behind the ridge of the largest amount."""

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hex_of, oklch, tune
from artgen.drawing.marks import Dots
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._skies_light import clock_height, known, sky
from artgen.renderers._skies_ridges import Ridges, hilly, middle_hours
from artgen.renderers._skies_window import Seat

Floats = NDArray[np.float64]

_RADIUS, _SMALL = 0.068, 0.052
_NIGHT = -3.0
_TOP = 45.0
_RESTING = 8.0
_MOON = 0.72
_AIR = 1.6


def lit(story: Story) -> int:
    """Return the activity behind whose ridge the disc stands, -1 for none: the largest, or the only one by its hour."""
    if len(story) == 1:
        return -1 if story.softened or known(story.columns).month[0] else 0
    return -1 if story.largest is None else story.largest


def height_of(story: Story, n: int) -> float:
    """Return the sun's height half-way through an activity, by the clock where only that is known, else a low sun."""
    columns, light = story.columns, known(story.columns)
    if light.sun[n]:
        return float(columns.sun[n, columns.sun.shape[1] // 2])
    return float(clock_height(middle_hours(columns)[n])) if light.clock[n] else _RESTING


def disc(story: Story, view: Seat, theme: Theme, ridges: Ridges) -> dict[int, Dots]:
    """Return the disc by the ridge (m) that it stands behind; none in a softened year."""
    n = lit(story)
    if n < 0:
        return {}
    window, m = view.window, n * ridges.moments + ridges.moments // 2
    radius = window.width * (_SMALL if hilly(story.columns) else _RADIUS)
    beside = float(ridges.peak[m] - 0.55 * ridges.breadth[m])
    x = float(np.clip(beside, window.x + 0.2 * window.width, window.x + 0.8 * window.width))
    base = float(np.interp(x, ridges.x[m], ridges.crest[m]))
    height = height_of(story, n)
    if height > _NIGHT:
        paint = hex_of(tune(sky(theme, np.clip(height, 2, 8)), lighter=0.07, chroma=0.9))
        y = base - radius * (0.15 + 1.25 * float(np.clip(height / _TOP, 0, 1)))
    else:
        paint, radius = hex_of(oklch(0.93, 0.03, 90)), _MOON * radius
        y = base - 1.1 * radius / _MOON
    return {m: Dots(_inside(x, y, radius, view), paint, 2 * radius, of=(n,))}


def _inside(x: float, y: float, radius: float, view: Seat) -> Floats:
    """Move the middle of a disc as little as it takes to stand within the window; return it as a point (1, 2)."""
    window = view.window
    y = float(np.clip(y, window.y + _AIR * radius, window.bottom - _AIR * radius))
    side = radius + float(view.inset(np.array([y - radius, y + radius])).max())
    return np.array([[float(np.clip(x, window.x + side, window.right - side)), y]])
