"""Routes: leaves of threads from home for up to forty activities, above that a flower at each hub, a petal a route."""

from collections.abc import Iterator
from typing import Annotated, Literal

from artgen.drawing.canvas import CARD, Canvas
from artgen.drawing.marks import Mark, Spine
from artgen.drawing.rng import Rng
from artgen.drawing.style import Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._routes_chart import chart
from artgen.renderers._routes_flowers import flowers
from artgen.renderers._routes_globe import kilometres_told
from artgen.renderers._routes_legend import legend
from artgen.renderers._routes_plan import plan
from artgen.renderers._routes_sky import empty
from artgen.renderers._routes_threads import blended, paints
from artgen.renderers._routes_words import describe


def swatches_of(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the two paints of each activity: the month's, and the hour's at which it began."""
    if not len(story):
        return ()
    made = paints(story, theme)
    return tuple(zip(blended(made.middle, made.middle, 0.0), blended(made.middle, made.begin, 0.8), strict=True))


@renderer(
    "routes",
    api=1,
    by="artgen",
    reveal="spine",
    mark="thread",
    fine="routes.fine",
    describe=describe,
    legend=legend,
    swatches=swatches_of,
    keyed=False,
    promise=((600, 0.10),),
)
def routes(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    names: Annotated[float, Span(0, 24, "how many places are named, the most visited first")] = 12.0,
    airports: Literal["faint", "none"] = "faint",
) -> Iterator[Mark]:
    """Best for ways between places: two make a leaf, twenty an orchid, hundreds a flower at each hub."""
    if not len(story):
        yield from empty(story.home, canvas, theme, rng)
        return
    drawn = plan(story)
    draw = chart if drawn.kind == "chart" else flowers
    unit = kilometres_told(story) or 1.0
    for mark in draw(story, drawn, canvas, theme, rng, round(names), sky=airports == "faint", unit=unit):
        if canvas.name != CARD.name or not isinstance(mark, Spine):
            yield mark
