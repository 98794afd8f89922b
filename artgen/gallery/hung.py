"""A picture as it hangs: drawn, measured, and with the faults that the judge of styles finds on it."""

import base64
import gzip
import time
from dataclasses import dataclass

from artgen.conformance import Finding, Picture, Pose, Severity, draw, look_at
from artgen.drawing.style import Renderer
from artgen.errors import ArtgenError
from artgen.gallery.wanted import Wanted
from artgen.publishing.raster import engine, jpeg

SLOW_MS = 300
"""So long may a picture take to compose; what takes longer the first time is timed once more, warm."""
_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Hung:
    """One picture: JPEG bytes (empty where it can't be drawn), SVG text, figures, and faults in words.

    `ms` is the CPU time of composing it; `notes` are no faults but worth knowing.
    """

    jpeg: bytes
    svg: str
    ms: float
    kb: float
    gzipped_kb: float
    marks: int
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Return the picture as a data address."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode()


def hang(asked: Wanted, renderer: Renderer) -> Hung:
    """Draw a picture; whatever goes wrong in a style is a fault of that picture, with the line of the style's file."""
    try:
        pose = asked.pose(renderer)
        picture, ms = _timed(renderer, pose)
        if ms > SLOW_MS:
            picture, ms = _timed(renderer, pose)
        if isinstance(picture, Finding):
            return failed(picture.what)
        svg = picture.artwork.svg
        pixels = engine().pixels(svg, asked.width)
    except ArtgenError as wrong:
        return failed(str(wrong))
    found = tuple(look_at(picture))
    slow = (f"time: {ms:.0f} ms to compose; {SLOW_MS} is the most",) if ms > SLOW_MS else ()
    return Hung(
        jpeg(pixels, _MOST_BYTES),
        svg,
        ms,
        len(svg.encode()) / 1000,
        len(gzip.compress(svg.encode(), 6, mtime=0)) / 1000,
        picture.artwork.marks,
        (*told(found, Severity.FAULT), *slow),
        told(found, Severity.NOTE),
    )


def _timed(renderer: Renderer, pose: Pose) -> tuple[Picture | Finding, float]:
    """Draw a pose; return it and the CPU milliseconds it took."""
    began = time.process_time()
    picture = draw(renderer, pose)
    return picture, 1000 * (time.process_time() - began)


def told(found: tuple[Finding, ...], severity: Severity) -> tuple[str, ...]:
    """Return findings of a severity in words; where they were seen goes without saying."""
    return tuple(f"{one.law}: {one.what}" for one in found if one.severity is severity)


def failed(why: str) -> Hung:
    """Return a picture that could not be drawn."""
    return Hung(b"", "", 0, 0, 0, 0, (why,))
