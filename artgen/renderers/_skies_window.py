"""The window of the skies: where it hangs on a sheet, its rounded edge, and the wall around it.

The wall is laid over the ridges instead of clipping each of them: one shape in place of thousands of clip paths, and
an edge that every reader of SVG draws alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import CARD, PHONE, Box, Canvas
from artgen.drawing.colour import hex_of, mix
from artgen.drawing.marks import Bristles, Mark, Shape
from artgen.drawing.theme import Theme

Floats = NDArray[np.float64]

RIM = 9.0
_GAP = 32.0
_CARD_GAP = 20.0
_TALLEST = 1.78
_CARD_SHAPE = 0.80
_OPEN_CARD_SHAPE = 0.88
_CORNER = 0.42
_SIZE, _PHONE_SIZE = 12.6, 15.5
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Seat:
    """What one sees from a seat: the window, and the box beside it, if there is one, for words of this `size`."""

    window: Box
    beside: Box | None
    size: float

    @property
    def corner(self) -> float:
        """Return the radius of the window's corners, in user units."""
        return _CORNER * self.window.width

    def inset(self, y: Floats) -> Floats:
        """Return how far the window's edge lies inside its straight sides at heights `y`, above and below."""
        window, corner = self.window, self.corner
        into = np.maximum(window.y + corner - y, y - (window.bottom - corner))
        into = np.clip(into, 0, corner)
        return corner - np.sqrt(corner * corner - into * into)

    def edge(self, out: float = 0.0) -> Floats:
        """Return the window's outline (m, 2), clockwise from the middle of its top, `out` units outside it."""
        window, radius = self.window, self.corner + out
        quarter = np.linspace(0, np.pi / 2, _STEPS)
        parts = []
        for i, (x, y) in enumerate(
            (
                (window.right - self.corner, window.y + self.corner),
                (window.right - self.corner, window.bottom - self.corner),
                (window.x + self.corner, window.bottom - self.corner),
                (window.x + self.corner, window.y + self.corner),
            )
        ):
            angle = quarter + (i - 1) * np.pi / 2
            parts.append(np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=-1))
        top = np.array([[window.centre[0], window.y - out]])
        return np.concatenate([top, *parts, top])


def seat(canvas: Canvas, *, listed: bool) -> Seat:
    """Hang the window into the art box: at its left, words beside it on the sheet's fourth column; alone in its middle.

    A card's window stands at the right of its words, whose column is half as wide.
    """
    art, card = canvas.art, canvas.name == CARD.name
    height = art.height - 2 * RIM
    if card:
        width = height * (_CARD_SHAPE if listed else _OPEN_CARD_SHAPE)
        beside = art.x + width + 2 * RIM + _CARD_GAP
    else:
        beside = canvas.margin + 0.75 * (canvas.width - 2 * canvas.margin)
        width = beside - _GAP - art.x - RIM
    size = _PHONE_SIZE if canvas.name == PHONE.name else _SIZE
    tall = min(height, _TALLEST * width)
    y = art.y + RIM + 0.3 * (height - tall)
    if not listed:
        return Seat(Box(art.centre[0] - width / 2, y, width, tall), None, size)
    return Seat(Box(art.x + RIM, y, width, tall), Box(beside, y, art.right - beside, tall), size)


def wall(seat: Seat, theme: Theme) -> Iterator[Mark]:
    """Cover what reaches beyond the window with the theme's ground, and draw the rim around it."""
    window = seat.window
    left, right, top, bottom = window.x - RIM, window.right + RIM, window.y - RIM, window.bottom + RIM
    middle = window.centre[0]
    corners = [(middle, top), (left, top), (left, bottom), (right, bottom), (right, top), (middle, top)]
    yield Shape(np.concatenate([seat.edge(), np.array(corners)]), theme.ground, smooth=False)
    rim = hex_of(mix(theme.ground_lab, theme.ink_lab, 0.22))
    yield Bristles(seat.edge(RIM), (0,), rim, 1.0, smooth=False)
