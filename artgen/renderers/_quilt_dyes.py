"""The quilt's dyes: cloth by month, figures by hour; a light figure lies on deeper cloth and a deep one on lighter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artgen.drawing.colour import mix, tune
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.history.columns import Columns
from artgen.renderers._quilt_cut import WEEKS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LIGHT = 0.685
_APART = 0.17


@dataclass(frozen=True, slots=True, eq=False)
class Dyes:
    """The paints of every patch as OKLab (n, 3): its cloth, its figure and what goes with it.

    In the order of FIGURE, SECOND, DEEP, FAINT, `figure` holds (4, n, 3).
    """

    cloth: Floats
    figure: Floats


def dye(columns: Columns, week: Ints, theme: Theme, rng: Rng) -> Dyes:
    """Dye every patch: the figure by the part of the day, the cloth by the month; a week's cloth is of one bolt."""
    paint, dice = figures(columns, theme), rng.fork("dye").generator
    shade = 0.014 * dice.normal(size=WEEKS)[week] + 0.006 * dice.normal(size=len(paint))
    cloth = tune(cloths(columns.day, theme, paint[:, 0]), lighter=shade)
    return Dyes(cloth, let_down(paint, cloth))


def let_down(paint: Floats, cloth: Floats) -> Floats:
    """Return the paints of a figure (4, ..., 3): its own, let down with cloth, its heart, its hint on the cloth."""
    deeper = np.where(paint[..., 0] > 0.5, -0.20, 0.26)
    heart = tune(paint, lighter=deeper, chroma=1.05)
    return np.stack([paint, mix(paint, cloth, 0.62), heart, mix(cloth, paint, 0.16)])


def figures(columns: Columns, theme: Theme) -> Floats:
    """Return each figure's paint (n, 3): that of the part of the day; the month's where the hour is unknown."""
    unknown = np.isnan(columns.hour)
    season = theme.season(columns.day)
    if theme.dark:
        season = np.c_[np.maximum(season[:, 0], 0.70), season[:, 1:]]
    paint = np.where(unknown[:, None], season, theme.clock(columns.hour))
    return tune(paint, lighter=np.where(paint[:, 0] < 0.5, 0.10, 0.0)) if theme.dark else paint


def cloths(day: ArrayLike, theme: Theme, figure: ArrayLike) -> Floats:
    """Return the cloth (n, 3) under figures of the given lightness: the season's hue, away from the figure's value."""
    season, lightness = theme.season(day), np.asarray(figure, float)
    depth, strength = season[:, 0] - 0.65, _chroma(season)
    if theme.dark:
        own = _dyed(season, 0.37 + (depth + 0.05) * 0.12, np.minimum(0.11, 0.95 * strength))
        made = mix(own, _dyed(theme.ground_lab[None], 0.36, 0.05), 0.22)
    else:
        deep = _dyed(season, 0.545 + 0.10 * depth, np.minimum(0.125, 0.95 * strength + 0.01))
        pale = _dyed(season, 0.865 + 0.10 * depth, np.minimum(0.075, 0.6 * strength))
        made = np.where((lightness > _LIGHT)[:, None], deep, pale)
    near = _APART - np.abs(made[:, 0] - lightness)
    away = np.where(made[:, 0] < lightness, -1.0, 1.0) * np.maximum(near, 0.0)
    return tune(made, lighter=away)


def calm(day: ArrayLike, theme: Theme) -> Floats:
    """Return the plain cloth of a week at rest (n, 3): a breath of its season."""
    season, ground = theme.season(day), theme.ground_lab
    depth, strength = season[:, 0] - 0.65, _chroma(season)
    if theme.dark:
        own = _dyed(season, 0.29, np.minimum(0.085, 0.75 * strength))
        return mix(own, _dyed(ground[None], 0.29, 0.075), 0.55)
    own = _dyed(season, 0.890 + 0.09 * depth, np.minimum(0.055, 0.48 * strength))
    return mix(own, _dyed(ground[None], 0.915, 1.6 * float(_chroma(ground[None])[0])), 0.42)


def thread(cloth: ArrayLike, theme: Theme) -> Floats:
    """Return the thread that quilts a cloth: seen, never loud."""
    return tune(cloth, lighter=0.17 if theme.dark else -0.14, chroma=1.4)


def _chroma(lab: Floats) -> Floats:
    strength: Floats = np.hypot(lab[..., 1], lab[..., 2])
    return strength


def _dyed(lab: Floats, lightness: ArrayLike, chroma: ArrayLike) -> Floats:
    """Return the hue of a colour at another lightness and chroma."""
    gain = np.asarray(chroma, float) / np.maximum(_chroma(lab), 1e-6)
    light = np.broadcast_to(np.asarray(lightness, float), lab.shape[:-1])
    return np.concatenate([light[..., None], lab[..., 1:] * gain[..., None]], axis=-1)
