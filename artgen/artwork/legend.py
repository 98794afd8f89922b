"""The small legend under the hairline: a heading, and under it two lines of text or drawn samples with labels."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from artgen.artwork.headline import quiet_line
from artgen.artwork.side import Side
from artgen.drawing.canvas import Box
from artgen.drawing.marks import Line, Mark
from artgen.drawing.refusal import MOST_MARKS
from artgen.drawing.shift import moved
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import balanced, cut, width

SIZE = 12.8
_HEADING, _FIRST, _LEADING = 6.4, 24.6, 17.1
_BESIDE = Box(51, 11.3, 133, 0)
_UNDER = Box(0, 15.5, 198, 13)
_UNDER_SIZE, _UNDER_BASELINE, _SMALLEST = 11.8, 41.7, 9.0


def columns_of(item: LegendItem, room: float, voice: str) -> int:
    """Return 2 where the labels of samples in a row need more than one column `room` wide, else 1."""
    if item.draw is None or item.stacked or len(item.labels) < 2:
        return 1
    widest = max(width(label, _SMALLEST, voice=voice) for label in item.labels)
    return 2 if widest + 5 > room / len(item.labels) else 1


def legend_marks(item: LegendItem, box: Box, theme: Theme, side: Side) -> Iterator[Mark]:
    """Yield one item of a legend inside `box`; the samples, or else two lines of text, stand under the heading.

    Read from the right, an item stands at the right of its column; samples in a row keep their order with their labels.
    """
    voice = theme.voice
    heading = quiet_line(box.x, box.y + _HEADING, item.heading, SIZE, theme.ink, box.width, weight=500, voice=voice)
    yield from side.turned([heading])
    if item.draw is None:
        for i, line in enumerate(_lines(item.text, box.width, voice)):
            y = box.y + _FIRST + i * _LEADING
            yield from side.turned([Line(box.x, y, line, SIZE, theme.muted, voice=voice)])
    elif item.stacked:
        yield from _beside(item, box, theme, side)
    else:
        yield from _under(item, box, theme, side)


def _lines(text: str, room: float, voice: str) -> tuple[str, ...]:
    """Break a text where it says so, if that gives two lines; else where it looks best."""
    asked = [line for part in text.split("\n") for line in balanced(part, room, SIZE, 2, voice=voice)]
    return tuple(asked) if len(asked) <= 2 else balanced(text, room, SIZE, 2, voice=voice)


def _beside(item: LegendItem, box: Box, theme: Theme, side: Side) -> Iterator[Mark]:
    """Yield samples one a row, each label before its row."""
    rows, voice = max(1, len(item.labels)), theme.voice
    indent = max([_BESIDE.x, *(width(label, SIZE, voice=voice) + 8 for label in item.labels)])
    indent = min(indent, box.width * 0.5)
    room = min(_BESIDE.width, box.width - indent)
    if item.draw:
        x = side.left_of(box.x + indent, room)
        yield from _samples(item.draw, theme, Box(x, box.y + _BESIDE.y, room, rows * _LEADING))
    for i, label in enumerate(item.labels):
        baseline = box.y + _BESIDE.y + (i + 0.5) * _LEADING + 0.36 * SIZE
        text = cut(label, indent - 6, SIZE, voice=voice)
        yield from side.turned([Line(box.x, baseline, text, SIZE, theme.muted, voice=voice)])


def _under(item: LegendItem, box: Box, theme: Theme, side: Side) -> Iterator[Mark]:
    """Yield samples in a row, each label under its sample."""
    count, voice = max(1, len(item.labels)), theme.voice
    widest = max([1.0, *(width(label, _UNDER_SIZE, voice=voice) for label in item.labels)])
    step = min(box.width / count, max(_UNDER.width / 5, widest + 6))
    size = max(_SMALLEST, min(_UNDER_SIZE, _UNDER_SIZE * (step - 5) / widest))
    left = side.left_of(box.x, step * count)
    if item.draw:
        yield from _samples(item.draw, theme, Box(left, box.y + _UNDER.y, step * count, _UNDER.height))
    for i, label in enumerate(item.labels):
        text = cut(label, step - 5, size, voice=voice)
        yield Line(left + i * step, box.y + _UNDER_BASELINE, text, size, theme.muted, voice=voice)


@lru_cache(maxsize=64)
def _samples(draw: Callable[[Theme, float, float], Iterable[Mark]], theme: Theme, box: Box) -> tuple[Mark, ...]:
    """Return the samples of an item where they stand; on most sheets of a campaign they are the same."""
    return tuple(islice(moved(draw(theme, box.width, box.height), box.x, box.y), MOST_MARKS + 1))
