"""The law of the promise: what a style says can be seen of each activity is seen, counted in pixels."""

from collections.abc import Iterator

import numpy as np

from artgen.conformance.finding import Finding
from artgen.conformance.picture import Picture
from artgen.drawing.style import Renderer
from artgen.publishing.sight import visible_shares

LAW = "promise"
DOUBT = 0.02
"""A pixel here and there is no broken promise."""


def promised(renderer: Renderer, count: int) -> float:
    """Return the share that a style promises to show of each activity in a year of so many; 0 for no promise."""
    return max((least for most, least in renderer.promise if count <= most), default=0.0)


def kept(picture: Picture) -> Iterator[Finding]:
    """Measure the most hidden activity of a picture."""
    least = promised(picture.renderer, len(picture.pose.sitter))
    if not least or not len(picture.pose.sitter):
        return
    shares = visible_shares(picture.artwork.svg)
    if np.isfinite(shares).any() and (worst := float(np.nanmin(shares))) < least - DOUBT:
        yield picture.finding(
            LAW,
            f"activity {int(np.nanargmin(shares))} shows {worst:.0%} of its marks, and the style promises {least:.0%} "
            f"up to {max(most for most, share in picture.renderer.promise if share == least)}; "
            "lift who is covered, or promise less",
        )
