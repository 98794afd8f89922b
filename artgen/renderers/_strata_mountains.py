"""Mountains: every activity's own marks, from its slopes to the flag on its summit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.colour import hex_of, hexes, mix, tune
from artgen.drawing.marks import Bristles, Gradient, Mark, Shape, Symbol
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._strata_flags import flag, fly
from artgen.renderers._strata_paint import UNKNOWN, Paints
from artgen.renderers._strata_peaks import Peaks
from artgen.renderers._strata_scene import CROWD, MONTHS, Scene, level
from artgen.renderers._strata_slopes import Slopes, layers, shadows, unit_of_story

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SMALL_SHEET = 700.0


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """How the mountains of one sheet are drawn.

    `crowd` goes from 0 for a few to 2 for hundreds; `fine` has shadows and crests fade, which hundreds needn't.
    `glow` and `crest` are the paints of each summit (n,), `flags` the cut of each kind, none where no kind is known,
    and `size` how long they are, in user units.
    """

    crowd: float
    fine: bool
    glow: list[str]
    crest: list[str]
    flags: dict[int, Symbol]
    size: float


def kinds_of(story: Story) -> Ints:
    """Return each activity's kind (n,): 0..4, then any other, then unknown."""
    return np.where(story.kind < 0, UNKNOWN, story.kind)


def flies(story: Story) -> bool:
    """Return whether flags fly: a kind is known, and several where very many peaks are alike."""
    return bool((story.kind >= 0).any()) and not (level(story) and np.ptp(story.kind) == 0)


def hand(story: Story, on: Scene, theme: Theme, paints: Paints) -> Hand:
    """Choose how to draw the mountains of a year."""
    count, at = len(story), np.log(len(story))
    crowd = float(np.interp(at, np.log([6, 60, 300]), [0, 1, 2]))
    summit, ridge = paints.summit[kinds_of(story)], paints.ridge[story.columns.month]
    lit = mix(summit, ridge, 0.08 + 0.05 * crowd)
    edge = mix(tune(summit, lighter=0.03), ridge, (0.32 if theme.dark else 0.16) * crowd)
    mixed = hexes(np.concatenate([lit, edge]))
    size = float(np.interp(at, np.log([1, 6, 40, 120, 500]), [19, 17, 13.5, 9.5, 6.0]))
    return Hand(
        crowd=crowd,
        fine=count <= 2 * CROWD,
        glow=mixed[:count],
        crest=mixed[count:],
        flags=_flags(theme, paints) if flies(story) else {},
        size=size * (1.12 if on.view.height < _SMALL_SHEET else 1.0),
    )


def mountains(
    story: Story, on: Scene, paints: Paints, drawn_by: Hand, peaks: Peaks, slopes: Slopes, light: float, rng: Rng
) -> list[list[Mark]]:
    """Draw each activity: its mountain, the side away from the `light`, its layers, its crest and its flag."""
    counted = layers(slopes, peaks, story.columns.amount, unit_of_story(story))
    shaded = _within(shadows(slopes, peaks, light, rng), on, 0.0)
    outline = _within(slopes.outline, on, 0.0)
    crest = _crests(_within(outline, on, 1.0), slopes.m, peaks.x >= light, 0.72 if drawn_by.fine else 0.5)
    month, top, foot = peaks.month.tolist(), peaks.top.tolist(), peaks.foot.tolist()
    flown = _flown(story, on, paints, drawn_by, peaks)
    thread, edge = round(1.1 - 0.12 * drawn_by.crowd, 1), round(1.7 - 0.35 * drawn_by.crowd, 1)
    made = []
    for n, m in enumerate(month):
        of, fall = (n,), ((0.0, top[n]), (0.0, foot[n]))
        glow, hill, shade, rim = drawn_by.glow[n], paints.hill[m], paints.shade[m], drawn_by.crest[n]
        body = Gradient(*fall, ((0.0, glow), (0.34, hill), (0.70, hill), (1.0, paints.mist[m], 0.0)))
        group: list[Mark] = [Shape(outline[n], body, smooth=False, of=of)]
        if drawn_by.fine:
            dark = Gradient(*fall, ((0.0, shade, 0.75), (0.55, shade, 0.5), (1.0, shade, 0.0)))
            bright = Gradient(*fall, ((0.0, rim, 0.95), (0.75, rim, 0.0)))
            group.append(Shape(shaded[n], dark, smooth=False, of=of))
        else:
            group.append(Shape(shaded[n], shade, 0.42, smooth=False, of=of))
        rows, starts = counted[n]
        if starts:
            group.append(Bristles(_within(rows, on, 1.0), starts, paints.line[m], thread, 0.6, of=of, smooth=False))
        group.append(Bristles(crest[n], (0,), bright if drawn_by.fine else rim, edge, of=of, smooth=False))
        made.append(group + flown[n])
    return made


def _within(points: Floats, on: Scene, inset: float) -> Floats:
    """Return points (..., 2) held within the view, `inset` from its edges."""
    x = np.clip(points[..., 0], on.view.x + inset, on.view.right - inset)
    return np.stack([x, points[..., 1]], axis=-1)


def _crests(outline: Floats, m: int, right: NDArray[np.bool_], reach: float) -> list[Floats]:
    """Return the crest of each mountain from its summit down the side that is lit: left where the light is left."""
    long = int(reach * m)
    return [
        line[m - long : m + 1] if dark else line[m : m + long + 1] for line, dark in zip(outline, right, strict=True)
    ]


def _flags(theme: Theme, paints: Paints) -> dict[int, Symbol]:
    """Cut the flag of each kind once."""
    edge = theme.ground if theme.dark else hex_of(mix(theme.ink_lab, paints.ridge[MONTHS // 2], 0.35))
    return {kind: flag(kind, edge, theme.ink) for kind in range(UNKNOWN + 1)}


def _flown(story: Story, on: Scene, paints: Paints, drawn_by: Hand, peaks: Peaks) -> list[list[Mark]]:
    """Fly the flag of each activity on its summit, nearer ones larger; at the far edge they fly inward."""
    if not drawn_by.flags:
        return [[] for _ in range(len(story))]
    size = drawn_by.size * (0.88 + 0.24 * peaks.month / (MONTHS - 1))
    inward = (peaks.x > on.right - size).tolist()
    rows = zip(kinds_of(story).tolist(), peaks.x.tolist(), peaks.top.tolist(), size.tolist(), strict=True)
    return [
        [fly(drawn_by.flags[kind], x, y + 1, long, paints.cloth[kind], (n,), inward=inward[n])]
        for n, (kind, x, y, long) in enumerate(rows)
    ]
