"""Bouquet: where each flower stands. A month is a ray from the tie, a day a place along it; then flowers make room.

The crown is an ellipse seen from the tie: January's ray leaves to the left, December's to the right, the first of a
month low and its last day high. Rays share out the crown's area, a little to each month and the rest by its flowers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.history.columns import Columns
from artgen.history.story import Story

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEW = 6
"""The most flowers that are arranged one by one, as in ikebana."""
LUSH = 100
"""From here on, flowers hide the greenery, and a place along a ray goes by order as well as by day."""
SMALLEST, LARGEST = 0.6, 2.1
_FRACTION = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Crown:
    """The ellipse of flowers: its centre, its half-axes, and the tie of the stems below it."""

    x: float
    y: float
    across: float
    along: float
    tie: tuple[float, float]

    @property
    def centre(self) -> Floats:
        return np.array([self.x, self.y])

    @property
    def axes(self) -> Floats:
        return np.array([self.across, self.along])

    @property
    def drop(self) -> float:
        """Return how far the tie lies under the centre."""
        return self.tie[1] - self.y

    def chord(self, bearing: Floats) -> tuple[Floats, Floats]:
        """Return where rays from the tie enter and leave the crown; bearings in radians from straight up."""
        east, north = np.sin(bearing), np.cos(bearing)
        square = (east / self.across) ** 2 + (north / self.along) ** 2
        half = north * self.drop / self.along**2
        room = np.sqrt(np.maximum(half**2 - square * ((self.drop / self.along) ** 2 - 1), 0))
        return (half - room) / square, (half + room) / square

    def widest(self) -> float:
        """Return the bearing of the rays that touch the crown."""
        a, b, d = self.across, self.along, self.drop
        return float(np.arctan(a / np.sqrt(max(d * d - b * b, 1.0))))

    def at(self, bearing: Floats, reach: Floats) -> Floats:
        """Return points (n, 2) on rays from the tie."""
        points: Floats = np.array(self.tie) + reach[:, None] * np.stack([np.sin(bearing), -np.cos(bearing)], axis=-1)
        return points

    def depth(self, points: Floats) -> Floats:
        """Return how far out points lie: 0 in the middle, 1 on the rim."""
        out: Floats = np.hypot(*((points - self.centre) / self.axes).T)
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Bouquet:
    """The flowers of a year: places (n, 2), where they would stand by date alone (n, 2), radii (n,) in user units.

    `months` (12,) are the bearings of the months' rays, `count` (12,) their flowers; `lean` (n,) degrees and `tilt`
    (n,) say towards where a flower is turned, and how much of its breadth is left.
    """

    crown: Crown
    places: Floats
    homes: Floats
    radii: Floats
    months: Floats
    count: Ints
    lean: Floats
    tilt: Floats


def crown(box: Box, count: int, spread: float) -> Crown:
    """Return the crown of `count` flowers in a box: taller paper gives longer stems; `spread` widens it."""
    full = min(1.0, float(np.log(max(count, 1)) / np.log(40)))
    tall = box.height / box.width > 1.2
    across = box.width * (0.25 + 0.225 * full) * min(spread, 1 / (0.5 + 0.5 * full))
    across = min(across, 0.478 * box.width)
    along = min(across * (0.86 if tall else 0.79), 0.375 * box.height)
    if count > FEW:
        top = box.y + along + box.height * (0.05 if tall else (0.03 if count <= LUSH else 0.015) + 0.04 * (1 - full))
    else:
        top = box.y + box.height * (0.34 if tall else 0.33)
    x = box.centre[0]
    return Crown(x, top, across, along, (x, box.y + box.height * (0.86 if tall else 0.87)))


def sizes(columns: Columns) -> Floats:
    """Return the radius of each flower, in those of the middle one: area follows the amount, within limits."""
    share = columns.share
    usual = float(np.median(share)) or float(share.mean()) or 1.0
    return np.clip(np.sqrt(share / usual), SMALLEST, LARGEST)


def largest(story: Story) -> int | None:
    """Return the one activity of the largest amount; nothing where several have it, or it shall not be spoken of."""
    amount = np.nan_to_num(np.array(story.columns.amount), nan=-np.inf)
    top = np.flatnonzero(amount == amount.max())
    return int(top[0]) if len(top) == 1 and not story.softened else None


def gather(story: Story, box: Box, spread: float, roundness: float) -> Bouquet:
    """Return where the flowers of a year stand in a box."""
    n, columns = len(story), story.columns
    on, relative = crown(box, n, spread), sizes(columns)
    count = np.bincount(columns.month, minlength=12)
    edges = _rays(on, count)
    months = (edges[1:] + edges[:-1]) / 2
    radii = _usual(on, box, relative) * (relative if n > 1 else np.ones(1))
    height = _heights(story, count)
    if n <= FEW:
        bearing, near, far = months[columns.month], *on.chord(months[columns.month])
        reach = near + (far - near) * (0.44 + 0.26 * height if n == 1 else 0.24 + 0.76 * height)
    else:
        turn = np.arange(n) * _FRACTION % 1
        inner = 0.06 + 0.88 * turn
        bearing = edges[columns.month] + (edges[columns.month + 1] - edges[columns.month]) * inner
        near, far = on.chord(bearing)
        reach = np.sqrt(near**2 + (far**2 - near**2) * height)
    homes = on.at(bearing, reach)
    low, high = (edges[columns.month], edges[columns.month + 1]) if n > FEW else (bearing, bearing)
    places = _make_room(on, homes, radii, low, high, box)
    return Bouquet(on, places, homes, radii, months, count, *_facing(on, places, roundness))


def _rays(on: Crown, count: Ints) -> Floats:
    """Return the 13 bearings between which the months lie: equal for a few, else shares of the crown's area."""
    n = int(count.sum())
    widest = on.widest()
    if n <= FEW:
        return np.linspace(-1, 1, 13) * widest * 1.05
    even = 0.42 if n <= LUSH else 0.10
    share = even / 12 + (1 - even) * count / n
    bearing = np.linspace(-1, 1, 181) * widest * 0.985
    near, far = on.chord(bearing)
    area = far**2 - near**2
    swept = np.concatenate([[0.0], np.cumsum((area[1:] + area[:-1]) / 2)])
    edges: Floats = np.interp(np.concatenate([[0.0], np.cumsum(share)]), swept / swept[-1], bearing)
    return edges


