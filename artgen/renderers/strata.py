"""Strata: twelve ridges of mountains, January far and December near; each activity is a peak with layers and a flag."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import CARD, Canvas
from artgen.drawing.colour import hex_of, hexes, mix, tune
from artgen.drawing.marks import Bar, Bristles, Dots, Gradient, Mark, Radial, Shape, Symbol
from artgen.drawing.rng import Rng
from artgen.drawing.style import Grounds, Span, renderer
from artgen.drawing.theme import Theme
from artgen.history.story import Story
from artgen.renderers._strata_flags import flag, fly
from artgen.renderers._strata_legend import legend_strata
from artgen.renderers._strata_paint import UNKNOWN, Paints, mixed
from artgen.renderers._strata_peaks import Peaks, stand
from artgen.renderers._strata_scene import (
    CROWD,
    FEW,
    MONTHS,
    Scene,
    height_of_hour,
    is_day,
    quiet_weeks,
    record,
    scene,
    swell,
)
from artgen.renderers._strata_slopes import Slopes, carve, layers, shadows, unit_of_story
from artgen.renderers._strata_words import describe_strata, flies
from artgen.renderers._strata_zero import still

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def kinds_of(story: Story) -> Ints:
    """Return each activity's kind (n,): 0..4, then any other, then unknown."""
    return np.where(story.kind < 0, UNKNOWN, story.kind)


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
    return tuple(zip(hexes(paints.ridge[story.columns.month]), hexes(paints.flag[kinds_of(story)]), strict=True))


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
    if not len(story):
        yield from still(on, theme, paints)
    else:
        yield from Landscape(story, on, theme, paints, rng).marks(ruggedness, breadth)
    if canvas.name == CARD.name:
        yield Bar(0, 0, on.view.x, canvas.height, theme.ground)


@dataclass(frozen=True, slots=True)
class Landscape:
    """What every part of the picture needs."""

    story: Story
    on: Scene
    theme: Theme
    paints: Paints
    rng: Rng

    def marks(self, ruggedness: float, breadth: float) -> Iterator[Mark]:
        """Yield sky, disc, and ridge after ridge with the peaks that stand on it, far to near."""
        peaks = stand(self.story, self.on, self.rng, breadth)
        yield from sky(self.on, self.paints)
        light = self.on.left - 1
        if (top := record(self.story)) is not None:
            light = float(peaks.x[top])
            yield from self.disc(peaks, top)
        slopes = carve(peaks, self.rng, ruggedness)
        drawn = self.mountains(slopes, peaks, light)
        order = peaks.order().tolist()
        for month in range(MONTHS):
            yield from plain(month, self.on, self.paints)
            yield from self.ripples(month)
            for n in order:
                if peaks.month[n] == month:
                    yield from drawn[n]

    def disc(self, peaks: Peaks, top: int) -> Iterator[Mark]:
        """Draw the sun or the moon over the record: over its day, as high as its hour."""
        on, hour = self.on, self.story.columns.hour[top]
        radius = (0.100 if len(peaks) <= FEW else 0.084) * min(on.view.width, 0.8 * on.view.height)
        x = float(np.clip(peaks.x[top], on.left + 0.4 * radius, on.right - 0.4 * radius))
        before = np.abs(peaks.x - x) < 0.6 * radius
        low = min(on.horizon - 0.5 * radius, float(peaks.top[before].min()) - 0.1 * radius)
        high = on.ceiling + radius
        known = bool(np.isfinite(hour))
        y = low + (min(high, low) - low) * (0.05 + 0.90 * (height_of_hour(float(hour)) if known else 0.5))
        glow = hex_of(self.paints.disc)
        soft = 0.40 if self.theme.dark else 0.34
        halo = Radial((x, y), 3.2 * radius, ((0.0, glow, soft), (0.31, glow, 0.55 * soft), (1.0, glow, 0.0)))
        box = on.view
        reach = 3.2 * radius
        left, right = max(box.x, x - reach), min(box.right, x + reach)
        upper, lower = max(box.y, y - reach), min(box.bottom, y + reach)
        yield Bar(left, upper, right - left, lower - upper, halo)
        by_day = not known or is_day(float(hour))
        under = self.paints.glow if by_day else tune(self.paints.disc, lighter=-0.06)
        ends = zip((0.0, 1.0), hexes([tune(self.paints.disc, lighter=0.02), under]), strict=True)
        yield Dots(np.array([[x, y]]), Gradient((0, y - radius), (0, y + radius), tuple(ends)), 2 * radius)

    def ripples(self, month: int) -> Iterator[Mark]:
        """Draw a ripple on a month's plain for each week of it in which nothing happened."""
        if self.story.softened:
            return
        on, dice = self.on, self.rng.fork("ripples").generator.random((2, 52))
        weeks = quiet_weeks(self.story)
        months, days = _middles(self.story.year, weeks)
        weeks, days = weeks[months == month], days[months == month]
        if not len(weeks):
            return
        room = min(float(on.room()[month]), 44.0)
        y = on.ridges[month] + room * (0.36 + 0.42 * dice[0, weeks]) + (6.0 if month == MONTHS - 1 else 0.0)
        half = on.view.width * (0.026 + 0.016 * dice[1, weeks]) * (0.75 + 0.5 * month / (MONTHS - 1))
        x = on.across(days)
        ends = np.stack([np.stack([x - half, y], axis=-1), np.stack([x + half, y], axis=-1)], axis=1)
        paint = hex_of(tune(self.paints.ridge[month], lighter=0.17, chroma=0.75))
        width = 1.4 + 0.08 * month
        yield Bristles(ends.reshape(-1, 2), range(0, 2 * len(weeks), 2), paint, width, 0.85, smooth=False)

    def mountains(self, slopes: Slopes, peaks: Peaks, light: float) -> list[list[Mark]]:
        """Draw each activity: its mountain, the side in shadow, its layers, its crest and its flag."""
        paints, on, story = self.paints, self.on, self.story
        count, kinds = len(peaks), kinds_of(self.story)
        crowd = float(np.interp(np.log(count), np.log([6, 60, 300]), [0, 1, 2]))
        ridge, mist = hexes(paints.ridge), hexes(paints.mist)
        shade, line = hexes(paints.shade), hexes(paints.line)
        glow = hexes(mix(paints.summit[kinds], paints.ridge[peaks.month], 0.08 + 0.10 * crowd / 2))
        crest = hexes(
            mix(
                tune(paints.summit[kinds], lighter=0.03),
                paints.ridge[peaks.month],
                (0.26 if self.theme.dark else 0.16) * crowd,
            )
        )
        cloth = hexes(paints.flag)
        unit = unit_of_story(story)
        counted = layers(slopes, peaks, story.columns.amount, unit)
        shaded = shadows(slopes, peaks, light, self.rng)
        flags = self.flags() if flies(story) else {}
        size = float(np.interp(np.log(count), np.log([1, 6, 40, 120, 500]), [19, 17, 13.5, 9.5, 6.0]))
        if on.view.height < 700:
            size *= 1.12
        m, made = slopes.m, []
        box = on.view
        outlines = np.stack([np.clip(slopes.outline[..., 0], box.x, box.right), slopes.outline[..., 1]], axis=-1)
        lit = np.where(peaks.x >= light, -1, 1)
        fine = count <= 2 * CROWD
        long = int(0.72 * m) if fine else int(0.5 * m)
        for n in range(count):
            of, month = (n,), int(peaks.month[n])
            top, foot = float(peaks.top[n]), float(peaks.foot[n])
            above, below = (0.0, top), (0.0, foot)
            hill = ridge[month]
            body = Gradient(above, below, ((0.0, glow[n]), (0.34, hill), (0.70, hill), (1.0, mist[month], 0.0)))
            dark = shade[month]
            fading = Gradient(above, below, ((0.0, dark, 0.75), (0.55, dark, 0.5), (1.0, dark, 0.0)))
            edge = Gradient(above, below, ((0.0, crest[n], 0.95), (0.75, crest[n], 0.0)))
            side = outlines[n, m - long : m + 1] if lit[n] < 0 else outlines[n, m : m + long + 1]
            group: list[Mark] = [
                Shape(outlines[n], body, smooth=False, of=of),
                Shape(shaded[n], fading, smooth=False, of=of)
                if fine
                else Shape(shaded[n], dark, 0.42, smooth=False, of=of),
            ]
            rows, starts = counted[n]
            if starts:
                group.append(Bristles(rows, starts, line[month], 1.1 - 0.25 * crowd / 2, 0.6, of=of, smooth=False))
            group.append(Bristles(side, (0,), edge if fine else crest[n], 1.7 - 0.35 * crowd, of=of, smooth=False))
            if flags:
                x, kind = float(peaks.x[n]), int(kinds[n])
                turned = int(x > on.right - size)
                far = size * (0.88 + 0.24 * month / (MONTHS - 1))
                group.append(fly(flags[kind], x, top + 1, far, cloth[kind], of, leftward=turned))
            made.append(group)
        return made

    def flags(self) -> dict[int, Symbol]:
        """Cut the flag of each kind once."""
        edge = self.theme.ground if self.theme.dark else hex_of(mix(self.theme.ink_lab, self.paints.ridge[6], 0.35))
        pole = self.theme.ink
        return {kind: flag(kind, edge, pole) for kind in range(UNKNOWN + 1)}


