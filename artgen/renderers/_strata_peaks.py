"""The peaks: one mountain for each activity, its place, height and slopes, set so that none hides another.

Height is data, and so are month and day; how broad a peak is, how far it stands forward on its ridge and how far it
steps aside for room are not.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.rng import Rng
from artgen.history.story import Story
from artgen.renderers._strata_scene import CROWD, DAYS, MONTHS, Scene, days_of, level, record

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WANTED = 0.16
_LEAST_HEIGHT, _STEEPEST = 0.13, 2.1
_COARSE, _FINE = 160, 216
_ROUNDS, _FEWER, _BEFORE_EASING, _BEFORE_NEEDLES = 30, 6, 4, 12
_ASIDE, _SLIMMEST = 1.5, 0.62
_SERRIED, _LEAST_GAP = 2.1, 11.0
_GOLDEN = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Mountains by activity (n,), in user units: `x` and `foot` where each stands, `height`, half-widths to both sides.

    `bend` is the exponent of the slope: 1 is a tent, more is a mountain with a wide foot.
    """

    x: Floats
    foot: Floats
    height: Floats
    left: Floats
    right: Floats
    bend: Floats
    month: Ints

    def __len__(self) -> int:
        return len(self.x)

    @property
    def top(self) -> Floats:
        """Return the height (n,) of each summit on the sheet."""
        return self.foot - self.height

    def order(self) -> Ints:
        """Return the peaks from far to near: by ridge, then by how far forward each stands, then in time."""
        return np.lexsort((np.arange(len(self)), self.foot, self.month))


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What can be seen of each peak (n,): the share 0..1 that no nearer one covers, whether its summit lies under
    another, and which other covers most of it."""

    shares: Floats
    topped: NDArray[np.bool_]
    cover: Ints


def stand(story: Story, on: Scene, rng: Rng, breadth: float) -> Peaks:
    """Set every activity on its month's ridge, then slim, lower and move aside until none is hidden."""
    if level(story):
        return _serried(story, on, rng, breadth)
    columns, count = story.columns, len(story)
    dice = rng.fork("stance").generator.random((4, count))
    share = heights_of(columns.share)
    near = 0.86 + 0.28 * columns.month / (MONTHS - 1)
    height = on.tallest * share * near
    wide = breadth * on.broadest * (0.52 + 0.48 * share) * (0.9 + 0.2 * columns.month / (MONTHS - 1))
    among = np.bincount(columns.month, minlength=MONTHS)[columns.month]
    wide = np.minimum(wide, (3.2 if count <= CROWD else np.maximum(3.2, among / 7)) * on.width / among)
    gap = float(np.interp(np.log(count), np.log([4, 40, 200, 600]), [26.0, 19.0, 13.0, _LEAST_GAP]))
    home = on.across(days_of(story))
    x = _apart(home, home, columns.month, gap, on)
    beside = (columns.month[:, None] == columns.month) & (np.abs(x[:, None] - x) < 0.08 * on.width)
    wide /= np.minimum(1 + 0.14 * (beside.sum(axis=1) - 1), 1.45)
    height = _held(height, wide, columns.month, on)
    peaks = Peaks(
        x=x,
        foot=_feet(columns.month, height, on),
        height=height,
        left=wide * (0.84 + 0.36 * dice[0]),
        right=wide * (0.84 + 0.36 * dice[1]),
        bend=1.45 + 0.55 * dice[2],
        month=columns.month,
    )
    return _settled(_under(peaks, _ceiling(story, on)), on, gap)


