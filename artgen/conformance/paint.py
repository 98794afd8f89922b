"""The law of paint: colours come from the theme or are mixed from it, and so does the type; swatches are colours."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from artgen.conformance.finding import Finding
from artgen.conformance.picture import MOST_TAKEN, Picture
from artgen.drawing import theme as themes
from artgen.drawing.colour import hex_of, oklab_of
from artgen.drawing.marks import Gradient, Line, Mark, Radial, Spine, Stamp, Tufts
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import Theme
from artgen.renderers import failure

LAW = "paint"
COLOURLESS = 0.035
"""As far from grey (OKLab chroma) as a highlight of its own may be."""
_COLOUR = re.compile("#[0-9a-f]{6}")


@lru_cache(maxsize=1)
def grey() -> Theme:
    """Return a theme whose every paint is a grey: what is coloured on it was not taken from the theme."""
    linen = themes.load("linen")
    roles = ("ground", "ink", "muted", "faint", "accent", "hairline")
    labs = ("ground_lab", "ink_lab", "season_paints", "hour_paints", "sky", "clock_paints", "greens", "glow_lab")
    plain = np.array([1.0, 0.0, 0.0])
    paints: dict[str, Any] = {role: hex_of(oklab_of(getattr(linen, role)) * plain) for role in roles}
    paints |= {lab: getattr(linen, lab) * plain for lab in labs}
    return replace(linen, name="greys", **paints)


def of_the_theme(picture: Picture) -> Iterator[Finding]:
    """Find a colour on a picture that was drawn in a theme of greys."""
    own = sorted({paint for mark in picture.marks for paint in paints(mark)}, key=_chroma, reverse=True)
    if own and _chroma(own[0]) > COLOURLESS:
        yield picture.finding(
            LAW,
            f"{own[0]} is not from the theme: in a theme of greys it is still coloured; mix paints from the theme's",
        )


def in_its_voice(picture: Picture) -> Iterator[Finding]:
    """Find words in the art or the legend's samples that are set in another face than the theme's."""
    theme = picture.pose.theme
    try:
        samples = [mark for item in picture.artwork.legend for mark in _sample(item, theme)]
    except Exception as wrong:
        # Whatever a style raises is a finding about that style.
        said = failure(wrong, picture.renderer.source)
        yield picture.finding("words, samples", f"the legend's samples can't be drawn: {said}")
        samples = []
    drawn = [*picture.marks, *samples]
    if other := next((mark for mark in drawn if isinstance(mark, Line) and mark.voice != theme.voice), None):
        yield picture.finding("paint, type", f"“{other.text}” is not in the theme's face; pass voice=theme.voice")


def swatched(picture: Picture) -> Iterator[Finding]:
    """See that every activity has two swatches and that they are colours."""
    if wrong := [pair for pair in picture.artwork.swatches if not _is_pair(pair)]:
        yield picture.finding("paint, swatches", f"{wrong[0]} is no pair of colours; write '#rrggbb' in lower case")


def _sample(item: LegendItem, theme: Theme) -> Iterator[Mark]:
    return islice(item.draw(theme, 200, 40), MOST_TAKEN) if item.draw else iter(())


def _is_pair(pair: object) -> bool:
    """Tell whether these are two colours; a style may have given anything."""
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        return False
    return all(isinstance(colour, str) and _COLOUR.fullmatch(colour) for colour in pair)


def paints(mark: Mark) -> Iterator[str]:
    """Yield every colour of a mark."""
    if isinstance(mark, Spine):
        return
    if isinstance(mark, Stamp):
        yield from (paint for inner in mark.symbol.marks for paint in paints(inner))
    if isinstance(mark, Tufts):
        own = [tuft.stroke for tuft in mark.tufts]
    else:
        own = [mark.stroke if hasattr(mark, "stroke") else mark.fill]
    for paint in own:
        if isinstance(paint, Gradient | Radial):
            yield from _stops(paint.stops)
        elif paint:
            yield paint


def _stops(stops: Iterable[tuple[float, str] | tuple[float, str, float]]) -> Iterator[str]:
    yield from (stop[1] for stop in stops)


@lru_cache(maxsize=4096)
def _chroma(colour: str) -> float:
    _, a, b = oklab_of(colour)
    return float(np.hypot(a, b))
