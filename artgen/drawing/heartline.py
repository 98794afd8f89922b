"""The heart line: one closed curve to wind a year around, measured in turns from the cleft, clockwise.

Points are offset by scaling the heart (level 1 is its outline), never along normals: no knots at cleft and tip.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_SAMPLES = 1440
_ROUNDING = 40
_NEAR = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Heartline:
    """Tables over one `turn`: the unit heart's `shape` x + iy (y down), the `step` to the next, the `nib`, the `bend`.

    A curve sampled evenly in `bend` has its points where the heart turns sharply. `near` is the last step that begins
    at or before each of even places in `bend`, closer than any two steps: `unbend` need not search, which takes
    `np.interp` seven times as long; `slope` is that of `turn` over `bend`, `rise` how far the next `bend` is. All end
    with where they begin, since a turn a hair's breadth below a whole one is all of it when it is written as a float.
    """

    turn: Floats
    shape: NDArray[np.complex128]
    step: NDArray[np.complex128]
    nib: Floats
    bend: Floats
    rise: Floats
    near: NDArray[np.int64]
    slope: Floats

    def at(self, turn: ArrayLike, level: ArrayLike) -> Floats:
        """Return points (n, 2) on the unit heart scaled by `level`."""
        spot = _part(turn) * _SAMPLES
        before = spot.astype(np.int64)
        beyond, level = spot - before, np.asarray(level)
        points: Floats = np.empty((*np.broadcast_shapes(spot.shape, level.shape), 2))
        np.multiply(self.shape.real.take(before) + beyond * self.step.real.take(before), level, out=points[..., 0])
        np.multiply(self.shape.imag.take(before) + beyond * self.step.imag.take(before), level, out=points[..., 1])
        return points

    def breadth(self, turn: ArrayLike) -> Floats:
        """Return how broad a slanted nib draws there, .80 to 1.06: a hand made it."""
        broad: Floats = self.nib.take((_part(turn) * _SAMPLES).astype(np.int64))
        return broad

    def bends(self, turn: ArrayLike) -> Floats:
        """Return the way from the cleft counted in bends, one a turn."""
        turn = np.asarray(turn, float)
        whole = np.floor(turn)
        spot = (turn - whole) * _SAMPLES
        before = spot.astype(np.int64)
        way: Floats = whole + (self.bend.take(before) + (spot - before) * self.rise.take(before))
        return way

    def unbend(self, bends: ArrayLike) -> Floats:
        """Return turns for a way counted in bends: the inverse of `bends`."""
        bends = np.asarray(bends, float)
        whole = np.floor(bends)
        part = bends - whole
        step = self.near.take((part * _NEAR).astype(np.int64))
        step += part >= self.bend.take(step + 1)
        turn: Floats = whole + (self.slope.take(step) * (part - self.bend.take(step)) + self.turn.take(step))
        return turn


@lru_cache(maxsize=8)
def heartline(tilt_degrees: float) -> Heartline:
    """Return the heart tilted anticlockwise, about 2 wide; the curve is the well-known one of 16 sin³t, rounded."""
    t = np.linspace(0, 2 * np.pi, 6001)
    x = 16 * np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) * 1.06
    run = np.r_[0, np.cumsum(np.hypot(np.diff(x), np.diff(y)))]
    even = np.linspace(0, run[-1], _SAMPLES, endpoint=False)
    soft = np.exp(-0.5 * (np.arange(-_ROUNDING, _ROUNDING + 1) / 6) ** 2)
    soft /= soft.sum()
    around = np.arange(-_ROUNDING, _SAMPLES + _ROUNDING) % _SAMPLES
    x = np.convolve(np.interp(even, run, x)[around], soft, "valid") / 16
    y = (np.convolve(np.interp(even, run, y)[around], soft, "valid") + 1.2) / 16
    slant = np.arctan2(_slope(y), _slope(x))
    curve = np.abs(np.angle(np.exp(1j * (np.roll(slant, -1) - np.roll(slant, 1))))) / 2
    density = 0.75 / _SAMPLES + 0.25 * np.convolve(curve[around], np.full(81, 1 / 81), "valid") / curve.sum()
    tilt = np.radians(-tilt_degrees)
    shape = (x + 1j * y) * np.exp(1j * tilt)
    bend = np.r_[0, np.cumsum(density)]
    bend /= bend[-1]
    turn, closed = np.linspace(0, 1, _SAMPLES + 1), np.arange(_SAMPLES + 1) % _SAMPLES
    near = np.searchsorted(bend, np.arange(_NEAR + 1) / _NEAR, side="right") - 1
    return Heartline(
        turn=turn,
        shape=shape[closed],
        step=(np.roll(shape, -1) - shape)[closed],
        nib=(0.80 + 0.26 * np.abs(np.sin(slant + 0.75)))[closed],
        bend=bend,
        rise=np.r_[np.diff(bend), 0],
        near=np.minimum(near, _SAMPLES - 1),
        slope=np.r_[np.diff(turn) / np.diff(bend), 0],
    )


def _part(turn: ArrayLike) -> Floats:
    """Return how far into its turn each is, 0..1: what `% 1` says, in a twentieth of its time."""
    turn = np.asarray(turn, float)
    part: Floats = turn - np.floor(turn)
    return part


def _slope(values: Floats) -> Floats:
    return (np.roll(values, -1) - np.roll(values, 1)) / 2
