"""Tidal: a wave for each activity, rising from the water in rows; January at the top, a larger amount crests higher."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hex_of, hexes, mix
from artgen.drawing.marks import Bar, Bristles, Mark, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, LegendItem, Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

BANDS = (1.0, 0.74, 0.62, 0.4)
"""Outer edges of a wave's bands, as shares of its height: the season, a gap, the hour, the season again."""
CLOSE = 0.66
"""Rows stand no closer than this share of a wave's height, so that none is hidden."""
PARTS = ("early", "morning", "afternoon", "evening", "night")
ARCH = np.stack([-np.cos(np.linspace(0, np.pi, 25)), -np.sin(np.linspace(0, np.pi, 25))], axis=-1)


def describe(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what it looks like; nobody's name, and for an empty year nothing about the year."""
    if not len(story):
        plain = "Still water. Nothing in it is counted or measured."
        return Description("Still water", plain, plain, plain, "Still water, and a tide that comes back to you.")
    noun = vocabulary.activity
    title = f"A sea of {len(story)} waves, one for each {noun.one} in {telling.year}"
    if len(story) == 1:
        title = f"A single wave for the one {noun.one} in {telling.year}"
    text = f"{title}. It is read like a page, January at the top; outer bands are the month, inner ones the hour."
    return Description(title, text, f"{title}.")


def legend(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Tell how to read it: at most four items of two short lines stand on the poster."""
    if not len(story):
        return ()
    last = len(story) - 1
    return (
        LegendItem("How to read this", f"One wave is one {vocabulary.activity.one};\nread it like a page", of=(0,)),
        LegendItem("Height", "A larger amount crests higher", of=story.extremes),
        LegendItem(
            "Month, outside", "", of=tuple(dict.fromkeys((0, last))), draw=year, labels=("Jan", "Apr", "Jul", "Oct")
        ),
        LegendItem("Hour, inside", "", of=(0,), draw=day, labels=PARTS),
    )


def swatches(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the two paints of each activity: its month's and its hour's."""
    if not len(story):
        return ()
    return tuple(zip(hexes(theme.season(story.columns.day)), hexes(theme.clock(story.columns.hour)), strict=True))


def year(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw a sample of the twelve months' paints, January to December."""
    for n, paint in enumerate(hexes(theme.month(np.arange(12)))):
        yield Bar(n * width / 12, 0, width / 12 - 2, height, paint)


def day(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw a sample of the five parts of the day, early to night."""
    for n, paint in enumerate(hexes(theme.clock(np.array([6, 10, 14, 19, 23])))):
        yield Bar(n * width / 5, 0, width / 5 - 2, height, paint)


@renderer(
    "tidal",
    api=1,
    by="you",
    reveal="wipe",
    mark="wave",
    fine="the ripple of the water lines",
    describe=describe,
    legend=legend,
    swatches=swatches,
    promise=((600, 0.25),),
)
def tidal(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    swell: Annotated[float, Span(0.3, 1, "height of the smallest wave, as a share of the highest")] = 0.55,
) -> Iterator[Mark]:
    """Best for people who come back often; good from a single wave to hundreds."""
    box, count = canvas.art, len(story)
    across = next(n for n in range(1, 100) if rows_fit(n, count, box.width, box.height))
    rows = max(-(-count // across), 1)
    high = box.width / (2 * across + (rows > 1))
    step = min((box.height - high) / max(rows - 1, 1), 0.95 * high)
    top = box.y + (box.height - high - (rows - 1) * step) / 2 + high
    if not count:
        rows, step, top = 12, box.height / 12, box.y + box.height / 24
    water = hex_of(mix(theme.ground_lab, theme.ink_lab, 0.28))
    ripples = rng.fork("water").generator.uniform(0, 2 * np.pi, rows)
    paints = swatches(story, theme)
    heights = high * (swell + (1 - swell) * story.columns.share)
    for row in range(rows):
        y = top + row * step
        yield line(box.x, box.right, y, ripples[row], water)
        for n in range(row * across, min(count, (row + 1) * across)):
            x = box.x + high * (1 + 2 * (n % across) + row % 2)
            arches = [heights[n] * band * ARCH + (x, y) for band in BANDS]
            month, hour = paints[n]
            for arch, paint in zip(arches, (month, theme.ground, hour, month), strict=True):
                yield Shape(arch, paint, smooth=False, of=(n,))


def rows_fit(across: int, count: int, width: float, height: float) -> bool:
    """Tell whether so many waves across leave room for all rows."""
    rows = max(-(-count // across), 1)
    high = width / (2 * across + (rows > 1))
    return high * (1 + CLOSE * (rows - 1)) <= height


def line(left: float, right: float, y: float, phase: float, paint: str) -> Bristles:
    """Return a line of water: decoration, so it names no activity."""
    x = np.linspace(left, right, 60)
    return Bristles(np.stack([x, y + 1.2 * np.sin(x / 21 + phase)], axis=-1), (0,), paint, 1.2)
