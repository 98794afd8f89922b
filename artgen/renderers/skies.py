"""Skies: one ridge for each activity, seen through a window; January far above, December near below."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import CARD, Canvas
from artgen.drawing.colour import hex_of, hexes, mix, oklch, tune
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark, Paint, Shape
from artgen.drawing.rng import Rng
from artgen.drawing.style import Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._skies_beside import beside
from artgen.renderers._skies_dawn import dawn
from artgen.renderers._skies_light import lights
from artgen.renderers._skies_ridges import DENSE, Ridges, hilly, raise_ridges
from artgen.renderers._skies_sun import disc
from artgen.renderers._skies_weather import weather_marks
from artgen.renderers._skies_window import Seat, seat, wall
from artgen.renderers._skies_words import describe_skies, legend_skies

Floats = NDArray[np.float64]

LISTED_ON_CARD = 12
"""A card lists at most so many beside its window."""
_SPARSE, _FADED = 3, 3


def swatches_of(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the two paints of each ridge: where it begins, and where it ends."""
    if not len(story):
        return ()
    both = lights(story.columns, theme, np.arange(len(story)), np.tile([0.0, 1.0], (len(story), 1)))
    return tuple(zip(hexes(both[:, 0]), hexes(both[:, 1]), strict=True))


@renderer(
    "skies",
    api=1,
    by="artgen",
    reveal="wipe",
    mark="ridge",
    fine="skies.fine",
    describe=describe_skies,
    legend=legend_skies,
    swatches=swatches_of,
    promise=((DENSE, 0.10),),
    keyed=False,
)
def skies(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    relief: Annotated[float, Span(0.5, 1.6, "height of the ridges, times the usual")] = 1.0,
    haze: Annotated[float, Span(0, 1, "mist at the foot of each ridge, 0 none, 1 thick")] = 0.5,
) -> Iterator[Mark]:
    """Best for travel and for hours: one activity is a whole landscape, hundreds are a sea of hills."""
    if not len(story):
        yield from dawn(canvas, theme)
        return
    listed = canvas.name != CARD.name or len(story) <= LISTED_ON_CARD
    view = seat(canvas, listed=listed)
    ridges = raise_ridges(story.columns, view, rng, relief=relief)
    rows = beside(story, view, theme, ridges) if listed else {}
    yield from _above(story, view, theme)
    painted = _paint(story, view, theme, ridges, haze)
    weather = weather_marks(story.columns, ridges, painted.edges, view, rng)
    sun = disc(story, view, theme, ridges)
    for m, n in enumerate(ridges.of.tolist()):
        if m in sun:
            yield sun[m]
        yield from painted.ridge(m)
        if m in weather:
            yield weather[m]
        if m + 1 == len(ridges.of) or ridges.of[m + 1] != n:
            yield from rows.get(n, ())
    yield from wall(view, theme)
    yield from rows.get(-1, ())


def _above(story: Story, view: Seat, theme: Theme) -> Iterator[Mark]:
    """Paint the sky above: that of the first activity, deeper towards the zenith; mist below it behind hills."""
    window = view.window
    first = lights(story.columns, theme, np.zeros(1, np.int64), np.zeros((1, 1)))[0, 0]
    zenith = tune(mix(first, theme.hour_paints[0], 0.6 if theme.dark else 0.42), lighter=-0.02)
    tints = [zenith, tune(first, lighter=0.05, chroma=0.8), mix(first, _pale(theme), 0.5)]
    ends = (0.0, 0.4, 1.0) if hilly(story.columns) else (0.0, 0.6)
    stops = tuple(zip(ends, hexes(tints), strict=False))
    sky = Gradient((0, window.y), (0, window.bottom), stops)
    yield Bar(window.x, window.y, window.width, window.height, sky)


def _pale(theme: Theme) -> Floats:
    """Return the paint of mist."""
    return mix(theme.sky[1], theme.ground_lab, 0.25) if theme.dark else oklch(0.97, 0.02, 80)


