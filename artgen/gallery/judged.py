"""What only a closer look tells of a picture: whether it can be read, and how much of each activity can be seen."""

from dataclasses import dataclass

import numpy as np

from artgen.conformance import Finding, Severity, draw, look_at
from artgen.drawing.style import Renderer
from artgen.errors import ArtgenError
from artgen.gallery.hung import told
from artgen.gallery.wanted import Wanted
from artgen.publishing.sight import visible_shares

CLOSER = ("reading", "promise")
FOUND = (*CLOSER, "truth, seen")


@dataclass(frozen=True, slots=True)
class Judged:
    """The least that can be seen of any activity, in words, and the faults found."""

    shown: str = ""
    faults: tuple[str, ...] = ()


def judged(asked: Wanted, renderer: Renderer) -> Judged:
    """Measure a picture in pixels; what can't be drawn has said so already."""
    try:
        picture = draw(renderer, asked.pose(renderer))
    except ArtgenError:
        return Judged()
    if isinstance(picture, Finding):
        return Judged()
    found = tuple(one for one in look_at(picture, *CLOSER) if one.law in FOUND)
    shares = visible_shares(picture.artwork.svg)
    shown = ""
    if np.isfinite(shares).any():
        least, n = float(np.nanmin(shares)), int(np.nanargmin(shares))
        shown = f"least seen: {least:.2f} of {n}; median {float(np.nanmedian(shares)):.2f}"
    return Judged(shown, told(found, Severity.FAULT))
