"""The quilt as it is cut: 52 blocks in reading order, in rows; every block is as large as what lies in its week.

The rows are broken like the lines of a paragraph: of all ways to break 52 weeks, the one whose pieced blocks come
out squarest. So a short year is a few large blocks between narrow bars, and a full one an even patchwork.
"""

from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.drawing.rng import Rng
from artgen.history.columns import Columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_Place = tuple[float, float, float, float]

WEEKS = 52
REST = 0.03
_SQUARE, _LONG = np.log(1.12), np.log(6.0)
_NARROWEST, _LOWEST = 0.015, 0.036
_SLANT, _LEAN, _BEND = 0.0055, 0.030, 0.3
_CORNERS = np.array([[0, 1, 1, 0], [0, 0, 1, 1]])


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Where everything lies, in user units: corners run clockwise from the top left.

    `blocks` (52, 4, 2) are the weeks, `patches` (n, 4, 2) the activities, `week` (n,) says whose patch lies where.
    `seams` (k, 2, 2) lie between the patches of a block and `joins` (m, 2, 2) between blocks: each is there once, since
    rasterisers agree on one line, not on two that lie on each other.
    """

    week: Ints
    blocks: Floats
    patches: Floats
    seams: Floats
    joins: Floats

    @property
    def resting(self) -> Ints:
        """Return the weeks of plain cloth."""
        return np.flatnonzero(np.bincount(self.week, minlength=WEEKS) == 0)


def weeks(columns: Columns) -> Ints:
    """Return the week 0..51 of each activity; days 365 and 366 join the last."""
    return np.minimum((columns.day - 1) // 7, WEEKS - 1)


def cloth(columns: Columns) -> Floats:
    """Return how much cloth each patch takes: more for a larger amount, yet never little."""
    return 0.35 + np.sqrt(columns.share)


def cut(columns: Columns, box: Box, rng: Rng, *, handcut: float, rest: float) -> Cut:
    """Cut the cloth: `handcut` says how far seams lean, `rest` how much room plain weeks keep (1 is usual)."""
    week, takes = weeks(columns), cloth(columns)
    held: Floats = np.bincount(week, takes, WEEKS).astype(float)
    pieced = np.count_nonzero(held)
    crowd = len(week) / pieced
    held[held == 0] = rest * REST * pieced**0.82 / crowd**0.35 * held.sum() / pieced
    breaks = _rows(held, np.isin(np.arange(WEEKS), week), box)
    blocks = _hand_cut(held, breaks, box, rng, handcut)
    return Cut(week, blocks, *_patches(week, takes, blocks), _joins(blocks, breaks))


def lay(quads: Floats, points: Floats) -> Floats:
    """Return points (m, 2) or (k, m, 2) of the unit square as they lie in each of the quads (k, 4, 2): (k, m, 2)."""
    u, v = points[..., :1], points[..., 1:]
    a, b, c, d = (quads[:, None, i] for i in range(4))
    laid: Floats = (a * (1 - u) + b * u) * (1 - v) + (d * (1 - u) + c * u) * v
    return laid


def sides(quads: Floats) -> Floats:
    """Return the mean width and height of quads (k, 4, 2) as (k, 2)."""
    across = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]) / 2
    return np.stack([np.hypot(*across.T), np.hypot(*down.T)], axis=-1)


def _rows(held: Floats, pieced: NDArray[np.bool_], box: Box) -> list[int]:
    """Return where each row begins, and 52: the breaks that let the pieced blocks come out squarest.

    Lines of a paragraph are broken so, after Knuth and Plass (1981): the least sum of every row's fault.
    """
    fault = _faults(held, pieced, box)
    least, came = np.full(WEEKS + 1, np.inf), np.zeros(WEEKS + 1, np.int64)
    least[0] = 0.0
    for end in range(1, WEEKS + 1):
        total = least[:end] + fault[:end, end]
        came[end] = int(np.argmin(total))
        least[end] = total[came[end]]
    breaks = [WEEKS]
    while breaks[-1]:
        breaks.append(int(came[breaks[-1]]))
    return breaks[::-1]


def _faults(held: Floats, pieced: NDArray[np.bool_], box: Box) -> Floats:
    """Return the fault (53, 53) of each row of the weeks from i up to j."""
    edge = np.r_[0.0, np.cumsum(held)]
    total, count = edge[-1], int(pieced.sum())
    room = np.maximum(edge[None, :] - edge[:, None], 1e-9)

    def within(values: Floats) -> Floats:
        sums = np.r_[0.0, np.cumsum(values)]
        spread: Floats = sums[None, :] - sums[:, None]
        return spread

    stretch = np.log(box.width * total / box.height) - 2 * np.log(room)
    logs = np.log(held) - _SQUARE
    own = np.where(pieced, logs, 0.0)
    squareness = within(own * own) + 2 * stretch * within(own) + stretch**2 * within(pieced.astype(float))
    fault: Floats = squareness / count
    plain = WEEKS - count
    if plain:
        thin = held[~pieced][0]
        long = np.maximum(np.abs(np.log(thin) + stretch) - _LONG, 0.0)
        narrow = np.maximum(_NARROWEST - thin / room, 0.0) / _NARROWEST
        fault += within((~pieced).astype(float)) * (0.1 * long**2 + 4.0 * narrow) / plain
    middle = (edge[1:] + edge[:-1]) / 2
    mass = within(np.where(pieced, held, 0.0))
    aside = np.where(mass > 1e-6, within(np.where(pieced, held * middle, 0.0)) / np.maximum(mass, 1e-9), 0.0)
    lean = np.where(mass > 1e-6, (aside - (edge[None, :] + edge[:, None]) / 2) / room, 0.0)
    fault += 6.0 / count**1.5 * lean**2 * mass / max(held[pieced].sum(), 1e-9)
    fault += 3.0 * np.maximum(_LOWEST - room / total, 0.0) / _LOWEST
    return fault


def _hand_cut(held: Floats, breaks: list[int], box: Box, rng: Rng, handcut: float) -> Floats:
    """Lay the rows; seams between rows slant a little, seams within them lean: nothing is cut with a machine."""
    dice = rng.fork("seams").generator
    slant, lean = handcut * _SLANT * dice.normal(size=WEEKS + 1), handcut * _LEAN * dice.normal(size=WEEKS + 1)
    edge = np.r_[0.0, np.cumsum(held)]
    line = box.y + box.height * edge[breaks] / edge[-1]
    slant = slant[: len(breaks)]
    slant[[0, -1]] = 0.0
    most = np.diff(line).min() * 0.35 / box.width
    slant = np.clip(slant, -most, most)
    blocks = np.empty((WEEKS, 4, 2))
    middle = box.centre[0]
    for row, (first, end) in enumerate(pairwise(breaks)):
        at = box.x + box.width * (edge[first : end + 1] - edge[first]) / (edge[end] - edge[first])
        tall = line[row + 1] - line[row]
        gap = np.diff(at)
        free = np.r_[0.0, np.minimum(gap[:-1], gap[1:]) * _BEND, 0.0]
        bent = np.clip(lean[first : end + 1] * tall / 2, -free, free)
        x = np.stack([at + bent, at - bent])
        y = line[row : row + 2, None] + slant[row : row + 2, None] * (x - middle)
        blocks[first:end] = np.stack(
            [
                np.stack([x[0, :-1], x[0, 1:], x[1, 1:], x[1, :-1]], axis=-1),
                np.stack([y[0, :-1], y[0, 1:], y[1, 1:], y[1, :-1]], axis=-1),
            ],
            axis=-1,
        )
    return blocks


def _joins(blocks: Floats, breaks: list[int]) -> Floats:
    """Return the seams between rows, each a straight one, and those within each row."""
    rows = [(blocks[first, 0], blocks[end - 1, 1]) for first, end in pairwise(breaks) if first]
    inner = blocks[np.setdiff1d(np.arange(WEEKS), np.array(breaks[1:]) - 1), 1:3]
    return np.concatenate([np.array(rows).reshape(-1, 2, 2), inner])


def _patches(week: Ints, takes: Floats, blocks: Floats) -> tuple[Floats, Floats]:
    """Cut each block edge to edge until every activity of its week has a patch, as large as what it takes.

    Return the patches, and the seams between them.
    """
    shape, places = sides(blocks).tolist(), list[_Place]()
    seams: dict[int, list[_Place]] = {}
    for one, (first, end) in _runs(week):
        parts, seams[one] = _split(takes[first:end].tolist(), (0.0, 0.0, 1.0, 1.0), *shape[one])
        places += parts
    if not places:
        return np.empty((0, 4, 2)), np.empty((0, 2, 2))
    place = np.array(places)
    corners = np.stack([place[:, [0, 2]][:, _CORNERS[0]], place[:, [1, 3]][:, _CORNERS[1]]], axis=-1)
    ends = np.array([seam for of in seams.values() for seam in of]).reshape(-1, 2, 2)
    return lay(blocks[week], corners), lay(blocks[np.repeat([*seams], [len(of) for of in seams.values()])], ends)


def _runs(week: Ints) -> list[tuple[int, tuple[int, int]]]:
    starts = np.flatnonzero(np.diff(week, prepend=-1)).tolist()
    return [(int(week[a]), (a, b)) for a, b in zip(starts, [*starts[1:], len(week)], strict=True)]


def _split(takes: list[float], place: _Place, width: float, height: float) -> tuple[list[_Place], list[_Place]]:
    """Return where each part lies, in order, and the seams: halved across the longer side, again and again."""
    if len(takes) == 1:
        return [place], []
    left, top, right, bottom = place
    sums = list(accumulate(takes))
    far = [abs(one - sums[-1] / 2) for one in sums[:-1]]
    half = far.index(min(far)) + 1
    part = sums[half - 1] / sums[-1]
    if (right - left) * width >= (bottom - top) * height:
        x = left + part * (right - left)
        before, after, seam = (left, top, x, bottom), (x, top, right, bottom), (x, top, x, bottom)
    else:
        y = top + part * (bottom - top)
        before, after, seam = (left, top, right, y), (left, y, right, bottom), (left, y, right, y)
    first, seams = _split(takes[:half], before, width, height)
    second, more = _split(takes[half:], after, width, height)
    return first + second, [seam, *seams, *more]
