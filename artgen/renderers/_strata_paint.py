"""The paints of a landscape: ridges that fade with distance, the sky of an hour, summits by kind, flags."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hexes, mix, mix_clean, oklch, tune
from artgen.drawing.theme import Theme
from artgen.history.story import KINDS
from artgen.renderers._strata_scene import MONTHS, is_day

Floats = NDArray[np.float64]
OTHER, UNKNOWN = KINDS, KINDS + 1
_LEAST_CHROMA = 0.042


@dataclass(frozen=True, slots=True, eq=False)
class Paints:
    """What the landscape is painted with: OKLab to mix with, and '#rrggbb' by month (12) or kind (7) to draw with.

    Kinds run 0..4, then any other, then unknown. `sky` is the colours from the top down to the horizon, `disc` those
    from the top of the sun or moon to its lower edge; `light` (3,) is the latter.
    """

    ridge: Floats
    summit: Floats
    light: Floats
    hill: tuple[str, ...]
    mist: tuple[str, ...]
    shade: tuple[str, ...]
    line: tuple[str, ...]
    ripple: tuple[str, ...]
    cloth: tuple[str, ...]
    sky: tuple[str, ...]
    disc: tuple[str, ...]

    @property
    def head(self) -> str:
        """Return what lies behind the top line."""
        return self.sky[0]

    @property
    def foot(self) -> str:
        """Return what lies behind the words: December's own ground."""
        return self.hill[-1]


@lru_cache(maxsize=64)
def mixed(theme: Theme, hour: float | None, haze: float) -> Paints:
    """Mix the paints of a theme; `hour` is that of the disc in the sky, None where there is none or it is unknown."""
    ridge, summit = ridges(theme, haze), summits_of(theme)
    along = np.arange(MONTHS) / (MONTHS - 1)
    behind = np.r_[ridge[1:], ridge[-1:]] if theme.dark else theme.ground_lab
    mist = mix(ridge, behind, 0.35 if theme.dark else 0.46 - 0.28 * along)
    shade = tune(ridge, lighter=-0.06 if theme.dark else -0.085, chroma=1.05)
    line = tune(ridge, lighter=0.15 if theme.dark else 0.13, chroma=0.9)
    ripple = tune(ridge, lighter=0.17, chroma=0.75)
    warmth = _warmth(theme, hour)
    sky, disc = _sky(theme, warmth), _disc(theme, warmth, hour)
    wells = [ridge, mist, shade, line, ripple, flags_of(theme), sky, disc]
    tubes = iter(hexes(np.concatenate(wells)))
    return Paints(ridge, summit, disc[-1], *(tuple(islice(tubes, len(well))) for well in wells))


def ridges(theme: Theme, haze: float = 1.0) -> Floats:
    """Return the paint (12, 3) of each month's ridge: the season's, paler with distance, at last deep."""
    along = np.arange(MONTHS) / (MONTHS - 1)
    season = theme.month(np.arange(MONTHS))
    if theme.dark:
        over = np.clip(season[:, 0] - 0.56, 0, 1)
        near = tune(season, lighter=-0.20 - 0.45 * over, chroma=0.95)
        lab = tune(mix(near, theme.ground_lab, 0.42 * haze * (1 - along)), lighter=-0.10 * along**2)
    else:
        air = 0.40 * haze * (1 - along) ** 1.2
        lab = tune(mix(season, theme.ground_lab, air), lighter=-0.03 - 0.15 * along**2)
    deepest = (0.24 if theme.dark else 0.34) - lab[-1, 0]
    lab = tune(lab, lighter=np.minimum(0.0, deepest) * along**3)
    return _calm(warm_at_depth(_tinted(lab)), along)


def _calm(lab: Floats, along: Floats) -> Floats:
    """Hold the chroma of the nearest ridges down: words stand on the last, and a vivid ground would shout them down."""
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    held = np.minimum(1.0, (0.20 - 0.115 * along**3) / np.maximum(chroma, 1e-9))
    return np.column_stack([lab[:, 0], lab[:, 1:] * held[:, None]])


def _tinted(lab: Floats) -> Floats:
    """Give a ridge that opposite seasons have mixed to a grey a little of the next month's hue."""
    chroma, after = np.hypot(lab[:, 1], lab[:, 2]), np.roll(lab[:, 1:], -1, axis=0)
    strong = np.hypot(after[:, 0], after[:, 1])
    tint = after * (np.minimum(3.0, _LEAST_CHROMA / np.maximum(strong, 1e-9)))[:, None]
    grey = np.clip((_LEAST_CHROMA - chroma) / 0.02, 0, 1)[:, None]
    return np.column_stack([lab[:, 0], lab[:, 1:] * (1 - grey) + tint * grey])


