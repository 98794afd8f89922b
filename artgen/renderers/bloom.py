"""Bloom: a hand-tied bouquet, one flower for each activity; a month is a ray from the tie, a kind a species.

Size is the amount, the dye of the petals the hour. A few flowers are arranged one by one; hundreds make one lush body.
"""

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from artgen.drawing.canvas import Canvas
from artgen.drawing.colour import hexes
from artgen.drawing.marks import Mark, Matrix, Stamp
from artgen.drawing.rng import Rng
from artgen.drawing.style import Span, renderer
from artgen.drawing.theme import Theme, part_of_day
from artgen.history.story import Story
from artgen.renderers._bloom_bouquet import Bouquet, gather
from artgen.renderers._bloom_crown import FEW, LUSH, Floats, Ints
from artgen.renderers._bloom_flora import SPECIES, UNTIMED, Dyes, Flora, dyes, palette
from artgen.renderers._bloom_greens import Greenery
from artgen.renderers._bloom_layers import layers
from artgen.renderers._bloom_legend import legend_bloom
from artgen.renderers._bloom_petals import CLOSE, FAR, NEAR, RADIUS
from artgen.renderers._bloom_tints import glow, tints
from artgen.renderers._bloom_vase import vase
from artgen.renderers._bloom_words import describe_bloom

FROM = (24.0, 76.0)
"""The radius in user units from which a flower is drawn as one of dozens, and from which as one to look at closely."""

LARGE = 0.24
"""A flower this large, in half-breadths of the crown, is spun by quarters."""


def dyed(story: Story, theme: Theme) -> tuple[Dyes, Ints]:
    """Return the dyes of a sheet and which of them each flower has: the hour's, or the month's where none is known."""
    hour = story.columns.hour
    known = np.isfinite(hour)
    if len(story) and not known.any():
        return dyes(theme.month(np.arange(12)), theme), story.columns.month
    return dyes(palette(theme), theme), np.where(known, part_of_day(hour), UNTIMED)


def species(story: Story) -> Ints:
    """Return the species of each flower, the last one where the kind is unknown."""
    return np.where(story.kind < 0, len(SPECIES) - 1, story.kind)


def swatches_of(story: Story, theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the two paints of each flower: its petals, and their depth towards the eye."""
    if not len(story):
        return ()
    made, which = dyed(story, theme)
    body, deep = hexes(made.body), hexes(made.deep)
    return tuple((body[dye], deep[dye]) for dye in which.tolist())


@renderer(
    "bloom",
    api=1,
    by="artgen",
    reveal="grow",
    mark="flower",
    fine="bloom.fine",
    describe=describe_bloom,
    legend=legend_bloom,
    swatches=swatches_of,
    promise=((60, 0.5), (600, 0.33)),
)
def bloom(
    story: Story,
    canvas: Canvas,
    theme: Theme,
    rng: Rng,
    *,
    spread: Annotated[float, Span(0.8, 1.1, "how wide the crown opens, times the usual")] = 1.0,
    foliage: Annotated[float, Span(0, 1.4, "how large the leaves are, times the usual; at 0 there are none")] = 1.0,
    roundness: Annotated[float, Span(0, 1.3, "how far outer flowers turn away, as on a ball")] = 1.0,
) -> Iterator[Mark]:
    """Best for people who come back often: ikebana for a few, a bouquet for dozens, one lush body for hundreds."""
    box = canvas.art
    yield glow(box, theme)
    if not len(story):
        yield from vase(box, theme)
        return
    stand = gather(story, box, spread, roundness)
    greens = Greenery(stand, box, tints(theme), rng.fork("greens").generator, foliage)
    heads = _heads(story, stand, theme, rng)
    yield from greens.blades()
    if len(story) <= FEW:
        yield from greens.tails(np.arange(12))
        for n in np.argsort(stand.places[:, 1], kind="stable").tolist():
            yield from greens.stalk(n)
            yield heads[n]
        yield greens.thread()
        return
    yield from greens.stems()
    yield from greens.leaves()
    yield greens.thread()
    for n in layers(stand).tolist():
        yield heads[n]


def _heads(story: Story, stand: Bouquet, theme: Theme, rng: Rng) -> list[Stamp]:
    """Return the head of each flower: one of the drawn ones of its species and dye, turned, and tilted outward."""
    made, which = dyed(story, theme)
    flora = Flora(theme, made)
    spin = _upright(stand, rng.fork("turn").generator.uniform(0, 2 * np.pi, len(story)))
    kind = species(story)
    # The fine rays of lace flowers would turn a lush body grey, so there all of them are filled.
    filled = (kind == SPECIES.index("lace")) & (len(story) > LUSH)
    detail = np.select([filled | (stand.radii < FROM[0]), stand.radii < FROM[1]], [FAR, NEAR], CLOSE)
    rows = zip(kind.tolist(), which.tolist(), detail.tolist(), _turned(stand, spin), strict=True)
    few = len(story) <= FEW
    return [
        Stamp(flora.head(sort, dye, fine, n if few else 0), matrix, of=(n,))
        for n, (sort, dye, fine, matrix) in enumerate(rows)
    ]


def _upright(stand: Bouquet, spin: Floats) -> Floats:
    """Return the spins, those of the largest flowers in quarters, so that their frames stay as narrow as they are."""
    quarters = np.pi / 2 * np.rint(spin / (np.pi / 2)) - np.radians(stand.lean)
    large = (stand.radii > LARGE * stand.crown.across) | (len(spin) <= FEW)
    return np.where(large, quarters, spin)


def _turned(stand: Bouquet, spin: Floats) -> list[Matrix]:
    """Return where heads stand: spun in their own plane, narrowed by their tilt, leaned, and moved to their place."""
    lean, size = np.radians(stand.lean), stand.radii / RADIUS
    a, b, c, d = np.cos(lean), np.sin(lean), np.cos(spin), np.sin(spin)
    e, f = -b * stand.tilt, a * stand.tilt
    columns = [a * c + e * d, b * c + f * d, e * c - a * d, f * c - b * d]
    rows = np.stack([*(size * column for column in columns), *stand.places.T], axis=-1).tolist()
    return [(a, b, c, d, x, y) for a, b, c, d, x, y in rows]
