"""Petals: outlines in units of their own, a flower's radius being RADIUS; the same for everyone, so drawn once.

Each is a Symbol without paint: who stamps it dyes it. What wobbles here wobbles for all alike.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from artgen.drawing.marks import Shape, Symbol
from artgen.drawing.rng import Rng
from artgen.renderers._bloom_crown import Floats

RADIUS = 100.0
GOLDEN = np.pi * (3 - np.sqrt(5))
CLOSE, NEAR, FAR = 2, 1, 0
"""How much of a flower is drawn: to be looked at closely, as one of dozens, as one of hundreds."""

ROUND = ((0.0, 0.0), (0.14, 0.42), (0.45, 0.86), (0.76, 1.04), (0.97, 0.74), (1.04, 0.0))
POINTED = ((0.0, 0.0), (0.12, 0.55), (0.4, 1.05), (0.68, 0.92), (0.9, 0.36), (1.02, 0.0), (1.02, 0.0))
TOOTHED = (
    (0.0, 0.0),
    (0.2, 0.3),
    (0.52, 0.86),
    (0.78, 1.08),
    (0.97, 0.84),
    (1.04, 0.58),
    (0.92, 0.34),
    (1.06, 0.0),
    (1.06, 0.0),
)
HEARTED = ((0.0, 0.0), (0.16, 0.3), (0.45, 0.84), (0.76, 1.14), (1.0, 0.9), (1.1, 0.4), (0.86, 0.0))
FLARED = (
    (0.0, 0.0),
    (0.3, 0.3),
    (0.6, 0.5),
    (0.78, 1.0),
    (1.08, 1.28),
    (1.08, 1.28),
    (0.8, 0.5),
    (1.12, 0.0),
    (1.12, 0.0),
)
"""Half outlines of petals: the way along it, and its half-breadth, from the eye to the tip."""
Profile = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring of petals: its profile, from where to where it reaches (1 is the flower's edge), and how broad each is."""

    profile: Profile
    inner: float
    outer: float
    half: float
    count: int
    turn: float = 0.0


def petals(ring: Ring, wobble: str) -> tuple[Floats, list[int]]:
    """Return the outlines of a ring and where each begins; `wobble` names how they differ."""
    dice = Rng(f"petals {wobble}").generator
    side = np.array(ring.profile)
    outline = np.concatenate([side, (side * [1, -1])[-2:0:-1]])
    length = 1 - 0.07 * dice.random(ring.count)
    along = ring.inner + (ring.outer - ring.inner) * outline[:, 0] * length[:, None]
    across = ring.half * outline[:, 1] * (1 - 0.06 * dice.random(ring.count))[:, None]
    at = _around(ring, dice.normal(0, 0.022, ring.count))[:, None]
    points = np.stack([along * np.cos(at) - across * np.sin(at), along * np.sin(at) + across * np.cos(at)], axis=-1)
    return RADIUS * points.reshape(-1, 2), (np.arange(ring.count) * len(outline)).tolist()


@lru_cache(maxsize=256)
def leaved(ring: Ring, wobble: str) -> Symbol:
    """Return a ring of petals, each with its outline."""
    points, starts = petals(ring, wobble)
    return Symbol((Shape(points, "", starts=starts),))


@lru_cache(maxsize=256)
def rosette(count: int, outer: float, dip: float, turn: float = 0.0, sharp: float = 0.5) -> Symbol:
    """Return a ring of petals in one outline: tips at `outer`, clefts at `dip`; `sharp` 0..1 narrows the tips."""
    step = 2 * np.pi / count
    place = np.array([-0.5, -0.5 + 0.5 * sharp, 0.0, 0.5 - 0.5 * sharp])
    reach = np.array([dip, 0.97 * outer, 1.04 * outer, 0.97 * outer])
    at = (turn + step * (np.arange(count)[:, None] + place)).ravel()
    return Symbol((Shape(RADIUS * np.tile(reach, count)[:, None] * _unit(at), ""),))


@lru_cache(maxsize=256)
def veins(ring: Ring, wobble: str, fan: tuple[float, ...], opacity: float) -> Symbol:
    """Return the fine lines on a ring's petals: `fan` says how far from its middle each ends, in half-breadths."""
    dice = Rng(f"veins {wobble}").generator
    at = _around(ring, Rng(f"petals {wobble}").generator.normal(0, 0.001, ring.count))
    at, aside = np.repeat(at, len(fan)), np.tile(np.array(fan), ring.count)
    room = ring.outer - ring.inner
    ends = ring.inner + room * (0.86 - 0.16 * np.abs(aside) - 0.08 * dice.random(len(at)))
    begins = np.full(len(at), ring.inner + 0.2 * room)
    away = aside * ring.half * np.array([[0.28], [0.86]])
    root, tip = _along(at, begins, away[0]), _along(at, ends, away[1])
    breadth = 0.0065 * np.stack([-np.sin(at), np.cos(at)], axis=-1)
    points = RADIUS * np.stack([root - breadth, tip, root + breadth], axis=1).reshape(-1, 2)
    return Symbol((Shape(points, "", opacity, smooth=False, starts=(np.arange(len(at)) * 3).tolist()),))


