"""The paper: size, margins and the boxes of one composition, in user units (1/1080 of a poster's width)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in user units; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """One composition: `name`, sheet size, margin, the box that the art may fill, and the bleed around the sheet.

    What runs to the edge fills `sheet`, which is the paper before it is trimmed.
    """

    name: str
    width: float
    height: float
    margin: float
    art: Box
    bleed: float = 0.0

    @property
    def sheet(self) -> Box:
        """Return the whole paper, bleed included."""
        return Box(-self.bleed, -self.bleed, self.width + 2 * self.bleed, self.height + 2 * self.bleed)


PRINT_WIDTH_MM = 457.2
"""A print is 18 by 24 inches, trimmed."""
BLEED_MM = 3.0

POSTER = Canvas("poster", 1080, 1350, 64, Box(92, 120, 896, 868))
CARD = Canvas("card", 1200, 630, 44, Box(500, 40, 656, 550))
PHONE = Canvas("phone", 1080, 1920, 72, Box(72, 236, 936, 1236))
PRINT = Canvas("print", 1080, 1440, 64, Box(92, 128, 896, 944), 1080 * BLEED_MM / PRINT_WIDTH_MM)
COMPOSITIONS = {canvas.name: canvas for canvas in (POSTER, PHONE, CARD, PRINT)}
