"""Bouquet: where each flower stands. A month is a ray from the tie, a day a place along it; then flowers make room.

The crown is an ellipse seen from the tie: January's ray leaves to the left, December's to the right, the first of a
month low and its last day high. Rays share out the crown's area, a little to each month and the rest by its flowers.
"""

from dataclasses import dataclass

import numpy as np

from artgen.drawing.canvas import Box
from artgen.history.columns import Columns
from artgen.history.story import Story
from artgen.renderers._bloom_crown import FEW, LUSH, Crown, Floats, Ints, crown
from artgen.renderers._bloom_room import Room

SMALLEST, LARGEST = 0.6, 2.1
_DATED, _WEEK = 0.25, 7
_FRACTION = (np.sqrt(5) - 1) / 2


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


def sizes(columns: Columns) -> Floats:
    """Return the radius of each flower, in those of the middle one: area follows the amount, within limits."""
    share = columns.share
    usual = float(np.median(share)) or float(share.mean()) or 1.0
    return np.clip(np.sqrt(share / usual), SMALLEST, LARGEST)


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
    room = Room(on, homes, low, high, np.hypot(*(homes - on.foot).T), radii, box)
    places = room.made(0.95, 40, 40) if n <= FEW else room.made(0.86, 26, 7) if n <= LUSH else room.made(0.8, 28, 9)
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
        # Where all stand on nearly one day of the month, its height would leave the lower crown to the leaves.
        dated = _DATED if np.ptp(day) >= _WEEK else 0.0
        height = dated * height + (1 - dated) * (order + 0.5) / count[columns.month]
    return height


def _facing(on: Crown, places: Floats, roundness: float) -> tuple[Floats, Floats]:
    """Return how flowers are turned: outward, as on a ball, and hardly where they are few."""
    n = len(places)
    if n <= FEW:
        return np.zeros(n), np.full(n, 0.94 if n == 1 else 0.9)
    away = places - on.centre - np.array([0.0, 0.15 * on.along])
    depth = np.minimum(1, np.hypot(*(away / on.axes).T))
    return np.degrees(np.arctan2(away[:, 1], away[:, 0])) + 90, 1 - 0.40 * roundness * depth**1.7
