"""Look-alikes: which two posters are most alike, by small copies of them, among a number that doesn't grow."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

MOST = 2_000
CLOSE = 1.5
"""Two posters nearer than this, of 100, are worth a look: about what a stroke or two of many makes."""
_SIDE = (24, 30)


@dataclass(frozen=True, slots=True)
class Twins:
    """The nearest two of all that were compared: their mean difference, of 100 (black against white)."""

    one: str
    other: str
    distance: float
    compared: int


def nearest(pictures: Iterable[tuple[str, bytes]]) -> Twins | None:
    """Return the two that look most alike, whatever order they come in; None where there are fewer than two.

    Reads at most 2,000 pictures, so the two thousand squared differences are all that there ever are.
    """
    known: dict[str, NDArray[np.float32]] = {}
    for customer, jpeg in pictures:
        if (seen := _small(jpeg)) is not None:
            known[customer] = seen
        if len(known) == MOST:
            break
    if len(known) < 2:
        return None
    names = sorted(known)
    points = np.stack([known[name] for name in names])
    square = (points * points).sum(axis=1)
    apart = square[:, None] + square[None, :] - 2 * points @ points.T
    apart[np.tril_indices(len(names))] = np.inf
    one, other = np.unravel_index(int(np.argmin(apart)), apart.shape)
    difference = float(np.sqrt(np.mean((points[one] - points[other]) ** 2)))
    return Twins(names[one], names[other], 100 * difference, len(names))


def _small(jpeg: bytes) -> NDArray[np.float32] | None:
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            picture.draft("RGB", (_SIDE[0] * 4, _SIDE[1] * 4))
            small = picture.convert("RGB").resize(_SIDE, Image.Resampling.BOX)
    except (OSError, UnidentifiedImageError):
        return None
    return np.asarray(small, np.float32).reshape(-1) / np.float32(255)
