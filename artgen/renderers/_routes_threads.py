"""Threads: how many an activity is drawn with, their paints, and their texture."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import POSTER, Canvas
from artgen.drawing.colour import hexes, mix_clean, tune
from artgen.drawing.theme import Theme
from artgen.history.story import KINDS, Story
from artgen.renderers._routes_plan import FEW

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Measured = Literal["minutes", "amount", "nothing"]
Textured = Literal["weather", "kind", "nothing"]
PLAIN, FAINT, DASHED, DOTTED, RIPPLED, SHORT = range(6)
_MINUTES = (1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440)
_CHART_BUDGET, _LEAF_BUDGET, _BUDGET, _FULL_BUDGET, _MANY_BUDGET, MANY = 900, 360, 380, 1250, 2100, 240
_ALIKE, _SMALLEST = 300, 1e-9
_WAVES = 1.45
_PAPER, _YELLOW = 0.62, (58.0, 125.0)


@dataclass(frozen=True, slots=True, eq=False)
class Threads:
    """How many threads draw each activity (n,), what they count, and how much of it is one thread (`step`)."""

    count: Ints
    measured: Measured
    step: float


def room_of(canvas: Canvas) -> float:
    """Return how much of a poster's room for threads a canvas has, at most 1: on a card they would be too fine."""
    own, whole = canvas.art, POSTER.art
    return min(1.0, own.width * own.height / (whole.width * whole.height))


@lru_cache(maxsize=8)
def threads(story: Story, *, charted: bool, room: float = 1.0) -> Threads:
    """Count the threads of each activity: by its minutes where any are known, else by its amount, else alike.

    An unknown one among known ones gets the median. The step is the smallest round one that keeps to the budget; a
    leaf of its own in a chart has room for more of them than a half petal, and paper of less `room` for fewer.
    """
    n = len(story)
    budget = _CHART_BUDGET if charted else _BUDGET if n <= FEW else _FULL_BUDGET if n <= MANY else _MANY_BUDGET
    if charted and n > 1 and len({frozenset((one.origin, one.destination)) for one in story.activities}) == 1:
        budget = _LEAF_BUDGET
    budget = round(budget * room)
    minutes, amount = story.columns.minutes, story.columns.amount
    measured: Measured
    if (minutes > 0).any():
        measured, size = "minutes", _filled(minutes)
        step = next((float(step) for step in _MINUTES if size.sum() / step <= budget), float(_MINUTES[-1]))
    elif (amount > 0).any():
        measured, size = "amount", _filled(amount)
        step = max(_SMALLEST, _round_up(float(size.sum()) / budget))
    else:
        measured, size, step = "nothing", np.ones(n), 1.0 / max(1, min(_ALIKE, budget // n))
    return Threads(np.maximum(1, np.rint(size / step)).astype(np.int64), measured, step)


def _filled(size: Floats) -> Floats:
    known = size[np.isfinite(size) & (size > 0)]
    return np.where(np.isfinite(size) & (size >= 0), size, np.median(known))


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50, ... or their parts.

    >>> _round_up(0.013), _round_up(21), _round_up(5)
    (0.02, 50.0, 5.0)
    """
    ten = 10.0 ** np.floor(np.log10(value))
    return float(round(next(part * ten for part in (1, 2, 5, 10) if part * ten >= value * (1 - 1e-9)), 9))


@lru_cache(maxsize=4)
def texture(story: Story) -> tuple[Ints, Textured]:
    """Return the texture of each activity (n,): by weather where any is known, else by kind; PLAIN where unknown."""
    weather = story.columns.weather
    if (weather >= 0).any():
        return np.maximum(weather, PLAIN), "weather"
    if len(story.drawn_kinds) > 1 or (story.kind == KINDS).any():
        return np.maximum(story.kind, PLAIN), "kind"
    return np.zeros(len(story), np.int64), "nothing"


def onto(theme: Theme, lab: Floats, lift: float) -> Floats:
    """Return a paint (..., 3) as thin threads need it: lifted on a dark ground, deeper and never yellow on paper."""
    if theme.dark:
        return tune(lab, lighter=lift)
    chroma, hue = np.hypot(lab[..., 1], lab[..., 2]), np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    pale = np.clip((lab[..., 0] - _PAPER) / 0.2, 0, 1)
    yellow = (hue > _YELLOW[0]) & (hue < _YELLOW[1]) & (lab[..., 0] > 0.76)
    turned = np.radians(np.where(yellow, hue + (_YELLOW[0] - hue) * 0.8 * pale, hue))
    strong = chroma * (1 + 0.3 * pale)
    lighter = np.minimum(lab[..., 0], _PAPER) + 0.45 * np.maximum(0, lab[..., 0] - _PAPER)
    return np.stack([lighter, strong * np.cos(turned), strong * np.sin(turned)], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Paints:
    """The paints (n, 3) along each activity: where it begins, in the middle, and where it ends."""

    begin: Floats
    middle: Floats
    end: Floats


@lru_cache(maxsize=8)
def paints(story: Story, theme: Theme, days: int = 1, degrees: float = 1.0) -> Paints:
    """Return the month's paint in the middle and the hour's at both ends.

    The hour is the sun's height at start and end; where that is unknown, the part of the day at the start; where even
    that is unknown, the month's own paint goes on. Days and degrees are rounded, so that threads share their paints.
    """
    columns = story.columns
    day = np.clip(np.rint((columns.day - 8) / days) * days + 8, 1, 365) if days > 1 else columns.day
    month = onto(theme, theme.season(day), 0.03)
    sun = np.clip(np.rint(np.clip(columns.sun[:, [0, -1]], -16, 34) / degrees) * degrees, -16, 34)
    lit = np.isfinite(sun).all(axis=1, keepdims=True)
    hour = onto(theme, theme.hour(np.nan_to_num(sun), columns.rising[:, [0, -1]]), 0.06)
    timed = np.isfinite(columns.hour)[:, None]
    clock = onto(theme, theme.clock(columns.hour), 0.02)
    begin = np.where(lit, hour[:, 0], np.where(timed, clock, month))
    end = np.where(lit, hour[:, 1], month)
    return Paints(begin, month, end)


def blended(month: Floats, hour: Floats, share: float, lighter: float = 0.0) -> list[str]:
    """Return '#rrggbb' (n,) of the month's paint carried towards the hour's."""
    return hexes(tune(mix_clean(month, hour, np.full(len(month), share)), lighter=lighter))


def ripple(along: Floats, phase: Floats) -> Floats:
    """Return the sway (n, t) of rippled threads, -1..1 and still at both ends, at shares (t,) of their length.

    There are as many waves as the samples can carry.
    """
    return np.sin(along * _WAVES * len(along) + phase[:, None]) * np.sin(np.pi * along) ** 0.5


def dash(kind: int, width: float) -> tuple[float, ...]:
    """Return the dashes of a texture for threads of this width."""
    grain = max(width, 0.6)
    return {DASHED: (8.0 * grain, 3.6 * grain), DOTTED: (0.0, 2.6 * grain), SHORT: (2.6 * grain, 3.2 * grain)}.get(
        kind, ()
    )
