"""The sky behind the routes: a glow, other airports as faint dots, stars; and the sky of an empty year."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import CARD, PHONE, Box, Canvas
from artgen.drawing.colour import hex_of, mix, tune
from artgen.drawing.marks import Bar, Bristles, Dots, Line, Mark, Radial, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import covers, cut, width
from artgen.history.columns import Place
from artgen.renderers._routes_globe import is_airport, world
from artgen.renderers._routes_labels import Rectangle

Floats = NDArray[np.float64]
_WAIST = 0.18
_CORNERS = (
    np.stack([np.sin(np.arange(8) * np.pi / 4), -np.cos(np.arange(8) * np.pi / 4)], axis=-1)
    * np.where(np.arange(8) % 2, _WAIST * np.sqrt(2), 1.0)[:, None]
)
_STEP, _CELLS = 3.4, 4096
_EASE, _FAR = 0.62, 20_000.0
_FIELD = 1400


def letters(canvas: Canvas) -> float:
    """Return the size of the smallest label: what can be read when the sheet is as wide as a phone."""
    return {PHONE.name: 24.0, CARD.name: 19.0}.get(canvas.name, 17.0)


def field(canvas: Canvas) -> Box:
    """Return where the sky may be: the art and the paper on both sides of it where no words stand."""
    art, sheet = canvas.art, canvas.sheet
    if canvas.name == CARD.name:
        return Box(art.x, sheet.y, sheet.right - art.x, sheet.height)
    return Box(sheet.x, art.y, sheet.width, art.height)


@lru_cache(maxsize=64)
def faint(theme: Theme, share: float) -> str:
    """Return the ground's paint with a share of the ink's in it."""
    return hex_of(mix(theme.ground_lab, theme.ink_lab, share))


@lru_cache(maxsize=16)
def glow(canvas: Canvas, theme: Theme) -> Bar:
    """Lay a faint light of winter behind the middle, gone before it reaches any word."""
    deep = mix(theme.ground_lab, theme.season_paints[0], 0.17 if theme.dark else 0.075)
    (x, y), radius = canvas.art.centre, 0.5 * max(canvas.art.height, min(canvas.art.width, canvas.art.height))
    paint = hex_of(deep)
    stops = tuple((at, paint, (1 - at**1.6) ** 1.5) for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    return Bar(x - radius, y - radius, 2 * radius, 2 * radius, Radial((x, y), radius, stops))


def stars(points: Floats, sizes: Floats, fill: str) -> Shape:
    """Return four-pointed stars (n, 2) of these radii (n,) as one shape."""
    corners = points[:, None, :] + sizes[:, None, None] * _CORNERS
    return Shape(corners.reshape(-1, 2), fill, smooth=False, starts=tuple(range(0, 8 * len(points), 8)))


def circle(
    centre: tuple[float, float], radius: float, paint: str, width: float = 1.0, opacity: float = 1.0
) -> Bristles:
    """Return a thin circle."""
    return Bristles(round_points(centre, radius, 97), (0,), paint, width, opacity, smooth=False)


def disc(centre: tuple[float, float], radius: float, paint: str) -> Shape:
    """Return a filled circle."""
    turn = np.arange(48) * 2 * np.pi / 48
    points = np.stack([centre[0] + radius * np.sin(turn), centre[1] - radius * np.cos(turn)], axis=-1)
    return Shape(points, paint)


def clear_of(points: Floats, words: Iterable[Rectangle]) -> NDArray[np.bool_]:
    """Tell which points (n, 2) lie under none of the words."""
    clear = np.ones(len(points), bool)
    for left, top, right, bottom in words:
        x, y = points[:, 0], points[:, 1]
        clear &= (x < left - 2) | (x > right + 2) | (y < top - 2) | (y > bottom + 2)
    return clear


def arcs(points: Floats, kept: NDArray[np.bool_], theme: Theme) -> Iterator[Bristles]:
    """Draw the kept stretches of a faint ring."""
    edge = np.flatnonzero(np.diff(np.r_[0, kept.astype(np.int8), 0]))
    runs = [points[a:b] for a, b in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True) if b - a > 1]
    if runs:
        starts = np.cumsum([0, *map(len, runs[:-1])]).tolist()
        yield Bristles(np.concatenate(runs), starts, faint(theme, 0.13), 0.8, smooth=False)


def round_points(centre: tuple[float, float], radius: float, steps: int = 181) -> Floats:
    """Return points (steps, 2) of a circle, clockwise from the top."""
    turn = np.linspace(0, 2 * np.pi, steps)
    return np.stack([centre[0] + radius * np.sin(turn), centre[1] - radius * np.cos(turn)], axis=-1)


def dots(
    canvas: Canvas,
    theme: Theme,
    points: Floats,
    away: Iterable[tuple[float, float, float]],
    words: Iterable[Rectangle] = (),
    strength: float = 1.0,
) -> Iterator[Mark]:
    """Draw faint stars on free sky: not `away` (x, y, radius), under no words, and thinning towards the frame's."""
    room = field(canvas)
    x, y = points[:, 0], points[:, 1]
    kept = (x > room.x + 4) & (x < room.right - 4) & (y > room.y) & (y < room.bottom)
    for cx, cy, radius in away:
        kept &= np.hypot(x - cx, y - cy) > radius
    kept &= clear_of(points, words)
    cells = np.floor(points[kept] / _STEP).astype(np.int64)
    near = points[kept][np.unique(cells[:, 0] * _CELLS + cells[:, 1], return_index=True)[1]]
    if not len(near):
        return
    down = room.bottom - near[:, 1]
    across = np.minimum(near[:, 0] - room.x, room.right - near[:, 0])
    edge = np.minimum(np.minimum(down, near[:, 1] - room.y), across if canvas.name == CARD.name else down)
    for low, high, share in ((-1.0, 50.0, 0.45), (50.0, 110.0, 0.75), (110.0, np.inf, 1.0)):
        part = near[(edge > low) & (edge <= high)]
        if len(part):
            paint = faint(theme, (0.40 if theme.dark else 0.34) * share * strength)
            yield Dots(part, paint, 1.6 if canvas.width < 1100 else 1.4)


