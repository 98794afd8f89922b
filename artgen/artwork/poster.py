"""The poster's frame: brand, tag and year above the art; name, key, figures and legend below it, on four columns."""

from collections.abc import Iterator, Sequence

from artgen.artwork.headline import headline, loud, quiet_line, set_headline, shows_name
from artgen.artwork.key import key
from artgen.artwork.legend import legend_marks
from artgen.drawing.canvas import PHONE, Box, Canvas
from artgen.drawing.marks import Bar, Line, Mark
from artgen.drawing.style import Description, LegendItem
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import balanced, wrap
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

COLUMNS = 4
_HEIGHT, _SAFE = 1350, 150
_TOP, _NAME, _FIGURES, _LEGEND = 84, 1128, 1192, 1262
_NAME_SIZE, _GUTTER, _RULE = 92.0, 20.0, 0.8


def poster_frame(
    canvas: Canvas,
    theme: Theme,
    telling: Telling,
    vocabulary: Vocabulary,
    swatches: Sequence[tuple[str, str]],
    legend: Sequence[LegendItem],
    description: Description,
    *,
    head: Theme | None = None,
    keyed: bool = True,
) -> Iterator[Mark]:
    """Yield everything on a poster that is not art; `head` is the theme of the top line where it differs."""
    left, room = canvas.margin, canvas.width - 2 * canvas.margin
    column = room / COLUMNS
    lower = canvas.height - _HEIGHT - (_SAFE if canvas.name == PHONE.name else 0)
    name_at, figures_at, legend_at = _NAME + lower, _FIGURES + lower, _LEGEND + lower
    yield from _top(canvas, head or theme, telling, vocabulary, column)
    narrow = column * 2 - 2 * _GUTTER if telling.rows else room
    made = headline(loud(telling), _NAME_SIZE, narrow, room)
    yield from set_headline(made, left, name_at, theme)
    if keyed and telling.rows and made.beside:
        yield from key(Box(left + 2 * column, 0, 2 * column, name_at), theme, telling, swatches)
    yield Bar(left, legend_at - 22 - _RULE / 2, room, _RULE, theme.hairline)
    if telling.rows:
        for i, figure in enumerate(telling.figures[:COLUMNS]):
            x, fits = left + i * column, column - _GUTTER
            yield quiet_line(x, figures_at, figure.value, 22, theme.ink, fits, weight=500, track=-0.01)
            yield quiet_line(x, figures_at + 21, figure.label, 13, theme.muted, fits)
        for i, item in enumerate(legend[:COLUMNS]):
            yield from legend_marks(item, Box(left + i * column, legend_at, column - _GUTTER, 50), theme)
    else:
        yield from _sentence(telling.sentence, left, figures_at + 6, room, theme)
        for i, line in enumerate(balanced(description.quiet, room, 14, 2)):
            yield Line(left, legend_at + 8 + i * 19, line, 14, theme.muted)


def _top(canvas: Canvas, theme: Theme, telling: Telling, vocabulary: Vocabulary, column: float) -> Iterator[Mark]:
    left, top = canvas.margin, 170 if canvas.name == PHONE.name else _TOP
    yield quiet_line(left, top, vocabulary.brand, 15, theme.ink, column - _GUTTER, weight=600)
    if shows_name(telling.name):
        yield quiet_line(left + column, top, telling.tag, 15, theme.muted, column * 2 - _GUTTER)
    yield Line(canvas.width - left, top, telling.year, 15, theme.ink, 600, "end")


def _sentence(text: str, x: float, y: float, room: float, theme: Theme) -> Iterator[Mark]:
    """Yield the sentence of an empty year on one line, or smaller on two."""
    one = wrap(text, room, 27, 1, track=-0.012)
    lines, size = (one, 27.0) if one == (text,) else (balanced(text, room, 20, 2, track=-0.012), 20.0)
    for i, line in enumerate(lines):
        yield Line(x, y - (len(lines) - 1) * 18 + i * 26, line, size, theme.ink, track=-0.012)