def sky(on: Scene, paints: Paints) -> Iterator[Mark]:
    """Paint the sky down to below the horizon; behind the top line it is one flat colour."""
    top, middle, low = hexes(paints.sky)
    end = on.horizon + 0.1 * on.view.height
    share = float(np.clip((on.ceiling + 20 - on.view.y) / (end - on.view.y), 0.02, 0.4))
    stops = ((0.0, top), (share, top), (0.62, middle), (1.0, low))
    yield Bar(on.view.x, on.view.y, on.view.width, end - on.view.y, Gradient((0, on.view.y), (0, end), stops))


def plain(month: int, on: Scene, paints: Paints) -> Iterator[Mark]:
    """Paint the ground of a month, from its ridge down under the next; December's is flat and reaches the edge."""
    line = swell(on, month)
    last = month == MONTHS - 1
    floor = on.view.bottom + 10 if last else float(on.ridges[month + 1]) + 30
    corners = np.array([[on.view.right, floor], [on.view.x, floor]])
    shape = np.concatenate([line, corners])
    begin, end = float(on.ridges[month]), float(on.ridges[month + 1])
    near, far = hexes([paints.ridge[month], paints.mist[month]])
    fill = paints.foot if last else Gradient((0, begin), (0, end), ((0.0, near), (0.25, near), (1.0, far)))
    yield Shape(shape, fill, corners=(0, len(line) - 1, len(line), len(line) + 1))


def _middles(year: int, weeks: Ints) -> tuple[Ints, Floats]:
    """Return the month 0..11 and the day of it of the middle of each week."""
    first = np.datetime64(f"{year}-01-01")
    middle = first + (7 * weeks + 3).astype("timedelta64[D]")
    month = middle.astype("datetime64[M]")
    return month.astype(np.int64) % 12, (middle - month).astype(np.int64) + 0.5
