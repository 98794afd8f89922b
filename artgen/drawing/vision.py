"""How colours look to people who lack one kind of cone, and which paints they can't tell apart by colour alone.

Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
TVCG 15(6), 2009: its matrices at full severity, on linear sRGB. They stand for dichromats: milder forms see more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artgen.drawing.colour import hexes, linear_rgb, oklab_of

Floats = NDArray[np.float64]

NORMAL = "normal"
LIMIT = 0.08
"""The least OKLab distance at which two paints are told apart: about four of the least steps that eyes see."""

_SEEN = MappingProxyType(
    {
        "protanopia": np.array(
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        ),
        "deuteranopia": np.array(
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        ),
        "tritanopia": np.array(
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        ),
    }
)
VISIONS = (NORMAL, *_SEEN)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two paints that somebody with this vision can't tell apart by colour; `distance` is in OKLab."""

    vision: str
    one: str
    other: str
    distance: float


def seen(paints: ArrayLike, vision: str) -> Floats:
    """Return how OKLab paints (n, 3) look, as OKLab, in one of VISIONS: first as screens show them, then as eyes do.

    >>> red, green = oklab_of("#c04040"), oklab_of("#60802c")
    >>> [round(float(np.linalg.norm(np.subtract(*seen([red, green], vision)))), 2) for vision in VISIONS[:3]]
    [0.22, 0.11, 0.01]
    """
    shown = np.array([oklab_of(paint) for paint in hexes(paints)])
    if vision == NORMAL:
        return shown
    rgb = np.clip(linear_rgb(shown) @ _SEEN[vision].T, 0, 1)
    encoded = np.where(rgb <= 0.0031308, 12.92 * rgb, 1.055 * rgb ** (1 / 2.4) - 0.055)
    return np.array([oklab_of("#{:02x}{:02x}{:02x}".format(*row)) for row in np.rint(255 * encoded).astype(int)])


def alike(names: Sequence[str], paints: ArrayLike, vision: str) -> tuple[Alike, ...]:
    """Return the pairs among named paints that are nearer than LIMIT in a vision, the nearest first."""
    labs = seen(paints, vision)
    pairs = [
        Alike(vision, names[i], names[j], round(float(np.linalg.norm(labs[i] - labs[j])), 3))
        for i, j in combinations(range(len(names)), 2)
    ]
    near = (pair for pair in pairs if pair.distance < LIMIT)
    return tuple(sorted(near, key=lambda pair: (pair.distance, pair.one, pair.other)))
