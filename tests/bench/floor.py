"""The floor: the same SVGs, ready, to pixels and to JPEG, and nothing else.

Pixels and JPEG come from the engines and the encoder that the line itself uses, each picture encoded once. The floor
proper has two whole SVGs, poster and card; that is what anybody would pay. The lowered one is where a style's card is
made of the poster's pixels: the poster, the card's plate of words, a picture scaled down, two JPEGs.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from artgen.publishing import raster
from artgen.publishing.card import Card

from .line import Made

_ANY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Floor:
    """CPU ms to rasterise and encode a ready poster and a ready card, by engine; `lowered` is with ThorVG."""

    thorvg: float
    librsvg: float
    lowered: float


def floor(made: Made) -> Floor:
    """Measure the floor of one customer."""
    whole = Card(made.card)
    return Floor(_spent(made, whole, "thorvg"), _spent(made, whole, "librsvg"), _spent(made, made.laid, "thorvg"))


def pictures(made: Made, card: Card, engine: raster.Raster) -> Iterator[bytes]:
    """Yield a customer's two pictures as JPEG, from ready SVGs."""
    poster: Image.Image = engine.pixels(made.poster, made.poster_print.width)
    yield raster.jpeg(poster, _ANY, made.poster_print.quality)
    yield raster.jpeg(card.pixels(poster, engine), _ANY, raster.SHARE_CARD.quality)


def _spent(made: Made, card: Card, engine: str) -> float:
    began = time.process_time()
    for _ in pictures(made, card, raster.engine(engine)):
        pass
    return 1000 * (time.process_time() - began)
