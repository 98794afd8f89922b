"""The law of the two rasters: over all styles, themes, sheets and counts ThorVG draws what librsvg draws.

They may differ by 1.5 of 255 levels on average over all channels, and one pixel in a hundred by more than STEP in any
channel. Where they differ more, both pictures and the difference are put in tests/failed/.

One thing is told apart: strands thinner than half a pixel that run together. Each rasteriser has its own opinion of how
much they cover, so that a bundle of routes is a little brighter by ThorVG. On every sheet in its own size this is
within the law; on a phone or print drawn small, as a gallery does, it has BUNDLED.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from artgen.artwork import Look, compose
from artgen.conformance import told
from artgen.drawing import theme
from artgen.drawing.canvas import COMPOSITIONS
from artgen.publishing.raster import LETTER_IMAGE, SHARE_CARD, STAGE_IMAGE, engine
from artgen.renderers import load
from artgen.sitters.crowd import somebody

FAILED = Path(__file__).parent / "failed"
STEP = 40
STYLES = ("bloom", "heart", "quilt", "routes", "skies", "strata")
COUNTS = (0, 1, 4, 23, 180, 546)
PUBLISHED = (("poster", LETTER_IMAGE.width), ("card", SHARE_CARD.width))
STAGE = ("poster", STAGE_IMAGE.width)
"""What a page shows of a poster too crowded to stand in it."""
CROWDED = (180, 546)
WHOLE = (("phone", 1080), ("print", 1200))
SMALL = (("phone", 480), ("print", 480))
_OF_FLIGHTS = ("heart", "skies", "routes")


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two pictures are apart: levels on average, and the share of pixels that are off by more than STEP."""

    mean: float
    off: float

    def within(self, most: "Apart") -> bool:
        return self.mean <= most.mean and self.off <= most.off


LAW, BUNDLED = Apart(1.5, 0.01), Apart(2.5, 0.01)


@dataclass(frozen=True, slots=True)
class Case:
    """One picture to draw twice."""

    style: str
    count: int
    theme: str
    canvas: str
    width: int

    def __str__(self) -> str:
        return f"{self.style}_{self.count:03d}_{self.theme}_{self.canvas}_{self.width}"

    @property
    def most(self) -> Apart:
        """Return how far the two drawings may be apart."""
        return BUNDLED if self.style == "routes" and (self.canvas, self.width) in SMALL else LAW


def every() -> Iterator[Case]:
    """Yield what is published of each style in each theme and count, and other sheets in themes that take turns."""
    for style, count, worn in _turns():
        for name in theme.names():
            yield from (Case(style, count, name, *sheet) for sheet in PUBLISHED)
            if count in CROWDED:
                yield Case(style, count, name, *STAGE)
        yield from (Case(style, count, worn, *sheet) for sheet in (*WHOLE, *SMALL))


def some() -> Iterator[Case]:
    """Yield what is published of each style and count in themes that take turns, and other sheets once a style."""
    for style, count, worn in _turns():
        if count == CROWDED[-1]:
            yield from (Case(style, count, worn, *sheet) for sheet in (STAGE, PUBLISHED[1]))
            continue
        yield from (Case(style, count, worn, *sheet) for sheet in PUBLISHED)
        yield from (Case(style, count, worn, *sheet) for sheet in SMALL if count == 4)
        yield from (Case(style, count, worn, *sheet) for sheet in WHOLE if count == 23)


def _turns() -> Iterator[tuple[str, int, str]]:
    names = theme.names()
    for s, style in enumerate(STYLES):
        for c, count in enumerate(COUNTS):
            yield style, count, names[(7 * s + c) % len(names)]


def apart(case: Case) -> Apart:
    """Draw a case with both engines and compare; keep the evidence where they are too far apart."""
    svg = _svg(case.style, case.count, case.theme, case.canvas)
    one, other = (np.asarray(engine(name).pixels(svg, case.width)).astype(np.int16) for name in ("librsvg", "thorvg"))
    return compared(case, one, other)


def compared(case: Case, one: np.ndarray, other: np.ndarray) -> Apart:
    """Return how far two drawings of a case are apart; keep them and their difference where that is too far."""
    difference = np.abs(one - other)
    found = Apart(float(difference.mean()), float((difference.max(axis=2) > STEP).mean()))
    if not found.within(case.most):
        FAILED.mkdir(exist_ok=True)
        for kind, picture in (("librsvg", one), ("thorvg", other), ("difference", difference)):
            Image.fromarray(picture.astype(np.uint8)).save(FAILED / f"raster_{case}_{kind}.png")
    return found


@lru_cache(maxsize=2)
def _svg(style: str, count: int, worn: str, canvas: str) -> str:
    renderer, sitter = load(style), somebody("flight" if style in _OF_FLIGHTS else "run", count, 0)
    look = Look(renderer, theme.load(worn), {}, COMPOSITIONS[canvas])
    return compose(look, sitter.story, told(renderer, sitter), sitter.vocabulary, sitter.name).svg
