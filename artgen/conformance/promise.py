"""The law of the promise: what a style says can be seen of each activity is seen, counted in pixels.

A style that promises nothing shows a pixel of each all the same.
"""

from collections.abc import Iterator

import numpy as np

from artgen.conformance.finding import Finding
from artgen.conformance.picture import Picture
from artgen.conformance.truth import some
from artgen.drawing.style import Renderer
from artgen.publishing.sight import visible_shares

LAW = "promise"
SEEN = "truth, seen"
DOUBT = 0.02
"""A pixel here and there is no broken promise."""


def promised(renderer: Renderer, count: int) -> float:
    """Return the share that a style promises to show of each activity in a year of so many; 0 for no promise."""
    return max((least for most, least in renderer.promise if count <= most), default=0.0)


def kept(picture: Picture) -> Iterator[Finding]:
    """Measure the most hidden activity of a picture."""
    if not len(picture.pose.sitter):
        return
    shares = visible_shares(picture.artwork.svg)
    drawn = {n for n, box in enumerate(picture.artwork.boxes) if box}
    if unseen := [n for n in range(len(shares)) if n in drawn and not shares[n] > 0]:
        yield picture.finding(SEEN, f"not a pixel of {some(unseen)} can be seen; draw larger, or lift who is covered")
    least = promised(picture.renderer, len(picture.pose.sitter))
    if least and np.isfinite(shares).any() and (worst := float(np.nanmin(shares))) < least - DOUBT:
        yield picture.finding(
            LAW,
            f"activity {int(np.nanargmin(shares))} shows {worst:.0%} of its marks, and the style promises {least:.0%} "
            f"up to {max(most for most, share in picture.renderer.promise if share == least)}; "
            "lift who is covered, or promise less",
        )
