"""The ways beside the petals: from tip to tip where neither place is a hub, and from hub to hub."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.history.columns import Place
from artgen.history.story import Story
from artgen.renderers._routes_plan import Plan
from artgen.renderers._routes_threads import Threads

Floats = NDArray[np.float64]
Spot = tuple[float, float, int]
_STEPS = 10
_APART, _MOST = 1.6, 3
_FURTHER, _HIDDEN = (0.0, 0.15, 0.35, 0.6, 0.9, -0.9, 1.3, -1.3), 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Where places stand: tips and hubs as (x, y, flower); `middles` (f, 2) and the first flower's radius."""

    tips: dict[Place, Spot]
    hubs: dict[Place, Spot]
    middles: Floats
    radius: float
    art: Box


def buds(ends: Ends, story: Story, plan: Plan) -> dict[Place, Spot]:
    """Return places that no petal reaches: each beyond the tip that it was reached from, or out beside the flower."""
    stood = dict(ends.tips)
    made: dict[Place, Spot] = {}
    todo = [(a.origin, a.destination) for a in (story.activities[n] for n in plan.links)]
    while todo:
        pair = next((pair for pair in todo if pair[0] in stood or pair[1] in stood), todo[0])
        todo.remove(pair)
        for place, other in (pair, pair[::-1]):
            if place is None or other is None or place in stood:
                continue
            x, y, flower = stood.get(other, (*ends.middles[0].tolist(), 0))
            cx, cy = ends.middles[flower].tolist()
            away = np.hypot(x - cx, y - cy)
            turn = np.arctan2(y - cy, x - cx) + 0.12 + 0.16 * (len(made) % 4) if away else 0.9 * len(made)
            far = away + 0.16 * ends.radius if away else 0.8 * ends.radius
            bx = float(np.clip(cx + far * np.cos(turn), ends.art.x + 10, ends.art.right - 10))
            by = float(np.clip(cy + far * np.sin(turn), ends.art.y + 10, ends.art.bottom - 10))
            stood[place] = made[place] = (bx, by, flower)
    return made


def links(
    ends: Ends, story: Story, plan: Plan, counted: Threads, hidden: Callable[[Floats], float]
) -> dict[int, Floats]:
    """Return the threads (k, t, 2) of each way from tip to tip, bowed outward, each repeat further.

    One of which petals hide most (`hidden` tells their share of points) bows further, so that it can be seen.
    """
    stood = ends.tips | buds(ends, story, plan)
    times: dict[frozenset[Place], int] = {}
    made = {}
    for n in plan.links:
        one = story.activities[n]
        if one.origin is None or one.destination is None:
            continue
        (x0, y0, flower), (x1, y1, _) = stood[one.origin], stood[one.destination]
        pair = frozenset((one.origin, one.destination))
        again = times[pair] = times.get(pair, -1) + 1
        centre = ends.middles[flower]
        a, b = np.array([x0, y0]), np.array([x1, y1])
        far = np.hypot(*(b - a)) > 0.5 * ends.radius
        lines = min(_MOST, int(counted.count[n]))
        pull = -(0.30 if far else 0.16) - 0.07 * again
        middle = (a + b) / 2
        tried = []
        out, across = centre - middle, np.array([-(b - a)[1], (b - a)[0]])
        length = float(np.hypot(*out))
        aside = -out / length if length > 0.15 * ends.radius else across / max(1e-9, float(np.hypot(*across)))
        for further in _FURTHER:
            bow = middle + out * pull + aside * further * ends.radius
            curves = _bundle(a, b, bow, lines, ends.art)
            tried.append((hidden(curves[0]), curves))
            if tried[-1][0] < _HIDDEN:
                break
        made[n] = min(tried, key=lambda found: found[0])[1]
    return made


def stems(ends: Ends, story: Story, plan: Plan, counted: Threads) -> dict[int, Floats]:
    """Return the threads (k, t, 2) of each way from hub to hub, bowed to the right of the way."""
    made = {}
    times: dict[tuple[Place, Place], int] = {}
    for n in plan.stems:
        one = story.activities[n]
        if one.origin is None or one.destination is None:
            continue
        a, b = (np.array(ends.hubs[place][:2]) for place in (one.origin, one.destination))
        again = times[one.origin, one.destination] = times.get((one.origin, one.destination), -1) + 1
        across = np.array([-(b - a)[1], (b - a)[0]])
        lines = min(_MOST, int(counted.count[n]))
        made[n] = _bundle(a, b, (a + b) / 2 + across * (0.10 + 0.05 * again), lines, ends.art)
    return made


def _bundle(a: Floats, b: Floats, bow: Floats, lines: int, art: Box) -> Floats:
    """Return threads (k, t, 2) from a to b over a bow, side by side at their middle."""
    along = np.linspace(0, 1, _STEPS)[:, None]
    outward = bow - (a + b) / 2
    length = float(np.hypot(*outward))
    step = outward / length * _APART if length > 1e-9 else np.zeros(2)
    bows = bow + 2 * step * np.arange(lines)[:, None]
    low, high = np.array([art.x, art.y]) - 20, np.array([art.right, art.bottom]) + 20
    bows = np.clip(bows, low, high)
    curves: Floats = a * (1 - along) ** 2 + 2 * bows[:, None, :] * (along * (1 - along)) + b * along**2
    return curves
