"""The bouquet: where the flowers stand on the sheet, the smaller ones nestled against the first where it fills best."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.renderers._routes_layout import Flower, Layout

Floats = NDArray[np.float64]
_BINS = 48
_STEPS = 24
_AIR = 0.09
_EYE, _EYE_OF_MANY, _LARGEST_EYE = 0.074, 0.085, 38.0
_BELLY = 0.42


@dataclass(frozen=True, slots=True, eq=False)
class Bouquet:
    """Where each flower's middle is (f, 2), the radius of the first in user units, and the eye's share of it."""

    middles: Floats
    radius: float
    eye: float

    def eye_of(self, flower: Flower) -> float:
        """Return the radius of a flower's eye in user units."""
        return self.eye * self.radius * flower.scale

    def tips(self, flower: Flower) -> Floats:
        """Return how far each tip is from the middle (n,), in user units."""
        return tips(flower, self.eye) * self.radius


def tips(flower: Flower, eye: float) -> Floats:
    """Return how far each tip is from its middle (n,), in radii of the first flower."""
    return (eye + (1 - eye) * flower.reach) * flower.scale


def arrange(layout: Layout, box: Box) -> Bouquet:
    """Fill the box with the flowers: petals to its rim, eyes no larger than they need be."""
    flowers = layout.flowers
    eye = _EYE if len(flowers) == 1 else _EYE_OF_MANY
    middles = _nestle(flowers, eye, box)
    for _ in range(3):
        low, high = _extent(flowers, middles, eye)
        radius = float(min(box.width / (high[0] - low[0]), box.height / (high[1] - low[1])))
        if eye * radius <= _LARGEST_EYE:
            break
        eye = _LARGEST_EYE / radius
    return Bouquet(np.array(box.centre) + radius * (middles - (low + high) / 2), radius, eye)


def _points(flower: Flower, eye: float) -> Floats:
    """Return tips, bellies and eye of a flower around its own middle, in radii of the first."""
    turn, far = np.radians(flower.turn), tips(flower, eye)
    half = np.minimum(np.radians(flower.room) * 0.7, _BELLY / 0.62 * 0.5)
    parts = [np.stack([np.sin(turn) * far, -np.cos(turn) * far], axis=-1)]
    for side in (-1, 1):
        parts.append(
            np.stack([np.sin(turn + side * half) * 0.62 * far, -np.cos(turn + side * half) * 0.62 * far], axis=-1)
        )
    round_eye = np.radians(np.arange(0, 360, 45))
    parts.append(np.stack([np.sin(round_eye), np.cos(round_eye)], axis=-1) * 1.2 * eye * flower.scale)
    return np.concatenate(parts)


def _extent(flowers: tuple[Flower, ...], middles: Floats, eye: float) -> tuple[Floats, Floats]:
    points = np.concatenate([_points(flower, eye) + at for flower, at in zip(flowers, middles, strict=True)])
    return points.min(axis=0), points.max(axis=0)


def _outline(flower: Flower, eye: float) -> Floats:
    """Return how far a flower reaches in each direction (_BINS,), with some air around it."""
    far = np.full(_BINS, eye * flower.scale)
    reach = tips(flower, eye) + _AIR
    for aside in (-7, -4, 0, 4, 7):
        np.maximum.at(far, np.rint((flower.turn + aside) * _BINS / 360).astype(int) % _BINS, reach)
    return far


def _rim(far: Floats) -> Floats:
    turn = np.arange(_BINS) * 2 * np.pi / _BINS
    return np.stack([np.sin(turn) * far, -np.cos(turn) * far], axis=-1)


def _inside(points: Floats, far: Floats) -> NDArray[np.bool_]:
    """Tell which of the points (..., 2) lie within an outline around the origin."""
    turn = np.degrees(np.arctan2(points[..., 0], -points[..., 1]))
    within: NDArray[np.bool_] = (
        np.hypot(points[..., 0], points[..., 1]) < far[np.rint(turn * _BINS / 360).astype(int) % _BINS]
    )
    return within


def _touch(one: Floats, other: Floats, at: Floats) -> NDArray[np.bool_]:
    """Tell for each offset (..., 2) whether the outline `other` moved there meets the outline `one`."""
    over = _inside(_rim(other) + at[..., None, :], one).any(axis=-1)
    under = _inside(_rim(one) - at[..., None, :], other).any(axis=-1)
    met: NDArray[np.bool_] = np.logical_or(over, under)
    return met


def _nestle(flowers: tuple[Flower, ...], eye: float, box: Box) -> Floats:
    """Move the smaller flowers round the first until the whole fills the box best; their places are composition."""
    if len(flowers) == 1:
        return np.zeros((1, 2))
    outlines = [_outline(flower, eye) for flower in flowers]
    turn = np.arange(_STEPS) * 2 * np.pi / _STEPS
    way = np.stack([np.sin(turn), -np.cos(turn)], axis=-1)
    far = np.arange(0.6, 2.2, 0.06)
    spots = []
    for outline in outlines[1:]:
        met = _touch(outlines[0], outline, way[:, None, :] * far[None, :, None])
        clear = len(far) - np.argmax(met[:, ::-1], axis=1)
        spots.append(way * far[np.minimum(clear, len(far) - 1)][:, None])
    low, high = zip(*(_extent((flower,), np.zeros((1, 2)), eye) for flower in flowers), strict=True)
    if len(flowers) == 2:
        offsets = np.stack([np.zeros((_STEPS, 2)), spots[0]], axis=1)
    else:
        pairs = np.stack(np.meshgrid(np.arange(_STEPS), np.arange(_STEPS), indexing="ij"), axis=-1).reshape(-1, 2)
        first, second = spots[0][pairs[:, 0]], spots[1][pairs[:, 1]]
        free = ~_touch(outlines[1], outlines[2], second - first)
        pairs = pairs[free] if free.any() else np.array([[_STEPS // 6, _STEPS // 2]])
        offsets = np.stack([np.zeros((len(pairs), 2)), spots[0][pairs[:, 0]], spots[1][pairs[:, 1]]], axis=1)
    least = (offsets + np.array(low)).min(axis=1)
    most = (offsets + np.array(high)).max(axis=1)
    fit = np.minimum(box.width / (most - least)[:, 0], box.height / (most - least)[:, 1])
    best: Floats = offsets[int(np.argmax(fit))]
    return best
