"""The quilt's patterns in the unit square: one for each kind, in as many bands as the amount asks for."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TRIANGLE, PATH, RAILS, GOOSE, DIAMOND, LEAF, CABIN = 0, 1, 2, 3, 4, 5, -1
"""The patterns by kind: half-square triangle, drunkard's path, rail fence, flying goose, diamond; others, unknown."""
FIGURE, SECOND, DEEP, FAINT = range(4)
"""The paints of a figure: the hour's, that let down with cloth, its heart, and a hint of it on the cloth."""
_FOURFOLD = {TRIANGLE: 0, PATH: 1, RAILS: 0, GOOSE: 2, LEAF: 0, CABIN: 0}
_HALVES = np.array([[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.0, 0.5]])


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Outlines of one paint: `points` (m, 2), each outline beginning at one of `starts`."""

    paint: int
    points: Floats
    starts: tuple[int, ...]


@lru_cache(maxsize=512)
def figure(kind: int, bands: int, turn: int, *, fourfold: bool = False) -> tuple[Layer, ...]:
    """Return the layers of a figure, undermost first, turned by quarters; `fourfold` sets four around the middle."""
    steps = 32 if fourfold else 14
    layers = _cabin(bands) if kind == CABIN else _rails(bands) if kind == RAILS else _nested(kind, bands, steps)
    if not (fourfold and kind in _FOURFOLD):
        return tuple(Layer(one.paint, _turned(one.points, turn), one.starts) for one in layers)
    first = _FOURFOLD[kind]
    made = []
    for one in layers:
        four = [_HALVES[i] + _turned(one.points, first + i) / 2 for i in range(4)]
        starts = tuple(i * len(one.points) + start for i in range(4) for start in one.starts)
        made.append(Layer(one.paint, np.concatenate(four), starts))
    return tuple(made)


def outline(kind: int, turn: int) -> Floats | None:
    """Return the outermost edge of a figure for echo stitches; none for those that fill their patch."""
    return None if kind in (CABIN, RAILS) else figure(kind, 1, turn)[0].points


def star() -> tuple[Floats, Floats, tuple[int, ...]]:
    """Return an eight-pointed star of radius 1, and the dark half of each point with where each begins."""
    angle = np.arange(16) * np.pi / 8 - np.pi / 2
    tips = np.where(np.arange(16) % 2, 0.46, 1.0)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    facets = np.stack([np.zeros((8, 2)), tips[::2], tips[1::2]], axis=1)
    return tips, facets.reshape(-1, 2), tuple(range(0, 24, 3))


def _turned(points: Floats, quarters: int) -> Floats:
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarters % 4]
    turned: Floats = (points - 0.5) @ np.array([[cos, sin], [-sin, cos]]) + 0.5
    return turned


def _nested(kind: int, bands: int, steps: int) -> list[Layer]:
    """Return a figure within itself, each band a smaller one on the one before."""
    made = []
    for band in range(bands):
        paint = DEEP if bands > 2 and band == bands - 1 else band % 2
        made.append(Layer(paint, _shape(kind, 1 - band / bands, steps), (0,)))
    return made


def _shape(kind: int, t: float, steps: int) -> Floats:
    around = np.linspace(0, np.pi / 2, steps)
    if kind == TRIANGLE:
        return np.array([[0, 1], [0, 1 - t], [t, 1]])
    if kind == PATH:
        arc = np.stack([0.94 * t * np.cos(around), 1 - 0.94 * t * np.sin(around)], axis=-1)
        return np.concatenate([[[0, 1]], arc])
    if kind == GOOSE:
        return np.array([[0.5 - 0.5 * t, 1], [0.5, 1 - t], [0.5 + 0.5 * t, 1]])
    if kind == DIAMOND:
        return np.array([[0.5, 0.5 - 0.5 * t], [0.5 + 0.5 * t, 0.5], [0.5, 0.5 + 0.5 * t], [0.5 - 0.5 * t, 0.5]])
    there = np.stack([np.cos(around), 1 - np.sin(around)], axis=-1)
    back = np.stack([1 - np.cos(around), np.sin(around)], axis=-1)
    return (np.concatenate([there, back]) - 0.5) * t + 0.5


def _rails(bands: int) -> list[Layer]:
    """Return upright rails, every other one let down."""
    step = 1 / bands
    left = (np.arange(bands) + 0.25) * step
    rails = np.stack([_upright(x, 0, x + 0.5 * step, 1) for x in left.tolist()])
    return [
        Layer(paint, rails[paint::2].reshape(-1, 2), tuple(range(0, 4 * len(rails[paint::2]), 4)))
        for paint in (FIGURE, SECOND)[: min(bands, 2)]
    ]


def _cabin(bands: int) -> list[Layer]:
    """Return a log cabin: rounds of logs about a hearth, bright on two sides and hinted at on the other two."""
    ring = np.linspace(0, 0.5 - 0.11, bands + 1)
    bright: list[list[Floats]] = [[], []]
    hints = []
    for i, (a, b) in enumerate(zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True)):
        log = np.array([[a, a], [1 - a, a], [1 - b, b], [b, b], [b, 1 - b], [a, 1 - a]])
        bright[i % 2].append(log)
        if i % 2 == 0:
            hints.append(1 - log)
    hearth = Layer(DEEP, _upright(ring[-1], ring[-1], 1 - ring[-1], 1 - ring[-1]), (0,))
    sets = ((FAINT, hints), (FIGURE, bright[0]), (SECOND, bright[1]))
    return [Layer(paint, np.concatenate(logs), tuple(range(0, 6 * len(logs), 6))) for paint, logs in sets if logs] + [
        hearth
    ]


def _upright(left: float, top: float, right: float, bottom: float) -> Floats:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
