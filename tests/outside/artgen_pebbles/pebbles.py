"""Pebbles: one for each activity, laid along a path that winds from January to December; a larger amount is larger."""

from collections.abc import Iterator

import numpy as np

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hexes
from artgen.drawing.marks import Bristles, Dots, Mark
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, LegendItem, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary


def describe(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say it in the words beside this file."""
    say = pebbles.phrases(vocabulary).say
    if not len(story):
        return Description(*(say(f"pebbles.empty.{part}") for part in ("title", "text", "text", "text", "wish")))
    title = say("pebbles.many.title", count=str(len(story)), noun=vocabulary.activity.one, year=telling.year)
    return Description(title, f"{title} {say('pebbles.many.order')}", title)


def legend(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Tell how to read it."""
    say = pebbles.phrases(vocabulary).say
    one = say("pebbles.legend.one", noun=vocabulary.activity.one)
    return (LegendItem(say("pebbles.legend.reading"), one, of=(0,)),) if len(story) else ()


def swatches(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the month's paint twice."""
    return tuple((paint, paint) for paint in hexes(theme.season(story.columns.day))) if len(story) else ()


@renderer(
    "pebbles",
    api=1,
    by="Ada",
    reveal="grow",
    mark="pebble",
    fine="pebbles.fine",
    describe=describe,
    legend=legend,
    swatches=swatches,
    promise=((600, 0.3),),
)
def pebbles(story: Story, canvas: Canvas, theme: Theme, rng: Rng) -> Iterator[Mark]:
    """Best for walkers."""
    box, count = canvas.art, max(len(story), 1)
    across = int(np.ceil(np.sqrt(count * box.width / box.height)))
    rows = -(-count // across)
    room = min(box.width / across, box.height / rows)
    row, column = np.divmod(np.arange(count), across)
    column = np.where(row % 2, across - 1 - column, column)
    at = np.stack([box.x + (column + 0.5) * box.width / across, box.y + (row + 0.5) * box.height / rows], axis=-1)
    wander = rng.fork("path").generator.uniform(-0.08, 0.08, (count, 2)) * room
    start, end = np.array([[-room / 3, 0]]), np.array([[room / 3, 0]])
    yield Bristles(np.concatenate([at[:1] + start, at + wander, at[-1:] + end]), (0,), theme.faint, 2.0)
    for n, (paint, _) in enumerate(swatches(story, theme)):
        size = 0.8 * room * np.sqrt(0.3 + 0.7 * float(story.columns.share[n]))
        yield Dots(at[n : n + 1], paint, size, of=(n,))
