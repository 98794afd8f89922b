"""The ridges of the skies: where each stands, how it rises, and how far hills are lowered so that none is lost.

To 200 activities a ridge runs across the whole window; above, it is a hill that ends on both sides, or the feet of
hundreds would lie on each other as stripes. Hills of one and the same hour would leave most of the window empty, as a
roll of cloth hung in it: they stay ridges.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.drawing.rng import Rng
from artgen.history.columns import WEATHERS, Columns
from artgen.renderers._skies_settle import Ground, settle
from artgen.renderers._skies_window import Seat

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FEW, DENSE, HILLS = 16, 60, 200
SKY = 0.19
"""The share of the window's height above the first ridge."""
REACH = 5.0
"""How far ridges go on behind the wall, in user units."""
_SAMPLES, _SAMPLES_OF_MANY, _HILL_SAMPLES = 30, 18, 13
_DATED, _QUIET = 0.35, 3.0
_MARGIN = 0.06
_FALL = 2.4
_HILL_ENDS = 2.2
_HILL_BREADTH = 0.8
_HILL_FOOT = 4.0
_ASUNDER = 0.25
"""How much of the window's breadth the summits must take up, but for a tenth of them, to be hills."""
_DRIFT = 0.42
_BRIM = 0.008
_ROUGH = np.array([0.10, 0.22, 0.30, 0.26, 0.75, 0.10])
_WIND = WEATHERS.index("wind")


@dataclass(frozen=True, slots=True, eq=False)
class Ridges:
    """All ridges, far to near: m of them, `moments` for each activity.

    `of` (m,) is the activity, `begin` and `end` (m,) its course 0..1 that the ridge stands for; `base` and `foot`
    (m,) are heights on the sheet, `peak` and `breadth` (m,) the summit's place across and its half-breadth; `crest`
    and `under` (m, c) are the upper and lower edge over `x` (m, c). `seen` (m, c) is how much of it stays uncovered,
    downwards, in user units; `scale` (m,) how far it was lowered, 1 where it wasn't; `shares` (n,) the visible share
    0..1 of each activity.
    """

    moments: int
    of: Ints
    begin: Floats
    end: Floats
    base: Floats
    foot: Floats
    peak: Floats
    breadth: Floats
    x: Floats
    crest: Floats
    under: Floats
    seen: Floats
    scale: Floats
    shares: Floats


def moments(count: int) -> int:
    """Return in how many ridges each activity is told, so that a short year too fills the window.

    >>> [moments(count) for count in (1, 2, 4, 10, 16, 400)]
    [16, 8, 4, 2, 1, 1]
    """
    return max(1, round(FEW / count)) if count < FEW else 1


def hilly(columns: Columns) -> bool:
    """Tell whether each is a hill: where there are hundreds, at hours of their own."""
    if len(columns.day) <= HILLS:
        return False
    low, high = np.quantile(across(columns), (0.05, 0.95))
    return bool(high - low > _ASUNDER)


def bands(columns: Columns) -> Floats:
    """Return where each activity begins on the way down, 0..1, and the end (n + 1,): by date, but never too close."""
    day = columns.day.astype(float)
    count = len(day)
    apart = np.diff(day, append=day[-1]) / 366
    apart[-1] = apart[:-1].mean() if count > 1 else 1.0
    step = (1 - _DATED) / count + _DATED * np.minimum(apart, _QUIET / count)
    made: Floats = np.concatenate([[0.0], np.cumsum(step) / step.sum()])
    return made


def middle_hours(columns: Columns) -> Floats:
    """Return the local hour 0..24 in the middle of each activity, nan where its hour is unknown."""
    half = np.where(np.isfinite(columns.minutes), columns.minutes, 0.0) / 120
    made: Floats = (columns.hour + half) % 24
    return made


def across(columns: Columns) -> Floats:
    """Return where each summit stands, 0..1: by the clock; in the middle where its hour is unknown.

    Where no hour is known at all, by the day of the month.
    """
    hour = middle_hours(columns)
    timed = np.isfinite(hour)
    if timed.any():
        return np.where(timed, hour / 24, 0.5)
    made: Floats = np.clip((columns.day - 1 - 30.44 * columns.month) / 30.44, 0, 1)
    return made


def spans(columns: Columns) -> Floats:
    """Return how broad each is, 0..1 of the broadest: by its duration, by its amount where none is known."""
    minutes = columns.minutes
    lasting = np.isfinite(minutes) & (minutes > 0)
    if not lasting.any():
        return columns.share
    part = np.clip(minutes / minutes[lasting].max(), 0, 1)
    made: Floats = np.where(lasting, part, np.median(part[lasting]))
    return made


