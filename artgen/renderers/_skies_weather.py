"""The weather of the skies: streaks of rain, dots of snow and bars of cloud, where their ridge can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hex_of, hexes, mix, oklab, oklch
from artgen.drawing.marks import Bristles, Dots, Mark
from artgen.drawing.rng import Rng
from artgen.history.columns import WEATHERS, Columns
from artgen.renderers._skies_ridges import Ridges
from artgen.renderers._skies_window import Seat

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOUD, RAIN, SNOW = (WEATHERS.index(name) for name in ("cloud", "rain", "snow"))
_FEW = 30
"""From so many on, weather is drawn more sparingly."""
_THIN = 4.0
_AIR = 4.0
_SHORTEST = 1.0
"""A drop of rain shorter than this, on a ridge of which hardly anything is in view, can't be seen."""


def flake_paint() -> str:
    """Return the white of snow."""
    return hex_of(oklch(0.96, 0.01, 230))


def bar_paints(edges: Sequence[str]) -> list[str]:
    """Return the paint of bars of cloud on ridges with these lit crests."""
    lit = np.array([[int(edge[i : i + 2], 16) for i in (1, 3, 5)] for edge in edges]).reshape(-1, 3)
    return hexes(mix(oklab(lit / 255), oklch(0.96, 0.01, 90), 0.5))


@dataclass(frozen=True, slots=True, eq=False)
class _Fall:
    """Places (r, count) in the open part of each ridge of `rows`: `x`, `y`, and the `room` below its crest there."""

    rows: list[int]
    x: Floats
    y: Floats
    room: Floats


def weather_marks(columns: Columns, ridges: Ridges, edges: list[str], view: Seat, rng: Rng) -> dict[int, Mark]:
    """Return the weather on each ridge (by m); how much and where it falls is decoration, which ridge isn't."""
    kind, few = columns.weather[ridges.of], len(columns.day) < _FEW

    def fall(which: int, many: int, sparing: int, name: str) -> _Fall:
        rows = np.flatnonzero(kind == which)
        return _fall(ridges, rows, many if few else sparing, view, rng.fork(name).generator)

    return {
        **_rain(ridges, fall(RAIN, 44, 14, "rain"), edges, view),
        **_snow(ridges, fall(SNOW, 60, 16, "snow"), 2.0 if few else 1.6),
        **_cloud(ridges, fall(CLOUD, 2, 1, "cloud"), edges, view, 0.11 if few else 0.07),
    }


def _rain(ridges: Ridges, fall: _Fall, edges: list[str], view: Seat) -> dict[int, Mark]:
    long = np.minimum(0.34 * fall.room, 16.0)
    x = _between_sides(fall.x, view, np.maximum(view.inset(fall.y), view.inset(fall.y + long)) + 0.22 * long)
    drops = np.stack([x, fall.y, x - 0.22 * long, fall.y + long], axis=-1)
    made: dict[int, Mark] = {}
    for m, row, falls in zip(fall.rows, drops, long >= _SHORTEST, strict=True):
        of, points = (int(ridges.of[m]),), row[falls].reshape(-1, 2)
        if len(points):
            made[m] = Bristles(points, range(0, len(points), 2), edges[m], 1.0, 0.6, of=of, smooth=False)
    return made


def _snow(ridges: Ridges, fall: _Fall, size: float) -> dict[int, Mark]:
    flakes = np.stack([fall.x, fall.y], axis=-1)
    white = flake_paint()
    return {
        m: Dots(points, white, size, 0.85, (int(ridges.of[m]),)) for m, points in zip(fall.rows, flakes, strict=True)
    }


def _cloud(ridges: Ridges, fall: _Fall, edges: list[str], view: Seat, share: float) -> dict[int, Mark]:
    window, rows = view.window, fall.rows
    long = np.minimum(share * window.width, 0.6 * ridges.breadth[rows])[:, None] * np.linspace(0.7, 1, fall.x.shape[1])
    x = _between_sides(fall.x, view, view.inset(fall.y) + long)
    bars = np.stack([x - long, fall.y, x + long, fall.y], axis=-1)
    thick = np.round(np.clip(0.1 * fall.room.mean(axis=1), 1.2, 4.0), 1).tolist()
    made: dict[int, Mark] = {}
    paints = bar_paints([edges[m] for m in rows])
    for m, row, width, paint in zip(rows, bars, thick, paints, strict=True):
        of, points = (int(ridges.of[m]),), row.reshape(-1, 2)
        made[m] = Bristles(points, range(0, len(points), 2), paint, width, 0.55, of=of, smooth=False)
    return made


def _fall(ridges: Ridges, rows: Ints, count: int, view: Seat, dice: np.random.Generator) -> _Fall:
    """Choose places where the ridge can be seen, within the window."""
    chance = dice.random((3, len(rows), count))
    seen = ridges.seen[rows][:, 1:-1]
    side = view.inset(ridges.crest[rows][:, 1:-1] + 0.7 * seen) + _AIR
    place = ridges.x[rows][:, 1:-1]
    seen = np.where((place > view.window.x + side) & (place < view.window.right - side), seen, 0)
    weight = np.where(seen >= np.minimum(_THIN, seen.max(axis=1, initial=0, keepdims=True)), seen, 0) + 1e-9
    total = np.cumsum(weight, axis=1)
    spot = (total[:, None, :] < (chance[0] * total[:, -1:])[:, :, None]).sum(axis=2) + 1
    line = rows[:, None]
    beside = spot + np.where(chance[1] < 0.5, -1, 1)
    away = np.abs(chance[1] - 0.5)
    x = ridges.x[line, spot] * (1 - away) + ridges.x[line, beside] * away
    crest = ridges.crest[line, spot] * (1 - away) + ridges.crest[line, beside] * away
    room = ridges.seen[line, spot]
    y = crest + room * (0.15 + 0.5 * chance[2])
    return _Fall(rows.tolist(), _between_sides(x, view, view.inset(y)), y, room)


def _between_sides(x: Floats, view: Seat, inset: Floats) -> Floats:
    """Move places as little as it takes to lie within the window, `inset` and a little air from its straight sides."""
    window = view.window
    made: Floats = np.clip(x, window.x + inset + _AIR, window.right - inset - _AIR)
    return made
