"""Eyes: the middles of flowers, one a species; dark and pollen are the same for all of a sheet."""

from collections.abc import Iterator

import numpy as np

from artgen.drawing.colour import hexes, mix, tune
from artgen.drawing.marks import Dots, Mark, Shape
from artgen.drawing.theme import Theme
from artgen.renderers._bloom_crown import Floats
from artgen.renderers._bloom_petals import RADIUS, circle, sunflower

SEEDS = {"daisy": (0.27, (7, 19, 30), 0.052), "cosmos": (0.17, (5, 12, 18), 0.055)}
"""The radius of a seeded eye, its grains from far, near, close, and how broad a grain is."""


def eye(species: str, detail: int, inks: list[str]) -> Iterator[Mark]:
    """Yield the eye of a species, in units of a flower's RADIUS, in the `inks` of its sheet."""
    dark, pollen, pod, calyx = inks
    match species:
        case "poppy":
            yield Dots(_stamens((8, 18, 26)[detail], 0.23, 0.31), dark, (11.0, 5.4, 4.6)[detail])
            yield Shape(RADIUS * circle(0.15), pod)
            if detail:
                yield Shape(RADIUS * circle(0.09, 8), calyx)
        case "cornflower":
            yield Dots(_stamens((6, 13, 17)[detail], 0.1, 0.26), dark, (7.0, 4.6, 4.2)[detail])
        case "rose":
            yield Dots(_stamens((8, 17, 26)[detail], 0.19, 0.28), pollen, (8.0, 5.4, 4.6)[detail])
            yield Shape(RADIUS * circle(0.12, 8), calyx)
        case _:
            radius, grains, breadth = SEEDS[species]
            count = grains[detail]
            yield Shape(RADIUS * circle(radius), dark)
            grain = round(RADIUS * breadth * float(np.sqrt(grains[2] / count)) * (1.0, 0.92, 0.9)[detail], 1)
            yield Dots(RADIUS * sunflower(count, 0.88 * radius), pollen, grain)


def inks_of(theme: Theme) -> list[str]:
    """Return the dark, the pollen, the pod and the green of all eyes of a sheet."""
    shade = theme.ground_lab if theme.dark else theme.ink_lab
    dark = tune(mix(shade, theme.clock_paints[3], 0.3), lighter=-0.06)
    pollen = tune(theme.hour_paints[2], lighter=-0.03, chroma=1.45)
    leaf, deep, young = theme.greens
    return hexes([dark, pollen, mix(deep, shade, 0.25), mix(leaf, young, 0.6)])


def _stamens(count: int, low: float, high: float) -> Floats:
    """Return a ring of grains, now nearer to the middle, now farther."""
    i = np.arange(count)
    at, reach = 2 * np.pi * (i + 0.18 * np.sin(2.4 * i)) / count, np.where(i % 2, low, high) + 0.012 * np.cos(1.7 * i)
    points: Floats = RADIUS * reach[:, None] * np.stack([np.cos(at), np.sin(at)], axis=-1)
    return points
