"""Who is seen: how much of each ridge nearer ones leave uncovered, and hills lowered until no activity is lost.

Only what covers another is lowered, little by little: lowering all alike turns mountains into stripes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Settled = tuple[Floats, Floats, Floats, Floats, Floats]

_LEAST = ((60, 0.16), (200, 0.05), (100_000, 0.02))
"""Years of at most so many activities show each of them by at least this share, where lowering can give it."""
_OVER = 3.0
_COLUMNS = 48
_ROUNDS = 60
_LOWER = 0.93
_FAR = 1e6
_FLOOR = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What stands in the window, far to near: `rise` (m, c) above `base` (m,) at `x` (m, c), for activities `of` (m,).

    `bottom` is the window's, `inset` (m,) how far its edge lies inside its sides there. `thick` (m, c) is how far a
    hill goes on below its base; without it a ridge goes down to the next one's crest.
    """

    base: Floats
    x: Floats
    rise: Floats
    of: Ints
    bottom: float
    inset: Floats
    thick: Floats | None


def settle(ground: Ground) -> Settled:
    """Return crest, under and seen (m, c), the scale (m,) of each ridge and the visible share (n,) of each activity."""
    if ground.thick is None:
        columns, rise, stands = ground.x[0], ground.rise, np.ones(ground.rise.shape, bool)
        thick = None
    else:
        columns = np.linspace(ground.x.min(), ground.x.max(), _COLUMNS)
        place = (columns - ground.x[:, :1]) / (ground.x[:, 1:2] - ground.x[:, :1])
        stands = (place >= 0) & (place <= ground.x.shape[1] - 1)
        rise, thick = (_between(rows, place) for rows in (ground.rise, ground.thick))
    side = ground.inset[:, None]
    within = stands & (columns > columns[0] + side + 1) & (columns < columns[-1] - side - 1)
    count = int(ground.of[-1]) + 1
    least = next(share for most, share in _LEAST if count <= most)
    scale = np.ones(len(rise))
    for _ in range(_ROUNDS):
        crest = ground.base[:, None] - scale[:, None] * rise
        covers = np.where(stands, crest, _FAR)
        front, owner = _front(covers, ground.bottom)
        under = _under(crest, ground.bottom) if thick is None else ground.base[:, None] + thick
        seen = np.clip(np.minimum(front, under) - crest, 0, None)
        own = np.bincount(ground.of, ((under - crest) * within).sum(axis=1), count)
        shown = np.bincount(ground.of, (seen * within).sum(axis=1), count)
        shares = shown / np.maximum(own, 1e-9)
        hidden = shares < least
        if not hidden.any():
            break
        hides = owner[hidden[ground.of][:, None] & within & (seen < under - crest)]
        lowered = np.unique(hides[hides >= 0])
        scale[lowered] = np.maximum(scale[lowered] * _LOWER, _FLOOR)
    if ground.thick is None or thick is None:
        return crest, under, seen, scale, shares
    drawn = ground.base[:, None] - scale[:, None] * ground.rise
    at = (ground.x - columns[0]) / (columns[1] - columns[0])
    return drawn, ground.base[:, None] + ground.thick, _between(seen * stands, at), scale, shares


def _between(rows: Floats, place: Floats) -> Floats:
    """Return the values of rows (m, c) at places (m, p), counted in columns and held at both ends."""
    at = np.clip(place, 0, rows.shape[1] - 1)
    before = np.minimum(at.astype(np.int64), rows.shape[1] - 2)
    part = at - before
    low, high = np.take_along_axis(rows, before, axis=1), np.take_along_axis(rows, before + 1, axis=1)
    made: Floats = low * (1 - part) + high * part
    return made


def _front(crest: Floats, bottom: float) -> tuple[Floats, Ints]:
    """Return the highest crest (m, c) among nearer ridges, and whose it is: -1 for none above the window's bottom."""
    rows = len(crest)
    nearer = np.vstack([crest[1:], np.full((1, crest.shape[1]), bottom)])[::-1]
    front = np.minimum.accumulate(nearer, axis=0)
    index = np.where(nearer <= front, np.arange(rows)[:, None], 0)
    owner = rows - np.maximum.accumulate(index, axis=0)
    front, owner = front[::-1], owner[::-1]
    return np.minimum(front, bottom), np.where((owner < rows) & (front < bottom), owner, -1)


def _under(crest: Floats, bottom: float) -> Floats:
    """Return the lower edge (m, c) of each ridge: a little below the next one's crest, so that no gap shows."""
    nearer = np.vstack([crest[1:], np.full((1, crest.shape[1]), bottom)])
    made: Floats = np.maximum(nearer, crest) + _OVER
    return made