@lru_cache(maxsize=256)
def ruffle(count: int, outer: float, half: float, turn: float, wobble: str) -> Symbol:
    """Return `count` broad petals of crumpled edge, each spanning `half` radians to both sides, as a poppy's."""
    dice = Rng(f"ruffle {wobble}").generator
    across = np.linspace(-1, 1, 9)
    edge = 1.03 * outer * (1 - 0.26 * np.abs(across) ** 3.4)
    waves = 0.03 * np.sin(2.1 * np.arange(9) + 6.28 * dice.random((count, 1))) + dice.normal(0, 0.009, (count, 9))
    at = turn + 2 * np.pi * np.arange(count)[:, None] / count + half * across
    rim = (edge * (1 + waves))[..., None] * _unit(at)
    points = np.concatenate([np.zeros((count, 1, 2)), rim], axis=1)
    return Symbol((Shape(RADIUS * points.reshape(-1, 2), "", starts=(np.arange(count) * 10).tolist()),))


@lru_cache(maxsize=64)
def rays(count: int, inner: float, outer: float, opacity: float) -> Symbol:
    """Return fine rays all round, as the folds of a poppy."""
    at = 2 * np.pi * (np.arange(count) + 0.3 * np.sin(np.arange(count) * 2.4)) / count
    end = outer * (0.86 + 0.14 * np.cos(np.arange(count) * 1.7))
    side = 0.006 * np.stack([-np.sin(at), np.cos(at)], axis=-1)
    root, tip = inner * _unit(at), end[:, None] * _unit(at)
    points = RADIUS * np.stack([root - side, tip, root + side], axis=1).reshape(-1, 2)
    return Symbol((Shape(points, "", opacity, smooth=False, starts=(np.arange(count) * 3).tolist()),))


@lru_cache(maxsize=64)
def florets(count: int, size: float, lobes: int) -> Symbol:
    """Return small stars in a sunflower's order, out to the edge: the head of a lace flower."""
    middles = sunflower(count, 1 - 0.95 * size)
    turn = np.arange(count) * 1.9
    at = turn[:, None] + np.pi * np.arange(2 * lobes) / lobes
    reach = size * np.where(np.arange(2 * lobes) % 2 == 0, 1.12, 0.62)
    reach = reach * (1.1 - 0.25 * np.linspace(0, 1, count))[:, None]
    points = middles[:, None, :] + reach[..., None] * _unit(at)
    return Symbol((Shape(RADIUS * points.reshape(-1, 2), "", starts=(np.arange(count) * 2 * lobes).tolist()),))


@lru_cache(maxsize=64)
def spokes(count: int, size: float, breadth: float) -> Symbol:
    """Return the thin stalks that hold the florets of a lace flower."""
    tips = sunflower(count, 1 - 0.95 * size)
    at = np.arctan2(tips[:, 1], tips[:, 0])
    side = breadth * np.stack([-np.sin(at), np.cos(at)], axis=-1)
    points = RADIUS * np.stack([-side, tips - side / 2, tips + side / 2, side], axis=1).reshape(-1, 2)
    return Symbol((Shape(points, "", smooth=False, starts=(np.arange(count) * 4).tolist()),))


@lru_cache(maxsize=64)
def seeds(count: int, size: float) -> Symbol:
    """Return the middles of a lace flower's florets."""
    spots = sunflower(count, 1 - 0.95 * size)[:, None, :] + circle(0.036, 6)
    return Symbol((Shape(RADIUS * spots.reshape(-1, 2), "", starts=(np.arange(count) * 6).tolist()),))


def sunflower(count: int, reach: float) -> Floats:
    """Return points that fill a disc evenly, in the order of a sunflower's seeds."""
    i = np.arange(count)
    points: Floats = (reach * np.sqrt((i + 0.6) / count))[:, None] * _unit(i * GOLDEN)
    return points


def circle(radius: float, corners: int = 12) -> Floats:
    """Return a circle as a smooth outline."""
    grown = radius / np.cos(np.pi / corners)
    points: Floats = grown * _unit(2 * np.pi * np.arange(corners) / corners)
    return points


def _around(ring: Ring, stray: Floats) -> Floats:
    at: Floats = ring.turn + 2 * np.pi * np.arange(ring.count) / ring.count + stray
    return at


def _along(at: Floats, reach: Floats, aside: Floats) -> Floats:
    points: Floats = np.stack(
        [reach * np.cos(at) - aside * np.sin(at), reach * np.sin(at) + aside * np.cos(at)], axis=-1
    )
    return points


def _unit(at: Floats) -> Floats:
    points: Floats = np.stack([np.cos(at), np.sin(at)], axis=-1)
    return points
