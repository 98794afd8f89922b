"""Rasters: our own SVG to pixels, and pixels to JPEG; only SVG that artgen wrote is ever read in this process.

Two engines draw the same picture: published sheets differ by at most 1.5 of 255 levels on average, as tests/rasters.py
holds over every style and theme. ThorVG is the one to use: it takes about half of librsvg's time. The campaign names
the engine, and none takes the other's place. Both draw on the calling thread alone, since workers are processes.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artgen.errors import ArtgenError, StyleError
from artgen.publishing import thorvg

Image.MAX_IMAGE_PIXELS = 64_000_000
_VIEW = re.compile(r'<svg[^>]*\bviewBox="-?[\d.]+ -?[\d.]+ (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_SMALLER_QUALITY = 70
_LEAST_QUALITY = 60
_PROGRESSIVE = 0.95
_AIM = 0.985
_JPEG = {"subsampling": "4:2:0", "optimize": True}
"""How pictures are encoded, beside their quality; it is part of their names, so that another way makes other names."""


class Raster(Protocol):
    """An engine that draws SVG; name and version go into picture names, so that another engine makes another file."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def pixels(self, svg: str, width: int) -> Image.Image:
        """Return the picture in RGB, `width` pixels wide and as high as its view box asks."""
        ...


@dataclass(frozen=True, slots=True)
class Print:
    """One raster file of an artwork: its width in pixels, the JPEG quality to start from, the bytes to stay within.

    A picture of a very full year, too heavy in any quality, may be made `narrowest` pixels wide; 0 is never.
    """

    width: int
    quality: int
    most_bytes: int
    narrowest: int = 0


LETTER_IMAGE = Print(width=1200, quality=85, most_bytes=250_000, narrowest=800)
STAGE_IMAGE = Print(width=1080, quality=80, most_bytes=192_000, narrowest=800)
"""The letter's image where the page shows it too, since the SVG is too heavy: all that it loads may come to 300 KB."""
SHARE_CARD = Print(width=1200, quality=85, most_bytes=150_000)


class ThorVg:
    """ThorVG's software canvas, in memory."""

    name = "thorvg"

    def __init__(self) -> None:
        self._software = thorvg.start()
        self.version = self._software.version

    def pixels(self, svg: str, width: int) -> Image.Image:
        """Return the picture in RGB; raise StyleError for an SVG that ThorVG can't read."""
        width, height = _size(svg, width)
        painted = self._software.paint(svg.encode(), width, height)
        if painted is None:
            raise StyleError("ThorVG can't read this SVG; a style drew what is no plain SVG")
        return Image.frombytes("RGB", (width, height), painted, "raw", "RGBX")


class Librsvg:
    """librsvg through libvips, on one thread and without its cache, since no picture is drawn twice."""

    name = "librsvg"

    def __init__(self) -> None:
        import pyvips

        self._pyvips = pyvips
        pyvips.cache_set_max(0)
        pyvips.concurrency_set(1)
        self.version = ".".join(str(pyvips.version(part)) for part in range(3))

    def pixels(self, svg: str, width: int) -> Image.Image:
        """Return the picture in RGB; raise StyleError for an SVG that librsvg can't read."""
        (width, height), scale = _size(svg, width), _scale(svg, width)
        try:
            drawn = self._pyvips.Image.svgload_buffer(svg.encode(), scale=scale).flatten()
            drawn = drawn.gravity("north-west", width, height, extend="copy")
            return Image.frombytes("RGB", (width, height), drawn.write_to_memory())
        except self._pyvips.Error as wrong:
            raise StyleError("librsvg can't read this SVG; a style drew what is no plain SVG") from wrong

    def layers(self, svg: str, width: int) -> NDArray[np.uint8]:
        """Return red, green, blue and cover (height, width, 4): 0 covers nothing."""
        (width, height), scale = _size(svg, width), _scale(svg, width)
        try:
            drawn = self._pyvips.Image.svgload_buffer(svg.encode(), scale=scale, unlimited=True)
            drawn = drawn.gravity("north-west", width, height, extend="copy")
            return np.frombuffer(drawn.write_to_memory(), np.uint8).reshape(height, width, 4)
        except self._pyvips.Error as wrong:
            raise StyleError("librsvg can't read this SVG; a style drew what is no plain SVG") from wrong


