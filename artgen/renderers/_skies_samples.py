"""The small samples in the legend of the skies: ramps of colour, and a hill in each weather."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hex_of, hexes, tune
from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Mark, Shape
from artgen.drawing.theme import Theme
from artgen.renderers._skies_light import clock_height, sky
from artgen.renderers._skies_weather import bar_paints, flake_paint

Floats = NDArray[np.float64]
Colours = Callable[[Theme], Floats]

_THICK = 9.0
_LOWER_SKY, _LOW_SUN, _HIGH_SUN = (-24.0, -4.0), (-4.0, 12.0), (12.0, 60.0)


def sky_ramp(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw the sky from night to noon, a third each for night, a low and a high sun, as the labels stand."""
    suns = np.concatenate([np.linspace(*part, 9) for part in (_LOWER_SKY, _LOW_SUN, _HIGH_SUN)])
    yield _ramp(sky(theme, suns), 0.93 * width, height / 2)


def day_ramp(theme: Theme) -> Floats:
    """Return the clock's sky from midnight to midnight."""
    return sky(theme, clock_height(np.linspace(0, 24, 33)))


def month_ramp(theme: Theme) -> Floats:
    """Return the paints from January to December."""
    return theme.season(np.linspace(1, 365, 25))


def ramps(*rows: Colours) -> Callable[[Theme, float, float], Iterator[Mark]]:
    """Return a drawing of ramps one below the other, each in the middle of its equal row."""

    def draw(theme: Theme, width: float, height: float) -> Iterator[Mark]:
        for i, row in enumerate(rows):
            yield _ramp(row(theme), width, height * (i + 0.5) / len(rows))

    return draw


def _ramp(colours: Floats, width: float, middle: float) -> Bar:
    paints = hexes(colours)
    stops = tuple((i / (len(paints) - 1), paint) for i, paint in enumerate(paints))
    y = middle - _THICK / 2
    return Bar(0, y, width, _THICK, Gradient((0, y), (width, y), stops))


def weather_samples(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw four small hills at even steps: rain, snow, cloud and wind."""
    step, samples = width / 4, 13
    along = np.linspace(0, 0.82 * step, samples)
    body = sky(theme, 30.0 if theme.dark else 40.0)
    paint, edge = hex_of(body), hex_of(tune(body, lighter=0.09, chroma=0.9))
    ends = np.array([[0.82 * step, height], [0.0, height]])
    places = np.array([[0.2, 0.66], [0.38, 0.5], [0.5, 0.78], [0.62, 0.5], [0.8, 0.7]]) * [0.82 * step, height]
    for i, kind in enumerate(("rain", "snow", "cloud", "wind")):
        at = np.array([i * step, 0.0])
        rise = 0.8 * height * np.sin(np.linspace(0, np.pi, samples)) ** 1.4
        if kind == "wind":
            rise = rise * (1 + 0.2 * np.cos(np.arange(samples) * 2.6))
        crest = np.stack([along, height - rise], axis=-1)
        outline = np.concatenate([crest, ends]) + at
        yield Shape(outline, paint, corners=(0, samples - 1, samples, samples + 1))
        yield Bristles(crest + at, (0,), edge, 0.9, 0.75)
        if kind == "rain":
            drops = np.stack([places + at, places + at + [-1.0, 3.6]], axis=1).reshape(-1, 2)
            yield Bristles(drops, range(0, len(drops), 2), edge, 1.0, 0.9, smooth=False)
        elif kind == "snow":
            yield Dots(places + at, flake_paint(), 2.0, 0.95)
        elif kind == "cloud":
            bars = np.array([[0.3, 0.6], [0.6, 0.6], [0.45, 0.82], [0.75, 0.82]]) * [0.82 * step, height] + at
            yield Bristles(bars, (0, 2), bar_paints([edge])[0], 1.6, 0.9, smooth=False)
