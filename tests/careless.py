"""A sound little style, and careless ones beside it that each break one law; the judge must find every one."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hexes
from artgen.drawing.marks import Bar, Dots, Line, Mark, Spine, Tuft, Tufts
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, LegendItem, Renderer, Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

Draw = Callable[..., Iterator[Mark]]


def describe(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what it looks like."""
    if not len(story):
        return Description("Paper", "Plain paper.", "Plain paper.", "Nothing is counted.", "Plain paper, and time.")
    said = f"One spot for each {vocabulary.activity.one}: {len(story)}."
    return Description(said, said, said)


def legend(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Tell how to read it."""
    return (LegendItem("How to read this", f"One {vocabulary.activity.one}, one spot", of=(0,)),) if len(story) else ()


def swatches(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the season's paint twice."""
    return tuple((paint, paint) for paint in hexes(theme.season(story.columns.day))) if len(story) else ()


@renderer(
    "spots",
    api=1,
    by="Ada",
    reveal="grow",
    mark="spot",
    fine="nothing",
    describe=describe,
    legend=legend,
    swatches=swatches,
    promise=((600, 0.9),),
)
def spots(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    size: Annotated[float, Span(0.3, 0.9, "share of the room")] = 0.8,
) -> Iterator[Mark]:
    """Best for tests."""
    yield from dots(story, canvas, theme, size)


def dots(story: Story, canvas: Canvas, theme: Theme, size: float = 0.8) -> list[Dots]:
    """Return a spot for each activity, in reading order; the year's day lifts it a little."""
    box, across = canvas.art, int(np.ceil(np.sqrt(max(len(story), 1))))
    row, column = np.divmod(np.arange(len(story)), across)
    room = min(box.width, box.height) / across
    lift = story.columns.day / 366 * room * 0.1
    at = np.stack([box.x + (column + 0.5) * room, box.y + (row + 0.5) * room - lift], axis=-1)
    return [
        Dots(at[n : n + 1], paint, 0.9 * size * room, of=(n,)) for n, (paint, _) in enumerate(swatches(story, theme))
    ]


def drawing(name: str, extra: Callable[[Story, Canvas, Theme], list[Mark]]) -> Renderer:
    """Return the sound style with its marks changed."""

    def draw(story: Story, canvas: Canvas, theme: Theme, rng: Rng, *, size: float = 0.8) -> Iterator[Mark]:
        yield from extra(story, canvas, theme)

    return replace(spots, name=name, draw=draw)


def saying(**changed: str) -> Renderer:
    """Return the sound style with its description changed."""
    return replace(spots, name="saying", describe=lambda *given: replace(describe(*given), **changed))


forgetful = drawing("forgetful", lambda story, canvas, theme: dots(story, canvas, theme)[1:])
strange = drawing(
    "strange", lambda story, canvas, theme: [replace(mark, of=(mark.of[0] - 1,)) for mark in dots(story, canvas, theme)]
)
huddled = drawing(
    "huddled", lambda story, canvas, theme: [Bar(200, 200, 90, 90, theme.ink, of=tuple(range(len(story))))]
)
unseen = drawing(
    "unseen",
    lambda story, canvas, theme: [
        Spine(mark.points.repeat(2, axis=0), 9, mark.of) for mark in dots(story, canvas, theme)
    ],
)
straying = drawing(
    "straying",
    lambda story, canvas, theme: [replace(mark, points=mark.points - (400, 0)) for mark in dots(story, canvas, theme)],
)
broad = drawing(
    "broad",
    lambda story, canvas, theme: [
        Tufts(
            np.array([[300.0 + n, 300.0], [300.0, 500.0], [9.0, 300.0], [9.0, 500.0]]),
            (0, 2),
            (Tuft(0, theme.ink, 2), Tuft(1, "#e63946", 60)),
            of=(n,),
        )
        for n in range(len(story))
    ],
)
heavy = drawing(
    "heavy", lambda story, canvas, theme: [Dots(np.full((20_001, 2), 300.0), theme.ink, 3), *dots(story, canvas, theme)]
)
garish = drawing(
    "garish", lambda story, canvas, theme: [replace(mark, fill="#e63946") for mark in dots(story, canvas, theme)]
)
foreign = drawing(
    "foreign",
    lambda story, canvas, theme: [
        Line(300, 300, "Spots", 20, theme.ink, voice="warm" if theme.voice == "swiss" else "swiss")
    ],
)
loud = drawing("loud", lambda story, canvas, theme: [Bar(0, 0, canvas.width, canvas.height, theme.muted)])
hiding = drawing("hiding", lambda story, canvas, theme: [*dots(story, canvas, theme), Bar(0, 0, 700, 900, theme.faint)])
alike = drawing(
    "alike", lambda story, canvas, theme: [Bar(200 + n, 200, 9, 9, theme.ink, of=(n,)) for n in range(len(story))]
)
failing = drawing(
    "failing",
    lambda story, canvas, theme: [
        Dots(np.array([[1 / float(n), 9.0]]), theme.ink, 2, of=(n,)) for n in range(len(story))
    ],
)


def _restless(story: Story, canvas: Canvas, theme: Theme) -> list[Mark]:
    _restless.drawn = getattr(_restless, "drawn", 0) + 1  # type: ignore[attr-defined]
    return [*dots(story, canvas, theme), Bar(100, 100, 1 + _restless.drawn % 7, 9, theme.ink)]  # type: ignore[attr-defined]


numb = drawing("numb", lambda story, canvas, theme: [*dots(story, canvas, theme), np.argmax([])])
red = drawing("red", lambda story, canvas, theme: [replace(mark, fill="red") for mark in dots(story, canvas, theme)])
sleepy = drawing("sleepy", lambda story, canvas, theme: time.sleep(0.3) or dots(story, canvas, theme))
"""Waits, and does next to nothing meanwhile."""

restless = drawing("restless", _restless)


@renderer(
    "touchy",
    api=1,
    by="Ada",
    reveal="grow",
    mark="spot",
    fine="nothing",
    describe=describe,
    legend=legend,
    swatches=swatches,
)
def touchy(story: Story, canvas: Canvas, theme: Theme, rng: Rng) -> Iterator[Mark]:
    """Touches all that it must not while it draws."""
    now, today = time.time(), dt.datetime.now()
    width = 1 + len(Path("/etc/hostname").read_text())
    random.random()
    print("drawing")
    time.sleep(0)
    order = list({f"one of many {n}" for n in range(40)})
    yield from dots(story, canvas, theme)
    for n in range(3):
        yield Bar(100 + 3 * order.index(f"one of many {n}"), 100, width + now * 0 + today.year * 0, 9, theme.ink)
