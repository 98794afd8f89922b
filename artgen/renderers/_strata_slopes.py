"""Slopes: the outline of every mountain at once, the side that lies in shadow, and the layers that count its amount."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.rng import Rng
from artgen.history.story import Story
from artgen.renderers._strata_peaks import Peaks
from artgen.renderers._strata_scene import FEW

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SPINE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Outlines (n, 2 m + 1, 2) from the left foot over the summit to the right foot; `m` samples to a side."""

    outline: Floats
    m: int

    @property
    def summit(self) -> Floats:
        """Return the summits (n, 2)."""
        top: Floats = self.outline[:, self.m]
        return top

    def at(self, n: Ints, along: Floats) -> Floats:
        """Return points of the outlines of mountains `n`, `along` from 0 at the left foot to 2 m at the right."""
        before = np.minimum(along.astype(np.int64), 2 * self.m - 1)
        part = (along - before)[..., None]
        here: Floats = self.outline[n, before] * (1 - part) + self.outline[n, before + 1] * part
        return here


def carve(peaks: Peaks, rng: Rng, ruggedness: float) -> Slopes:
    """Carve the outlines: slopes that flatten towards the foot, roughened between summit and foot but not at them."""
    count = len(peaks)
    m = int(np.interp(np.log(count), np.log([1, 6, 40, 180, 500]), [60, 40, 22, 11, 8]))
    u = np.linspace(-1, 1, 2 * m + 1)
    u = np.sign(u) * np.abs(u) ** 1.15
    far = np.abs(u)
    rise = (1 - far)[None, :] ** peaks.bend[:, None]
    rough = _noise(rng.fork("slopes").generator, count, u, 5 if m > 30 else 4 if m > 15 else 3)
    calm = np.sqrt(far) * (1 - far) ** 0.8
    rise = np.clip(rise + ruggedness * 0.085 * rough * calm, 0, 1 - 0.35 * far)
    rise[:, m] = 1.0
    reach = np.where(u[None, :] < 0, peaks.left[:, None], peaks.right[:, None])
    x = peaks.x[:, None] + u * reach
    y = peaks.foot[:, None] - rise * peaks.height[:, None]
    return Slopes(np.stack([x, y], axis=-1), m)


def shadows(slopes: Slopes, peaks: Peaks, light: float, rng: Rng) -> Floats:
    """Return the outline (n, k, 2) of the side of each mountain that lies away from a light at `light`."""
    m, count = slopes.m, len(peaks)
    side = np.where(peaks.x >= light, 1, -1)
    dice = rng.fork("spines").generator.random((count, _SPINE))
    t = np.linspace(1, 0, _SPINE + 1)[:-1]
    lean = 0.07 * t + 0.17 * (dice - 0.42) * np.minimum(1, 1.5 * t) * np.where(np.arange(_SPINE) % 2, 1, -0.6)
    broad = np.where(side > 0, peaks.right, peaks.left)
    x = peaks.x[:, None] + side[:, None] * np.minimum(peaks.height, broad)[:, None] * lean
    spine = np.stack([x, peaks.top[:, None] + t * peaks.height[:, None]], axis=-1)
    lit_right = slopes.outline[:, m:]
    lit_left = slopes.outline[:, m::-1]
    flank = np.where((side > 0)[:, None, None], lit_right, lit_left)
    return np.concatenate([flank, spine], axis=1)


def unit_of(amount: Floats, most: int) -> float:
    """Return how much one layer stands for: 1, 2 or 5 with zeros, so that the largest amount has at most `most`.

    >>> unit_of(np.array([21.1, 8.0, np.nan]), 12), unit_of(np.array([0.4]), 12), unit_of(np.array([np.nan]), 12)
    (2.0, 0.05, 0.0)
    """
    known = amount[np.isfinite(amount)]
    if not known.size or known.max() <= 0:
        return 0.0
    least = float(known.max()) / most
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(round(step * power, 12) for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9)))


def unit_of_story(story: Story) -> float:
    """Return how much one layer stands for in a year, 0 where no amount is known: a few peaks have finer layers."""
    return unit_of(story.columns.amount, 22 if len(story) <= FEW else 12)


def layers(slopes: Slopes, peaks: Peaks, amount: Floats, unit: float) -> list[tuple[Floats, list[int]]]:
    """Return the layers of each mountain, one for each whole `unit` of its amount: its outline, lower and lower.

    As points and the indexes at which each layer begins; none where the amount is unknown or under one unit.
    """
    held = np.nan_to_num(amount, nan=0.0) / unit if unit else np.zeros(len(peaks))
    counts = np.floor(held + 1e-9).astype(np.int64)
    which = np.repeat(np.arange(len(peaks)), counts)
    step = np.arange(len(which)) - (np.cumsum(counts) - counts)[which] + 1
    down = peaks.height[which] * step / (held[which] + 0.65)
    reach = 1 - (down / peaks.height[which]) ** (1 / peaks.bend[which])
    points = max(5, int(1.1 * slopes.m))
    across = np.linspace(-1, 1, points)[None, :] * 0.95 * reach[:, None]
    bent = np.sign(across) * np.abs(across) ** (1 / 1.15)
    drawn = slopes.at(which[:, None], slopes.m * (1 + bent))
    drawn[..., 1] += down[:, None]
    rows = np.split(drawn.reshape(-1, 2), np.cumsum(counts * points)[:-1])
    return [(row, list(range(0, len(row), points))) for row in rows]


def _noise(dice: np.random.Generator, count: int, u: Floats, octaves: int) -> Floats:
    """Return straight-edged noise (count, len(u)) of about -1..1: each octave is twice as fine."""
    made = np.zeros((count, len(u)))
    gain = 1.0
    for octave in range(octaves):
        corners = 5 * 2**octave
        values = dice.normal(0, 1, (count, corners + 1))
        at = (u + 1) / 2 * corners
        before = np.minimum(at.astype(np.int64), corners - 1)
        part = at - before
        made += gain * (values[:, before] * (1 - part) + values[:, before + 1] * part)
        gain *= 0.58
    return made
