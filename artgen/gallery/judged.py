"""What only a closer look tells of a picture: how much of each activity can be seen on it, and what was promised."""

from dataclasses import dataclass

import numpy as np

from artgen.drawing.style import Renderer
from artgen.gallery.hung import draw
from artgen.gallery.wanted import Wanted
from artgen.publishing.sight import visible_shares


@dataclass(frozen=True, slots=True)
class Judged:
    """The least that can be seen of any activity, in words, and the faults found."""

    shown: str = ""
    faults: tuple[str, ...] = ()


def judged(asked: Wanted, renderer: Renderer) -> Judged:
    """Measure a picture by the pixels of its activities; what can't be drawn has said so already."""
    try:
        artwork = draw(asked, renderer)
    except Exception:
        return Judged()
    shares = visible_shares(artwork.svg)
    if not np.isfinite(shares).any():
        return Judged()
    least, count = float(np.nanmin(shares)), len(artwork.boxes)
    n = int(np.nanargmin(shares))
    shown = f"least seen: {least:.2f} of {n}; median {float(np.nanmedian(shares)):.2f}"
    promised = max((share for most, share in renderer.promise if count <= most), default=0.0)
    hidden = [int(n) for n in np.flatnonzero(shares < promised)]
    if not hidden:
        return Judged(shown)
    few = ", ".join(map(str, hidden[:6])) + (" …" if len(hidden) > 6 else "")
    return Judged(shown, (f"{len(hidden)} show less than the {promised:.2f} that the style promises: {few}",))
