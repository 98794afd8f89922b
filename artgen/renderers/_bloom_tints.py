"""Tints: the greens of one bouquet, its thread and its glow, mixed from the theme once."""

from dataclasses import dataclass

import numpy as np

from artgen.drawing.canvas import Box
from artgen.drawing.colour import hexes, mix, tune
from artgen.drawing.marks import Gradient, Radial, Shape, Stamp, Symbol
from artgen.drawing.theme import Theme
from artgen.renderers._bloom_petals import RADIUS, circle

Three = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Tints:
    """Colours as '#rrggbb'; a `Three` goes from root over body to tip, or over the three greens of leaves."""

    leaf: str
    deep: str
    shine: str
    thread: str
    leaves: Three
    halves: Three
    bed: Three
    stalk: Three
    blades: tuple[Three, Three, Three]


def tints(theme: Theme) -> Tints:
    """Return the greens of a theme, mixed."""
    leaf, deep, young = theme.greens
    leaves = np.array([deep, leaf, mix(leaf, young, 0.6)])
    green = np.array([leaf, young, deep, mix(deep, leaf, 0.2)])
    grown = tune(green[:, None, :], lighter=np.array([-0.07, 0.0, 0.06]))
    single = [leaf, deep, tune(leaf, lighter=0.02), tune(theme.clock_paints[3], lighter=0.06 if theme.dark else 0.0)]
    beds = [mix(leaf, deep, 0.25), mix(leaf, deep, 0.6), deep]
    named = hexes(np.concatenate([single, leaves, tune(leaves, lighter=0.045), beds, grown.reshape(-1, 3)]))
    leaved, halved, bedded, *bladed, stalked = zip(named[4::3], named[5::3], named[6::3], strict=True)
    return Tints(
        leaf=named[0],
        deep=named[1],
        shine=named[2],
        thread=named[3],
        leaves=leaved,
        halves=halved,
        bed=bedded,
        stalk=stalked,
        blades=(bladed[0], bladed[1], bladed[2]),
    )


def growing(three: Three, root: tuple[float, float], top: float) -> Gradient:
    """Return the paint of what grows from `root` to the height of `top`."""
    return Gradient(root, (root[0], top), tuple(zip((0.0, 0.6, 1.0), three, strict=True)))


def glow(box: Box, theme: Theme) -> Stamp:
    """Return the soft light behind a bouquet, which ends before any words."""
    tint = hexes(theme.glow_lab)[0]
    stops = ((0.0, tint), (0.45, tint, 0.75), (0.8, tint, 0.18), (1.0, tint, 0.0))
    disc = Symbol((Shape(RADIUS * circle(1.0, 24), Radial((0.0, 0.0), RADIUS, stops)),))
    return Stamp(disc, (0.55 * box.width / RADIUS, 0.0, 0.0, 0.53 * box.height / RADIUS, *box.centre))
