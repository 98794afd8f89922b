"""The small legend under the hairline: a heading, and under it two lines of text or drawn samples with labels."""

from collections.abc import Iterator

from artgen.artwork.headline import quiet_line
from artgen.drawing.canvas import Box
from artgen.drawing.marks import Line, Mark
from artgen.drawing.shift import moved
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import balanced, cut, width

SIZE = 12.8
_HEADING, _FIRST, _LEADING = 6.4, 24.6, 17.1
_BESIDE = Box(51, 11.3, 133, 0)
_UNDER = Box(0, 15.5, 198, 13)
_UNDER_SIZE, _UNDER_BASELINE, _SMALLEST = 11.8, 41.7, 9.0


def legend_marks(item: LegendItem, box: Box, theme: Theme) -> Iterator[Mark]:
    """Yield one item of a legend inside `box`; the samples, or else two lines of text, stand under the heading."""
    yield quiet_line(box.x, box.y + _HEADING, item.heading, SIZE, theme.ink, box.width, weight=500)
    if item.draw is None:
        for i, line in enumerate(_lines(item.text, box.width)):
            yield Line(box.x, box.y + _FIRST + i * _LEADING, line, SIZE, theme.muted)
    elif item.stacked:
        yield from _beside(item, box, theme)
    else:
        yield from _under(item, box, theme)


def _lines(text: str, room: float) -> tuple[str, ...]:
    """Break a text where it says so, if that gives two lines; else where it looks best."""
    asked = [line for part in text.split("\n") for line in balanced(part, room, SIZE, 2)]
    return tuple(asked) if len(asked) <= 2 else balanced(text, room, SIZE, 2)


def _beside(item: LegendItem, box: Box, theme: Theme) -> Iterator[Mark]:
    """Yield samples one a row, each label before its row."""
    rows = max(1, len(item.labels))
    indent = max([_BESIDE.x, *(width(label, SIZE) + 8 for label in item.labels)])
    indent = min(indent, box.width * 0.5)
    room = min(_BESIDE.width, box.width - indent)
    if item.draw:
        yield from moved(item.draw(theme, room, rows * _LEADING), box.x + indent, box.y + _BESIDE.y)
    for i, label in enumerate(item.labels):
        baseline = box.y + _BESIDE.y + (i + 0.5) * _LEADING + 0.36 * SIZE
        yield Line(box.x, baseline, cut(label, indent - 6, SIZE), SIZE, theme.muted)


def _under(item: LegendItem, box: Box, theme: Theme) -> Iterator[Mark]:
    """Yield samples in a row, each label under its sample."""
    count = max(1, len(item.labels))
    widest = max([1.0, *(width(label, _UNDER_SIZE) for label in item.labels)])
    step = min(box.width / count, max(_UNDER.width / 5, widest + 6))
    size = max(_SMALLEST, min(_UNDER_SIZE, _UNDER_SIZE * (step - 5) / widest))
    if item.draw:
        yield from moved(item.draw(theme, step * count, _UNDER.height), box.x, box.y + _UNDER.y)
    for i, label in enumerate(item.labels):
        yield Line(box.x + i * step, box.y + _UNDER_BASELINE, cut(label, step - 5, size), size, theme.muted)
