"""The strip: a year as one row of bands in two colours each, made of table cells, so that it shows without images."""

from dataclasses import dataclass

import numpy as np

from artgen.history.columns import Columns

WIDTH = 600
NARROWEST = 6
MOST = 60
WEEKS = 52
_EVEN = 0.6


@dataclass(frozen=True, slots=True)
class Band:
    """One column of the strip: its width in pixels of 600, its upper and its lower colour."""

    width: int
    above: str
    below: str


def strip(columns: Columns, swatches: tuple[tuple[str, str], ...]) -> tuple[Band, ...]:
    """Return a band for each activity in time order, or for each week that had any where there are more than 60.

    A band's width grows with the amount to the power of .6, or so the short ones would vanish beside the long;
    a week wears the colours of its largest activity (the first of them where they are equal).
    """
    share = columns.share**_EVEN
    if len(share) <= MOST:
        return tuple(Band(width, *paints) for width, paints in zip(_widths(share), swatches, strict=True))
    week = np.minimum((columns.day - 1) // 7, WEEKS - 1)
    groups = [np.flatnonzero(week == each) for each in np.unique(week)]
    parts = np.array([share[group].sum() for group in groups])
    leads = [int(group[np.argmax(columns.share[group])]) for group in groups]
    return tuple(Band(width, *swatches[lead]) for width, lead in zip(_widths(parts), leads, strict=True))


def _widths(parts: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[int]:
    """Return whole pixels that add up to the strip's width: the narrowest for each, and its part of what is left."""
    if not parts.size:
        return []
    total = parts.sum()
    even = parts / total if total > 0 else np.full(len(parts), 1 / len(parts))
    edges = np.rint(np.cumsum(even) * (WIDTH - NARROWEST * len(parts))).astype(int)
    widths: list[int] = (np.diff(edges, prepend=0) + NARROWEST).tolist()
    return widths
