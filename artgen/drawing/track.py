"""Tracks: the path that the points of a mark make; points or starts that make none are refused."""

from artgen.drawing.marks import Bristles, Dots, Shape, Tufts
from artgen.drawing.paths import Path, curves, dots, outline, outlines
from artgen.errors import StyleError


def track(mark: Bristles | Tufts | Shape | Dots) -> Path:
    """Return the path of a mark that holds points; raise StyleError where they make none."""
    shape: tuple[int, ...] = getattr(mark.points, "shape", ())
    if len(shape) != 2 or shape[1] != 2 or not shape[0]:
        raise StyleError("needs points as an array (m, 2) with at least one row")
    if isinstance(mark, Bristles):
        if not len(mark.starts) or mark.starts[0] != 0:
            raise StyleError("needs starts that begin at 0")
        return curves(mark.points, mark.starts, smooth=mark.smooth, apart=mark.apart)
    if isinstance(mark, Tufts):
        firsts = [tuft.first for tuft in mark.tufts]
        if not len(mark.starts) or mark.starts[0] != 0 or firsts[:1] != [0]:
            raise StyleError("needs starts and tufts that begin at 0")
        return curves(mark.points, mark.starts, smooth=mark.smooth, apart=mark.apart, firsts=firsts)
    if isinstance(mark, Dots):
        return dots(mark.points)
    starts = list(mark.starts)
    if starts[:1] != [0] or (mark.corners and len(starts) > 1):
        raise StyleError("needs starts that begin at 0, and has either corners or several starts")
    if len(starts) > 1:
        return outlines(mark.points, starts, smooth=mark.smooth)
    return outline(mark.points, smooth=mark.smooth, corners=mark.corners)
