"""Sky and plains: the sun or the moon of the record, the ground of each month, a ripple for a week without a peak."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Mark, Radial, Shape
from artgen.drawing.rng import Rng
from artgen.history.story import Story
from artgen.renderers._strata_paint import Paints
from artgen.renderers._strata_peaks import Peaks
from artgen.renderers._strata_scene import MONTHS, WEEKS, Scene, height_of_hour, quiet_weeks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HALO = 3.2
_SWELLS = 25
_DEEPEST_RIPPLE, _OVER_WORDS = 44.0, 26.0


def sky(on: Scene, paints: Paints) -> Bar:
    """Paint the sky down to below the horizon; behind the top line it is one flat colour."""
    top, middle, low = paints.sky
    end = on.horizon + 0.1 * on.view.height
    share = float(np.clip((on.ceiling + 20 - on.view.y) / (end - on.view.y), 0.02, 0.4))
    stops = ((0.0, top), (share, top), (0.62, middle), (1.0, low))
    return Bar(on.view.x, on.view.y, on.view.width, end - on.view.y, Gradient((0, on.view.y), (0, end), stops))


def disc(on: Scene, paints: Paints, peaks: Peaks, top: int, hour: float, halo: float) -> Iterator[Mark]:
    """Draw the sun or the moon over peak `top`: over its day, as high as its hour; nan stands halfway up.

    It is never so low that the summits before it hide it. `halo` is how strongly it glows, 0..1.
    """
    radius = on.radius
    x = float(np.clip(peaks.x[top], on.left + 0.4 * radius, on.right - 0.4 * radius))
    before = np.abs(peaks.x - x) < 0.6 * radius
    low = min([on.horizon - 0.5 * radius, *(peaks.top[before] + 0.45 * radius).tolist()])
    high = min(on.ceiling + radius, low)
    y = low + (high - low) * (0.05 + 0.90 * (height_of_hour(hour) if np.isfinite(hour) else 0.5))
    upper, lower = paints.disc
    box, reach = on.view, _HALO * radius
    left, right = max(box.x, x - reach), min(box.right, x + reach)
    above, below = max(box.y, y - reach), min(box.bottom, y + reach)
    glow = Radial((x, y), reach, ((0.0, upper, halo), (1 / _HALO, upper, 0.55 * halo), (1.0, upper, 0.0)))
    yield Bar(left, above, right - left, below - above, glow)
    paint = Gradient((0, y - radius), (0, y + radius), ((0.0, upper), (1.0, lower)))
    yield Dots(np.array([[x, y]]), paint, 2 * radius)


def plain(month: int, on: Scene, paints: Paints) -> Shape:
    """Paint the ground of a month, from its ridge down under the next; December's is flat and reaches the edge."""
    x = np.linspace(on.view.x, on.view.right, _SWELLS)
    turn = 2 * np.pi * (x - on.view.x) / on.view.width * (0.7 + 0.1 * month) + 1.9 * month
    begin, end = float(on.ridges[month]), float(on.ridges[month + 1])
    return ground(
        month, np.column_stack([x, begin + 2.6 * (1 + 0.16 * month) * np.sin(turn)]), on, paints, (begin, end)
    )


def ground(month: int, line: Floats, on: Scene, paints: Paints, span: tuple[float, float]) -> Shape:
    """Paint the ground under a line (m, 2) that crosses the view, turning to mist over `span`."""
    last = month == MONTHS - 1
    floor = on.view.bottom + 10 if last else float(on.ridges[month + 1]) + 30
    shape = np.concatenate([line, [[on.view.right, floor], [on.view.x, floor]]])
    near, far = paints.hill[month], paints.mist[month]
    fading = Gradient((0, span[0]), (0, span[1]), ((0.0, near), (0.3, near), (1.0, far)))
    return Shape(shape, paints.foot if last else fading, corners=(0, len(line) - 1, len(line), len(line) + 1))


def ripples(story: Story, on: Scene, paints: Paints, rng: Rng) -> dict[int, Bristles]:
    """Draw on each month's plain a ripple for each week of it that has no peak; none in a softened year."""
    if story.softened:
        return {}
    dice = rng.fork("ripples").generator.random((2, WEEKS))
    weeks = quiet_weeks(story)
    month, day = _middles(story.year, weeks)
    last = month == MONTHS - 1
    room = np.minimum(on.room()[month], np.where(last, _OVER_WORDS, _DEEPEST_RIPPLE))
    y = on.ridges[month] + room * (0.36 + 0.42 * dice[0, weeks]) + np.where(last, 5.0, 0.0)
    half = on.view.width * (0.026 + 0.016 * dice[1, weeks]) * (0.75 + 0.5 * month / (MONTHS - 1))
    x = on.across(day)
    ends = np.stack([x - half, y, x + half, y], axis=-1)
    drawn = {}
    for m in sorted(set(month.tolist())):
        points = ends[month == m].reshape(-1, 2)
        width = round(1.4 + 0.08 * m, 1)
        drawn[m] = Bristles(points, range(0, len(points), 2), paints.ripple[m], width, 0.85, smooth=False)
    return drawn


def _middles(year: int, weeks: Ints) -> tuple[Ints, Floats]:
    """Return the month 0..11 and the day of it of the middle of each week."""
    first = np.datetime64(f"{year}-01-01")
    middle = first + (7 * weeks + 3).astype("timedelta64[D]")
    month = middle.astype("datetime64[M]")
    return month.astype(np.int64) % 12, (middle - month).astype(np.int64) + 0.5
