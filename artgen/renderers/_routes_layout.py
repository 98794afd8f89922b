"""The layout of flowers: the direction and length of each petal, spread apart just as far as it needs room."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from artgen.history.story import Story
from artgen.renderers._routes_globe import ease, seen
from artgen.renderers._routes_plan import Petal, Plan

Floats = NDArray[np.float64]
Length = Literal["distance", "often", "amount", "alike"]
_ROOM, _NARROW, _WIDE, _WIDEST = 342.0, 21.0, 26.0, 62.0
_MIDDLE = 0.60
RINGS = (100, 250, 500, 1000, 2000, 3000, 4000, 6000, 8000, 10000, 15000)


@dataclass(frozen=True, slots=True, eq=False)
class Flower:
    """One flower's petals in the order of the compass, as indexes into the plan's.

    `turn` is their direction in degrees clockwise from north (n,), `moved` how far that is from the true one, `room`
    the degrees that each may take, `reach` its length 0..1, `scale` the size of the whole flower.
    """

    petals: tuple[int, ...]
    turn: Floats
    moved: Floats
    room: Floats
    reach: Floats
    scale: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All flowers, what the length of a petal tells, and the scale of distances: `farthest` km at `power`."""

    flowers: tuple[Flower, ...]
    length: Length
    compass: bool
    farthest: float
    power: float

    @property
    def shift(self) -> float:
        """Return how far petals are from their true direction, in degrees on average."""
        return float(np.mean(np.abs(np.concatenate([flower.moved for flower in self.flowers]))))


@lru_cache(maxsize=4)
def lay_out(plan: Plan, story: Story) -> Layout:
    """Lay out the flowers of a plan; kept, since poster, card and words ask for the same."""
    km = _distances(plan)
    counts = np.array([len(petal.activities) for petal in plan.petals], float)
    known = np.isfinite(km)
    farthest = float(km[known].max()) if known.any() else 1.0
    power = ease(km, _MIDDLE, 0.22, 0.85)
    length: Length
    if known.any():
        length, reach = "distance", (km / farthest) ** power
        reach = np.where(known, reach, np.median(reach[known]))
    elif plan.kind == "days":
        amount = story.columns.amount[[petal.right[0] for petal in plan.petals]]
        varied = np.isfinite(amount).any() and len(set(story.columns.share.tolist())) > 1
        shares = story.columns.share[[petal.right[0] for petal in plan.petals]]
        length, reach = ("amount", 0.45 + 0.55 * shares**0.7) if varied else ("alike", np.ones(len(counts)))
    else:
        length, reach = ("often", 0.5 + 0.5 * np.sqrt(counts / counts.max()))
        if np.ptp(counts) == 0:
            length = "alike"
    flowers = []
    for hub in range(len(plan.hubs)):
        mine = [i for i, petal in enumerate(plan.petals) if petal.hub == hub]
        if mine:
            share = counts[mine].sum() / sum(c for c, p in zip(counts.tolist(), plan.petals, strict=True) if p.hub == 0)
            scale = 1.0 if hub == 0 else float(np.clip(np.sqrt(share), 0.42, 0.74))
            flowers.append(_flower(plan, mine, counts[mine], np.maximum(reach[mine], 0.2), scale))
    return Layout(tuple(flowers), length, bool(known.any()), farthest, power)


def rings(layout: Layout, unit: float) -> list[tuple[int, float]]:
    """Return round distances, of `unit` km, and where their rings lie: 0..1 of the length of the longest petal."""
    if not layout.compass:
        return []
    made: list[tuple[int, float]] = []
    for figure in RINGS:
        at = (figure * unit / layout.farthest) ** layout.power
        if 0.27 <= at <= 1.03 and (not made or at - made[-1][1] > 0.15):
            made.append((figure, at))
    return made


def _distances(plan: Plan) -> Floats:
    km = np.full(len(plan.petals), np.nan)
    for hub, centre in enumerate(plan.hubs):
        mine = [i for i, petal in enumerate(plan.petals) if petal.hub == hub and petal.place]
        if centre and centre.located and mine:
            km[mine] = seen(centre, [petal.place for i in mine if (petal := plan.petals[i]).place]).km
    return np.where(km > 0, km, np.nan)


