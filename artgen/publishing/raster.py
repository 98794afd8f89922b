"""Rasters: our own SVG to pixels, and pixels to JPEG; only SVG that artgen wrote is ever read in this process.

Two engines draw the same picture (they differ by 0.1 to 0.4 of 255 levels on average). ThorVG is the one to use,
as measured on heart posters of 1, 23, 60, 180 and 546 flights at 1200 px, CPU time on one core:

    ThorVG 1.0.4       86, 198, 199, 129, 147 ms    card 31 to 71 ms
    librsvg (vips)    152, 415, 425, 320, 322 ms    card 59 to 195 ms

Both draw on the calling thread alone, since workers are processes.
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

Image.MAX_IMAGE_PIXELS = 64_000_000
_VIEW = re.compile(r'<svg[^>]*\bviewBox="-?[\d.]+ -?[\d.]+ (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_LEAST_QUALITY = 60
_STEP = 5


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
    """One raster file of an artwork: its width in pixels, the JPEG quality to start from, the bytes to stay within."""

    width: int
    quality: int
    most_bytes: int


LETTER_IMAGE = Print(width=1200, quality=85, most_bytes=250_000)
STAGE_IMAGE = Print(width=1080, quality=80, most_bytes=192_000)
"""The letter's image where the page shows it too, since the SVG is too heavy: all that it loads may come to 300 KB."""
SHARE_CARD = Print(width=1200, quality=85, most_bytes=150_000)


class ThorVg:
    """ThorVG's software canvas, in memory."""

    name = "thorvg"

    def __init__(self) -> None:
        from thorvg_python.engine import Engine

        self._engine = Engine(threads=0)
        self.version = ".".join(str(part) for part in self._engine.version()[1:4])

    def pixels(self, svg: str, width: int) -> Image.Image:
        """Return the picture in RGB; raise StyleError for an SVG that ThorVG can't read."""
        from thorvg_python.base import Result
        from thorvg_python.canvas.sw import SwCanvas
        from thorvg_python.paint.picture import Picture

        width, height = _size(svg, width)
        picture = Picture(self._engine)
        if picture.load_data(svg.encode(), "svg", None, True) != Result.SUCCESS:
            raise StyleError("ThorVG can't read this SVG; a style drew what is no plain SVG")
        picture.set_size(width, height)
        canvas = SwCanvas(self._engine)
        try:
            canvas.set_target(width, height)
            canvas.add(picture)
            canvas.draw(True)
            canvas.sync()
            return Image.frombuffer(
                "RGBA", (width, height), bytes(canvas.buffer_arr or b""), "raw", "RGBA", 0, 1
            ).convert("RGB")
        finally:
            canvas.destroy()


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
        width, height = _size(svg, width)
        source = svg.encode()
        try:
            natural = self._pyvips.Image.svgload_buffer(source).width
            drawn = self._pyvips.Image.svgload_buffer(source, scale=width / natural).flatten()
            drawn = drawn.gravity("north-west", width, height, extend="copy")
            return Image.frombytes("RGB", (width, height), drawn.write_to_memory())
        except self._pyvips.Error as wrong:
            raise StyleError("librsvg can't read this SVG; a style drew what is no plain SVG") from wrong

    def layers(self, svg: str, width: int) -> NDArray[np.uint8]:
        """Return red, green, blue and cover (height, width, 4): 0 covers nothing."""
        seen, (width, height) = _VIEW.match(svg), _size(svg, width)
        scale = width / float(seen[1]) if seen else 1.0
        try:
            drawn = self._pyvips.Image.svgload_buffer(svg.encode(), scale=scale, unlimited=True)
            drawn = drawn.gravity("north-west", width, height, extend="copy")
            return np.frombuffer(drawn.write_to_memory(), np.uint8).reshape(height, width, 4)
        except self._pyvips.Error as wrong:
            raise StyleError("librsvg can't read this SVG; a style drew what is no plain SVG") from wrong


ENGINES: dict[str, type[ThorVg] | type[Librsvg]] = {"thorvg": ThorVg, "librsvg": Librsvg}


@lru_cache(maxsize=len(ENGINES))
def engine(name: str = "thorvg") -> Raster:
    """Return the engine called `name`, started once a process."""
    if name not in ENGINES:
        raise ArtgenError(f"raster '{name}' is not known; there are: {', '.join(ENGINES)}")
    return ENGINES[name]()


def rasterise(svg: str, made: Print, raster: Raster) -> bytes:
    """Return an artwork as JPEG."""
    return jpeg(raster.pixels(svg, made.width), made.most_bytes, made.quality)


def jpeg(picture: Image.Image, most_bytes: int, quality: int = 85) -> bytes:
    """Return a progressive 4:2:0 JPEG that holds pixels and nothing else.

    Where it would pass `most_bytes` the quality goes down by fives, never under 60: a picture that is still too
    heavy raises StyleError. (Progressive costs 16 ms more than plain and saves a tenth, which keeps 180 strokes
    at quality 85.)
    """
    plain = Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())
    for lower in range(quality, _LEAST_QUALITY - 1, -_STEP):
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=lower, subsampling="4:2:0", progressive=True)
        if out.tell() <= most_bytes:
            return out.getvalue()
    raise StyleError(
        f"a picture {plain.width} px wide weighs {out.tell() // 1000} KB at JPEG quality {_LEAST_QUALITY}, "
        f"over {most_bytes // 1000} KB; draw fewer or broader marks"
    )


def image_name(svg: str, made: Print, raster: Raster) -> str:
    """Return the file name of a raster, made from what is drawn and how, since encoded bytes differ by machine."""
    width, height = _size(svg, made.width)
    how = f"\0{width}x{height}\0jpeg\0{made.quality}\0{made.most_bytes}\0{raster.name} {raster.version}"
    return hashlib.sha256(svg.encode() + how.encode()).hexdigest()[:16] + ".jpg"


def _size(svg: str, width: int) -> tuple[int, int]:
    """Return the pixels of an SVG as our writer begins and ends it; ThorVG would read on past a missing end."""
    seen = _VIEW.match(svg)
    if seen is None or not svg.endswith(("</svg>", "</svg>\n")):
        raise StyleError('this is no SVG that artgen wrote: viewBox="0 0 width height" or the end is missing')
    return width, round(width * float(seen[2]) / float(seen[1]))
