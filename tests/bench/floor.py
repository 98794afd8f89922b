"""The floor: the same SVGs, ready, to pixels and to JPEG, and nothing else. No way of making these pictures is cheaper.

Pixels and JPEG come from the engines and the encoder that the line itself uses, each picture encoded once.
"""

import time
from dataclasses import dataclass

from artgen.publishing import raster

from .line import Made

_ANY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Floor:
    """CPU ms to rasterise and encode a ready poster and a ready card, by engine."""

    thorvg: float
    librsvg: float


def floor(made: Made) -> Floor:
    """Measure the floor of one customer."""
    return Floor(_spent(made, "thorvg"), _spent(made, "librsvg"))


def _spent(made: Made, engine: str) -> float:
    drawing = raster.engine(engine)
    began = time.process_time()
    for svg, made_as in ((made.poster, made.poster_print), (made.card, raster.SHARE_CARD)):
        raster.jpeg(drawing.pixels(svg, made_as.width), _ANY, made_as.quality)
    return 1000 * (time.process_time() - began)
