"""A poster's picture on a card: which part of the poster goes where, the same for every style that shows it so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from artgen.drawing.canvas import CARD, POSTER, Box, Canvas
from artgen.drawing.marks import Mark
from artgen.drawing.shift import moved

_BESIDE, _ABOVE, _BELOW = 20.0, 16.0, 8.0
SCALE = min(CARD.art.width / POSTER.art.width, CARD.art.height / POSTER.art.height)
"""A card is so many times as large as the poster whose art fills its art box."""
WINDOW = Box(
    POSTER.art.x - _BESIDE,
    POSTER.art.y - _ABOVE,
    POSTER.art.width + 2 * _BESIDE,
    POSTER.art.height + _ABOVE + _BELOW,
)
"""The part of a poster that a card shows: the art box, and as far around it as no word stands."""
RIGHT, DOWN = (there - SCALE * here for here, there in zip(POSTER.art.centre, CARD.art.centre, strict=True))


@dataclass(frozen=True, slots=True)
class Inset:
    """The part of a poster (its user units), and the box that it fills on a card (the card's)."""

    part: Box
    place: Box


def inset(top: float, bottom: float) -> Inset:
    """Return what of the window lies between two heights of the poster; its words stand above and below them.

    >>> inset(0, 950).part.bottom
    950.0
    """
    top, bottom = max(WINDOW.y, top), min(WINDOW.bottom, bottom)
    part = Box(WINDOW.x, float(top), WINDOW.width, max(0.0, float(bottom) - top))
    place = Box(SCALE * part.x + RIGHT, SCALE * part.y + DOWN, SCALE * part.width, SCALE * part.height)
    return Inset(part, place)


def on_poster(x: float, y: float) -> tuple[float, float]:
    """Return where on the poster stands what is seen at a point of the card."""
    return (x - RIGHT) / SCALE, (y - DOWN) / SCALE


def as_on_poster(draw: Callable[..., Iterator[Mark]]) -> Callable[..., Iterator[Mark]]:
    """Return a style's drawing that shows on a card what it shows on a poster, smaller."""

    @wraps(draw)
    def drawing(story: Any, canvas: Canvas, *given: Any, **options: Any) -> Iterator[Mark]:
        if canvas.name != CARD.name:
            yield from draw(story, canvas, *given, **options)
        else:
            yield from moved(draw(story, POSTER, *given, **options), RIGHT, DOWN, SCALE)

    return drawing
