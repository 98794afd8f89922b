"""The whole-cloth quilt of an empty year: one piece, no patch; wreath, shells and cable, the same for everyone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import Box
from artgen.drawing.colour import hex_of, hexes, mix, tune
from artgen.drawing.marks import Bristles, Gradient, Mark, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme

Floats = NDArray[np.float64]
Curves = list[Floats]
Clumps = list[Curves]

LEAVES, PETALS, SEEDS = 24, 16, 6
_USUAL = 882.0
_MARGIN, _BORDER, _SHELL = 26.0, 96.0, 58.0
_PALE = (-0.06, 1.25), (0.055, 0.7), (-0.17, 1.5)
_DARK = (-0.07, 1.0), (0.06, 1.0), (0.29, 1.25)
_CABLES, _ROSES = (0.30, 0.19), (0.40, 0.24)
_CLUMP = 8


@dataclass(frozen=True, slots=True)
class _Field:
    """Where the quilting lies: the cloth, its border and the middle, with a unit of 1 on a poster."""

    cloth: Box
    unit: float

    @property
    def outer(self) -> Box:
        margin = _MARGIN * self.unit
        return Box(
            self.cloth.x + margin,
            self.cloth.y + margin,
            self.cloth.width - 2 * margin,
            self.cloth.height - 2 * margin,
        )

    @property
    def inner(self) -> Box:
        border, outer = _BORDER * self.unit, self.outer
        return Box(outer.x + border, outer.y + border, outer.width - 2 * border, outer.height - 2 * border)

    @property
    def radius(self) -> float:
        return 0.36 * min(self.inner.width, self.inner.height)


def whole_cloth(box: Box, theme: Theme) -> Iterator[Mark]:
    """Yield one piece of cloth, closely stitched: nothing on it is counted or measured."""
    field = _Field(box, float(np.sqrt(box.width * box.height)) / _USUAL)
    cloth, edge = _dyed(theme), _edge(box, field.unit)
    ends = hexes([tune(cloth, lighter=0.022), cloth, tune(cloth, lighter=-0.03, chroma=1.1)])
    yield Shape(edge, Gradient((box.x, box.y), (box.right, box.bottom), tuple(zip((0.0, 0.5, 1.0), ends, strict=True))))
    clumps = [_joined(clump) for clump in (*_border(field), *_wreath(field), *_shells(field))]
    tints = _DARK if theme.dark else _PALE
    shade, light, thread = (tune(cloth, lighter=lighter, chroma=chroma) for lighter, chroma in tints)
    for by, paint, width, opacity in (((1.6, 2.0), shade, 5.0, 0.55), ((-1.2, -1.6), light, 3.0, 0.6)):
        for points, starts in clumps:
            yield Bristles(points + field.unit * np.array(by), starts, hex_of(paint), width * field.unit, opacity)
    dash = 5.5 * field.unit, 4.0 * field.unit
    for points, starts in clumps:
        yield Bristles(points, starts, hex_of(thread), 1.5 * field.unit, dash=dash)
    bound = mix(theme.ink_lab, theme.ground_lab, 0.35) if theme.dark else theme.ink_lab
    yield Bristles(np.concatenate([edge, edge[:1]]), (0,), hex_of(bound), 5 * field.unit)


def _joined(curves: Curves) -> tuple[Floats, list[int]]:
    """Return curves as one array, and where each begins.

    All 400 as one mark would be ten times as slow: a rasteriser walks every edge in a row of pixels for each new one.
    """
    return np.concatenate(curves), [0, *accumulate(len(curve) for curve in curves[:-1])]


def _dyed(theme: Theme) -> Floats:
    early, _, afternoon, _, _ = theme.clock_paints
    if theme.dark:
        deep = tune(theme.glow_lab, lighter=0.07, chroma=1.3)
        return mix(deep, tune(afternoon, lighter=0.36 - afternoon[0], chroma=0.6), 0.16)
    warm = mix(early, theme.ground_lab, 0.30)
    return np.array([min(float(warm[0]), 0.90), *warm[1:].tolist()])


def _edge(box: Box, unit: float) -> Floats:
    """Return the edge of a cloth that has been washed: nearly straight."""
    corners = np.array([[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]])
    along = np.arange(14) / 14
    sides = corners[:, None] + along[None, :, None] * (np.roll(corners, -1, axis=0) - corners)[:, None]
    inward = np.array([[0, 1], [-1, 0], [0, -1], [1, 0]])
    waves = unit * (1.2 + np.abs(Rng("whole cloth").generator.normal(0, 1.0, (4, 14))))
    edge: Floats = (sides + inward[:, None] * waves[..., None]).reshape(-1, 2)
    return np.roll(edge, 7, axis=0)


def _rectangle(box: Box) -> Floats:
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    corners = np.array([[x, y], [right, y], [right, bottom], [x, bottom], [x, y]])
    return np.repeat(corners, 3, axis=0)


def _circle(x: float, y: float, radius: float, steps: int = 73) -> Floats:
    angle = np.linspace(0, 2 * np.pi, steps)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=-1)


def _border(field: _Field) -> Clumps:
    """Return a running cable between two lines, and a rose in each corner."""
    outer, inner, border = field.outer, field.inner, _BORDER * field.unit
    made = [[_rectangle(outer)], [_rectangle(inner)]]
    half = border / 2
    links = max(3, round(inner.width / (0.7 * border))), max(3, round(inner.height / (0.7 * border)))
    for at in (outer.y + half, outer.bottom - half):
        made.append([np.stack([inner.x + a, at + b], axis=-1) for a, b in _cable(inner.width, links[0], border)])
    for at in (outer.x + half, outer.right - half):
        made.append([np.stack([at + b, inner.y + a], axis=-1) for a, b in _cable(inner.height, links[1], border)])
    for x in (outer.x + half, outer.right - half):
        for y in (outer.y + half, outer.bottom - half):
            made.append([_circle(x, y, border * rose, 33) for rose in _ROSES])
    return made


def _cable(length: float, links: int, border: float) -> list[tuple[Floats, Floats]]:
    along = np.linspace(0, 1, links * 8 + 1)
    wave = np.sin(along * links * np.pi) * border
    return [(along * length, wave * size * sign) for sign in (1, -1) for size in _CABLES]


def _wreath(field: _Field) -> Clumps:
    """Return a feathered wreath, with a rosette inside."""
    x, y = field.inner.centre
    radius = field.radius / 1.33
    made = [[_circle(x, y, radius * share)] for share in (0.80, 1.0, 0.44)]
    feathers = (
        drops(np.arange(LEAVES) / LEAVES, (1.0, 1.33), 0.118, 0.20),
        drops((np.arange(PETALS) + 0.5) / PETALS, (0.80, 0.50), 0.095, -0.22),
        drops(np.arange(SEEDS) / SEEDS - 0.25, (0.02, 0.42), 0.115),
    )
    for ring in feathers:
        made += _clumps([np.array([x, y]) + radius * drop for drop in ring])
    return made


def drops(turn: Floats, reach: tuple[float, float], breadth: float, lean: float = 0.0) -> Floats:
    """Return drops (k, m, 2) that stand on a circle at some turns, from one radius to another, leaning."""
    u = np.linspace(0, 1, 13)
    far, off = reach[0] + (reach[1] - reach[0]) * u, np.sin(np.pi * u**0.8) * breadth
    there, back = lean * u + off / far, (lean * u - off / far)[::-1]
    angle = 2 * np.pi * turn[:, None] + np.r_[there, back]
    radius = np.r_[far, far[::-1]]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def _shells(field: _Field) -> Clumps:
    """Return rows of shells, cut off at the border and around the wreath."""
    inner, size = field.inner, _SHELL * field.unit
    rows, columns = np.arange(int(inner.height / size * 2) + 2), np.arange(-1, int(inner.width / size) + 2)
    row, column, share = (grid.ravel() for grid in np.meshgrid(rows, columns, (0.5, 0.34), indexing="ij"))
    angle = np.linspace(0, np.pi, 13)
    x = inner.x + (column + 0.5 * (row % 2))[:, None] * size + (size * share)[:, None] * np.cos(angle)
    y = inner.y + row[:, None] * size / 2 - (size * share)[:, None] * np.sin(angle)
    middle = inner.centre
    free = np.hypot(x - middle[0], y - middle[1]) > field.radius * 1.07
    free &= (x > inner.x) & (x < inner.right) & (y > inner.y) & (y < inner.bottom)
    ids = np.where(free, np.cumsum(np.diff(free.astype(int), axis=1, prepend=0) == 1, axis=1), 0)
    label = (np.arange(len(ids))[:, None] * 8 + ids)[free]
    points = np.stack([x, y], axis=-1)[free]
    parts = np.split(points, np.flatnonzero(np.diff(label)) + 1)
    return _clumps([part for part in parts if len(part) > 2])


def _clumps(curves: Curves) -> Clumps:
    return [curves[i : i + _CLUMP] for i in range(0, len(curves), _CLUMP)]
