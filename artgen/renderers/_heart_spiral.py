"""The heart's spiral: a year of amounts wound into strokes, January inside, and the order in which they are painted."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.brush import Strokes
from artgen.drawing.heartline import heartline
from artgen.drawing.rng import Rng
from artgen.drawing.visibility import Order, beside_holes, grid, paint_order

Floats = NDArray[np.float64]
FEW = 8
SOME = 20
_SMALLEST = 0.04
_MENDINGS = 2


def lone(start: float, end: float, low: float, high: float, breadth: float, flick: float) -> Strokes:
    """Return one stroke alone, in turns and levels."""
    ends = np.array([start]), np.array([end]), np.array([low]), np.array([high])
    return Strokes(*ends, np.array([breadth]), np.array([flick]), np.zeros(1), closing=np.inf, drop=0.0)


@lru_cache(maxsize=64)
def _dice(count: int) -> Floats:
    return Rng("heart").generator.random((count, 3))


@lru_cache(maxsize=16)
def wind(shares: tuple[float, ...]) -> tuple[Strokes, Order]:
    """Wind strokes of these shares of the largest amount into a heart; return them and their painting order.

    Each takes its part of the spiral by amount: length goes with share^.6, breadth with its root. The spiral has
    whole turns, so that the year closes where it began; one stroke alone draws the whole heart. What is moved
    aside or lifted a little is decoration; a stroke beside a hole is moved back until the ground is covered.
    """
    n = len(shares)
    if n == 1:
        return lone(-0.02, 1.11, 0.83, 1.02, 0.37, 0.11), Order(np.zeros(1, np.int64), np.ones(1))
    share = np.maximum(np.array(shares), _SMALLEST)
    crowd = float(np.log(n))
    part = share ** (0.5 if n < FEW else 0.6)
    turns = max(1, round(n**0.56 + 0.12))
    inner = max(0.12, 1 / (1 + 0.62 * (n - 1) ** 0.62))
    pitch = (1 - inner) / turns
    root = np.sqrt(inner**2 + (1 - inner**2) * np.concatenate(([0.0], np.cumsum(part))) / part.sum())
    turn = turns * (root - inner) / (1 - inner)
    within = turn % 1
    level = inner + pitch * (np.floor(turn) + 0.5 * within + 0.5 * within**2 * (3 - 2 * within))
    wide = np.interp(crowd, np.log([20, 60, 180, 546]), [1.90, 1.75, 1.66, 1.50])
    floor = np.interp(crowd, np.log([20, 60, 180, 546]), [0.64, 0.68, 0.66, 0.70])
    gain = np.interp(crowd, np.log([60, 180, 546]), [0.61, 0.60, 0.46])
    breadth = pitch * wide * (floor + gain * np.sqrt(share))
    longer = np.diff(turn) * (0.45 if n < FEW else np.interp(crowd, np.log([8, 60, 546]), [0.75, 0.82, 0.75]))
    start = np.maximum.accumulate(turn[:-1] - 0.25 * longer)
    start[0] = max(start[0], -0.02)
    end = np.minimum(turn[1:] + 0.75 * longer + 0.012, turns + 0.30)
    if n < SOME:
        end[-1] = turns + 0.30
    dice = _dice(n)
    aside = (dice[:, 0] + dice[:, 1] - 1) * np.interp(crowd, np.log([10, 23, 546]), [0.20, 0.26, 0.20]) * breadth
    climb = breadth * (0.15 if n < FEW else 0.33 + 0.30 * dice[:, 2])
    outermost = np.clip((turn[:-1] + turn[1:]) / 2 - turns + 1.2, 0, 1)
    free = 1 - outermost * (0.75 if n < SOME else 0.4)
    for mending in range(_MENDINGS):
        strokes = Strokes(
            start=start,
            end=end,
            low=np.maximum(0.05, level[:-1] + (aside - climb) * free),
            high=level[1:] + (aside + climb) * free,
            breadth=breadth,
            flick=breadth * free * (0.08 if n < SOME else 0.30),
            sway=0.03 * breadth,
            closing=float(turns),
            drop=0.86 * pitch,
        )
        covered = grid(heartline(0.0), strokes)
        beside = beside_holes(covered) if mending + 1 < _MENDINGS else ()
        if not len(beside):
            break
        free[beside] *= 0.36
    wanted = np.interp(crowd, np.log([23, 60, 180, 546]), [0.34, 0.30, 0.26, 0.18])
    return strokes, paint_order(covered, float(wanted))
