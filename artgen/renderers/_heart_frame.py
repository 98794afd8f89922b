"""Where the unit heart stands on a sheet: as large as its box lets it be, strokes and ring inside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.brush import Strokes, ragged
from artgen.drawing.canvas import Box
from artgen.drawing.heartline import Heartline

Floats = NDArray[np.float64]
USUAL_RADIUS = 440.0
"""The radius that widths and sizes of details are given for."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the unit heart stands on the sheet, in user units."""

    x: float
    y: float
    radius: float

    def place(self, points: Floats) -> Floats:
        """Return points of the unit heart in user units."""
        placed = self.radius * points
        placed[..., 0] += self.x
        placed[..., 1] += self.y
        return placed


def fit(line: Heartline, strokes: Strokes, box: Box, around: float = 0.0) -> Frame:
    """Fit the strokes' bodies into the box, a little air left below the tip; thin ends may reach past it.

    A ring `around` them (its level; 0 for none) has to fit too.
    """
    box = replace(box, height=0.965 * box.height)
    counts = np.clip((strokes.end - strokes.start) * 60, 16, 120).astype(np.int64)
    which, place = ragged(counts)
    u = place / (counts - 1)[which] * (1.0 if len(strokes) == 1 else 0.92)
    turn, level, half = strokes.turn(which, u), strokes.level(which, u), strokes.half(line, which, u)
    reach = np.concatenate([line.at(turn, level - half), line.at(turn, level + half), *_ring(line, around)])
    low, high = reach.min(axis=0), reach.max(axis=0)
    radius = float(min(box.width / (high[0] - low[0]), box.height / (high[1] - low[1])))
    x, y = (np.array(box.centre) - radius * (low + high) / 2).tolist()
    return Frame(x, y, radius)


def _ring(line: Heartline, level: float) -> Iterator[Floats]:
    if level:
        yield line.at(np.linspace(0, 1, 240), level)
