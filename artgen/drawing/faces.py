"""Font files as faces: glyphs placed in a row, and their outlines as path text, both in font units.

This is the one door to uharfbuzz and fontTools.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import uharfbuzz as hb
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from artgen.drawing.marks import LOUD, SWISS, WARM
from artgen.errors import StyleError
from artgen.shipped import place

WEIGHTS = (400, 500, 600)
MISSING = 0
_FEATURES = {"kern": True, "tnum": True, "liga": False, "clig": False}
VOICES = {
    SWISS: {weight: f"inter-tight/InterTight-{weight}.ttf" for weight in WEIGHTS}
    | {LOUD: "inter-tight/InterTight-500.ttf"},
    WARM: {weight: f"hanken-grotesk/HankenGrotesk-{weight}.ttf" for weight in WEIGHTS}
    | {LOUD: "instrument-serif/InstrumentSerif-400.ttf"},
}
"""The file of each voice and weight, under assets/fonts."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a shaped text: its number in the face and its origin, in font units."""

    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shaped text: its glyphs from left to right and its whole advance, in font units."""

    glyphs: tuple[Glyph, ...]
    advance: int


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One open font file; `ascent` and `descent` (both positive) are in ems."""

    units_per_em: int
    ascent: float
    descent: float
    shaper: Any
    names: tuple[str, ...]
    outlines: Any


def file_of(weight: int, voice: str) -> str:
    """Return the file of a voice and weight; raise StyleError where there is none."""
    if voice not in VOICES:
        raise StyleError(f"there is no voice '{voice}'; there are: {', '.join(VOICES)}")
    if weight not in VOICES[voice]:
        raise StyleError(f"there is no font of weight {weight}; there are: {', '.join(map(str, WEIGHTS))}, and LOUD")
    return VOICES[voice][weight]


@lru_cache(maxsize=64)
def face(name: str) -> Face:
    """Open a font file under assets/fonts once."""
    file = place("assets") / "fonts" / name
    table = TTFont(file, lazy=True)
    em = table["head"].unitsPerEm
    return Face(
        units_per_em=em,
        ascent=table["hhea"].ascent / em,
        descent=-table["hhea"].descent / em,
        shaper=hb.Font(hb.Face(file.read_bytes())),
        names=tuple(table.getGlyphOrder()),
        outlines=table.getGlyphSet(),
    )


@lru_cache(maxsize=8192)
def shape(text: str, name: str) -> Shaped:
    """Place the glyphs of one line; a character that the face lacks becomes the glyph MISSING."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face(name).shaper, buffer, _FEATURES)
    glyphs, pen = [], 0
    for info, position in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        glyphs.append(Glyph(info.codepoint, pen + position.x_offset, position.y_offset))
        pen += position.x_advance
    return Shaped(tuple(glyphs), pen)


@lru_cache(maxsize=8192)
def glyph_outline(name: str, glyph: int) -> str:
    """Return the outline of a glyph as relative path text, y upwards; empty for a blank."""
    used = face(name)
    pen = _PathPen(used.outlines)
    used.outlines[used.names[glyph]].draw(pen)
    return "".join(pen.words)


class _PathPen(BasePen):  # type: ignore[misc]
    """Write whole font units, relative."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.words: list[str] = []
        self._at = self._start = (0, 0)

    def _moveTo(self, pt: Point) -> None:
        self._write("m", [pt])
        self._start = self._at

    def _lineTo(self, pt: Point) -> None:
        x, y = round(pt[0]) - self._at[0], round(pt[1]) - self._at[1]
        if x and y:
            self._write("l", [pt])
        else:
            self.words.append(f"h{x}" if x else f"v{y}")
            self._at = (self._at[0] + x, self._at[1] + y)

    def _qCurveToOne(self, pt1: Point, pt2: Point) -> None:
        self._write("q", [pt1, pt2])

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        self._write("c", [pt1, pt2, pt3])

    def _closePath(self) -> None:
        self.words.append("z")
        self._at = self._start

    def _write(self, letter: str, points: Sequence[Point]) -> None:
        x, y = self._at
        rounded = [(round(px), round(py)) for px, py in points]
        self.words.append(letter + " ".join(f"{px - x} {py - y}" for px, py in rounded).replace(" -", "-"))
        self._at = rounded[-1]