def warm_at_depth(lab: Floats) -> Floats:
    """Turn dark yellows towards red, since a deep yellow is a brown, and leave every other colour as it is."""
    lightness, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    deep = np.clip((0.57 - lightness) / 0.13, 0, 1)
    yellow = np.clip((hue - 26) / 20, 0, 1) * np.clip((118 - hue) / 14, 0, 1)
    turned = hue - deep * yellow * 0.74 * (hue - 20)
    rich = chroma * (1 + 0.25 * deep * yellow)
    return np.array([oklch(*row) for row in zip(lightness, rich, turned, strict=True)])


def summits_of(theme: Theme) -> Floats:
    """Return the kinds' paints (7, 3) as light upon a summit: soft, and never as dark as the mountain."""
    kinds = _kinds(theme)
    light = np.array([0.90, 0.86, 0.79, 0.70, 0.62, 0.88, 0.88])
    chroma = np.hypot(kinds[:, 1], kinds[:, 2])
    held = np.minimum(1.0, 0.135 / np.maximum(chroma, 1e-9)) * np.where(light > 0.8, 0.95, 1.0)
    return np.column_stack([light, kinds[:, 1:] * held[:, None]])


def flags_of(theme: Theme) -> Floats:
    """Return the kinds' paints (7, 3) as cloth: strong, and deep only so far that it shows on any ridge."""
    kinds = _kinds(theme)
    return tune(np.column_stack([np.clip(kinds[:, 0], 0.42, 0.92), kinds[:, 1:]]), chroma=1.12)


def _kinds(theme: Theme) -> Floats:
    """Return a paint for each of five kinds, and a grey for any other and for the unknown.

    They don't depend on the ground, so that a flag in the legend has the paint of those on the summits.
    """
    grey = tune(theme.clock_paints.mean(axis=0), chroma=0.2)
    return np.concatenate([theme.clock_paints, grey[None], grey[None]])


def _warmth(theme: Theme, hour: float | None) -> Floats:
    """Return what warms the horizon: the part of the day of the disc, or the morning where there is none."""
    return theme.clock(8.0 if theme.dark else 7.0) if hour is None else theme.clock(hour)


def _sky(theme: Theme, warmth: Floats) -> Floats:
    ground = theme.ground_lab
    if theme.dark:
        low = mix_clean(ground, tune(warmth, lighter=-0.22), 0.52)
        return np.stack([tune(ground, lighter=-0.035), mix(ground, low, 0.12), low])
    return np.stack([ground, mix(ground, warmth, 0.15), mix(ground, warmth, 0.42)])


def _disc(theme: Theme, warmth: Floats, hour: float | None) -> Floats:
    """Return the paints (2, 3) of sun or moon, upper and lower edge: the afternoon's by day, pale by night.

    A sun is warmed by the hour's own paint where that lies near its own; coral and aqua would make grey.
    """
    if hour is not None and not is_day(hour):
        pale = theme.ink_lab if theme.dark else tune(theme.ground_lab, lighter=0.03, chroma=0.6)
        return np.stack([tune(pale, lighter=0.02), tune(pale, lighter=-0.06)])
    _, dawn, noon, dusk = theme.hour_paints
    cold = theme.clock_paints[2, 2] < 0.04
    glow = mix(dawn, noon, 0.55) if theme.dark else dusk if cold else theme.clock_paints[2]
    chroma = float(np.hypot(glow[1], glow[2]))
    light, strong = (0.845, 0.125) if theme.dark else (0.73, 0.16)
    sun = tune(np.r_[light, glow[1:]], chroma=min(2.0, strong / max(chroma, 1e-9)))
    low = tune(sun, lighter=-0.02, chroma=1.06) if _apart(sun, warmth) > 75 else mix(sun, warmth, 0.32)
    return np.stack([tune(sun, lighter=0.02), low])


def _apart(one: Floats, other: Floats) -> float:
    """Return how far apart two hues are, in degrees 0..180."""
    hues = [float(np.degrees(np.arctan2(lab[2], lab[1]))) for lab in (one, other)]
    return abs((hues[0] - hues[1] + 180) % 360 - 180)