def _flower(plan: Plan, mine: list[int], counts: Floats, reach: Floats, scale: float) -> Flower:
    petals = [plan.petals[i] for i in mine]
    n = len(petals)
    true = _bearings(plan, petals)
    fixed = np.isfinite(true)
    weight = 0.55 + 0.45 * np.sqrt(counts / counts.mean())
    most = float(np.clip(_ROOM / n, _NARROW, _WIDEST if not fixed.any() else _WIDE))
    room = weight / weight.sum() * min(_ROOM, most * n)
    room = np.minimum(room, 1.6 * most)
    if not fixed.any():
        turn = _by_rank(petals)
        order = np.argsort(turn, kind="stable")
        return Flower(tuple(mine[i] for i in order), turn[order], np.zeros(n), room[order], reach[order], scale)
    aim = _into_gaps(true)
    order = np.argsort(aim, kind="stable")
    aim, room = aim[order], room[order]
    gap = np.diff(np.r_[aim, aim[0] + 360])
    begin = (int(np.argmax(gap)) + 1) % n
    order, aim = np.roll(order, -begin), np.roll(aim, -begin)
    room = np.roll(room, -begin)
    aim = np.where(aim < aim[0], aim + 360, aim)
    turn = spread(aim, room)
    moved = np.where(fixed[order], turn - aim, 0.0)
    return Flower(tuple(mine[i] for i in order), turn, moved, room, reach[order], scale)


def _bearings(plan: Plan, petals: list[Petal]) -> Floats:
    """Return each petal's true direction (n,): to its place, of its day or month; nan where there is none."""
    turn = np.array([petal.turn for petal in petals])
    centre = plan.hubs[petals[0].hub]
    placed = [i for i, petal in enumerate(petals) if petal.place]
    if centre and centre.located and placed:
        view = seen(centre, [petal.place for petal in petals if petal.place])
        turn[placed] = np.where(view.km > 0, view.bearing, np.nan)
    return turn


def _by_rank(petals: list[Petal]) -> Floats:
    """Return directions (n,) by rank, the fullest first: all round from the top."""
    n = len(petals)
    rank = sorted(range(n), key=lambda i: (petals[i].place is None, -len(petals[i].activities), i))
    turn = np.empty(n)
    start = {1: 38.0, 2: -32.0, 4: 45.0}.get(n, 0.0)
    turn[rank] = start + np.arange(n) * (64.0 if n == 2 else 360 / n)
    return turn


def _into_gaps(true: Floats) -> Floats:
    """Put petals without a direction into the widest gap of the others."""
    known = np.sort(true[np.isfinite(true)])
    lost = ~np.isfinite(true)
    gap = np.diff(np.r_[known, known[0] + 360])
    widest = int(np.argmax(gap))
    share = (np.arange(lost.sum()) + 1) / (lost.sum() + 1)
    aim = true.copy()
    aim[lost] = (known[widest] + gap[widest] * share) % 360
    return aim


def spread(aim: Floats, room: Floats) -> Floats:
    """Return directions as near to `aim` (increasing degrees) as their rooms allow, in the same order.

    Least squares under least distances: isotonic regression (pool adjacent violators) of what is left of each aim
    once the rooms before it are taken off; held within one turn.

    >>> spread(np.array([0.0, 1.0, 90.0]), np.array([10.0, 10.0, 10.0])).tolist()
    [-4.5, 5.5, 90.0]
    """
    before = np.r_[0.0, np.cumsum((room[1:] + room[:-1]) / 2)]
    pools: list[list[float]] = []
    for value in (aim - before).tolist():
        pools.append([value, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, size = pools.pop()
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * size) / (pools[-1][1] + size), pools[-1][1] + size]
    level = np.repeat([mean for mean, _ in pools], [int(size) for _, size in pools])
    slack = max(0.0, 360.0 - (room[0] + room[-1]) / 2 - before[-1])
    over = (level[-1] - level[0] - slack) / 2
    if over > 0:
        level = np.clip(level, level[0] + over, level[-1] - over)
    turned: Floats = level + before
    return turned
