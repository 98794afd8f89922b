"""Definitions: what a sheet names once and refers to: paints, areas to draw within, glyphs and symbols.

They stand in order of first use; `prefix` keeps the names of two drawings on one page apart.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from artgen.drawing.extent import Extent
from artgen.drawing.faces import Face, glyph_outline
from artgen.drawing.marks import Gradient, Paint, Radial, Shape, Symbol
from artgen.drawing.paths import number
from artgen.errors import StyleError

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_COLOURS = re.compile(r"(?:#[0-9a-f]{6})*")


@dataclass(slots=True)
class Definitions:
    """The definitions of one sheet, gathered while it is written."""

    prefix: str = ""
    texts: list[str] = field(default_factory=list)
    symbols: dict[Symbol, tuple[str, Extent, int]] = field(default_factory=dict)
    areas: dict[Shape, tuple[str, Extent]] = field(default_factory=dict)
    _gradients: dict[Gradient | Radial, str] = field(default_factory=dict)
    _glyphs: dict[Face, dict[int, str]] = field(default_factory=dict)
    _named: int = 0

    def paint(self, paint: Paint) -> str:
        """Return a paint as the value of an attribute; raise StyleError where it is none."""
        if isinstance(paint, str):
            return colour(paint)
        if paint not in self._gradients:
            name = self._gradients[paint] = f"{self.prefix}p{len(self._gradients)}"
            stops = "".join(_stop(*stop) for stop in paint.stops)
            if isinstance(paint, Gradient):
                (x1, y1), (x2, y2) = paint.start, paint.end
                kind = "linear"
                ends = f'x1="{tenths(x1)}" y1="{tenths(y1)}" x2="{tenths(x2)}" y2="{tenths(y2)}"'
            else:
                kind, (x, y) = "radial", paint.centre
                ends = f'cx="{tenths(x)}" cy="{tenths(y)}" r="{breadth(paint.radius)}"'
            self.texts.append(
                f'<{kind}Gradient id="{name}" gradientUnits="userSpaceOnUse" {ends}>{stops}</{kind}Gradient>'
            )
        return f"url(#{self._gradients[paint]})"

    def paints(self, paints: Sequence[Paint]) -> list[str]:
        """Return many paints as values of an attribute."""
        texts = [paint for paint in paints if isinstance(paint, str)]
        if len(texts) == len(paints) and set(map(len, texts)) == {7} and _COLOURS.fullmatch("".join(texts)):
            return texts
        return [self.paint(paint) for paint in paints]

    def glyphs(self, face: Face, glyphs: Iterable[int]) -> dict[int, str]:
        """Return the names of outlines of a face by glyph, these among them; nothing for a blank."""
        names = self._glyphs.setdefault(face, {})
        for glyph in glyphs:
            if glyph not in names:
                drawn = glyph_outline(face, glyph)
                names[glyph] = f"{self.prefix}g{self._named}" if drawn else ""
                self._named += 1
                if drawn:
                    self.texts.append(f'<path id="{names[glyph]}" d="{drawn}"/>')
        return names

    def area(self, area: Shape, outline: str, extent: Extent) -> None:
        """Define an area to draw within by its path text."""
        name = f"{self.prefix}c{len(self.areas)}"
        self.texts.append(f'<clipPath id="{name}"><path d="{outline}"/></clipPath>')
        self.areas[area] = name, extent

    def symbol(self, symbol: Symbol, body: str, extent: Extent, shapes: int) -> None:
        """Define a symbol by what it holds, how far it reaches in its own units, and its count of shapes."""
        name = f"{self.prefix}s{len(self.symbols)}"
        self.texts.append(f'<g id="{name}">{body}</g>')
        self.symbols[symbol] = name, extent, shapes


def tenths(value: float) -> str:
    """Return a coordinate as it is written."""
    if not abs(value) <= 100_000:
        raise StyleError(f"{value} is no place on the sheet")
    return number(value * 10)


@lru_cache(maxsize=4096)
def breadth(value: float) -> str:
    """Return a breadth as it is written."""
    if not 0 < value <= 100_000:
        raise StyleError(f"{value} is no breadth; it must be a finite number above 0")
    return number(max(value * 10, 1))


@lru_cache(maxsize=1024)
def opacity(role: str, value: float) -> str:
    """Return the attribute of an opacity; nothing for 1."""
    if not 0 <= value <= 1:
        raise StyleError(f"opacity {value} is outside 0..1")
    return "" if value == 1 else f' {role}{"-" if role else ""}opacity="{number(value, 2)}"'


def dashes(dash: Sequence[float]) -> str:
    """Return the lengths of dashes and gaps as they are written."""
    if min(dash) < 0:
        raise StyleError(f"dash = {dash!r}: no dash and no gap is shorter than 0")
    return " ".join(map(tenths, dash))


def _stop(at: float, paint: str, shown: float = 1.0) -> str:
    if not 0 <= at <= 1:
        raise StyleError(f"a stop of its paint stands at {at}, outside 0..1")
    return f'<stop offset="{number(at, 3)}" stop-color="{colour(paint)}"{opacity("stop", shown)}/>'


@lru_cache(maxsize=4096)
def colour(said: str) -> str:
    """Return a colour as it is written."""
    if not isinstance(said, str) or _COLOUR.fullmatch(said) is None:
        raise StyleError(f"{said!r} is no colour; write '#rrggbb' in lower case")
    return said
