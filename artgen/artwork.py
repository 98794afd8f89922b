"""Look and Artwork: what a picture is made with, and the finished sheet as values."""

from dataclasses import dataclass, field

from artgen.drawing.canvas import POSTER, Box, Canvas
from artgen.drawing.style import Description, LegendItem, Renderer, Value
from artgen.drawing.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """Style, options, theme and paper: everything that decides how a Story is drawn."""

    renderer: Renderer
    theme: Theme
    options: dict[str, Value] = field(default_factory=dict)
    canvas: Canvas = POSTER

    def on(self, canvas: Canvas) -> "Look":
        """Return the same look on another paper."""
        return Look(self.renderer, self.theme, self.options, canvas)


@dataclass(frozen=True, slots=True)
class Artwork:
    """A finished sheet: SVG text, its sha256 (hex), its words, and where each activity stands on it.

    `boxes` (user units) and `swatches` (two '#rrggbb') are by activity n; a box is None where an activity has
    no mark of its own on this sheet. `marks` counts drawn shapes.
    """

    svg: str
    digest: str
    canvas: Canvas
    description: Description
    legend: tuple[LegendItem, ...]
    boxes: tuple[Box | None, ...]
    swatches: tuple[tuple[str, str], ...]
    art: Box
    marks: int