ENGINES: dict[str, type[ThorVg] | type[Librsvg]] = {"thorvg": ThorVg, "librsvg": Librsvg}


@lru_cache(maxsize=len(ENGINES))
def engine(name: str = "thorvg") -> Raster:
    """Return the engine called `name`, started once a process; one that can't be started is never replaced by another.

    Raise ArtgenError, saying what to do.
    """
    if name not in ENGINES:
        raise ArtgenError(f"raster '{name}' is not known; there are: {', '.join(ENGINES)}")
    try:
        return ENGINES[name]()
    except (ImportError, OSError) as wrong:
        another = ", ".join(f'raster = "{other}"' for other in ENGINES if other != name)
        raise ArtgenError(
            f"raster '{name}' can't be started here ({wrong}); install artgen anew, "
            f"or name another in campaign.toml: {another}, which draws every picture again"
        ) from wrong


def rasterise(svg: str, made: Print, raster: Raster) -> bytes:
    """Return an artwork as JPEG."""
    return jpeg(raster.pixels(svg, made.width), made.most_bytes, made.quality, made.narrowest)


def jpeg(picture: Image.Image, most_bytes: int, quality: int = 85, narrowest: int = 0) -> bytes:
    """Return a 4:2:0 JPEG that holds pixels and nothing else, `most_bytes` at most.

    It is plain, with tables of its own. One that is too heavy is made progressive, a twentieth lighter for twice the
    time, at once in a quality that should fit: a JPEG weighs about as much as one through the root of 100 - quality.
    Where even quality 60 is too heavy it is made a tenth narrower, and so on down to `narrowest`; StyleError is raised
    where that is too heavy, too, or 0.
    """
    shown = picture if picture.mode == "RGB" and not picture.info else _bare(picture)
    made = _encoded(shown, quality, progressive=False)
    if len(made) <= most_bytes:
        return made
    lower = _fitting(quality, _PROGRESSIVE * len(made), most_bytes)
    while len(made := _encoded(shown, lower, progressive=True)) > most_bytes:
        if lower == _LEAST_QUALITY:
            smaller = round(0.9 * shown.width), round(0.9 * shown.height)
            if narrowest and smaller[0] >= narrowest:
                return jpeg(shown.resize(smaller, Image.Resampling.LANCZOS), most_bytes, _SMALLER_QUALITY, narrowest)
            raise StyleError(
                f"a picture {shown.width} px wide weighs {len(made) // 1000} KB at JPEG quality {lower}, "
                f"over {most_bytes // 1000} KB; draw fewer or broader marks"
            )
        lower = _fitting(lower - 1, len(made), most_bytes)
    return made


def _fitting(quality: int, weight: float, most_bytes: int) -> int:
    """Return the quality, none higher than the given one, at which a picture that weighs so much in it should fit."""
    fits = 100 - (100 - quality) * (weight / (_AIM * most_bytes)) ** 2
    return max(_LEAST_QUALITY, min(quality, int(fits)))


def _bare(picture: Image.Image) -> Image.Image:
    """Return the pixels of a picture without all that came with them."""
    return Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())


def _encoded(picture: Image.Image, quality: int, *, progressive: bool) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, progressive=progressive, **_JPEG)
    return out.getvalue()


def image_name(digest: str, made: Print, raster: Raster) -> str:
    """Return the file name of a raster, made from what is drawn and how, since encoded bytes differ by machine.

    `digest` is the SVG's.
    """
    how = f"{made.width} wide\0jpeg {_JPEG}\0{made.quality}\0{made.most_bytes}\0{raster.name} {raster.version}"
    return hashlib.sha256(f"{digest}\0{how}".encode()).hexdigest()[:16] + ".jpg"


def _scale(svg: str, width: int) -> float:
    """Return the pixels of a unit of the view box."""
    seen = _VIEW.match(svg)
    return width / float(seen[1]) if seen else 1.0


def _size(svg: str, width: int) -> tuple[int, int]:
    """Return the pixels of an SVG as our writer begins and ends it; ThorVG would read on past a missing end."""
    seen = _VIEW.match(svg)
    if seen is None or not svg.endswith(("</svg>", "</svg>\n")):
        raise StyleError('this is no SVG that artgen wrote: viewBox="0 0 width height" or the end is missing')
    return width, round(width * float(seen[2]) / float(seen[1]))
