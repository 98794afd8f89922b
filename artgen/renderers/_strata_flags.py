"""Flags: one on each summit; its cut says the kind, so that colour is not the only cue."""

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.marks import Bristles, Mark, Shape, Stamp, Symbol
from artgen.renderers._strata_paint import OTHER

Floats = NDArray[np.float64]
POLE, REACH = 170.0, 110.0
_TALL = 74.0
_BOW = np.linspace(0, np.pi, 13)
_ROUND = np.column_stack([100 * np.sin(_BOW) ** 0.8, _TALL / 2 * (1 - np.cos(_BOW))])
CUTS: tuple[tuple[Floats, tuple[int, ...]], ...] = (
    (np.array([[0.0, 0], [108, _TALL / 2], [0, _TALL]]), (0,)),
    (np.array([[0.0, 0], [92, 0], [92, _TALL], [0, _TALL]]), (0,)),
    (np.array([[0.0, 0], [108, 0], [66, _TALL / 2], [108, _TALL], [0, _TALL]]), (0,)),
    (_ROUND, (0,)),
    (np.array([[0.0, 0], [96, 19], [0, 38], [0, 46], [96, 65], [0, 84]]), (0, 3)),
    (np.array([[0.0, 0], [54, 0], [54, 34], [102, 34], [102, _TALL], [0, _TALL]]), (0,)),
)
"""Pennant, square, swallowtail, half-round, two pennants, and the stepped flag of any other kind."""


def flag(kind: int, edge: str, pole: str) -> Symbol:
    """Return the flag of a kind around the foot of its pole, 170 units high; past the last kind, the bare pole.

    The cloth takes the fill of its stamp; `edge` and `pole` are '#rrggbb'.
    """
    mast = Bristles(np.array([[0.0, 6.0], [0.0, -POLE]]), (0,), pole, 13.0, smooth=False)
    if kind > OTHER:
        return Symbol((mast,))
    cloth, starts = CUTS[kind]
    lifted = cloth + np.array([4.0, -POLE])
    closed = np.concatenate([np.r_[part, part[:1]] for part in np.split(lifted, starts[1:])])
    hems = [start + i for i, start in enumerate(starts)]
    drawn: tuple[Mark, ...] = (
        Bristles(closed, hems, edge, 11.0, smooth=False),
        Shape(lifted, "", smooth=False, starts=starts),
        mast,
    )
    return Symbol(drawn)


def fly(symbol: Symbol, x: float, y: float, size: float, fill: str, of: tuple[int, ...], *, inward: bool) -> Stamp:
    """Fly a flag `size` user units long from a summit at (x, y), to the right or `inward` from the right edge."""
    scale = size / 100
    return Stamp(symbol, (scale * (-1 if inward else 1), 0.0, 0.0, scale, x, y), fill, of=of)