def raise_ridges(columns: Columns, seat: Seat, rng: Rng, *, relief: float) -> Ridges:
    """Raise every ridge of a year in the window; `relief` is their height, times the usual."""
    window, count = seat.window, len(columns.day)
    each, hills = moments(count), hilly(columns)
    of = np.repeat(np.arange(count), each)
    begin = np.tile(np.arange(each) / each, count)
    end = begin + 1 / each
    edges = window.y + window.height * (SKY + (1 - SKY) * bands(columns))
    band = np.diff(edges)[of]
    base, foot = edges[of] + band * begin, edges[of] + band * end
    if hills:
        base = foot
    breadth = window.width * _breadths(columns)[of]
    height = window.height * relief * _heights(columns)[of]
    side = seat.inset(base) if each == 1 else 0.0 * base
    peak = window.x + side + (window.width - 2 * side) * (_MARGIN + (1 - 2 * _MARGIN) * across(columns)[of])
    if each > 1:
        peak = peak + _DRIFT * window.width * (begin - 0.5)
    x = _samples(peak, breadth, window, hills=hills)
    away = (x - peak[:, None]) / breadth[:, None]
    shape = 1 / (1 + np.abs(away) ** _FALL)
    rough = 0.55 * _ROUGH[columns.weather][of][:, None] * _noise(columns.weather[of] == _WIND, x.shape[1], rng)
    thick = None
    if hills:
        least = 1 / (1 + _HILL_ENDS**_FALL)
        shape = np.clip((shape - least) / (1 - least), 0, None)
        rough *= shape
        thick = _HILL_FOOT * np.clip(1 - (away / _HILL_ENDS) ** 2, 0, 1)
    lift = np.sin(np.pi * (begin + end) / 2) ** 0.7 if each > 1 else np.ones(len(of))
    rise = _within(height[:, None] * (lift[:, None] * shape - rough), base, window)
    ground = Ground(base, x, rise, of, window.bottom, seat.inset(base), thick)
    return Ridges(each, of, begin, end, base, foot, peak, breadth, x, *settle(ground))


def _within(rise: Floats, base: Floats, window: Box) -> Floats:
    """Lower each ridge (m, c) that would rise out of the window above its base (m,), whole, so that none is cut flat.

    The higher of two stays the higher: what is over the brim is pressed into it.
    """
    brim, top = _BRIM * window.height, rise.max(axis=1)
    over = np.maximum(top - (base - window.y - brim), 0)
    lowered: Floats = rise * np.where(over > 0, (top - over + brim * np.tanh(over / brim)) / top, 1.0)[:, None]
    return lowered


def _breadths(columns: Columns) -> Floats:
    """Return the half-breadth of each activity's hill, as a share of the window's width."""
    count = len(columns.day)
    part = spans(columns) ** 0.7
    if count < DENSE:
        return 0.075 + 0.234 * part
    return (0.070 + 0.105 * part) * (_HILL_BREADTH if hilly(columns) else 1.0)


def _heights(columns: Columns) -> Floats:
    """Return the height of each activity's hill, as a share of the window's: by the root of its amount."""
    count = len(columns.day)
    full = 1.5 if count < 6 else 1.08 if count < DENSE else 0.84 if hilly(columns) else 1.05
    made: Floats = full * (0.028 + 0.135 * np.sqrt(columns.share))
    return made


def _samples(peak: Floats, breadth: Floats, window: Box, *, hills: bool) -> Floats:
    """Return the places across (m, c) at which each ridge is measured: of all the window, or of its hill alone."""
    left, right = window.x - REACH, window.right + REACH
    if not hills:
        samples = _SAMPLES if len(peak) <= HILLS else _SAMPLES_OF_MANY
        return np.broadcast_to(np.linspace(left, right, samples), (len(peak), samples))
    begin, end = (np.clip(peak + side * _HILL_ENDS * breadth, left, right) for side in (-1, 1))
    return begin[:, None] + (end - begin)[:, None] * np.linspace(0, 1, _HILL_SAMPLES)


def _noise(windy: Bools, samples: int, rng: Rng) -> Floats:
    """Return each ridge's unevenness (m, samples), of about unit height; a windy one's is finer too."""
    dice = rng.fork("ridges").generator
    made = 0.35 * _smooth(dice.standard_normal((len(windy), samples + 10)), 5)
    made[windy] += 0.16 * _smooth(dice.standard_normal((int(windy.sum()), samples + 4)), 2)
    return made


def _smooth(rough: Floats, reach: int) -> Floats:
    """Return rows smoothed over `reach` columns to each side, their spread kept."""
    kernel = np.hanning(2 * reach + 1)
    kernel /= np.sqrt((kernel**2).sum())
    made: Floats = np.lib.stride_tricks.sliding_window_view(rough, len(kernel), axis=1) @ kernel
    return made
