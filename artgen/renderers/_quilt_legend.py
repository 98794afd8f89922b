"""How to read the quilt: patch and pattern, dyes, bands, plain cloth; samples are sewn as the quilt itself is."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

import numpy as np

from artgen.drawing.colour import hex_of, hexes
from artgen.drawing.marks import Bar, Mark, Shape
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import PARTS, Theme
from artgen.history.story import Story
from artgen.renderers._quilt_bands import comparable
from artgen.renderers._quilt_cut import WEEKS, lay, weeks
from artgen.renderers._quilt_dyes import cloths, let_down
from artgen.renderers._quilt_figures import figure
from artgen.renderers._quilt_words import named, spoken_by
from artgen.words.sentences import kinds_seen
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital

_BANDS = 3
_CLOTHS = (0.8, 0.5)
_MONTHS = 15 + 30.4 * np.arange(12)


def legend_quilt(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain patch, pattern, colour and bands on the poster, the rest beside them on the page."""
    if not len(story):
        return ()
    words = spoken_by(vocabulary)
    voice, say, last = Voice(vocabulary, words), words.say, len(story) - 1
    patch = say("quilt.legend.patch", noun=vocabulary.activity.one)
    items = [LegendItem(say("quilt.legend.reading"), patch, of=_once(0, last))]
    kinds = kinds_seen(story)
    pattern = LegendItem(
        say("quilt.legend.pattern"),
        "" if max(kinds) >= 0 else say("quilt.legend.log_cabin"),
        of=_once(*(int(np.argmax(story.kind == kind)) for kind in kinds)),
        draw=partial(_patterns, kinds) if max(kinds) >= 0 else None,
        labels=tuple(named(kind, story, voice) for kind in kinds) if max(kinds) >= 0 else (),
    )
    if max(kinds) >= 0:
        items.append(pattern)
    items.append(_colours(story, voice))
    if last:
        items.append(_bands(story, voice))
    if len(np.unique(weeks(story.columns))) < WEEKS:
        items.append(LegendItem(say("quilt.legend.plain"), say("quilt.legend.plain_text")))
    if max(kinds) < 0:
        items.append(pattern)
    items.append(LegendItem(say("quilt.legend.seams"), say("quilt.legend.seams_text")))
    if not last:
        items.append(_bands(story, voice))
    if hours := _hours(story, voice):
        items.append(hours)
    return tuple(items)


def _colours(story: Story, voice: Voice) -> LegendItem:
    say, hour = voice.phrases.say, story.columns.hour
    timed = np.flatnonzero(~np.isnan(hour))
    if not len(timed):
        of = _once(0, len(story) - 1)
        return LegendItem(
            say("quilt.legend.colour"), "", of=of, draw=_months, labels=(say("quilt.legend.month"),), stacked=True
        )
    of = _once(int(timed[np.argmin(hour[timed])]), int(timed[np.argmax(hour[timed])]))
    labels = say("quilt.legend.hour"), say("quilt.legend.month")
    return LegendItem(say("quilt.legend.colour"), "", of=of, draw=_both, labels=labels, stacked=True)


def _bands(story: Story, voice: Voice) -> LegendItem:
    say, amount, known = voice.phrases.say, voice.measure(), np.isfinite(story.columns.amount)
    if len(story) == 1:
        said = say("quilt.legend.one")
    elif not known.any():
        said = say(f"quilt.legend.{'unknown' if amount else 'unmeasured'}", amount=amount)
    elif not comparable(story):
        said = say("quilt.legend.equal", amount=amount)
    else:
        starred = story.largest is not None
        opened = voice.phrases.table["quilt.legend.more"].startswith("{amount}")
        said = say(f"quilt.legend.{'starred' if starred else 'more'}", amount=capital(amount) if opened else amount)
        if not known.all():
            said = say("quilt.legend.missing", said=said)
    return LegendItem(say("quilt.legend.bands"), said, of=story.extremes)


def _hours(story: Story, voice: Voice) -> LegendItem | None:
    """Say at which hours the colour changes; nothing where no hour is known."""
    unknown = np.isnan(story.columns.hour)
    if unknown.all():
        return None
    words = voice.phrases
    turns = [words.time(dt.datetime(story.year, 1, 1, int(hour))) for hour in PARTS]
    said = words.say("quilt.legend.hours_text", list=words.say("parts.facts").join(turns))
    if unknown.any():
        said = words.say("quilt.legend.hours_missing", said=said)
    return LegendItem(words.say("quilt.legend.hours"), said, draw=_parts)


def _once(*numbers: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _patterns(kinds: list[int], theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Sew one small patch of each kind at even steps."""
    step = width / len(kinds)
    side = min(height, 0.8 * step)
    paint = theme.clock_paints[2]
    cloth = cloths(np.array([105.0]), theme, paint[:1])[0]
    paints = hexes(let_down(paint, cloth))
    for i, kind in enumerate(kinds):
        left, top = i * step, (height - side) / 2
        quad = np.array([[[left, top], [left + side, top], [left + side, top + side], [left, top + side]]])
        yield Shape(quad[0], hex_of(cloth), smooth=False)
        for layer in figure(kind, _BANDS, 0):
            yield Shape(lay(quad, layer.points)[0], paints[layer.paint], smooth=False, starts=layer.starts)


def _both(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Lay out the parts of the day from early to night, and under them the cloth of the months."""
    yield from _swatches(hexes(theme.clock_paints), width, height / 4 - 4.5, 9)
    yield from _cloths(theme, width, 3 * height / 4 - 4.5)


def _parts(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    yield from _swatches(hexes(theme.clock_paints), width, height / 2 - 4.5, 9)


def _months(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    yield from _cloths(theme, width, height / 2 - 4.5)


def _cloths(theme: Theme, width: float, y: float) -> Iterator[Mark]:
    """Lay out the cloth of the months: deeper under light figures, lighter under deep ones."""
    depths = _CLOTHS[:1] if theme.dark else _CLOTHS
    for i, lightness in enumerate(depths):
        paints = hexes(cloths(_MONTHS, theme, np.full(12, lightness)))
        yield from _swatches(paints, width, y + 9 * i / len(depths), 9 / len(depths))


def _swatches(paints: list[str], width: float, y: float, height: float) -> Iterator[Mark]:
    step = width / len(paints)
    for i, paint in enumerate(paints):
        yield Bar(i * step, y, step, height, paint)
