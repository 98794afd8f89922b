"""The key beside the name: every activity of a short year with its two paints, or the ways taken most in a long one."""

from collections.abc import Iterator, Sequence

from artgen.drawing.canvas import Box
from artgen.drawing.marks import Bar, Line, Mark
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import cut, width
from artgen.words.telling import Telling

MOST_ROWS = 24
MOST_ROUTES = 12
_COLUMNS, _LEADING, _SIZE, _GAP = 3, 12.6, 10.2, 9.0
_PAINT = Box(0, 0, 15, 2.6)
_AFTER_PAINT, _SECOND = 21.0, 62.0


def key(box: Box, theme: Theme, telling: Telling, swatches: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    """Yield the key in three columns that end at the bottom of `box`."""
    if len(telling.rows) <= MOST_ROWS:
        rows = [(row.way_short or row.day_short, row.day_short if row.way_short else row.fact) for row in telling.rows]
        paints, indent = list(swatches), _AFTER_PAINT
    else:
        rows = [(route.way_short, f"× {route.times}") for route in telling.routes[:MOST_ROUTES]]
        paints, indent = [], 0.0
    if not rows:
        return
    voice = theme.voice
    per_column = -(-len(rows) // _COLUMNS)
    column = box.width / _COLUMNS
    room = column - indent - _GAP
    second = min(max(_SECOND, *(width(first, _SIZE, 500, voice=voice) + _GAP for first, _ in rows)), room * 0.62)
    for i, (first, then) in enumerate(rows):
        x = box.x + i // per_column * column
        y = box.bottom - (per_column - 1 - i % per_column) * _LEADING
        if paints:
            yield Bar(x, y - 6.3, _PAINT.width, _PAINT.height, paints[i][0])
            yield Bar(x, y - 3.7, _PAINT.width, _PAINT.height, paints[i][1])
        first_room = second - _GAP / 2 if then else room
        yield Line(x + indent, y, cut(first, first_room, _SIZE, 500, voice=voice), _SIZE, theme.ink, 500, voice=voice)
        yield Line(
            x + indent + second, y, cut(then, room - second, _SIZE, voice=voice), _SIZE, theme.muted, voice=voice
        )