@dataclass(frozen=True, slots=True, eq=False)
class _Painted:
    """Every ridge's paints: light along it, mist down it, its lit crest; and which of its samples are in view."""

    ridges: Ridges
    light: list[Paint]
    mist: list[Paint]
    edges: list[str]
    hidden: list[int]
    hilly: bool
    line: float

    def ridge(self, m: int) -> Iterator[Mark]:
        """Yield the marks of one ridge."""
        ridges, of, out = self.ridges, (int(self.ridges.of[m]),), self.hidden[m]
        cut = slice(out, ridges.x.shape[1] - out)
        x = ridges.x[m, cut]
        crest = np.stack([x, ridges.crest[m, cut]], axis=-1)
        under = np.stack([x, ridges.under[m, cut]], axis=-1)[:: -_SPARSE if self.hilly else -1]
        body = np.concatenate([crest, under])
        corners = (0, len(crest) - 1, len(crest), len(body) - 1)
        yield Shape(body, self.light[m], of=of, corners=corners)
        if self.mist[m]:
            yield Shape(body, self.mist[m], of=of, corners=corners)
        lit = crest[_FADED:-_FADED] if self.hilly else crest
        yield Bristles(lit, (0,), self.edges[m], self.line, 0.75, of=of)


def _paint(story: Story, view: Seat, theme: Theme, ridges: Ridges, haze: float) -> _Painted:
    """Mix the paints of every ridge."""
    count, columns, hills = len(story), story.columns, hilly(story.columns)
    middle = lights(columns, theme, ridges.of, ((ridges.begin + ridges.end) / 2)[:, None])[:, 0]
    return _Painted(
        ridges,
        _light(story, view, theme, ridges),
        _mist(view, theme, ridges, haze, 1.0 if count <= DENSE else 14.0 if hills else 6.0),
        hexes(tune(middle, lighter=0.09, chroma=0.9)),
        [0] * len(ridges.of) if hills else _outside(view, ridges),
        hills,
        0.9 if count < 40 else 0.5,
    )


def _light(story: Story, view: Seat, theme: Theme, ridges: Ridges) -> list[Paint]:
    """Return the light along each ridge, from its beginning at the left to its end; a hill's fades on both sides."""
    count, window, hills = len(story), view.window, hilly(story.columns)
    stops = 2 if hills else 5 if count > DENSE or ridges.moments > 1 else 9
    along = np.linspace(0, 1, stops)
    at = ridges.begin[:, None] + (ridges.end - ridges.begin)[:, None] * along
    colours = hexes(lights(story.columns, theme, ridges.of, at).reshape(-1, 3))
    rows = [colours[i : i + stops] for i in range(0, len(colours), stops)]
    if hills:
        ends = zip(ridges.x[:, 0].tolist(), ridges.x[:, -1].tolist(), strict=True)
        return [
            Gradient((a, 0.0), (b, 0.0), ((0.0, first, 0.0), (0.32, first), (0.68, last), (1.0, last, 0.0)))
            for (a, b), (first, last) in zip(ends, rows, strict=True)
        ]
    left, right, offsets = (window.x, 0.0), (window.right, 0.0), along.tolist()
    return [
        row[0] if len(set(row)) == 1 else Gradient(left, right, tuple(zip(offsets, row, strict=True))) for row in rows
    ]


def _mist(view: Seat, theme: Theme, ridges: Ridges, haze: float, grid: float) -> list[Paint]:
    """Return the mist of each ridge, none at its summit and thickest at its foot, where ridges fade into depth.

    Its heights are whole steps of `grid` units, so that many ridges share one.
    """
    if not haze:
        return [""] * len(ridges.of)
    pale, thick = hex_of(_pale(theme)), haze * (1.0 if theme.dark else 1.12)
    veil = ((0.0, pale, 0.0), (0.25, pale, 0.1 * thick), (1.0, pale, min(thick, 1.0)))
    summit = np.round(ridges.crest.min(axis=1) / grid) * grid
    foot = np.round((ridges.foot + 0.035 * view.window.height) / grid) * grid
    return [Gradient((0, a), (0, b), veil) for a, b in zip(summit.tolist(), foot.tolist(), strict=True)]


def _outside(view: Seat, ridges: Ridges) -> list[int]:
    """Return how many samples at each end of a ridge lie behind the wall at its rounded corners."""
    high, low = ridges.crest.min(axis=1), ridges.under.max(axis=1)
    middle = view.window.centre[1]
    inset = np.where((high < middle) & (low > middle), 0.0, np.minimum(view.inset(high), view.inset(low)))
    step = ridges.x[:, 1] - ridges.x[:, 0]
    made: list[int] = np.maximum(0, np.floor(inset / step).astype(np.int64) - 1).tolist()
    return made