def _serried(story: Story, on: Scene, rng: Rng, breadth: float) -> Peaks:
    """Set very many peaks that are alike as tall ones, in ranks that step forward and back: a range, not a comb."""
    month, dice = story.columns.month, rng.fork("stance").generator.random((4, len(story)))
    depth = (on.ridges[-2] - on.horizon) / len(np.unique(month))
    height = _SERRIED * depth * (0.86 + 0.28 * month / (MONTHS - 1)) * heights_of(story.columns.share)
    wide = breadth * height * (0.75 + 0.5 * dice[3])
    # December steps back: before it stand the words.
    forward = np.where(month == MONTHS - 1, -0.3 * on.room()[MONTHS - 2], 0.6 * on.room()[month])
    home = on.across(days_of(story))
    peaks = Peaks(
        x=_apart(home + 0.8 * on.width / DAYS * (dice[1] - 0.5), home, month, _LEAST_GAP, on),
        foot=on.ridges[month] + 4 + forward * (_GOLDEN * np.arange(len(story)) % 1),
        height=height,
        left=wide * (0.84 + 0.36 * dice[0]),
        right=wide * (0.84 + 0.36 * dice[1]),
        bend=1.45 + 0.55 * dice[2],
        month=month,
    )
    return _settled(_under(peaks, _ceiling(story, on)), on, _LEAST_GAP)


def _ceiling(story: Story, on: Scene) -> float:
    """Return how high a summit may reach: up to the disc, where there is one."""
    return on.ceiling + 26 + (0.0 if record(story) is None else on.radius)


def _held(height: Floats, wide: Floats, month: Ints, on: Scene) -> Floats:
    """Lower all heights alike where ridges crowd behind one another, or where crowded peaks would be needles."""
    depth = (on.ridges[-2] - on.horizon) / len(np.unique(month))
    crowd = float(np.interp(np.log(len(height)), np.log([5, 12, 40, 180, 500]), [20.0, 5.0, 2.8, 1.65, 1.2]))
    steep = float(np.median(height / wide))
    lowered: Floats = height * min(1.0, crowd * depth / float(np.quantile(height, 0.8)), _STEEPEST / steep)
    return lowered


def heights_of(share: Floats) -> Floats:
    """Return heights 0..1 that grow with the share of the largest amount, eased where one amount dwarfs the others."""
    median = float(np.median(share))
    ease = 1.0 if median >= 0.34 else max(0.42, float(np.log(0.34) / np.log(max(median, 1e-4))))
    return _LEAST_HEIGHT + (1 - _LEAST_HEIGHT) * share**ease


def visible(peaks: Peaks, on: Scene) -> Sight:
    """Count on a grid of square cells what can be seen of each peak."""
    n, order = len(peaks), peaks.order()
    cell = on.view.width / (_FINE if n > CROWD else _COARSE)
    x, foot, height = peaks.x[order], peaks.foot[order], peaks.height[order]
    left, right, bend = peaks.left[order], peaks.right[order], peaks.bend[order]
    first = np.floor((x - left) / cell).astype(np.int64)
    which, step = _each(np.floor((x + right) / cell).astype(np.int64) - first + 1)
    column = first[which] + step
    aside = (column + 0.5) * cell - x[which]
    u = np.minimum(np.abs(aside) / np.where(aside < 0, left[which], right[which]), 1.0)
    low = np.floor(foot / cell).astype(np.int64)[which]
    high = np.floor((foot[which] - height[which] * (1 - u) ** bend[which]) / cell).astype(np.int64)
    spot, up = _each(np.maximum(low - high, 1))
    tall, margin = int(low.max()) + 2, int(column.min())
    place = (column[spot] - margin) * tall + np.maximum(high[spot] + up, 0)
    owner = which[spot]
    nearest = np.full((int(column.max()) - margin + 2) * tall, -1, np.int64)
    nearest[place] = owner
    meets = np.bincount(owner * n + nearest[place], minlength=n * n).reshape(n, n)
    rank = np.arange(n)
    shares = meets[rank, rank] / meets.sum(axis=1)
    meets[rank, rank] = 0
    crown = np.floor((foot - 0.93 * height) / cell).astype(np.int64)
    crowned = nearest[np.maximum((np.floor(x / cell).astype(np.int64) - margin) * tall + np.maximum(crown, 0), 0)]
    topped = crowned > rank
    cover = np.where(topped, crowned, meets.argmax(axis=1))
    back = np.argsort(order)
    return Sight(shares[back], topped[back], order[cover][back])


