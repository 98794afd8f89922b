"""The bouquet's legend: how to read it, with flowers that are drawn by the same hand as those above it."""

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np

from artgen.drawing.colour import hexes
from artgen.drawing.marks import Dots, Mark, Stamp, turned
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import Theme, part_of_day
from artgen.history.story import Story
from artgen.renderers._bloom_crown import FEW, LUSH
from artgen.renderers._bloom_flora import SPECIES, UNTIMED, Flora, dyes, palette
from artgen.renderers._bloom_greens import bezier, ribbon, several
from artgen.renderers._bloom_petals import FAR, RADIUS
from artgen.renderers._bloom_words import HOURS, measured, named, species_drawn, spoken_by, timed
from artgen.words.phrases import Phrases
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital

BESIDE = 4
"""The most species that one item of the legend has room for."""


def legend_bloom(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain flower, species, dye, size, place and grass, each with the activities that show it."""
    if not len(story):
        return ()
    words = spoken_by(vocabulary)
    voice = Voice(vocabulary, words)
    items = [_reading(story, telling, voice), *_species(story, voice), _colours(story, words)]
    if len(story) > 1:
        items += [_sizes(story, voice), _places(story, words)]
    if len(np.unique(story.columns.month)) < 12:
        items.append(
            LegendItem(words.say("bloom.legend.grass"), "", draw=_blade, labels=(words.say("bloom.legend.without"),))
        )
    return tuple(items)


def _reading(story: Story, telling: Telling, voice: Voice) -> LegendItem:
    say, kind = voice.phrases.say, measured(story, voice)
    if len(story) == 1:
        first = say("bloom.legend.one")
    elif kind == "known":
        first = say("bloom.legend.larger", amount=capital(voice.measure()))
    else:
        first = say("bloom.legend.alike")
    second = say("bloom.legend.blade" if len(story) <= FEW else "bloom.legend.months")
    heading = say("bloom.legend.reading", noun=voice.vocabulary.activity.one)
    return LegendItem(heading, f"{first}\n{second}", of=_once(0, len(story) - 1))


def _species(story: Story, voice: Voice) -> Iterator[LegendItem]:
    """Yield the species with their kinds, in one item or two; nothing where no kind is known."""
    if not story.drawn_kinds:
        return
    found = species_drawn(story)
    dye = part_of_day(story.columns.hour) if timed(story) != "none" else np.full(len(story), 2)
    kinds = np.where(story.kind < 0, len(SPECIES) - 1, story.kind)
    half = len(found) if len(found) <= BESIDE else -(-len(found) // 2)
    for part in (found[:half], found[half:]):
        if part:
            first = [int(np.argmax(kinds == species)) for species in part]
            drawn = partial(_heads, tuple(zip(part, dye[first].tolist(), strict=True)))
            labels = tuple(named(species, story, voice) for species in part)
            yield LegendItem(voice.phrases.say("bloom.legend.species"), "", tuple(first), drawn, labels)


def _colours(story: Story, words: Phrases) -> LegendItem:
    known = timed(story)
    if known == "none":
        months = tuple(words.say(f"bloom.legend.{name}") for name in ("january", "july"))
        return LegendItem(words.say("bloom.legend.by_month"), "", _once(0, len(story) - 1), _months, months)
    hour = story.columns.hour
    part = np.where(np.isfinite(hour), part_of_day(hour), UNTIMED)
    first = tuple(int(np.argmax(part == one)) for one in range(UNTIMED + 1) if (part == one).any())
    count = UNTIMED + 1 if known == "some" else UNTIMED
    # Six spans are too broad for one row: the hours at which they begin will do.
    labels = HOURS if known == "all" else (*(f"{span.partition('–')[0]}–" for span in HOURS), "?")
    return LegendItem(words.say("bloom.legend.by_hour"), "", first, partial(_dyes, count), labels)


def _sizes(story: Story, voice: Voice) -> LegendItem:
    kind = measured(story, voice)
    shown = story.extremes if kind == "known" else ()
    text = capital(voice.phrases.say(f"bloom.legend.size_{kind}", amount=voice.measure()))
    return LegendItem(voice.phrases.say("bloom.legend.size"), text, shown)


def _places(story: Story, words: Phrases) -> LegendItem:
    text = words.say("bloom.legend.place_lush" if len(story) > LUSH else "bloom.legend.place_days")
    return LegendItem(words.say("bloom.legend.place"), text, _once(0, len(story) - 1))


def _once(*numbers: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _heads(of: Iterable[tuple[int, int]], theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw a flower of each species at even steps, in a dye that the year has."""
    flora, all_of = Flora(theme, dyes(theme.clock_paints, theme)), list(of)
    size = 0.56 * height
    for i, (species, dye) in enumerate(all_of):
        x = i * width / len(all_of) + size
        yield Stamp(flora.head(species, dye, FAR), turned(x, height / 2, 0.0, size / RADIUS))


def _dyes(count: int, theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw a petal's dye for each part of the day, and for an hour that is not known."""
    paints = hexes(dyes(palette(theme), theme).body)
    for i in range(count):
        yield Dots(np.array([[i * width / count + 0.45 * height, height / 2]]), paints[i], round(0.86 * height, 1))


def _months(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    paints = hexes(dyes(theme.month(np.arange(12)), theme).body)
    for i in range(12):
        yield Dots(np.array([[i * width / 12 + 0.4 * height, height / 2]]), paints[i], round(0.74 * height, 1))


def _blade(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw a blade of grass."""
    at = np.array([[[2.0, height], [3.0, 0.4 * height], [12.0, 0.1 * height], [26.0, 0.2 * height]]])
    along = np.linspace(0, 1, 10)
    points = bezier(at[:, 0], at[:, 1], at[:, 2], at[:, 3], along)
    yield several(ribbon(points, 3.4 * np.sin(np.pi * (0.12 + 0.88 * along))), hexes(theme.greens[:1])[0])
