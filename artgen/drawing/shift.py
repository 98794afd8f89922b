"""Marks moved on the sheet, made smaller or larger, with their gradients and the areas that they are drawn within."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from artgen.drawing.marks import (
    Bar,
    Bristles,
    Dots,
    Floats,
    Gradient,
    Line,
    Mark,
    Matrix,
    Paint,
    Radial,
    Shape,
    Spine,
    Stamp,
    Tuft,
    Tufts,
)


def moved(marks: Iterable[Mark], right: float, down: float, scale: float = 1.0) -> Iterator[Mark]:
    """Yield marks `scale` times as large, then `right` and `down` of where they were, in user units."""
    way = _Way(right, down, scale)
    for mark in marks:
        match mark:
            case Bar():
                x, y = way.point((mark.x, mark.y))
                width, height, fill = mark.width * scale, mark.height * scale, way.paint(mark.fill)
                yield replace(mark, x=x, y=y, width=width, height=height, fill=fill, within=way.area(mark.within))
            case Line():
                x, y = way.point((mark.x, mark.y))
                yield replace(mark, x=x, y=y, size=mark.size * scale)
            case Bristles():
                points, width, dash = way.points(mark.points), mark.width * scale, tuple(scale * d for d in mark.dash)
                stroke, within = way.paint(mark.stroke), way.area(mark.within)
                yield replace(mark, points=points, width=width, dash=dash, stroke=stroke, within=within)
            case Tufts():
                tufts = [way.tuft(tuft) for tuft in mark.tufts]
                yield replace(mark, points=way.points(mark.points), tufts=tufts, within=way.area(mark.within))
            case Shape():
                fill, within = way.paint(mark.fill), way.area(mark.within)
                yield replace(mark, points=way.points(mark.points), fill=fill, within=within)
            case Dots():
                size, fill = mark.size * scale, way.paint(mark.fill)
                yield replace(mark, points=way.points(mark.points), size=size, fill=fill, within=way.area(mark.within))
            case Stamp():
                yield replace(mark, matrix=way.matrix(mark.matrix))
            case Spine():
                yield replace(mark, points=way.points(mark.points), width=mark.width * scale)


@dataclass(frozen=True, slots=True)
class _Way:
    right: float
    down: float
    scale: float

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        return self.scale * at[0] + self.right, self.scale * at[1] + self.down

    def points(self, points: Floats) -> Floats:
        moved: Floats = self.scale * points + np.array([self.right, self.down])
        return moved

    def tuft(self, tuft: Tuft) -> Tuft:
        dash = tuple([self.scale * part for part in tuft.dash])
        return tuft._replace(stroke=self.paint(tuft.stroke), width=self.scale * tuft.width, dash=dash)

    def area(self, area: Shape | None) -> Shape | None:
        return area and replace(area, points=self.points(area.points))

    def matrix(self, matrix: Matrix) -> Matrix:
        a, b, c, d, e, f = matrix
        return (self.scale * a, self.scale * b, self.scale * c, self.scale * d, *self.point((e, f)))

    def paint(self, paint: Paint) -> Paint:
        match paint:
            case Radial():
                return replace(paint, centre=self.point(paint.centre), radius=self.scale * paint.radius)
            case Gradient():
                return replace(paint, start=self.point(paint.start), end=self.point(paint.end))
            case _:
                return paint
