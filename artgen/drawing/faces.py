"""Font files as faces: glyphs placed in a row, and their outlines as path text, both in font units.

This is the one door to uharfbuzz.
"""

import hashlib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

MISSING = 0
_FEATURES = {"kern": True, "tnum": True, "liga": False, "clig": False}
_LANGUAGE = "und"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Font:
    """One cut of a font file: `index` in a collection, `weight` where the file is variable (0 where it is not).

    `grown` is how much larger than the faces around it a face is set, so that it looks as large; `tracked` says
    whether its letters may be moved apart: joined ones may not.
    """

    file: str
    weight: int = 0
    index: int = 0
    grown: float = 1.0
    tracked: bool = False


class Glyph(NamedTuple):
    """One glyph of a shaped text: its number in the face and its origin, in font units.

    `slot` counts the clusters from the left: a letter and its marks share one.
    """

    number: int
    x: int
    y: int
    slot: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shaped text: its glyphs from left to right, its advance, and how far its ink goes up and down (positive)."""

    glyphs: tuple[Glyph, ...]
    advance: int
    above: int
    below: int


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One opened Font; `ascent` and `descent` (both positive) are in ems."""

    font: Font
    units_per_em: int
    ascent: float
    descent: float
    shaper: Any


@lru_cache(maxsize=256)
def face(font: Font) -> Face:
    """Open a font once."""
    shaper = hb.Font(_opened(font.file, font.index))
    if font.weight:
        shaper.set_variations({"wght": font.weight})
    extents = shaper.get_font_extents("ltr")
    em = shaper.face.upem
    return Face(font, em, extents.ascender / em, -extents.descender / em, shaper)


@lru_cache(maxsize=256)
def letters(file: str, index: int = 0) -> Container[int]:
    """Return the code points that a font file has letters for."""
    found: Container[int] = _opened(file, index).unicodes
    return found


@lru_cache(maxsize=256)
def digest(file: str) -> str:
    """Return the sha256 (hex) of a font file."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


@lru_cache(maxsize=256)
def _opened(file: str, index: int) -> Any:
    return hb.Face(hb.Blob.from_file_path(file), index)


def shape(text: str, used: Face, direction: str = "ltr") -> Shaped:
    """Place the glyphs of one line in one face; a character that the face lacks becomes the glyph MISSING.

    The language is set, since it is the process's else, and letters would differ from one machine to the next.
    """
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = direction
    buffer.language = _LANGUAGE
    buffer.guess_segment_properties()
    hb.shape(used.shaper, buffer, _FEATURES)
    glyphs: list[Glyph] = []
    pen = slot = above = below = 0
    cluster = None
    for info, position in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        slot += cluster is not None and info.cluster != cluster
        cluster = info.cluster
        glyphs.append(Glyph(info.codepoint, pen + position.x_offset, position.y_offset, slot))
        top, bottom = _ink(used, info.codepoint)
        above, below = max(above, top + position.y_offset), max(below, bottom - position.y_offset)
        pen += position.x_advance
    return Shaped(tuple(glyphs), pen, above, below)


@lru_cache(maxsize=16384)
def _ink(used: Face, glyph: int) -> tuple[int, int]:
    """Return how far the ink of a glyph goes above and below the baseline, both positive."""
    extents = used.shaper.get_glyph_extents(glyph)
    return (extents.y_bearing, -extents.y_bearing - extents.height) if extents and extents.height else (0, 0)


@lru_cache(maxsize=16384)
def glyph_outline(used: Face, glyph: int) -> str:
    """Return the outline of a glyph as relative path text, y upwards; empty for a blank."""
    pen = _PathPen()
    used.shaper.draw_glyph_with_pen(glyph, pen)
    return "".join(pen.words)


class _PathPen:
    """Write whole font units, relative; its methods bear the names that pens have in every font library."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._at = self._start = (0, 0)
        self._straight = False

    def moveTo(self, to: Point) -> None:
        self._write("m", [to])
        self._start = self._at

    def lineTo(self, to: Point) -> None:
        x, y = round(to[0]) - self._at[0], round(to[1]) - self._at[1]
        if x and y:
            self._write("l", [to])
        else:
            self.words.append(f"h{x}" if x else f"v{y}")
            self._at = (self._at[0] + x, self._at[1] + y)
        self._straight = True

    def qCurveTo(self, *points: Point) -> None:
        self._write("q", points)

    def curveTo(self, *points: Point) -> None:
        self._write("c", points)

    def closePath(self) -> None:
        """Close the outline; its last edge, where straight, is left for the `z` to draw."""
        if self._straight:
            self.words.pop()
        self.words.append("z")
        self._at = self._start

    def _write(self, letter: str, points: Sequence[Point]) -> None:
        x, y = self._at
        rounded = [(round(px), round(py)) for px, py in points]
        self.words.append(letter + " ".join(f"{px - x} {py - y}" for px, py in rounded).replace(" -", "-"))
        self._at = rounded[-1]
        self._straight = False
