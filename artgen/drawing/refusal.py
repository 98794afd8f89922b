"""Refusals: what a style hears of a mark that can't be written: which mark, whose, which field, and how it should read.

A field of the wrong kind is looked for only once writing has failed on it: looking at every mark would cost too much.
"""

from collections.abc import Iterable
from itertools import islice

import numpy as np

from artgen.drawing.marks import Gradient, Mark, Radial, Shape
from artgen.errors import StyleError

MOST_MARKS = 100_000
"""Nothing that anybody could look at has more; the judge of styles allows far fewer shapes."""
NONSENSE = (StyleError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What writing a mark raises where one of its fields makes no sense."""
_NUMBERS = ("x", "y", "width", "height", "size", "opacity", "track")
_SEQUENCES = ("of", "starts", "dash", "corners", "tufts", "matrix")


def taken(marks: Iterable[Mark], style: str) -> list[Mark]:
    """Return all marks; raise StyleError for what yields none, or yields without end."""
    if not isinstance(marks, Iterable):
        raise StyleError(f"style '{style}' gave {type(marks).__name__} in place of marks; yield them")
    kept = list(islice(marks, MOST_MARKS + 1))
    if len(kept) > MOST_MARKS:
        raise StyleError(f"style '{style}' still yields after {MOST_MARKS:,} marks; is there a loop without end?")
    return kept


def refused(style: str, i: int, mark: object, wrong: Exception) -> StyleError:
    """Return the error that names mark `i` of a style and says what is wrong with it."""
    of = getattr(mark, "of", ())
    whose = f" of activity {of[0]}" if isinstance(of, tuple | list) and of else ""
    why = str(wrong) if isinstance(wrong, StyleError) else _slip(mark) or f"{type(wrong).__name__}: {wrong}"
    return StyleError(f"style '{style}', mark {i} ({type(mark).__name__}{whose}): {why}")


def _slip(mark: object) -> str:
    """Say which field is of the wrong kind, as far as one is."""
    for name in _NUMBERS:
        if not isinstance(value := getattr(mark, name, 0), int | float | np.number):
            return f"{name} = {value!r} is no number"
    for name in _SEQUENCES:
        if not isinstance(value := getattr(mark, name, ()), tuple | list | np.ndarray | range):
            return f"{name} = {value!r} is no tuple; one of one is written {name}=({value!r},)"
    for name in ("fill", "stroke"):
        paint = getattr(mark, name, "")
        if isinstance(paint, Gradient | Radial) and not _are_tuples(paint.stops):
            return f"the stops of its {name} are no tuple of tuples; write ((0, '#rrggbb'), (1, '#rrggbb'))"
    if not isinstance(within := getattr(mark, "within", None), Shape | None):
        return f"within = {within!r} is no Shape"
    return ""


def _are_tuples(stops: object) -> bool:
    return isinstance(stops, tuple) and all(isinstance(stop, tuple) for stop in stops)
