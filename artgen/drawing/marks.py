"""Marks: shapes on paper, holding arrays of points in user units, each naming the activities that it draws.

`of` holds activity numbers (n); an empty `of` is ground or declared decoration. Only what every SVG reader
draws alike exists here: no filters, masks, blend modes, images, live text, style sheets or scripts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Of = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient between two points in user units; stops are (offset 0..1, '#rrggbb')."""

    start: tuple[float, float]
    end: tuple[float, float]
    stops: tuple[tuple[float, str], ...]


Paint = str | Gradient


@dataclass(frozen=True, slots=True, eq=False)
class Bristles:
    """Open smooth curves of one paint, written as one path.

    `points` (m, 2) are the samples of all curves, one after the other; `starts` are the indexes at which each
    begins. Curves run through their first and last sample and are pulled towards those between (uniform
    quadratic B-spline). `width`, `dash` in user units; caps are round, so dash (0, gap) draws dots.
    """

    points: Floats
    starts: Sequence[int]
    stroke: Paint
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    of: Of = ()


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A closed area: `points` (m, 2), smooth (B-spline) or straight-edged.

    `corners` are increasing indexes of points at which a smooth outline turns sharply and which it runs through.
    """

    points: Floats
    fill: Paint
    opacity: float = 1.0
    smooth: bool = True
    of: Of = ()
    corners: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Round dots of one size: `points` (m, 2), `size` is the diameter."""

    points: Floats
    fill: str
    size: float
    opacity: float = 1.0
    of: Of = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint
    opacity: float = 1.0
    of: Of = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Outlined text on a baseline at (x, y); `anchor` start, middle or end; `track` in ems; weight 400, 500, 600."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    weight: int = 400
    anchor: str = "start"
    track: float = 0.0
    of: Of = ()


@dataclass(frozen=True, slots=True, eq=False)
class Spine:
    """Not drawn: the mid-line of an activity's mark (at most 14 points) and its breadth, for the page to play."""

    points: Floats
    width: float
    of: Of


Mark = Bristles | Shape | Dots | Bar | Line | Spine
