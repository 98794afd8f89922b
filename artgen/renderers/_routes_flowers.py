"""The flowers as marks: veins of threads, lines from tip to tip, eyes, stars and names."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artgen.drawing.canvas import PHONE, Box, Canvas
from artgen.drawing.colour import hexes
from artgen.drawing.marks import Dots, Gradient, Line, Mark, Spine
from artgen.drawing.rng import Rng
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import covers, width
from artgen.history.columns import Place
from artgen.history.story import Story
from artgen.renderers._routes_garden import DAYS, DEGREES, TOWARDS, Bed, Garden, plant, woven
from artgen.renderers._routes_labels import Label, Paper, set_labels
from artgen.renderers._routes_layout import rings
from artgen.renderers._routes_plan import Plan
from artgen.renderers._routes_sky import (
    airports,
    arcs,
    circle,
    clear_of,
    disc,
    dots,
    glow,
    letters,
    round_points,
    stars,
)
from artgen.renderers._routes_threads import (
    Paints,
    blended,
    paints,
    room_of,
    texture,
)
from artgen.renderers._routes_ways import Ends, links, stems

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def bed(canvas: Canvas, plan: Plan) -> Box:
    """Return the part of the art box that petals may fill; the rest is for names."""
    art, size = canvas.art, letters(canvas)
    named = plan.kind in ("routes", "places")
    aside = (0.8 if canvas.name == PHONE.name or not named else 1.2 if plan.kind == "routes" else 3.2) * size
    above = (1.5 if len(plan.hubs) > 1 or not named else 1.9 if plan.kind == "routes" else 2.4) * size
    return Box(art.x + aside, art.y + above, art.width - 2 * aside, art.height - 2 * above)


def flowers(
    story: Story, plan: Plan, canvas: Canvas, theme: Theme, rng: Rng, names: int, *, sky: bool, unit: float
) -> Iterator[Mark]:
    """Draw a year as flowers; nothing in them is left to chance."""
    garden = plant(story, plan, bed(canvas, plan), room_of(canvas))
    ink = _Ink(story, canvas, theme, garden)
    between, stalks = ink.ways()
    paper = ink.paper([*between.values(), *stalks.values()])
    front = [*ink.middles(), *ink.names(paper, names)]
    yield from ink.ground(paper, sky=sky, unit=unit)
    yield from ink.drawn(between)
    yield from Bed(story, theme, garden).petals()
    yield from ink.drawn(stalks)
    yield from front


@dataclass(frozen=True, slots=True)
class _Ink:
    story: Story
    canvas: Canvas
    theme: Theme
    garden: Garden

    def ground(self, paper: Paper, *, sky: bool, unit: float) -> Iterator[Mark]:
        """Lay the glow, the faint airports around the first flower, and the rings of distance."""
        garden, theme = self.garden, self.theme
        middle, radius = garden.bouquet.middles[0], garden.bouquet.radius
        yield glow(self.canvas, theme)
        if not garden.layout.compass:
            return
        eye = garden.bouquet.eye * radius
        scale = (radius - eye) / garden.layout.farthest**garden.layout.power
        around = airports(garden.plan.hubs[0], middle, scale, garden.layout.power, eye)
        away = [
            (*at.tolist(), (0.62 if i == 0 else 1.05) * flower.scale * radius)
            for i, (at, flower) in enumerate(zip(garden.bouquet.middles, garden.layout.flowers, strict=True))
        ]
        scale_of_rings = [*self._rings(paper, eye, unit)]
        if sky:
            yield from dots(self.canvas, theme, around, away, paper.words)
        yield from scale_of_rings

    def _rings(self, paper: Paper, eye: float, unit: float) -> Iterator[Mark]:
        """Draw rings of round distances, each with its figure in the widest gap between petals."""
        garden, theme = self.garden, self.theme
        (x, y), radius = garden.bouquet.middles[0].tolist(), garden.bouquet.radius
        gap, size = self._gap(), 0.68 * letters(self.canvas)
        for figure, at in rings(garden.layout, unit):
            ring = eye + (radius - eye) * at
            art = self.canvas.art
            if x - ring < 0 or x + ring > self.canvas.width or y - ring < art.y - 20 or y + ring > art.bottom + 20:
                continue
            points = round_points((x, y), ring)
            wide = width(str(figure), size, voice=theme.voice) + 6
            px, py = (x + ring * np.sin(gap), y - ring * np.cos(gap)) if gap is not None else (-1e3, -1e3)
            box = (px - wide / 2, py - 0.6 * size, px + wide / 2, py + 0.6 * size)
            if paper.free(*(np.array([edge]) for edge in box))[0]:
                paper.write(*box)
                yield Line(px, py + 0.36 * size, str(figure), size, theme.muted, anchor="middle", voice=theme.voice)
            yield from arcs(points, clear_of(points, paper.words), theme)

    def _gap(self) -> float | None:
        """Return the direction of the widest gap between the first flower's petals, if there is any."""
        flower = self.garden.layout.flowers[0]
        turn = np.sort(flower.turn % 360)
        gap = np.diff(np.r_[turn, turn[0] + 360])
        widest = int(np.argmax(gap))
        return float(np.radians(turn[widest] + gap[widest] / 2)) if gap[widest] > 22 else None

    def _ends(self) -> Ends:
        garden = self.garden
        tips, stood = garden.petals.tips(), {}
        counts = [len(garden.plan.petals[i].activities) for i in garden.petals.number.tolist()]
        for i in sorted(range(len(counts)), key=lambda i: (counts[i], -i)):
            place = garden.plan.petals[int(garden.petals.number[i])].place
            if place:
                stood[place] = (float(tips[i, 0]), float(tips[i, 1]), int(garden.petals.flower[i]))
        hubs = {
            hub: (float(at[0]), float(at[1]), i)
            for i, (hub, at) in enumerate(zip(garden.plan.hubs, garden.bouquet.middles, strict=False))
            if hub
        }
        return Ends(stood, hubs, garden.bouquet.middles, garden.bouquet.radius, self.canvas.art)

    def ways(self) -> tuple[dict[int, Floats], dict[int, Floats]]:
        """Return the threads of what leads from tip to tip, and from hub to hub, by activity."""
        ends, story, plan, counted = self._ends(), self.story, self.garden.plan, self.garden.counted
        return links(ends, story, plan, counted, self._hidden), stems(ends, story, plan, counted)

    def _hidden(self, points: Floats) -> float:
        """Return the share of points that lie under petals."""
        petals = self.garden.petals
        under, _ = petals.holds(np.arange(len(petals.number)), points)
        return float(under.any(axis=0).mean())

    def drawn(self, curves: dict[int, Floats]) -> Iterator[Mark]:
        """Draw ways beside the petals."""
        if not curves:
            return
        made: Paints = paints(self.story, self.theme, DAYS, DEGREES)
        begin, middle = blended(made.middle, made.begin, TOWARDS), hexes(made.middle)
        end = blended(made.middle, made.end, TOWARDS)
        kinds, _ = texture(self.story)
        for n, lines in curves.items():
            first, last = lines[0, 0].round(1).tolist(), lines[0, -1].round(1).tolist()
            stops = ((0.0, begin[n]), (0.5, middle[n]), (1.0, end[n]))
            yield Spine(lines[len(lines) // 2][:14], 3.0, (n,))
            yield from woven(lines, Gradient((first[0], first[1]), (last[0], last[1]), stops), 1.0, int(kinds[n]), n)

    def middles(self) -> Iterator[Mark]:
        """Draw the eye of each flower: a ring, a star, and its code where there is room."""
        garden, theme = self.garden, self.theme
        for flower, at, hub in zip(garden.layout.flowers, garden.bouquet.middles, garden.plan.hubs, strict=False):
            x, y = at.tolist()
            eye = garden.bouquet.eye_of(flower)
            yield disc((x, y), 1.1 * eye, theme.ground)
            yield circle((x, y), 0.93 * eye, theme.ink, 1.1)
            size = min(0.52 * eye, letters(self.canvas))
            said = hub.code if hub and covers(hub.code) else ""
            if said and size >= 9 and width(said, size, 600, voice=theme.voice) < 1.5 * eye:
                yield stars(np.array([[x, y - 0.28 * eye]]), np.array([0.44 * eye]), theme.ink)
                yield Line(x, y + 0.56 * eye, said, round(size, 1), theme.ink, 600, "middle", voice=theme.voice)
            else:
                yield stars(at[None, :], np.array([0.6 * eye]), theme.ink)

    def _counts(self) -> Floats:
        petals = self.garden.plan.petals
        return np.array([len(petals[i].activities) for i in self.garden.petals.number.tolist()], float)

    def _sizes(self) -> Floats:
        """Return how large the star at each tip is (p,): larger where more activities led."""
        counts = self._counts()
        small = 1.0 if len(counts) <= 40 else 0.8 if len(counts) <= 80 else 0.65
        sizes: Floats = small * (3.6 + 1.05 * np.sqrt(np.minimum(counts, 60)))
        return sizes

    def names(self, paper: Paper, most: int) -> Iterator[Mark]:
        """Draw a star at each place, and name the most visited."""
        garden, theme, canvas = self.garden, self.theme, self.canvas
        tips, petals = garden.petals.tips(), garden.petals
        numbers = petals.number.tolist()
        counts, sizes = self._counts(), self._sizes()
        placed = [i for i, number in enumerate(numbers) if garden.plan.petals[number].place]
        open_ends = [i for i, number in enumerate(numbers) if not garden.plan.petals[number].place]
        if placed:
            yield stars(tips[placed], sizes[placed], theme.ink)
        if open_ends and garden.plan.kind in ("routes", "places"):
            yield Dots(tips[open_ends], theme.ink, 3.0)
        if most == 0 or not placed:
            return
        labels: list[Label] = []
        named: set[Place] = set()
        farthest = max(placed, key=lambda i: (petals.length[i], -i))
        for i in sorted(placed, key=lambda i: (i != farthest, -counts[i], petals.flower[i], i)):
            place = garden.plan.petals[numbers[i]].place
            if place and place not in named:
                named.add(place)
                x, y = tips[i].tolist()
                labels.append(Label(place, x, y, float(petals.turn[i]), float(sizes[i])))
        yield from set_labels(labels, paper, theme, letters(canvas), most)

    def paper(self, ways: list[Floats]) -> Paper:
        """Take the paper under petals, lines, eyes and stars."""
        garden = self.garden
        paper = Paper(self.canvas.art)
        petals = garden.petals
        every = np.arange(len(petals.number))
        along = np.linspace(0, 1, 60)
        for share in np.linspace(-1, 1, 21).tolist():
            side = petals.half[:, 0] if share >= 0 else petals.half[:, 1]
            paper.take(petals.at(every, along, (share * side)[:, None] * np.ones(60)).reshape(-1, 2))
        for flower, at in zip(garden.layout.flowers, garden.bouquet.middles, strict=True):
            eye = 1.2 * garden.bouquet.eye_of(flower)
            paper.take_box(at[0] - eye, at[1] - eye, at[0] + eye, at[1] + eye)
        for (x, y), size in zip(petals.tips().tolist(), self._sizes().tolist(), strict=True):
            paper.take_box(x - size, y - size, x + size, y + size)
        for line in (line for lines in ways for line in lines):
            fine, index = np.linspace(0, len(line) - 1, 60), np.arange(len(line))
            paper.take(np.stack([np.interp(fine, index, line[:, k]) for k in (0, 1)], axis=-1))
        return paper
