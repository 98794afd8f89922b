"""A small style for tests: one ribbon an activity, January at the top; it draws every kind of mark."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import numpy as np

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hex_of, hexes
from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Mark, Shape, Spine
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, LegendItem, Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary


def describe(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what a sheet of ribbons looks like."""
    text = f"{len(story)} ribbons, one for each {vocabulary.activity.one} of {telling.name}."
    quiet = "A ribbon in a single line. Nothing in it is counted or measured."
    return Description(f"{telling.name}, {telling.year}: ribbons", text, "Ribbons", quiet)


def legend(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain ribbons in four items: two of words, one of ramps, one of textures."""
    return (
        LegendItem("How to read this", f"One ribbon is one {vocabulary.activity.one}, January up, December down"),
        LegendItem("Length and breadth", "Distance flown. Bright thread: a premium cabin"),
        LegendItem("Colour", "", draw=ramps, labels=("Season", "Hour"), stacked=True),
        LegendItem("Texture", "", draw=textures, labels=("clear", "cloud", "rain", "snow", "wind")),
    )


def swatches(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the season's paint twice."""
    return tuple((paint, paint) for paint in hexes(theme.season(story.columns.day))) if len(story) else ()


def ramps(theme: Theme, width: float, height: float) -> Iterable[Mark]:
    """Yield the season over the hour, each in the middle of its row."""
    x = np.linspace(0, width, 24, endpoint=False)
    season = hexes(theme.season(np.linspace(15, 379, 24)))
    hour = hexes(theme.hour(np.linspace(-18, 42, 24), np.zeros(24)))
    for row, colours in enumerate((season, hour)):
        for left, colour in zip(x, colours, strict=True):
            yield Bar(float(left), row * height / 2 + height / 8, width / 24 + 0.4, height / 4, colour)


def textures(theme: Theme, width: float, height: float) -> Iterable[Mark]:
    """Yield five samples at even steps."""
    step = width / 5
    for i, dash in enumerate(((), (), (11.0, 5.0), (0.0, 5.0), ())):
        rows = np.array([[[i * step, y], [i * step + step * 0.7, y]] for y in (3.0, 6.2, 9.4)])
        yield Bristles(rows.reshape(-1, 2), [0, 2, 4], theme.ink, 1.3, 0.9, dash)


@renderer(
    "ribbons",
    api=1,
    by="tests",
    reveal="wipe",
    mark="ribbon",
    fine="the wobble of each ribbon",
    describe=describe,
    legend=legend,
    swatches=swatches,
)
def ribbons(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    wobble: Annotated[float, Span(0, 30, "how far a ribbon strays, user units")] = 8.0,
) -> Iterator[Mark]:
    """Draw ribbons."""
    box = canvas.art
    x = np.linspace(box.x + 40, box.right - 40, 9)
    if not len(story):
        yield Bristles(np.stack([x, np.full(9, box.centre[1])], axis=1), [0], theme.accent, 6)
        return
    columns = story.columns
    paints = swatches(story, theme)
    step = (box.height - 80) / len(story)
    for n, (paint, _) in enumerate(paints):
        reach = slice(0, 3 + round(6 * float(columns.share[n])))
        y = box.y + 40 + (n + 0.5) * step + rng.fork(f"ribbon {n}").generator.normal(0, wobble / 4, 9)
        line = np.stack([x, y], axis=1)[reach]
        half = np.array([0, min(6.0, step / 3)])
        ends = (line[0, 0], line[0, 1]), (line[-1, 0], line[-1, 1])
        blend = Gradient(ends[0], ends[1], ((0.0, paint), (1.0, hex_of(theme.hour_paints[n % 4]))))
        outline = np.concatenate([line - half, (line + half)[::-1]])
        corners = (0, len(line) - 1, len(line), 2 * len(line) - 1)
        yield Shape(outline, paint, 0.5, corners=corners, of=(n,))
        yield Spine(line, float(half[1]) * 2, (n,))
        yield Bristles(np.concatenate([line - half / 2, line + half / 2]), [0, len(line)], blend, 2.0, of=(n,))
        yield Dots(line[:1], theme.ink, 3.0, of=(n,))
