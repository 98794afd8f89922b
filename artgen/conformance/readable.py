"""The law of reading: every word on a sheet stands out from what lies under it by 4.5:1, measured on the picture."""

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from artgen.conformance.finding import Finding
from artgen.conformance.picture import Picture
from artgen.publishing.raster import Librsvg

LAW = "reading"
LEAST = 4.5
SPECKS = 0.05
"""The share of a word's pixels that may stand on less: a hairline that crosses it."""
WIDTH = 640
_WORDS = re.compile(
    r'<g transform="translate\((-?\d+) (-?\d+)\)scale\([-\d. ]+\)" fill="(#[0-9a-f]{6})">((?:<use\b[^>]*/>)+)</g>'
)
_HEAD = re.compile(r"(<svg[^>]*)>.*?(<defs>.*?</defs>)", re.DOTALL)


def readable(picture: Picture) -> Iterator[Finding]:
    """Hold the paint of every word against the pixels that it covers."""
    svg = picture.artwork.svg
    words = list(_WORDS.finditer(svg))
    if not words:
        return
    under = _librsvg().layers(_WORDS.sub("", svg), WIDTH)[..., :3]
    covered = _covered(svg, words)
    for i, word in enumerate(words):
        ground = under[covered == i + 1]
        if not len(ground):
            continue
        ratios = _contrasts(ground, word[3])
        if (ratios < LEAST - 0.05).mean() > SPECKS:
            worst = float(np.quantile(ratios, SPECKS))
            x, y = int(word[1]) / 10, int(word[2]) / 10
            yield picture.finding(
                LAW,
                f"the words at x {x:.0f}, y {y:.0f} stand on {_colour(ground[int(ratios.argmin())])} in {word[3]}, "
                f"{worst:.1f}:1 where {LEAST}:1 is needed; keep marks away, or tell what lies there in `grounds`",
            )
            return


def _covered(svg: str, words: list[re.Match[str]]) -> NDArray[np.int64]:
    """Return for each pixel which word covers it, counted from 1; 0 for none."""
    head = _HEAD.match(svg)
    if head is None:
        return np.zeros((1, 1), np.int64)
    inked = "".join(word[0].replace(f'fill="{word[3]}"', f'fill="#{i + 1:06x}"') for i, word in enumerate(words))
    drawn = (
        _librsvg()
        .layers(f'{head[1]} shape-rendering="crispEdges">{head[2]}<g transform="scale(.1)">{inked}</g></svg>', WIDTH)
        .astype(np.int64)
    )
    return (drawn[..., 0] << 16) | (drawn[..., 1] << 8) | drawn[..., 2]


def _contrasts(ground: NDArray[np.uint8], ink: str) -> NDArray[np.float64]:
    """Return the WCAG 2 contrast of each pixel (n, 3) with a paint."""
    own = np.array([int(ink[i : i + 2], 16) for i in (1, 3, 5)], np.uint8)
    one, other = _luminance(ground), _luminance(own)
    return np.asarray((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05))


def _luminance(levels: NDArray[np.uint8]) -> NDArray[np.float64]:
    parts = levels / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _colour(pixel: NDArray[np.uint8]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*pixel.tolist())


@lru_cache(maxsize=1)
def _librsvg() -> Librsvg:
    return Librsvg()
