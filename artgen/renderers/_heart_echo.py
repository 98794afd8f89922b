"""The heart's echo: last year as a fine ring around it, January at the cleft; the same size whatever the years held.

A month of more has more hairs, by that year's own busiest; a month of none keeps one, so that the ring never breaks.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from artgen.drawing.brush import Strokes, ragged
from artgen.drawing.colour import hexes, mix
from artgen.drawing.heartline import Heartline
from artgen.drawing.marks import Bristles
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.history.story import Last
from artgen.renderers._heart_frame import USUAL_RADIUS, Frame

Echo = Literal["off", "ring"]
_AIR = 0.085
_BREADTH = 0.05
_MOST = 6
_REACH = 0.35
_SAMPLES = 22


def level_of(line: Heartline, strokes: Strokes) -> float:
    """Return the level on which the ring runs: outside of every stroke."""
    which, place = ragged(np.full(len(strokes), 60, np.int64))
    u = place / 59
    return float((strokes.level(which, u) + strokes.half(line, which, u)).max()) + _AIR


def ring(line: Heartline, level: float, frame: Frame, last: Last, theme: Theme, rng: Rng) -> Iterator[Bristles]:
    """Draw last year's months as hairs around the heart, each month in its season's paint, half sunk in the ground."""
    dice = rng.fork("echo").generator
    most = max(last.months)
    paints = hexes(mix(theme.season(np.linspace(15, 350, 12)), theme.ground_lab, np.full(12, 0.35)))
    for month, many in enumerate(last.months):
        hairs = 1 + round((_MOST - 1) * float(np.sqrt(many / most)))
        chance = dice.random((4, hairs))
        begin = (month - _REACH * chance[0]) / 12
        end = (month + 1 + _REACH * chance[1]) / 12
        across = (np.arange(hairs) + 0.5 + 0.6 * (chance[2] - 0.5)) / hairs - 0.5 if hairs > 1 else np.zeros(1)
        for i in range(hairs):
            turn = np.linspace(begin[i], end[i], _SAMPLES)
            sway = 0.004 * np.sin(np.linspace(0, 5, _SAMPLES) + 6.28 * chance[3][i])
            points = frame.place(line.at(turn, level + _BREADTH * across[i] + sway))
            yield Bristles(points, (0,), paints[month], 1.1 * frame.radius / USUAL_RADIUS, 0.75)