def airports(centre: Place | None, middle: Floats, scale: float, power: float, root: float = 0.0) -> Floats:
    """Return where the world's airports lie (n, 2) around an airport at `middle`; none around any other place."""
    if centre is None or not is_airport(centre):
        return np.zeros((0, 2))
    view = world(centre)
    turn, far = np.radians(view.bearing), root + scale * view.km**power
    return middle + np.stack([np.sin(turn) * far, -np.cos(turn) * far], axis=-1)


def empty(home: Place | None, canvas: Canvas, theme: Theme, rng: Rng) -> Iterator[Mark]:
    """Draw the sky of an empty year: home as one bright star among the airports of the world, or among faint stars."""
    art, room = canvas.art, field(canvas)
    x, y = art.centre[0], art.y + 0.48 * art.height
    yield glow(canvas, theme)
    rim = Box(room.x, room.y, room.width, room.height)
    for share in (0.23, 0.43, 0.63, 0.83, 1.02):
        ring = share * 0.5 * min(art.width, art.height)
        if y - ring > rim.y and y + ring < rim.bottom and x - ring > rim.x:
            yield from arcs(round_points((x, y), ring), np.ones(181, bool), theme)
    points = airports(home, np.array([x, y]), 0.5 * max(art.width, art.height) / (0.62 * _FAR) ** _EASE, _EASE)
    dice = rng.fork("field").generator
    if not len(points):
        points = np.array([room.x, room.y]) + dice.random((_FIELD, 2)) * np.array([room.width, room.height])
    inner = 0.072 * min(art.width, art.height) + 12
    size = letters(canvas)
    named = cut(home.name, 0.5 * art.width, size, 500, voice=theme.voice) if home and covers(home.name) else ""
    wide = width(named, size, 500, voice=theme.voice)
    below = y + inner + 1.5 * size
    points = points[
        clear_of(points, [(x - wide / 2 - size, below - 1.4 * size, x + wide / 2 + size, below + 0.7 * size)])
    ]
    yield from dots(canvas, theme, points, [(x, y, inner)], strength=1.5)
    bright = points[(np.hypot(*(points - (x, y)).T) > 1.3 * inner)]
    inside = (bright > (room.x + 8, room.y + 20)).all(axis=1) & (bright < (room.right - 8, room.bottom - 60)).all(
        axis=1
    )
    chosen = bright[inside][dice.random(int(inside.sum())) < 0.07]
    if len(chosen):
        yield Dots(chosen, faint(theme, 0.75 if theme.dark else 0.55), 2.4)
    warm = theme.hour_paints[2] if theme.dark else theme.hour_paints[3]
    fade = tuple(
        (at, hex_of(warm), opacity) for at, opacity in zip((0.0, 0.3, 0.6, 1.0), (0.42, 0.16, 0.05, 0.0), strict=True)
    )
    halo = 2.3 * inner
    yield Bar(x - halo, y - halo, 2 * halo, 2 * halo, Radial((x, y), halo, fade))
    fill = theme.ink if theme.dark else hex_of(tune(warm, lighter=-0.02))
    yield stars(np.array([[x, y]]), np.array([0.82 * inner]), fill)
    yield circle((x, y), inner, theme.ink, 1.1)
    if named:
        yield Line(x, below, named, size, theme.ink, 500, "middle", voice=theme.voice)
