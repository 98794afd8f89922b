"""Sight: what share of each activity's marks can be seen on a finished sheet, counted in pixels.

The art is drawn once more with each activity in a flat colour of its own, without translucency or soft edges, and
then each activity alone: how many of its pixels does the whole picture show? librsvg draws, since it keeps hard edges.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from artgen.errors import StyleError
from artgen.publishing.raster import Librsvg

Floats = NDArray[np.float64]
WIDTH = 720
"""Pixels across a sheet: 480 is off by up to five hundredths where marks are small, 1080 by one from 720."""
SHEER = 0.4
"""Below this opacity a mark is a veil: what lies under it is still seen, and it hides nothing."""
_ROOT = re.compile(r'<svg[^>]*\bviewBox="([-\d. ]+)"')
_GROUP = re.compile(r'<g id="a\d+" data-a="([\d ]+)"[^>]*>')
_PAINT = re.compile(r'\b(fill|stroke)="(?!none)[^"]*"')
_OPACITY = re.compile(r' (?:fill-|stroke-|stop-)?opacity="([\d.]+)"')
_ELEMENT = re.compile(r"<(?:path|rect|use)\b[^>]*/>")
_GRADIENT = re.compile(r'<(?:linear|radial)Gradient id="(\w+)".*?</(?:linear|radial)Gradient>', re.DOTALL)
_STOP = re.compile(r'<stop offset="([\d.]+)"[^>]*?(?: stop-opacity="([\d.]+)")?/>')
_ART = re.compile(r"<g data-art=[^>]*>")
_TAG = re.compile(r"<g\b|</g>")
_URL = re.compile(r"url\(#(\w+)\)")


@dataclass(frozen=True, slots=True)
class _Layer:
    """What lies together in paint order: the activities that it draws (none: decoration), its shapes in flat paint.

    A `veil` is an activity whose every mark is sheer: it is measured, and hides nobody.
    """

    of: tuple[int, ...]
    body: str
    veil: bool = False


@dataclass(frozen=True, slots=True)
class _Art:
    """The drawn part of a sheet."""

    head: str
    layers: tuple[_Layer, ...]


def visible_shares(svg: str, width: int = WIDTH) -> Floats:
    """Return for each activity n (by index) the share 0..1 of its pixels that the sheet shows; nan where it has none.

    Activities that share a group share its number. `width` is that of the sheet in pixels.
    Raises StyleError for an SVG that artgen did not write.
    """
    art = _read(svg)
    owners = [layer for layer in art.layers if layer.of]
    if not owners:
        return np.zeros(0)
    solid = tuple(layer for layer in art.layers if not layer.veil)
    seen = _seen(art.head, solid, width)
    if len(solid) < len(art.layers):
        seen = {**_seen(art.head, art.layers, width), **seen}
    shares = np.full(max(max(layer.of) for layer in owners) + 1, np.nan)
    for layer in owners:
        whole = _area(art.head, layer.body, width)
        shares[list(layer.of)] = min(1.0, seen[layer.of] / whole) if whole else np.nan
    return shares


def _read(svg: str) -> _Art:
    root, art = _ROOT.match(svg), _ART.search(svg)
    if root is None or art is None:
        raise StyleError("this is no sheet that artgen wrote: it holds no art")
    view = root[1].split()
    definitions = svg[svg.index("<defs>") + len("<defs>") : svg.index("</defs>")]
    sheer = _sheer_gradients(definitions)
    kept = _flat(_GRADIENT.sub("", definitions))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{root[1]}" width="{view[2]}" height="{view[3]}"'
        f' shape-rendering="crispEdges"><defs>{kept}</defs>{art[0]}'
    )
    return _Art(head, tuple(_layers(svg, art.end(), sheer)))


def _layers(svg: str, at: int, sheer: frozenset[str]) -> Iterator[_Layer]:
    end = _closing(svg, at)
    while at < end:
        group = _GROUP.search(svg, at, end)
        if between := svg[at : group.start() if group else end]:
            yield _Layer((), _flat(_solid(between, sheer)))
        if group is None:
            return
        at = _closing(svg, group.end())
        body = svg[group.end() : at]
        solid = _solid(body, sheer)
        veil = not _ELEMENT.search(solid)
        yield _Layer(tuple(int(n) for n in group[1].split()), _flat(body if veil else solid), veil)
        at += len("</g>")


def _closing(svg: str, at: int) -> int:
    """Return where the group whose inside begins at `at` is closed."""
    depth = 1
    for tag in _TAG.finditer(svg, at):
        depth += 1 if tag[0] == "<g" else -1
        if not depth:
            return tag.start()
    raise StyleError("this is no sheet that artgen wrote: a group has no end")


def _flat(shapes: str) -> str:
    return _PAINT.sub(r'\1="currentColor"', _OPACITY.sub("", shapes))


def _solid(body: str, sheer: frozenset[str]) -> str:
    """Return a body without its veils."""
    return _ELEMENT.sub(lambda shape: "" if _is_sheer(shape[0], sheer) else shape[0], body)


def _is_sheer(element: str, sheer: frozenset[str]) -> bool:
    opacity = 1.0
    for found in _OPACITY.finditer(element):
        opacity *= float(found[1])
    return opacity < SHEER or not sheer.isdisjoint(_URL.findall(element))


def _sheer_gradients(definitions: str) -> frozenset[str]:
    """Return the gradients whose opacity is below SHEER on average over the area that they fill."""
    return frozenset(found[1] for found in _GRADIENT.finditer(definitions) if _mean_opacity(found[0]) < SHEER)


def _mean_opacity(gradient: str) -> float:
    at, shown = zip(*((float(at), float(shown or 1)) for at, shown in _STOP.findall(gradient)), strict=True)
    along = np.linspace(0, 1, 65)
    weight = along if gradient.startswith("<radial") else np.ones_like(along)
    return float((np.interp(along, at, shown) * weight).sum() / weight.sum())


def _seen(head: str, layers: Sequence[_Layer], width: int) -> dict[tuple[int, ...], int]:
    """Count the pixels of each activity's group in a picture of these layers."""
    owners = [layer.of for layer in layers if layer.of]
    number = {of: i + 1 for i, of in enumerate(owners)}
    painted = (f'<g color="#{number.get(layer.of, 0):06x}">{layer.body}</g>' for layer in layers)
    drawn = _librsvg().layers(f"{head}{''.join(painted)}</g></svg>", width).astype(np.int64)
    ids = (drawn[..., 0] << 16) | (drawn[..., 1] << 8) | drawn[..., 2]
    counts = np.bincount(ids[ids <= len(owners)], minlength=len(owners) + 1)[1:]
    return dict(zip(owners, counts.tolist(), strict=True))


def _area(head: str, body: str, width: int) -> int:
    drawn = _librsvg().layers(f'{head}<g color="#000">{body}</g></g></svg>', width)
    return int((drawn[..., 3] > 127).sum())


@lru_cache(maxsize=1)
def _librsvg() -> Librsvg:
    return Librsvg()
