"""The share card as a picture: rasterised whole, or the poster's pixels laid small on a plate of words.

A card is as many pixels wide as it is user units.
"""

import hashlib
from dataclasses import dataclass

from PIL import Image

from artgen.artwork import Artwork
from artgen.drawing.canvas import POSTER
from artgen.drawing.inset import Inset, on_poster
from artgen.publishing.raster import SHARE_CARD, Raster, image_name


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is made of: SVG, and what of the poster is laid on it; None where the SVG is all of it."""

    svg: str
    inset: Inset | None = None

    def name(self, poster: Artwork, raster: Raster) -> str:
        """Return the file name of its picture, made from what is drawn and how."""
        own = image_name(hashlib.sha256(self.svg.encode()).hexdigest(), SHARE_CARD, raster)
        if self.inset is None:
            return own
        return hashlib.sha256(f"{own}\0{poster.digest}\0{self.inset}".encode()).hexdigest()[:16] + ".jpg"

    def pixels(self, poster: Image.Image, raster: Raster) -> Image.Image:
        """Return the picture in RGB; `poster` is the poster's, at any width."""
        drawn = raster.pixels(self.svg, SHARE_CARD.width)
        if self.inset is None:
            return drawn
        place = self.inset.place
        left, top, right, bottom = (round(edge) for edge in (place.x, place.y, place.right, place.bottom))
        if bottom <= top:
            return drawn
        finer = poster.width / POSTER.width
        (x1, y1), (x2, y2) = on_poster(left, top), on_poster(right, bottom)
        part = finer * x1, finer * y1, finer * x2, finer * y2
        drawn.paste(poster.resize((right - left, bottom - top), Image.Resampling.HAMMING, part), (left, top))
        return drawn
