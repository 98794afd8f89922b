"""Strata: twelve ridges of mountains, January far and December near; each activity is a peak with layers and a flag."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from artgen.drawing.canvas import CARD, Canvas
from artgen.drawing.marks import Bar, Mark
from artgen.drawing.rng import Rng
from artgen.drawing.style import Grounds, Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._strata_ground import disc, plain, ripples, sky
from artgen.renderers._strata_legend import legend_strata
from artgen.renderers._strata_mountains import hand, kinds_of, mountains
from artgen.renderers._strata_paint import mixed
from artgen.renderers._strata_peaks import stand
from artgen.renderers._strata_scene import MONTHS, record, scene
from artgen.renderers._strata_slopes import carve
from artgen.renderers._strata_words import describe_strata
from artgen.renderers._strata_zero import still


def hour_of(story: Story) -> float | None:
    """Return the hour of the disc in the sky; None where there is no disc or its hour is unknown."""
    top = record(story)
    if top is None or not np.isfinite(story.columns.hour[top]):
        return None
    return float(story.columns.hour[top])


def swatches_of(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the paints of each activity: its ridge's and its flag's."""
    if not len(story):
        return ()
    paints = mixed(theme, hour_of(story), 1.0)
    months, kinds = story.columns.month.tolist(), kinds_of(story).tolist()
    return tuple((paints.hill[month], paints.cloth[kind]) for month, kind in zip(months, kinds, strict=True))


def grounds_of(story: Story, canvas: Canvas, theme: Theme) -> Grounds:
    """Say what lies behind the words: the top of the sky, and December's own ground; on a card the theme's."""
    if canvas.name == CARD.name:
        return Grounds(theme.ground, theme.ground)
    paints = mixed(theme, hour_of(story), 1.0)
    return Grounds(paints.head, paints.foot)


@renderer(
    "strata",
    api=1,
    by="artgen",
    reveal="wipe",
    mark="peak",
    fine="strata.fine",
    describe=describe_strata,
    legend=legend_strata,
    swatches=swatches_of,
    promise=((60, 0.10),),
    keyed=False,
    grounds=grounds_of,
)
def strata(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    ruggedness: Annotated[float, Span(0, 1.6, "how rough the slopes are, times the usual")] = 1.0,
    breadth: Annotated[float, Span(0.7, 1.4, "how broad the mountains are, times the usual")] = 1.0,
    haze: Annotated[float, Span(0.3, 1.4, "how far distant ridges fade, times the usual")] = 1.0,
) -> Iterator[Mark]:
    """Best for kinds and amounts: one is a great mountain, forty a range with flags, hundreds a sea of summits."""
    on, paints = scene(story, canvas), mixed(theme, hour_of(story), haze)
    if len(story):
        peaks = stand(story, on, rng, breadth)
        slopes, top = carve(peaks, rng, ruggedness), record(story)
        light = on.left - 1 if top is None else float(peaks.x[top])
        drawn = mountains(story, on, paints, hand(story, on, theme, paints), peaks, slopes, light, rng)
        rippled, order = ripples(story, on, paints, rng), peaks.order().tolist()
        yield sky(on, paints)
        if top is not None:
            hour = float(story.columns.hour[top])
            yield from disc(on, paints, peaks, top, hour, 0.40 if theme.dark else 0.34)
        for month in range(MONTHS):
            yield plain(month, on, paints)
            if month in rippled:
                yield rippled[month]
            for n in order:
                if peaks.month[n] == month:
                    yield from drawn[n]
    else:
        yield from still(on, theme, paints)
    if canvas.name == CARD.name:
        yield Bar(0, 0, on.view.x, canvas.height, theme.ground)
