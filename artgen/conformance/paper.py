"""The law of paper: data stays inside the sheet, bleed included; what runs over its edge is ground, and not by far.

Where a card shows the poster's picture, all of it stays in the part that a card shows.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from artgen.conformance.finding import Finding
from artgen.conformance.picture import Picture
from artgen.drawing.canvas import POSTER, Box
from artgen.drawing.inset import WINDOW
from artgen.drawing.marks import Bristles, Dots, Floats, Mark, Shape, Spine, Stamp, Tufts
from artgen.drawing.svg import write

LAW = "paper"
SLACK = 1.0
"""User units that rounding and soft edges may reach past the sheet."""
OVERHANG = 0.5
"""Share of the sheet's width that ground may run over its edge; more is drawn for nobody."""


def inside(picture: Picture) -> Iterator[Finding]:
    """Measure every mark's box against the sheet."""
    sheet = picture.pose.canvas.sheet
    marks: list[Mark] = [mark for mark in picture.marks if not isinstance(mark, Spine)]
    found = _past(picture, [mark for mark in marks if not _surely_inside(mark, sheet)], sheet)
    if data := max((item for item in found if item[1].of), key=_by_how_far, default=None):
        past, mark = data
        if past > SLACK:
            whose = f"the {type(mark).__name__} of activity {mark.of[0]}"
            yield picture.finding(LAW, f"{whose} reaches {past:.0f} units past the sheet; keep data inside it")
    if ground := max((item for item in found if not item[1].of), key=_by_how_far, default=None):
        past, mark = ground
        if past > OVERHANG * sheet.width:
            said = f"a {type(mark).__name__} of the ground reaches {past:.0f} units past the sheet; nobody sees it"
            yield picture.finding("paper, ground", said)


def within_inset(picture: Picture) -> Iterator[Finding]:
    """See that a poster whose picture is shown on a card too keeps it where the card shows it."""
    if picture.renderer.card != "poster" or picture.pose.canvas.name != POSTER.name:
        return
    marks: list[Mark] = [mark for mark in picture.marks if not isinstance(mark, Spine)]
    found = _past(picture, [mark for mark in marks if not _surely_inside(mark, WINDOW)], WINDOW)
    past, mark = max(found, key=_by_how_far, default=(0.0, None))
    if past > SLACK:
        said = (
            f"a {type(mark).__name__} reaches {past:.0f} units past what a card shows of the poster, and is cut there"
        )
        yield picture.finding("paper, card", f"{said}; keep it inside canvas.art, or declare card='own'")


def _past(picture: Picture, marks: list[Mark], edge: Box) -> list[tuple[float, Mark]]:
    """Return by how much each mark passes an edge: written once more, each under a number of its own."""
    numbered = [replace(mark, of=(n,)) for n, mark in enumerate(marks)]
    pose, style = picture.pose, picture.renderer
    boxes = write(
        pose.canvas, pose.theme, title="", description="", art=numbered, reveal=style.reveal, style=style.name
    ).boxes
    return [(_beyond(boxes[n], edge), mark) for n, mark in enumerate(marks) if n in boxes]


def _surely_inside(mark: Mark, sheet: Box) -> bool:
    """Tell whether a mark is inside by its samples alone: curves don't leave the hull of them."""
    if isinstance(mark, Stamp):
        a, b, c, d, e, f = mark.matrix
        turn, shift, scale = np.array([[a, b], [c, d]]), np.array([e, f]), max(np.hypot(a, b), np.hypot(c, d))
        hulls = [_hull(inner) for inner in mark.symbol.marks]
        return all(_holds(sheet, hull[0] @ turn + shift, hull[1] * scale) if hull else False for hull in hulls)
    hull = _hull(mark)
    return _holds(sheet, *hull) if hull else False


def _hull(mark: Mark) -> tuple[Floats, float] | None:
    """Return a mark's samples and how far its stroke reaches around them; nothing for what has none."""
    if isinstance(mark, Bristles):
        return mark.points, mark.width / 2
    if isinstance(mark, Tufts):
        return mark.points, max([tuft.width for tuft in mark.tufts]) / 2
    if isinstance(mark, Dots):
        return mark.points, mark.size / 2
    return (mark.points, 0.0) if isinstance(mark, Shape) else None


def _holds(sheet: Box, points: Floats, half: float) -> bool:
    (left, top), (right, bottom) = points.min(axis=0) - half, points.max(axis=0) + half
    return bool(left >= sheet.x and top >= sheet.y and right <= sheet.right and bottom <= sheet.bottom)


def _beyond(box: Box, sheet: Box) -> float:
    return max(sheet.x - box.x, sheet.y - box.y, box.right - sheet.right, box.bottom - sheet.bottom)


def _by_how_far(item: tuple[float, Mark]) -> float:
    return item[0]
