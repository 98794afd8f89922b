"""How many bands a figure has: one scale for the whole quilt, from the smallest amount to the largest."""

import numpy as np
from numpy.typing import NDArray

from artgen.history.story import Story

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALIKE, UNKNOWN, FEWEST, MOST = 4, 1, 2, 5
_LEAST = 11.0
_EASED = 0.7


def comparable(story: Story) -> bool:
    """Tell whether amounts differ, so that bands can compare them."""
    known = story.columns.amount[np.isfinite(story.columns.amount)]
    return len(known) > 1 and bool(np.ptp(known) > 0)


def bands_of(story: Story, size: Floats) -> Ints:
    """Return the bands (n,) of each figure, given how small each patch is in user units.

    More of the amount is more bands, one scale for all: as many as half of the patches have room for. An unknown
    amount has one band among others, and the same as all where none can be compared.
    """
    amount, share = story.columns.amount, story.columns.share
    room = int(np.clip(np.median(size) / _LEAST, FEWEST + 1, MOST))
    if not comparable(story):
        return np.full(len(amount), min(ALIKE, room))
    steps = room - FEWEST + 1
    scaled = FEWEST + np.minimum((share**_EASED * steps).astype(np.int64), steps - 1)
    return np.where(np.isfinite(amount), scaled, UNKNOWN)