def _each(counts: Ints) -> tuple[Ints, Ints]:
    """Return for rows of these lengths the row of each place and its number in it."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - (np.cumsum(counts) - counts)[row]


def _settled(peaks: Peaks, on: Scene, gap: float) -> Peaks:
    """Slim who covers, move aside who is covered, and ease the heights, a little at a time; keep the best found."""
    n, reach = len(peaks), _ASIDE * on.width / DAYS
    middle = float(np.median(peaks.height))
    aside, slim, best, most = np.zeros(n), np.ones(n), peaks, -np.inf
    for turn in range(_ROUNDS if n <= 2 * CROWD else _FEWER):
        easing = max(0, turn - _BEFORE_EASING)
        narrow = 0.95 ** max(0, turn - _BEFORE_NEEDLES)
        level = middle * (peaks.height / middle) ** max(0.3, 1 - 0.05 * easing) * 0.98**easing
        tried = replace(
            peaks,
            x=_apart(peaks.x + aside, peaks.x, peaks.month, 0.9 * gap, on),
            left=peaks.left * slim * narrow,
            right=peaks.right * slim * narrow,
            height=level,
            bend=peaks.bend + 0.6 * (1 - slim),
        )
        sight = visible(tried, on)
        lost = sight.topped | (sight.shares < WANTED)
        if not lost.any():
            return tried
        worst = float((sight.shares - sight.topped).min()) if n <= CROWD else -float(lost.sum())
        if worst > most:
            best, most = tried, worst
        slim[np.unique(sight.cover[lost])] *= 0.88
        slim = np.maximum(slim, _SLIMMEST if turn < _BEFORE_NEEDLES else 0.5 * _SLIMMEST)
        beside = tried.x - tried.x[sight.cover]
        away = np.sign(np.where(beside == 0, np.arange(n) - sight.cover, beside))
        aside = np.clip(aside + np.where(lost, away * 0.012 * on.width, 0.0), -reach, reach)
    return best


def _under(peaks: Peaks, ceiling: float) -> Peaks:
    """Lower all peaks alike until the highest stays under a ceiling, which leaves the sky to the disc."""
    room = peaks.foot - ceiling
    return replace(peaks, height=peaks.height * min(1.0, float((room / peaks.height).min())))


def _feet(month: Ints, height: Floats, on: Scene) -> Floats:
    """Return where each peak stands: on its ridge, the lower ones further forward."""
    foot, room = on.ridges[month], on.room()[month]
    forward = np.zeros(len(month))
    for m in range(MONTHS):
        mine = np.flatnonzero(month == m)
        if len(mine) > 1:
            rank = np.empty(len(mine))
            rank[np.lexsort((mine, -height[mine]))] = np.arange(len(mine)) / (len(mine) - 1)
            forward[mine] = rank
    among = np.bincount(month, minlength=MONTHS)[month]
    depth = np.where(month == MONTHS - 1, 0.0, 0.6 * room)
    feet: Floats = foot + 4 + forward * np.minimum(depth, 8.0 + 3.0 * among)
    return feet


def _apart(x: Floats, home: Floats, month: Ints, gap: float, on: Scene) -> Floats:
    """Move the peaks of each month as little as it takes for a gap between neighbours, in the order of their `home`."""
    made = x.copy()
    for m in range(MONTHS):
        mine = np.flatnonzero(month == m)
        if len(mine) > 1:
            mine = mine[np.argsort(home[mine], kind="stable")]
            even = min(gap, on.width / (len(mine) - 1)) * np.arange(len(mine))
            made[mine] = np.clip(_rising(x[mine] - even), on.left, on.right - even[-1]) + even
    return np.clip(made, on.left, on.right)


def _rising(values: Floats) -> Floats:
    """Return the rising sequence that is nearest to `values`: neighbours that fall are pooled at their mean."""
    means: list[float] = []
    sizes: list[int] = []
    for value in values.tolist():
        mean, size = value, 1
        while means and means[-1] >= mean:
            size += sizes[-1]
            mean += (means.pop() - mean) * sizes.pop() / size
        means.append(mean)
        sizes.append(size)
    made: Floats = np.repeat(np.array(means), sizes)
    return made
