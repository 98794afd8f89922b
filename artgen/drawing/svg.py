"""The one writer of SVG: marks in, text out; plain shapes and presentation attributes only, alike in every reader.

Each activity has one group, `<g id="aN" data-a="N">` (of several: `data-a="12 13 14"` and the id of the first), and
document order is paint order. Coordinates are whole tenths of a user unit inside `scale(.1)`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import add, sub
from xml.sax.saxutils import escape

from artgen.drawing.canvas import Box, Canvas
from artgen.drawing.definitions import Definitions, opacity, tenths
from artgen.drawing.extent import Extent, boxed, inside, together
from artgen.drawing.marks import Bar, Bristles, Dots, Line, Mark, Shape, Spine, Stamp, Symbol, Tufts
from artgen.drawing.paths import FURTHEST, Path, Traced, number, pairs, trace
from artgen.drawing.pens import drawn, lettered, pen
from artgen.drawing.refusal import NONSENSE, refused, taken
from artgen.drawing.style import Reveal
from artgen.drawing.theme import Theme
from artgen.drawing.track import track
from artgen.drawing.typeset import set_line
from artgen.errors import StyleError

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TRACED = (Bristles, Tufts, Shape, Dots)
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
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
    boxes = {n: boxed(extents) for n, extents in sheet.extents.items()}
    framed = sheet.place(frame)
    grouped = "".join(sheet.grouped(drawn))
    around = "".join(text for _, text in framed)
    body = f'<g data-art="" data-reveal="{reveal}" transform="scale(.1)" {_HAND}>{grouped}</g>'
    if around:
        body += f'<g transform="scale(.1)" {_HAND}>{around}</g>'
    paper = canvas.sheet
    x, y, width, height = (number(v, 3) for v in (paper.x, paper.y, paper.width, paper.height))
    at = f' x="{x}" y="{y}"' if canvas.bleed else ""
    defined = "".join(sheet.defined.texts)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="t d"><title id="t">{_words(title)}</title>'
        f'<desc id="d">{_words(description)}</desc>'
        f'<defs>{defined}</defs><rect{at} width="{width}" height="{height}" fill="{theme.ground}"/>'
        f"{body}</svg>\n"
    )
    return Written(svg, boxes, sheet.shapes)


def fragment(marks: Iterable[Mark], *, prefix: str) -> str:
    """Write a few marks with no sheet around them, for a page that holds other SVG too: `prefix` keeps names apart."""
    sheet = _Sheet("legend", Definitions(prefix))
    body = "".join(text for _, text in sheet.place(marks))
    definitions = f"<defs>{''.join(sheet.defined.texts)}</defs>" if sheet.defined.texts else ""
    return f'{definitions}<g transform="scale(.1)" {_HAND}>{body}</g>'


def _words(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


@dataclass(slots=True)
class _Sheet:
    """What one sheet gathers while it is written: definitions in order of first use, extents, a count."""

    style: str
    defined: Definitions = field(default_factory=Definitions)
    extents: dict[int, list[Extent]] = field(default_factory=dict)
    shapes: int = 0
    _reach: list[Extent] = field(default_factory=list)
    _symbols: int = 0

    def place(self, marks: Iterable[Mark]) -> list[tuple[Mark, str]]:
        """Return each mark with its text; a Spine has none."""
        kept = taken(marks, self.style)
        paths: dict[int, Path] = {}
        placed: list[tuple[Mark, str]] = []
        i = 0
        try:
            for i, mark in enumerate(kept):
                if isinstance(mark, _TRACED):
                    paths[i] = track(mark)
        except NONSENSE as wrong:
            raise refused(self.style, i, kept[i], wrong) from wrong
        traced = iter(self._traced(kept, paths))
        try:
            for i, mark in enumerate(kept):
                if isinstance(mark, Tufts):
                    text = self._tufts(mark, list(islice(traced, len(mark.tufts))))
                else:
                    text = self._text(mark, next(traced) if i in paths else None)
                placed.append((mark, text))
        except NONSENSE as wrong:
            raise refused(self.style, i, kept[i], wrong) from wrong
        return placed

    def grouped(self, placed: list[tuple[Mark, str]]) -> Iterator[str]:
        """Yield the marks of each activity inside their group; refuse an activity whose marks do not lie together."""
        seen: set[int] = set()
        for of, run in groupby(placed, key=lambda item: item[0].of):
            one = list(run)
            body = "".join([text for _, text in one])
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
            yield f'<g id="a{of[0]}" data-a="{names}"{self._spine([mark for mark, _ in one], of)}>{body}</g>'

    def _spine(self, marks: list[Mark], of: tuple[int, ...]) -> str:
        spines = [mark for mark in marks if isinstance(mark, Spine)]
        if not spines:
            return ""
        if len(spines) > 1 or not 2 <= len(spines[0].points) <= 14:
            raise StyleError(f"style '{self.style}': activity {of[0]} needs one spine of 2 to 14 points")
        return f' data-s="{pairs(spines[0].points)}" data-w="{tenths(spines[0].width)}"'

    def _traced(self, marks: list[Mark], paths: dict[int, Path]) -> list[Traced]:
        try:
            return trace(paths.values())
        except NONSENSE:
            for i, path in paths.items():
                try:
                    trace([path])
                except NONSENSE as wrong:
                    raise refused(self.style, i, marks[i], wrong) from wrong
            raise

    def _text(self, mark: Mark, traced: Traced | None) -> str:
        match mark, traced:
            case Bristles(), Traced():
                self._claim(mark, traced[1:], mark.width / 2, len(mark.starts))
                how = f"{pen(mark.width, mark.opacity, mark.dash)}{self._within(mark.within)}"
                how = f'stroke="{self.defined.paint(mark.stroke)}"{how}'
                return drawn(traced.d, how, apart=mark.apart and len(mark.starts) > 1)
            case Dots(), Traced():
                self._claim(mark, traced[1:], mark.size / 2, len(mark.points))
                how = f"{pen(mark.size, mark.opacity)}{self._within(mark.within)}"
                return drawn(traced.d, f'stroke="{self.defined.paint(mark.fill)}"{how}')
            case Shape(), Traced():
                self._claim(mark, traced[1:], 0, len(mark.starts))
                if not mark.fill and not self._symbols:
                    raise StyleError("its fill is empty; only inside a Symbol it may be")
                fill = f' fill="{self.defined.paint(mark.fill)}"' if mark.fill else ""
                return f'<path d="{traced.d}"{fill}{opacity("fill", mark.opacity)}{self._within(mark.within)}/>'
            case Bar(), _:
                if mark.width < 0 or mark.height < 0:
                    raise StyleError(f"{mark.width} by {mark.height}: width and height of a Bar are at least 0")
                self._claim(mark, (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height), 0, 1)
                x, y, width, height = (tenths(v) for v in (mark.x, mark.y, mark.width, mark.height))
                place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
                fill = f'fill="{self.defined.paint(mark.fill)}"{opacity("fill", mark.opacity)}'
                return f"<rect {place} {fill}{self._within(mark.within)}/>"
            case Stamp(), _:
                return self._stamp(mark)
            case Line(), _:
                return self._line(mark)
            case Spine(), _:
                if not tuple(mark.of):
                    raise StyleError("a spine must name its activity")
                if not mark.width >= 0:
                    raise StyleError(f"width {mark.width} is no breadth of a spine")
                return ""
            case _:
                raise StyleError("this is no mark; marks are Bristles, Tufts, Shape, Dots, Bar, Line, Spine and Stamp")

    def _tufts(self, mark: Tufts, traced: list[Traced]) -> str:
        """Write what as many Bristles would be."""
        within = self._within(mark.within)
        firsts, strokes, widths, clears, dashed = zip(*mark.tufts, strict=True)
        paths, lefts, tops, rights, bottoms = zip(*traced, strict=True)
        counts = map(sub, (*firsts[1:], len(mark.starts)), firsts)
        paints = self.defined.paints(strokes)
        pens = map(pen, widths, clears, dashed)
        texts = [
            drawn(d, f'stroke="{paint}"{how}{within}', apart=mark.apart and count > 1)
            for d, paint, how, count in zip(paths, paints, pens, counts, strict=True)
        ]
        halves = [width / 2 for width in widths]
        least = [min(map(sub, at, halves)) for at in (lefts, tops)]
        most = [max(map(add, at, halves)) for at in (rights, bottoms)]
        self._claim(mark, (*least, *most), 0, len(mark.starts))
        return "".join(texts)

    def _line(self, mark: Line) -> str:
        setting = set_line(mark.text, mark.size, mark.weight, mark.track, mark.voice)
        if mark.anchor not in _ANCHORS:
            raise StyleError(f"anchor = {mark.anchor!r} is none of {', '.join(_ANCHORS)}")
        x = mark.x - setting.width * _ANCHORS[mark.anchor]
        extent = (x, mark.y - setting.ascent, x + setting.width, mark.y + setting.descent)
        fill = self.defined.paint(mark.fill)
        written, shapes = [], 0
        for run in setting.runs:
            needed, shown, row, scale = lettered(run)
            names = self.defined.glyphs(run.face, needed)
            if shown:
                uses = row % tuple([names[n] for n in shown])
                place = f"translate({tenths(x + run.x)} {tenths(mark.y)})scale({scale} -{scale})"
                written.append(f'<g transform="{place}" fill="{fill}">{uses}</g>')
                shapes += len(shown)
        self._claim(mark, extent, 0, shapes)
        return "".join(written)

    def _stamp(self, mark: Stamp) -> str:
        if mark.symbol not in self.defined.symbols:
            self._draw_once(mark.symbol)
        name, (left, top, right, bottom), shapes = self.defined.symbols[mark.symbol]
        a, b, c, d, e, f = mark.matrix
        if not abs(a) + abs(b) + abs(c) + abs(d) <= FURTHEST:
            raise StyleError(f"{(a, b, c, d)} can't scale or turn a stamp; a matrix holds finite numbers")
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (top, bottom)]
        across, along = zip(*corners, strict=True)
        self._claim(mark, (min(across), min(along), max(across), max(along)), 0, shapes)
        turn = " ".join(number(value, 4) for value in (a, b, c, d))
        fill = f' fill="{self.defined.paint(mark.fill)}"' if mark.fill else ""
        place = f'transform="matrix({turn} {tenths(e)} {tenths(f)})"'
        return f'<use href="#{name}" {place}{fill}{opacity("", mark.opacity)}/>'

    def _draw_once(self, symbol: Symbol) -> None:
        """Define a symbol."""
        before, reach, self._reach = self.shapes, self._reach, []
        self._symbols += 1
        body = "".join(text for _, text in self.place(symbol.marks))
        self._symbols -= 1
        reached, self._reach = self._reach, reach
        shapes, self.shapes = self.shapes - before, before
        if not reached or any(mark.of for mark in symbol.marks):
            raise StyleError("a symbol needs marks, and none that names an activity")
        self.defined.symbol(symbol, body, together(reached), shapes)

    def _within(self, area: Shape | None) -> str:
        if area is None:
            return ""
        if area not in self.defined.areas:
            traced = trace([track(area)])[0]
            self.defined.area(area, traced.d, traced[1:])
        return f' clip-path="url(#{self.defined.areas[area][0]})"'

    def _claim(self, mark: Mark, extent: Extent, half: float, shapes: int) -> None:
        self.shapes += shapes
        left, top, right, bottom = extent
        around = (left - half, top - half, right + half, bottom + half)
        if (area := getattr(mark, "within", None)) is not None:
            self._within(area)
            around = inside(around, self.defined.areas[area][1])
        self._reach.append(around)
        for n in mark.of:
            self.extents.setdefault(n, []).append(around)
