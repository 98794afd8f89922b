"""The light of the skies: what colour each ridge has along its course, and what is known of it.

The sun's height is used where it is known; else the clock's hour goes over into the month; else the month alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artgen.drawing.colour import mix_clean, ramp, tune
from artgen.drawing.theme import Theme
from artgen.history.columns import SUN_SAMPLES, Columns

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What colour can follow, for each activity (n,): the sun's real height, or at least the clock."""

    sun: Bools
    clock: Bools

    @property
    def month(self) -> Bools:
        """Return where only the month is known."""
        return ~self.sun & ~self.clock


def known(columns: Columns) -> Known:
    """Tell what is known of the light of each activity."""
    sun = np.array(np.isfinite(columns.sun).all(axis=1))
    return Known(sun, ~sun & np.isfinite(columns.hour))


def sky(theme: Theme, height: ArrayLike) -> Floats:
    """Return the sky's colour (..., 3) for heights of the sun in degrees."""
    return ramp(theme.sky_at, theme.sky, height)


def clock_height(hour: ArrayLike) -> Floats:
    """Return the height of a sun that rises at five and sinks at seven every day, for hours 0..24: the clock's sky.

    >>> clock_height([0, 6, 12]).round().tolist()
    [-26.0, 8.0, 42.0]
    """
    height: Floats = 8 - 34 * np.cos(np.asarray(hour, float) / 24 * 2 * np.pi)
    return height


def lights(columns: Columns, theme: Theme, of: NDArray[np.int64], at: Floats) -> Floats:
    """Return the colours (m, s, 3) of ridges of the activities `of` (m,) at `at` (m, s), 0..1 of their course."""
    light = known(columns)
    step = np.clip(at, 0, 1) * (SUN_SAMPLES - 1)
    before = np.minimum(step.astype(np.int64), SUN_SAMPLES - 2)
    sun = np.where(light.sun[:, None], columns.sun, 0.0)
    rows = of[:, None]
    height = sun[rows, before] * (1 - step + before) + sun[rows, before + 1] * (step - before)
    made = sky(theme, height)
    if light.sun.all():
        return made
    month = theme.season(columns.day)[rows]
    timed = mix_clean(sky(theme, clock_height(np.nan_to_num(columns.hour)))[rows], month, 0.85 * at)
    plain = tune(month, lighter=0.07 - 0.14 * at)
    return np.where(light.sun[rows][..., None], made, np.where(light.clock[rows][..., None], timed, plain))
