"""The one writer of SVG: marks in, text out; plain shapes and presentation attributes only, alike in every reader.

Each activity has one group, `<g id="aN" data-a="N">` (of several: `data-a="12 13 14"` and the id of the first), and
document order is paint order. Coordinates are whole tenths of a user unit inside `scale(.1)`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from artgen.drawing.canvas import Box, Canvas
from artgen.drawing.faces import glyph_outline
from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Line, Mark, Paint, Shape, Spine
from artgen.drawing.paths import Path, Traced, curves, dots, number, outline, trace
from artgen.drawing.style import Reveal
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import set_line
from artgen.errors import StyleError

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HAND = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True, slots=True)
class Written:
    """A written sheet: its text, where each activity stands (user units, strokes included), and its count of shapes."""

    svg: str
    boxes: dict[int, Box]
    marks: int


def write(
    canvas: Canvas,
    theme: Theme,
    *,
    title: str,
    description: str,
    art: Iterable[Mark],
    frame: Iterable[Mark] = (),
    reveal: Reveal,
    style: str,
) -> Written:
    """Write a style's art and the frame around it; raise StyleError, naming style and mark, on what can't be drawn."""
    sheet = _Sheet(style)
    drawn = sheet.place(art)
    boxes = {n: _around(extents) for n, extents in sheet.extents.items()}
    framed = sheet.place(frame)
    grouped = "".join(sheet.grouped(drawn))
    around = "".join(text for _, text in framed)
    body = f'<g data-art="" data-reveal="{reveal}" transform="scale(.1)" {_HAND}>{grouped}</g>'
    if around:
        body += f'<g transform="scale(.1)" {_HAND}>{around}</g>'
    width, height = number(canvas.width, 1), number(canvas.height, 1)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="t d"><title id="t">{_words(title)}</title>'
        f'<desc id="d">{_words(description)}</desc>'
        f'<defs>{"".join(sheet.definitions)}</defs><rect width="{width}" height="{height}" fill="{theme.ground}"/>'
        f"{body}</svg>\n"
    )
    return Written(svg, boxes, sheet.shapes)


def fragment(marks: Iterable[Mark], *, prefix: str) -> str:
    """Write a few marks with no sheet around them, for a page that holds other SVG too: `prefix` keeps names apart."""
    sheet = _Sheet("legend", prefix)
    body = "".join(text for _, text in sheet.place(marks))
    definitions = f"<defs>{''.join(sheet.definitions)}</defs>" if sheet.definitions else ""
    return f'{definitions}<g transform="scale(.1)" {_HAND}>{body}</g>'


def _words(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


@lru_cache(maxsize=4096)
def _is_colour(text: object) -> bool:
    return isinstance(text, str) and _COLOUR.fullmatch(text) is not None


@dataclass(slots=True)
class _Sheet:
    """What one sheet gathers while it is written: definitions in order of first use, extents, a count."""

    style: str
    prefix: str = ""
    definitions: list[str] = field(default_factory=list)
    extents: dict[int, list[tuple[float, float, float, float]]] = field(default_factory=dict)
    shapes: int = 0
    _gradients: dict[Gradient, str] = field(default_factory=dict)
    _glyphs: dict[tuple[int, int], str] = field(default_factory=dict)

    def place(self, marks: Iterable[Mark]) -> list[tuple[Mark, str]]:
        """Return each mark with its text; a Spine has none."""
        kept = list(marks)
        paths = {i: self._path(i, mark) for i, mark in enumerate(kept) if isinstance(mark, Bristles | Shape | Dots)}
        traced = dict(zip(paths, self._traced(kept, paths), strict=True))
        placed = []
        for i, mark in enumerate(kept):
            try:
                placed.append((mark, self._text(mark, traced.get(i))))
            except StyleError as wrong:
                raise self._refused(i, mark, str(wrong)) from None
        return placed

    def grouped(self, placed: list[tuple[Mark, str]]) -> Iterator[str]:
        """Yield the marks of each activity inside their group; refuse an activity whose marks do not lie together."""
        seen: set[int] = set()
        for of, run in groupby(placed, key=lambda item: item[0].of):
            together = list(run)
            body = "".join(text for _, text in together)
            if not of:
                yield body
                continue
            if again := seen.intersection(of):
                raise StyleError(
                    f"style '{self.style}': the marks of activity {min(again)} do not lie together;"
                    " yield all marks of one activity, one after the other"
                )
            seen.update(of)
            names = " ".join(map(str, of))
            yield f'<g id="a{of[0]}" data-a="{names}"{self._spine([mark for mark, _ in together], of)}>{body}</g>'

    def _spine(self, marks: list[Mark], of: tuple[int, ...]) -> str:
        spines = [mark for mark in marks if isinstance(mark, Spine)]
        if not spines:
            return ""
        if len(spines) > 1 or not 2 <= len(spines[0].points) <= 14:
            raise StyleError(f"style '{self.style}': activity {of[0]} needs one spine of 2 to 14 points")
        points = " ".join(f"{_tenths(x)},{_tenths(y)}" for x, y in spines[0].points.tolist())
        return f' data-s="{points}" data-w="{_tenths(spines[0].width)}"'

    def _path(self, i: int, mark: Bristles | Shape | Dots) -> Path:
        if getattr(mark.points, "ndim", 0) != 2 or mark.points.shape[1] != 2 or not len(mark.points):
            raise self._refused(i, mark, "needs points as an array (m, 2) with at least one row")
        if isinstance(mark, Bristles):
            starts = list(mark.starts)
            if not starts or starts[0] != 0:
                raise self._refused(i, mark, "needs starts that begin at 0")
            return curves(mark.points, starts)
        if isinstance(mark, Dots):
            return dots(mark.points)
        return outline(mark.points, smooth=mark.smooth, corners=mark.corners)

    def _traced(self, marks: list[Mark], paths: dict[int, Path]) -> list[Traced]:
        try:
            return trace(paths.values())
        except StyleError:
            for i, path in paths.items():
                try:
                    trace([path])
                except StyleError as wrong:
                    raise self._refused(i, marks[i], str(wrong)) from None
            raise

    def _text(self, mark: Mark, traced: Traced | None) -> str:
        match mark, traced:
            case Bristles(), Traced():
                self._claim(mark, traced, mark.width / 2, len(mark.starts))
                dash = f' stroke-dasharray="{" ".join(map(_tenths, mark.dash))}"' if mark.dash else ""
                stroke = f'stroke="{self._paint(mark.stroke)}" stroke-width="{_breadth(mark.width)}"'
                return f'<path d="{traced.d}" {stroke}{_opacity("stroke", mark.opacity)}{dash}/>'
            case Dots(), Traced():
                self._claim(mark, traced, mark.size / 2, len(mark.points))
                stroke = f'stroke="{self._paint(mark.fill)}" stroke-width="{_breadth(mark.size)}"'
                return f'<path d="{traced.d}" {stroke}{_opacity("stroke", mark.opacity)}/>'
            case Shape(), Traced():
                self._claim(mark, traced, 0, 1)
                return f'<path d="{traced.d}" fill="{self._paint(mark.fill)}"{_opacity("fill", mark.opacity)}/>'
            case Bar(), _:
                corner = Traced("", mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
                self._claim(mark, corner, 0, 1)
                x, y, width, height = (_tenths(v) for v in (mark.x, mark.y, mark.width, mark.height))
                place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
                return f'<rect {place} fill="{self._paint(mark.fill)}"{_opacity("fill", mark.opacity)}/>'
            case Line(), _:
                return self._line(mark)
            case Spine(), _:
                if not mark.of:
                    raise StyleError("a spine must name its activity")
                return ""
            case _:
                raise StyleError("this is no mark; marks are Bristles, Shape, Dots, Bar, Line and Spine")

    def _line(self, mark: Line) -> str:
        setting = set_line(mark.text, mark.size, mark.weight, mark.track)
        x = mark.x - setting.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
        extent = Traced("", x, mark.y - setting.ascent, x + setting.width, mark.y + setting.descent)
        uses = []
        for glyph in setting.glyphs:
            name = self._glyph(mark.weight, glyph.number)
            if name:
                at = f' x="{number(glyph.x)}"' if round(glyph.x) else ""
                up = f' y="{number(glyph.y)}"' if round(glyph.y) else ""
                uses.append(f'<use href="#{name}"{at}{up}/>')
        self._claim(mark, extent, 0, len(uses))
        scale = number(setting.scale * 10, 4)
        place = f"translate({_tenths(x)} {_tenths(mark.y)})scale({scale} -{scale})"
        return f'<g transform="{place}" fill="{self._paint(mark.fill)}">{"".join(uses)}</g>'

    def _glyph(self, weight: int, glyph: int) -> str:
        """Return the name of a glyph's definition, or nothing for a blank."""
        key = (weight, glyph)
        if key not in self._glyphs:
            drawn = glyph_outline(weight, glyph)
            self._glyphs[key] = f"{self.prefix}g{len(self._glyphs)}" if drawn else ""
            if drawn:
                self.definitions.append(f'<path id="{self._glyphs[key]}" d="{drawn}"/>')
        return self._glyphs[key]

    def _paint(self, paint: Paint) -> str:
        if not isinstance(paint, Gradient):
            return self._colour(paint)
        if paint not in self._gradients:
            name = self._gradients[paint] = f"{self.prefix}p{len(self._gradients)}"
            (x1, y1), (x2, y2) = paint.start, paint.end
            ends = f'x1="{_tenths(x1)}" y1="{_tenths(y1)}" x2="{_tenths(x2)}" y2="{_tenths(y2)}"'
            stops = "".join(
                f'<stop offset="{number(at, 3)}" stop-color="{self._colour(colour)}"/>' for at, colour in paint.stops
            )
            self.definitions.append(
                f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" {ends}>{stops}</linearGradient>'
            )
        return f"url(#{self._gradients[paint]})"

    def _colour(self, colour: str) -> str:
        if not _is_colour(colour):
            raise StyleError(f"{colour!r} is no colour; write '#rrggbb' in lower case")
        return colour

    def _claim(self, mark: Mark, extent: Traced, half: float, shapes: int) -> None:
        self.shapes += shapes
        _, left, top, right, bottom = extent
        for n in mark.of:
            self.extents.setdefault(n, []).append((left - half, top - half, right + half, bottom + half))

    def _refused(self, i: int, mark: object, why: str) -> StyleError:
        of = getattr(mark, "of", ())
        whose = f" of activity {of[0]}" if of else ""
        return StyleError(f"style '{self.style}', mark {i} ({type(mark).__name__}{whose}): {why}")


def _tenths(value: float) -> str:
    if not abs(value) <= 100_000:
        raise StyleError(f"{value} is no place on the sheet")
    return number(value * 10)


def _breadth(value: float) -> str:
    if not 0 < value <= 100_000:
        raise StyleError(f"{value} is no breadth; it must be a finite number above 0")
    return number(max(value * 10, 1))


def _opacity(role: str, value: float) -> str:
    if not 0 <= value <= 1:
        raise StyleError(f"opacity {value} is outside 0..1")
    return "" if value == 1 else f' {role}-opacity="{number(value, 2)}"'


def _around(extents: list[tuple[float, float, float, float]]) -> Box:
    left, top, right, bottom = zip(*extents, strict=True)
    x, y = min(left), min(top)
    return Box(x, y, max(right) - x, max(bottom) - y)
