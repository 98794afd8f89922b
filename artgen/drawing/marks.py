"""Marks: shapes on paper, holding arrays of points in user units, each naming the activities that it draws.

`of` holds activity numbers (n); an empty `of` is ground or declared decoration. Only what every SVG reader
draws alike exists here: no filters, masks, blend modes, images, live text, style sheets or scripts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SWISS, WARM = "swiss", "warm"
LOUD = 0
Of = tuple[int, ...]
Stops = tuple[tuple[float, str] | tuple[float, str, float], ...]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient between two points in user units; stops are (offset 0..1, '#rrggbb'[, opacity 0..1])."""

    start: tuple[float, float]
    end: tuple[float, float]
    stops: Stops


@dataclass(frozen=True, slots=True)
class Radial:
    """A radial gradient around `centre` out to `radius`, in user units; stops as those of a Gradient."""

    centre: tuple[float, float]
    radius: float
    stops: Stops


Paint = str | Gradient | Radial


@dataclass(frozen=True, slots=True, eq=False)
class Bristles:
    """Open curves of one paint, written together.

    `points` (m, 2) are the samples of all curves, one after the other; `starts` are the indexes at which each
    begins. Smooth curves run through their first and last sample and are pulled towards those between (uniform
    quadratic B-spline); the others go straight from sample to sample. `width`, `dash` in user units; caps are
    round, so dash (0, gap) draws dots. Only what lies `within` an area is drawn. Curves are one area where they
    cross; `apart`, each is a path of its own and lies on the one before, which engines draw faster.
    """

    points: Floats
    starts: Sequence[int]
    stroke: Paint
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    of: Of = ()
    smooth: bool = True
    within: "Shape | None" = None
    apart: bool = False


class Tuft(NamedTuple):
    """One paint of several: the curve at which it begins, and how it is drawn, as a Bristles says it."""

    first: int
    stroke: Paint
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Tufts:
    """Bristles of several paints, as one brush leaves them: the same as a Bristles for each of `tufts`, only faster.

    `points` and `starts` are those of all curves; the first tuft begins at curve 0, and each lies on the one before.
    """

    points: Floats
    starts: Sequence[int]
    tufts: Sequence[Tuft]
    of: Of = ()
    smooth: bool = True
    within: "Shape | None" = None
    apart: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A closed area: `points` (m, 2), smooth (B-spline) or straight-edged.

    `corners` are increasing indexes of points at which a smooth outline turns sharply and which it runs through.
    `starts` are the indexes at which each of several outlines of one paint begins (without corners then): where they
    overlap, they are one area. Only what lies `within` another area is drawn. An empty `fill` inside a Symbol takes
    that of its Stamp.
    """

    points: Floats
    fill: Paint
    opacity: float = 1.0
    smooth: bool = True
    of: Of = ()
    corners: tuple[int, ...] = ()
    starts: Sequence[int] = (0,)
    within: "Shape | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Round dots of one size: `points` (m, 2), `size` is the diameter."""

    points: Floats
    fill: Paint
    size: float
    opacity: float = 1.0
    of: Of = ()
    within: Shape | None = None


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
    within: Shape | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Outlined text on a baseline at (x, y); `anchor` start, middle or end; `track` in ems.

    `weight` is 400, 500 or 600, or LOUD for the one loud word of a sheet; `voice` is the theme's typeface.
    """

    x: float
    y: float
    text: str
    size: float
    fill: str
    weight: int = 400
    anchor: str = "start"
    track: float = 0.0
    of: Of = ()
    voice: str = SWISS


@dataclass(frozen=True, slots=True, eq=False)
class Spine:
    """Not drawn: the mid-line of an activity's mark (at most 14 points) and its breadth, for the page to play."""

    points: Floats
    width: float
    of: Of


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """Marks drawn once, in units of their own and around their own origin, for Stamps to repeat; none names activities.

    Draw it large (some hundred units): its coordinates too are whole tenths.
    """

    marks: "tuple[Mark, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """A Symbol put on the sheet by `matrix` (a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f."""

    symbol: Symbol
    matrix: Matrix
    fill: Paint = ""
    opacity: float = 1.0
    of: Of = ()


def turned(x: float, y: float, degrees: float = 0.0, scale: float | tuple[float, float] = 1.0) -> Matrix:
    """Return the matrix that scales, then turns clockwise, then moves to (x, y).

    >>> turned(10, 20, 0, (2, 3))
    (2.0, 0.0, -0.0, 3.0, 10, 20)
    """
    across, along = scale if isinstance(scale, tuple) else (scale, scale)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return across * cos, across * sin, -along * sin, along * cos, x, y


Mark = Bristles | Tufts | Shape | Dots | Bar | Line | Spine | Stamp
