"""The paints of a landscape: ridges that fade with distance, the sky of an hour, summits by kind, flags."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hex_of, mix, mix_clean, oklch, tune
from artgen.drawing.theme import Theme
from artgen.history.story import KINDS
from artgen.renderers._strata_scene import MONTHS, is_day

Floats = NDArray[np.float64]
OTHER, UNKNOWN = KINDS, KINDS + 1


@dataclass(frozen=True, slots=True, eq=False)
class Paints:
    """OKLab paints: `ridge` and the `mist` at its foot, `shade` and `line` upon it (12, 3); `flag` and `summit` (7, 3).

    Kinds run 0..4, then any other, then unknown; `sky` are the colours (3, 3) from the top down to the horizon; the
    disc in it goes from `disc` at its top to `glow`.
    """

    ridge: Floats
    mist: Floats
    shade: Floats
    line: Floats
    flag: Floats
    summit: Floats
    sky: Floats
    disc: Floats
    glow: Floats

    @property
    def head(self) -> str:
        """Return what lies behind the top line."""
        return hex_of(self.sky[0])

    @property
    def foot(self) -> str:
        """Return what lies behind the words: December's own ground."""
        return hex_of(self.ridge[-1])


def mixed(theme: Theme, hour: float | None, haze: float) -> Paints:
    """Mix the paints of a theme; `hour` is that of the disc in the sky, None where there is none or it is unknown."""
    ridge = ridges(theme, haze)
    along = np.arange(MONTHS) / (MONTHS - 1)
    ground = theme.ground_lab
    after = np.r_[ridge[1:], ridge[-1:]]
    mist = mix(ridge, after if theme.dark else ground, 0.35 if theme.dark else 0.46 - 0.28 * along)
    warmth, disc = _warmth(theme, hour), _disc(theme, hour)
    return Paints(
        ridge=ridge,
        mist=mist,
        shade=tune(ridge, lighter=-0.06 if theme.dark else -0.085, chroma=1.05),
        line=tune(ridge, lighter=0.15 if theme.dark else 0.13, chroma=0.9),
        flag=flags_of(theme),
        summit=summits_of(theme),
        sky=_sky(theme, warmth),
        disc=disc,
        glow=tune(disc, lighter=-0.02, chroma=1.06) if _apart(disc, warmth) > 75 else mix(disc, warmth, 0.32),
    )


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
    return warm_at_depth(lab)


def warm_at_depth(lab: Floats) -> Floats:
    """Turn dark yellows towards red, since a deep yellow is a brown, and leave every other colour as it is."""
    lightness, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    deep = np.clip((0.52 - lightness) / 0.14, 0, 1)
    yellow = np.clip((hue - 26) / 20, 0, 1) * np.clip((118 - hue) / 14, 0, 1)
    turned = hue - deep * yellow * 0.74 * (hue - 20)
    rich = chroma * (1 + 0.12 * deep * yellow)
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


def _disc(theme: Theme, hour: float | None) -> Floats:
    """Return the paint of sun or moon: the afternoon's by day, pale by night."""
    by_day = hour is None or is_day(hour)
    if theme.dark:
        return oklch(0.845, 0.125, 68) if by_day else oklch(0.95, 0.025, 95)
    if not by_day:
        return oklch(0.995, 0.012, 95)
    paint: Floats = theme.clock_paints[2]
    hue = np.degrees(np.arctan2(paint[2], paint[1])) % 360
    if 100 < hue < 330:
        return oklch(0.75, 0.14, 36)
    return oklch(0.725, 0.165, float(hue))


def _apart(one: Floats, other: Floats) -> float:
    """Return how far apart two hues are, in degrees 0..180."""
    hues = [float(np.degrees(np.arctan2(lab[2], lab[1]))) for lab in (one, other)]
    return abs((hues[0] - hues[1] + 180) % 360 - 180)
