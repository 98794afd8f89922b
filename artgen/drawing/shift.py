"""Marks moved on the sheet, with their gradients and the areas that they are drawn within."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Line, Mark, Paint, Radial, Shape, Spine, Stamp


def moved(marks: Iterable[Mark], right: float, down: float) -> Iterator[Mark]:
    """Yield marks `right` and `down` of where they were, in user units."""
    shift = np.array([right, down])

    def area(within: Shape | None) -> Shape | None:
        return within and replace(within, points=within.points + shift)

    for mark in marks:
        match mark:
            case Bar():
                x, y, fill = mark.x + right, mark.y + down, _paint(mark.fill, right, down)
                yield replace(mark, x=x, y=y, fill=fill, within=area(mark.within))
            case Line():
                yield replace(mark, x=mark.x + right, y=mark.y + down)
            case Bristles():
                stroke = _paint(mark.stroke, right, down)
                yield replace(mark, points=mark.points + shift, stroke=stroke, within=area(mark.within))
            case Shape() | Dots():
                fill = _paint(mark.fill, right, down)
                yield replace(mark, points=mark.points + shift, fill=fill, within=area(mark.within))
            case Stamp():
                yield replace(mark, matrix=(*mark.matrix[:4], mark.matrix[4] + right, mark.matrix[5] + down))
            case Spine():
                yield replace(mark, points=mark.points + shift)


def _paint(paint: Paint, right: float, down: float) -> Paint:
    if isinstance(paint, Radial):
        return replace(paint, centre=(paint.centre[0] + right, paint.centre[1] + down))
    if not isinstance(paint, Gradient):
        return paint
    (x1, y1), (x2, y2) = paint.start, paint.end
    return replace(paint, start=(x1 + right, y1 + down), end=(x2 + right, y2 + down))
