"""What of a poster may be shown to others: its picture, and nothing of the height at which words stand."""

from collections.abc import Iterable

from artgen.drawing.canvas import POSTER
from artgen.drawing.inset import Inset, inset
from artgen.drawing.marks import Line, Mark
from artgen.drawing.typeset import set_line


def between(frame: Iterable[Mark]) -> Inset:
    """Return the part of a poster between its top line and the first of the words below the art, ink included."""
    top, bottom = 0.0, POSTER.height
    for line in frame:
        if isinstance(line, Line):
            setting = set_line(line.text, line.size, line.weight, line.track, line.voice)
            if line.y < POSTER.art.centre[1]:
                top = max(top, line.y + setting.descent)
            else:
                bottom = min(bottom, line.y - setting.above)
    return inset(top, bottom)
