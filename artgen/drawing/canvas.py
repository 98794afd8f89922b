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
    """One composition: `name` poster or card, sheet size, margin, and the box that the art may fill."""

    name: str
    width: float
    height: float
    margin: float
    art: Box


POSTER = Canvas("poster", 1080, 1350, 64, Box(92, 120, 896, 868))
CARD = Canvas("card", 1200, 630, 44, Box(500, 40, 656, 550))
COMPOSITIONS = {canvas.name: canvas for canvas in (POSTER, CARD)}
