"""How to read the landscape: a few items with flags cut by the same hand as those on the summits."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np

from artgen.drawing.colour import hexes
from artgen.drawing.marks import Mark, Shape
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import Theme
from artgen.drawing.typeset import cut
from artgen.history.story import Story
from artgen.renderers._strata_flags import flag, fly
from artgen.renderers._strata_mountains import flies
from artgen.renderers._strata_paint import UNKNOWN, flags_of, summits_of
from artgen.renderers._strata_scene import quiet_weeks, record
from artgen.renderers._strata_slopes import unit_of_story
from artgen.renderers._strata_words import alike, disc_of, layer_of, named, spoken_by
from artgen.words.sentences import kinds_seen
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital

_ROW = 3
_COLUMN, _GAP, _SMALLEST = 218.0, 6.5, 9.0


def legend_strata(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain peak and ridge, flags and summits, the disc in the sky, height and layers, days, distance and ripples.

    The first four stand on the poster: where flags need two of them, height stands with the first.
    """
    if not len(story):
        return ()
    voice = Voice(vocabulary, spoken_by(vocabulary))
    kinds, sky, height = list(_kinds(story, voice)), list(_sky(story, voice)), _height(story, voice)
    reading = _reading(story, telling, voice, told=len(kinds) > 1 and not alike(story, voice))
    first = [reading, *kinds, *sky, height] if len(kinds) > 1 else [reading, height, *kinds, *sky]
    return (*first, *_land(story, voice))


def _reading(story: Story, telling: Telling, voice: Voice, *, told: bool) -> LegendItem:
    say, noun = voice.phrases.say, voice.vocabulary.activity.one
    of = tuple(dict.fromkeys((0, len(story) - 1)))
    if len(story) == 1:
        text = say("strata.legend.peak_one", noun=noun, month=telling.rows[0].month)
    else:
        text = say(f"strata.legend.{'taller' if told else 'peak'}", noun=noun)
    return LegendItem(say("strata.legend.reading"), text, of=of)


def _height(story: Story, voice: Voice) -> LegendItem:
    say, amount = voice.phrases.say, voice.measure()
    unit, why = layer_of(story, voice), alike(story, voice)
    key = why or ("one" if len(story) == 1 else "layers")
    if key in ("equal", "one", "layers") and not unit:
        key = f"{key}_money"
    said = capital(say(f"strata.legend.{key}", amount=amount, unit=unit))
    missing = ~np.isfinite(story.columns.amount)
    if missing.any() and unit_of_story(story):
        said = say("strata.legend.missing", said=said)
    return LegendItem(say("strata.legend.height"), said, of=() if why else story.extremes)


def _kinds(story: Story, voice: Voice) -> Iterator[LegendItem]:
    """Yield the flags of the year's kinds, in one row of three or in two; a name too long for its column is cut."""
    if not flies(story):
        return
    kinds = kinds_seen(story)
    rows = 1 if len(kinds) <= _ROW else 2
    ends = [0, -(-len(kinds) // rows), len(kinds)][: rows + 1]
    for i, (a, b) in enumerate(pairwise(ends)):
        drawn = tuple(kind if kind >= 0 else UNKNOWN for kind in kinds[a:b])
        heading = voice.phrases.say("strata.legend.kinds_more" if i else "strata.legend.kinds")
        of = tuple(int(np.argmax(story.kind == kind)) for kind in kinds[a:b])
        room = _COLUMN / len(drawn) - _GAP
        labels = tuple(cut(named(kind, story, voice), room, _SMALLEST) for kind in kinds[a:b])
        yield LegendItem(heading, "", of=of, draw=_samples(drawn), labels=labels)


def _sky(story: Story, voice: Voice) -> Iterator[LegendItem]:
    say, disc, top = voice.phrases.say, disc_of(story), record(story)
    if top is None:
        return
    key = "over_one" if len(story) == 1 else "over_day" if disc == "day" else "over"
    heading = say("strata.legend.moon" if disc == "moon" else "strata.legend.sun")
    yield LegendItem(heading, say(f"strata.legend.{key}", amount=voice.measure()), of=(top,))


def _land(story: Story, voice: Voice) -> Iterator[LegendItem]:
    say = voice.phrases.say
    yield LegendItem(say("strata.legend.across"), say("strata.legend.across_text"))
    yield LegendItem(say("strata.legend.near"), say("strata.legend.near_text"))
    if not story.softened and len(quiet_weeks(story)):
        yield LegendItem(say("strata.legend.ripple"), say("strata.legend.ripple_text"))


def _samples(kinds: tuple[int, ...]) -> Callable[[Theme, float, float], Iterator[Mark]]:
    def draw(theme: Theme, width: float, height: float) -> Iterator[Mark]:
        """Draw the flag of each kind, and a summit in its light, at even steps."""
        cloth, light = hexes(flags_of(theme)), hexes(summits_of(theme))
        for i, kind in enumerate(kinds):
            x = i * width / len(kinds)
            hill = np.array([[x + 15, height], [x + 21.5, height - 10.5], [x + 28, height]])
            yield Shape(hill, light[kind], smooth=False)
            long = 0.57 * height
            yield fly(flag(kind, theme.muted, theme.ink), x + 1, height - 0.4, long, cloth[kind], (), inward=False)

    return draw
