"""Crown: the ellipse that the flowers of a bouquet fill, seen from the tie of their stems."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEW = 6
"""The most flowers that are arranged one by one, as in ikebana."""
LUSH = 100
"""From here on, flowers hide the greenery, and a place along a ray goes by order as well as by day."""


@dataclass(frozen=True, slots=True)
class Crown:
    """The ellipse of flowers: its centre, its half-axes, and the tie of the stems below it."""

    x: float
    y: float
    across: float
    along: float
    tie: tuple[float, float]

    @property
    def centre(self) -> Floats:
        return np.array([self.x, self.y])

    @property
    def axes(self) -> Floats:
        return np.array([self.across, self.along])

    @property
    def foot(self) -> Floats:
        return np.array(self.tie)

    @property
    def drop(self) -> float:
        """Return how far the tie lies under the centre."""
        return self.tie[1] - self.y

    def chord(self, bearing: Floats) -> tuple[Floats, Floats]:
        """Return where rays from the tie enter and leave the crown; bearings in radians from straight up."""
        east, north = np.sin(bearing), np.cos(bearing)
        square = (east / self.across) ** 2 + (north / self.along) ** 2
        half = north * self.drop / self.along**2
        room = np.sqrt(np.maximum(half**2 - square * ((self.drop / self.along) ** 2 - 1), 0))
        return (half - room) / square, (half + room) / square

    def widest(self) -> float:
        """Return the bearing of the rays that touch the crown."""
        a, b, d = self.across, self.along, self.drop
        return float(np.arctan(a / np.sqrt(max(d * d - b * b, 1.0))))

    def at(self, bearing: Floats, reach: Floats) -> Floats:
        """Return points (n, 2) on rays from the tie."""
        points: Floats = self.foot + reach[:, None] * np.stack([np.sin(bearing), -np.cos(bearing)], axis=-1)
        return points

    def depth(self, points: Floats) -> Floats:
        """Return how far out points lie: 0 in the middle, 1 on the rim."""
        out: Floats = np.hypot(*((points - self.centre) / self.axes).T)
        return out


def crown(box: Box, count: int, spread: float) -> Crown:
    """Return the crown of `count` flowers in a box: taller paper gives longer stems; `spread` widens it."""
    full = min(1.0, float(np.log(max(count, 1)) / np.log(40)))
    tall = box.height / box.width > 1.2
    across = box.width * (0.25 + 0.225 * full) * min(spread, 1 / (0.5 + 0.5 * full))
    across = min(across, 0.478 * box.width)
    along = min(across * (0.86 if tall else 0.79), 0.375 * box.height)
    if count > FEW:
        top = box.y + along + box.height * (0.05 if tall else (0.03 if count <= LUSH else 0.015) + 0.04 * (1 - full))
    else:
        top = box.y + box.height * (0.34 if tall else 0.33)
    x = box.centre[0]
    return Crown(x, top, across, along, (x, box.y + box.height * (0.86 if tall else 0.87)))
