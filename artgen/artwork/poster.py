"""The frame of a poster, phone or print: brand, tag and year above the art; name, key, figures and legend below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from artgen.artwork.headline import headline, loud, quiet_line, set_headline, shows_name
from artgen.artwork.key import key
from artgen.artwork.layout import COLUMNS, Layout, layout_of
from artgen.artwork.legend import columns_of, legend_marks
from artgen.artwork.side import Side
from artgen.drawing.canvas import Box, Canvas
from artgen.drawing.marks import LOUD, Bar, Line, Mark
from artgen.drawing.style import Description, LegendItem
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import balanced, width, wrap
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

_GUTTER, _RULE, _APART = 20.0, 0.8, 40.0
_TIGHT = -0.012


@dataclass(frozen=True, slots=True)
class Said:
    """All that is set around a picture: its words, and the paints of its key; no key where `keyed` is False."""

    telling: Telling
    vocabulary: Vocabulary
    swatches: Sequence[tuple[str, str]]
    legend: Sequence[LegendItem]
    description: Description
    keyed: bool = True
    rtl: bool = False


def poster_frame(canvas: Canvas, theme: Theme, said: Said, head: Theme | None = None) -> Iterator[Mark]:
    """Yield everything on a sheet that is not art; `head` is the theme of the top line where it differs."""
    side, at = Side(canvas.width, said.rtl), layout_of(canvas, theme.voice)
    column = (canvas.width - 2 * canvas.margin) / COLUMNS
    yield from side.turned(_top(canvas, head or theme, said, at, column))
    yield from side.turned(_name(canvas, theme, said, at, column))
    yield from side.turned([Bar(canvas.margin, at.rule - _RULE / 2, COLUMNS * column, _RULE, theme.hairline)])
    if not said.telling.rows:
        yield from side.turned(_wish(canvas, theme, said, at))
        return
    yield from side.turned(_figures(canvas, theme, said, at, column))
    if at.legend:
        yield from _legend(canvas, theme, said, at, column)


def _legend(canvas: Canvas, theme: Theme, said: Said, at: Layout, column: float) -> Iterator[Mark]:
    """Yield as many items as have room, in their order; one with long labels takes two columns where there are two."""
    used = 0
    for item in said.legend:
        if used == COLUMNS:
            return
        taken = min(columns_of(item, column - _GUTTER, theme.voice), COLUMNS - used)
        box = Box(canvas.margin + used * column, at.legend, taken * column - _GUTTER, 50)
        yield from legend_marks(item, box, theme, Side(canvas.width, said.rtl))
        used += taken


def _top(canvas: Canvas, theme: Theme, said: Said, at: Layout, column: float) -> Iterator[Mark]:
    left, voice = canvas.margin, theme.voice
    brand = said.vocabulary.brand
    far, year_here = at.tag_at == COLUMNS, not _has_year_beside(said, at, canvas, theme)
    right = canvas.width - left
    yield quiet_line(left, at.top, brand, at.top_size, theme.ink, column - _GUTTER, weight=600, voice=voice)
    if year_here:
        yield Line(right, at.top, said.telling.year, at.top_size, theme.ink, 600, "end", voice=voice)
    if shows_name(said.telling.name):
        x = right - column * year_here if far else left + at.tag_at * column
        room = column * (3 - year_here if far else 2) - _GUTTER
        line = quiet_line(x, at.top, said.telling.tag, at.top_size, theme.muted, room, voice=voice)
        yield _ended(line) if far else line


def _ended(line: Line) -> Line:
    return Line(line.x, line.y, line.text, line.size, line.fill, line.weight, "end", line.track, line.of, line.voice)


def _name(canvas: Canvas, theme: Theme, said: Said, at: Layout, column: float) -> Iterator[Mark]:
    """Yield the loud line, and beside it the key or the year, as the layout says."""
    telling, left, room = said.telling, canvas.margin, canvas.width - 2 * canvas.margin
    keyed = said.keyed and bool(telling.rows) and not at.year_beside and bool(at.legend)
    year = _year_width(said, at, theme)
    narrow = (
        room - year - _APART if at.year_beside else column * 2 - 2 * _GUTTER if telling.rows and at.legend else room
    )
    made = headline(loud(telling), at.name_size, narrow, room, voice=theme.voice)
    yield from set_headline(made, left, at.name, theme, theme.voice)
    if at.year_beside and made.beside:
        x = canvas.width - left
        yield Line(x, at.name, telling.year, at.name_size, theme.muted, LOUD, "end", _TIGHT, voice=theme.voice)
    elif keyed and made.beside:
        yield from key(Box(left + 2 * column, 0, 2 * column, at.name), theme, telling, said.swatches)


def _year_width(said: Said, at: Layout, theme: Theme) -> float:
    return width(said.telling.year, at.name_size, LOUD, _TIGHT, voice=theme.voice)


def _has_year_beside(said: Said, at: Layout, canvas: Canvas, theme: Theme) -> bool:
    if not at.year_beside:
        return False
    room = canvas.width - 2 * canvas.margin
    narrow = room - _year_width(said, at, theme) - _APART
    return headline(loud(said.telling), at.name_size, narrow, room, voice=theme.voice).beside


def _figures(canvas: Canvas, theme: Theme, said: Said, at: Layout, column: float) -> Iterator[Mark]:
    fits, voice = column - _GUTTER, theme.voice
    for i, figure in enumerate(said.telling.figures[:COLUMNS]):
        x = canvas.margin + i * column
        yield quiet_line(
            x, at.figures, figure.value, at.figure_size, theme.ink, fits, weight=500, track=-0.01, voice=voice
        )
        yield quiet_line(x, at.figures + at.label_drop, figure.label, at.label_size, theme.muted, fits, voice=voice)


def _wish(canvas: Canvas, theme: Theme, said: Said, at: Layout) -> Iterator[Mark]:
    """Yield the sentence of an empty year on one line, or smaller on two, and the small line under the hairline."""
    x, room, voice = canvas.margin, canvas.width - 2 * canvas.margin, theme.voice
    text, size = said.telling.sentence, at.sentence_size
    one = wrap(text, room, size, 1, track=_TIGHT, voice=voice)
    smaller = size * 20 / 27
    lines = one if one == (text,) else balanced(text, room, smaller, 2, track=_TIGHT, voice=voice)
    used, last = (size if lines == one else smaller), len(lines) - 1
    for i, line in enumerate(lines):
        y = at.sentence - last * 18 + i * 26 if at.rule > at.sentence else at.sentence + i * smaller * 1.3
        yield Line(x, y, line, used, theme.ink, track=_TIGHT, voice=voice)
    drop = last * smaller * 1.3 if at.rule < at.sentence else 0
    for i, line in enumerate(balanced(said.description.quiet, room, at.quiet_size, 2, voice=voice)):
        yield Line(x, at.quiet + drop + i * at.quiet_size * 19 / 14, line, at.quiet_size, theme.muted, voice=voice)