def _usual(on: Crown, box: Box, relative: Floats) -> float:
    """Return the radius of a flower of middling amount: together they cover the crown once, and more where lush."""
    n = len(relative)
    small = min(box.width, box.height)
    if n <= FEW:
        return small * (0.2 if n == 1 else 0.15 if n == 2 else 0.14)
    cover = 1.42 if n > LUSH else 1.12
    crowded = float(np.sqrt(cover * on.across * on.along / np.sum(relative**2)))
    return min(crowded, small * (0.108 if n < 20 else 0.092))


def _heights(story: Story, count: Ints) -> Floats:
    """Return how high along its ray each flower stands, 0..1: by its day; in lush years also by order in the month."""
    columns = story.columns
    day = np.array([activity.start.day for activity in story.activities])
    height = (day - 1 + np.nan_to_num(np.array(columns.hour), nan=12.0) / 24) / 31
    if len(day) > LUSH:
        order = np.arange(len(day)) - (np.cumsum(count) - count)[columns.month]
        height = 0.25 * height + 0.75 * (order + 0.5) / count[columns.month]
    return height


def _facing(on: Crown, places: Floats, roundness: float) -> tuple[Floats, Floats]:
    """Return how flowers are turned: outward, as on a ball, and hardly where they are few."""
    n = len(places)
    if n <= FEW:
        away = places - np.array(on.tie)
        return np.degrees(np.arctan2(away[:, 1], away[:, 0])) + 90, np.full(n, 0.94 if n == 1 else 0.9)
    away = places - on.centre - np.array([0.0, 0.15 * on.along])
    depth = np.minimum(1, np.hypot(*(away / on.axes).T))
    return np.degrees(np.arctan2(away[:, 1], away[:, 0])) + 90, 1 - 0.40 * roundness * depth**1.7


def _make_room(on: Crown, homes: Floats, radii: Floats, low: Floats, high: Floats, box: Box) -> Floats:
    """Push flowers apart until they hardly overlap, drawn back to their rays and heights, held inside the crown."""
    n = len(homes)
    if n == 1:
        return homes
    places, tie = homes.copy(), np.array(on.tie)
    near = 0.95 if n <= FEW else 0.86 if n <= LUSH else 0.80
    rounds, fresh = (70, 70) if n <= FEW else (56, 8) if n <= LUSH else (36, 9)
    away = homes - tie
    reach = np.hypot(*away.T)
    limit = np.maximum(on.axes - 0.72 * radii[:, None], 1.0)
    left, right, top = box.x + radii, box.right - radii, box.y + radii
    one = other = np.zeros(0, np.int64)
    for turn in range(rounds):
        if turn % fresh == 0:
            one, other = _neighbours(places, radii, near)
        apart = places[one] - places[other]
        distance = np.sqrt((apart * apart).sum(axis=1)) + 1e-6
        wanted = near * (radii[one] + radii[other])
        push = 0.3 * np.maximum(wanted - distance, 0) / distance
        step = apart * push[:, None]
        move = np.stack(
            [np.bincount(one, step[:, k], n) - np.bincount(other, step[:, k], n) for k in range(2)], axis=-1
        )
        places = places + np.clip(move, -0.5 * radii[:, None], 0.5 * radii[:, None])
        away = places - tie
        bearing, far = np.arctan2(away[:, 0], -away[:, 1]), np.hypot(away[:, 0], away[:, 1])
        bearing = bearing + 0.05 * (np.clip(bearing, low, high) - bearing)
        far = far + 0.03 * (reach - far)
        places = tie + far[:, None] * np.stack([np.sin(bearing), -np.cos(bearing)], axis=-1)
        if n > FEW:
            out = (places - on.centre) / limit
            over = np.maximum(np.hypot(out[:, 0], out[:, 1]), 1.0)
            places = on.centre + (places - on.centre) / over[:, None]
        places[:, 0] = np.clip(places[:, 0], left, right)
        places[:, 1] = np.maximum(places[:, 1], top)
    return places


def _neighbours(places: Floats, radii: Floats, near: float) -> tuple[Ints, Ints]:
    """Return the pairs of flowers that touch or soon may."""
    x, y = places.T
    gap = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2
    reach = near * 1.25 * (radii[:, None] + radii)
    one, other = np.nonzero(np.triu(gap < reach * reach, 1))
    return one, other
