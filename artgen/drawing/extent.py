"""Extents: how far marks reach, as (left, top, right, bottom) in user units, strokes included."""

from collections.abc import Iterable

from artgen.drawing.canvas import Box

Extent = tuple[float, float, float, float]


def together(extents: Iterable[Extent]) -> Extent:
    """Return the extent of several, of which there is at least one."""
    left, top, right, bottom = zip(*extents, strict=True)
    return min(left), min(top), max(right), max(bottom)


def boxed(extents: Iterable[Extent]) -> Box:
    """Return the box around several extents, of which there is at least one."""
    left, top, right, bottom = together(extents)
    return Box(left, top, right - left, bottom - top)


def inside(extent: Extent, edge: Extent) -> Extent:
    """Return the part of an extent that lies in another; a point of its rim where none does.

    >>> inside((0, 0, 9, 9), (3, 3, 5, 20)), inside((0, 0, 1, 1), (3, 3, 5, 20))
    ((3, 3, 5, 9), (3, 3, 3, 3))
    """
    left, top, right, bottom = edge

    def across(x: float) -> float:
        return min(max(x, left), right)

    def along(y: float) -> float:
        return min(max(y, top), bottom)

    return across(extent[0]), along(extent[1]), across(extent[2]), along(extent[3])
