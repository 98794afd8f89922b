"""The heart in words: what it looks like, how to read it, and the small samples of its legend.

Colours are told by month, never by season's name: July is winter for some.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from artgen.drawing.colour import hexes
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark
from artgen.drawing.style import Description, LegendItem
from artgen.drawing.theme import Theme
from artgen.history.columns import WEATHERS
from artgen.history.story import Story
from artgen.words.phrases import spoken
from artgen.words.sentences import alt_text
from artgen.words.sentences import said as said_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital

_PARTS = ((1 / 2, "half"), (1 / 3, "third"), (1 / 4, "quarter"), (1 / 5, "fifth"))
_DOUBT = 1.05


def describe_heart(story: Story, telling: Telling, vocabulary: Vocabulary, shown: float) -> Description:
    """Say what the picture looks like; `shown` is the visible share of its most hidden stroke. No name is said."""
    say = spoken(vocabulary).say
    if not len(story):
        title, text, alt, quiet, wish = (
            say(f"heart.empty.{part}") for part in ("title", "text", "alt", "quiet", "wish")
        )
        return Description(title, text, alt, quiet, wish)
    values = {"noun": vocabulary.activity.one, "year": telling.year}
    if len(story) == 1:
        said = said_of(telling.rows[0], story.activities[0], _voice(vocabulary), "heart")
        alt = alt_text(*(say(f"heart.one.{part}", **values) for part in ("alt", "alt_short")))
        text = " ".join([say("heart.one.text", said=said, **values), *_echo(story, vocabulary)])
        return Description(say("heart.one.title", **values), text, alt)
    first, last = telling.rows[0].month, telling.rows[-1].month
    inner, outer = (first, last) if first != last else (say("heart.first"), say("heart.last"))
    values["count"] = _count(len(story), vocabulary)
    values["title"] = say("heart.many.title", **values)
    values["order"] = capital(say("heart.many.order", inner=inner, outer=outer))
    sentences = [
        say("heart.many.text", totals=_totals(telling, vocabulary), **values),
        say("heart.many.wind", inner=inner, outer=outer),
        *_lengths(story, telling, vocabulary),
        _colours(story, vocabulary),
        _layers(shown, vocabulary),
        *_echo(story, vocabulary),
    ]
    alt = alt_text(*(say(f"heart.many.{part}", **values) for part in ("alt", "alt_title", "alt_short")))
    return Description(values["title"], " ".join(sentences), alt)


def legend_heart(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain stroke, length, colour and texture, each with the activities that show it best."""
    if not len(story):
        return ()
    columns, say = story.columns, spoken(vocabulary).say
    last = len(story) - 1
    lit = np.isfinite(columns.sun[:, 0])
    sun = np.where(lit, columns.sun[:, 0], 0.0)
    day = (int(np.argmax(sun)), int(np.argmin(sun))) if lit.any() else (0, last)
    ramps, rows = (_both, ("month", "hour")) if lit.any() else (_months, ("month",))
    labels = tuple(say(f"heart.legend.{row}") for row in rows)
    items = [
        LegendItem(say("heart.legend.reading"), _stroke(story, telling, vocabulary), of=_once(0, last)),
        LegendItem(say("heart.legend.length"), _breadths(story, vocabulary), of=story.extremes),
        LegendItem(say("heart.legend.colour"), "", of=_once(*day), draw=ramps, labels=labels, stacked=True),
    ]
    if (columns.weather >= 0).any():
        found = [int(np.argmax(columns.weather == kind)) for kind in range(len(WEATHERS)) if kind in columns.weather]
        names = tuple(_voice(vocabulary).weather(kind) for kind in WEATHERS)
        items.append(LegendItem(say("heart.legend.texture"), "", of=_once(*found), draw=_textures, labels=names))
    elif last:
        items.append(LegendItem(say("heart.legend.layers"), say("heart.legend.overlap"), of=_once(0, last)))
    return tuple(items)


def _voice(vocabulary: Vocabulary) -> Voice:
    return Voice(vocabulary, spoken(vocabulary))


def _count(number: int, vocabulary: Vocabulary) -> str:
    return spoken(vocabulary).number(number)


def _totals(telling: Telling, vocabulary: Vocabulary) -> str:
    phrases = spoken(vocabulary)
    nouns = (vocabulary.unit, vocabulary.place)
    known = tuple(form for noun in nouns for form in (noun.one, noun.many, *noun.forms.values()))
    figures = [figure for figure in telling.figures[1:3] if figure.label.startswith(known)]
    said = [phrases.say("heart.many.total", count=figure.value, noun=figure.label) for figure in figures]
    return phrases.say("heart.many.totals", list=phrases.say("parts.facts").join(said)) if said else ""


def _stroke(story: Story, telling: Telling, vocabulary: Vocabulary) -> str:
    say, noun, year = spoken(vocabulary).say, vocabulary.activity.one, str(story.last.year) if story.last else ""
    if len(telling.rows) == 1:
        return say("heart.echo.stroke_one", noun=noun, year=year) if year else say("heart.legend.stroke_one", noun=noun)
    first, last = telling.rows[0].month, telling.rows[-1].month
    inner, outer = (first, last) if first != last else (say("heart.first"), say("heart.last"))
    order = say("heart.legend.order", inner=inner, outer=outer)
    if year:
        order = say("heart.echo.order", inner=inner, year=year)
    return say("heart.legend.stroke", noun=noun, order=order)


def _breadths(story: Story, vocabulary: Vocabulary) -> str:
    say, amount = spoken(vocabulary).say, _voice(vocabulary).measure()
    graded = bool(vocabulary.grade) and bool((story.columns.grade > 0).any())
    if len(story) == 1:
        said = say("heart.legend.length_one")
    elif not np.isfinite(story.columns.amount).any():
        said = say(f"heart.legend.length_{'unknown' if amount else 'unmeasured'}", amount=amount)
    else:
        said = capital(amount) if graded else say("heart.legend.length_known", amount=capital(amount))
    return say("heart.legend.grade", said=said, grade=vocabulary.grade) if graded else said


def _lengths(story: Story, telling: Telling, vocabulary: Vocabulary) -> Iterator[str]:
    say, values = spoken(vocabulary).say, {"amount": _voice(vocabulary).measure()}
    amount = story.columns.amount
    known = np.isfinite(amount)
    if not known.any():
        yield say(f"heart.length.{'unknown' if values['amount'] else 'unmeasured'}", **values)
        return
    if np.ptp(amount[known]) == 0:
        yield say("heart.length.equal", **values)
    elif (longest := story.largest) is None:
        yield f"{say('heart.legend.length_known', amount=capital(values['amount']))}{say('letter.stop')}"
    else:
        said = said_of(telling.rows[longest], story.activities[longest], _voice(vocabulary), "heart")
        yield say("heart.length.longest", said=said, **values)
    if missing := int((~known).sum()):
        yield say("heart.length.missing", count=_count(missing, vocabulary), **values)


def _colours(story: Story, vocabulary: Vocabulary) -> str:
    dark = ~np.isfinite(story.columns.sun[:, 0])
    unlit = int(dark.sum())
    known = "month" if unlit == len(story) else "partly" if unlit else "both"
    if np.isfinite(story.columns.hour[dark]).any():
        known += "_timed"
    return spoken(vocabulary).say(f"heart.colour.{known}", count=_count(unlit, vocabulary))


def _layers(shown: float, vocabulary: Vocabulary) -> str:
    least = next((name for part, name in _PARTS if shown >= part * _DOUBT), "least")
    return spoken(vocabulary).say(f"heart.layers.{least}")


def _echo(story: Story, vocabulary: Vocabulary) -> Iterator[str]:
    """Say what the ring is, where it is drawn."""
    if story.last:
        yield spoken(vocabulary).say("heart.echo.text", year=str(story.last.year))


def _once(*numbers: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _ramp(colours: Sequence[str], width: float, y: float) -> Bar:
    stops = tuple((i / (len(colours) - 1), colour) for i, colour in enumerate(colours))
    return Bar(0, y, width, 9, Gradient((0, y), (width, y), stops))


def _months(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    yield _ramp(_year(theme), width, height / 2 - 4.5)


def _both(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw the year from January to December, and under it a day from midnight to midnight."""
    yield _ramp(_year(theme), width, height / 4 - 4.5)
    yield _ramp(_day(theme), width, 3 * height / 4 - 4.5)


@lru_cache(maxsize=32)
def _year(theme: Theme) -> tuple[str, ...]:
    return tuple(hexes(theme.season(np.linspace(1, 365, 25))))


@lru_cache(maxsize=32)
def _day(theme: Theme) -> tuple[str, ...]:
    hours = np.linspace(0, 24, 33)
    sun = 16 - 46 * np.cos(hours / 24 * 2 * np.pi)
    return tuple(hexes(theme.hour(sun, hours < 12)))


def _textures(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw three bristles of each weather at even steps."""
    step = width / len(WEATHERS)
    along = np.linspace(0, 0.73 * step, 9)
    dashes = {"rain": (0.3 * step, 0.14 * step), "snow": (0.0, 0.12 * step)}
    for i, kind in enumerate(WEATHERS):
        wave = 1.6 * np.sin(along / step * 17) if kind == "wind" else 0 * along
        rows = [np.stack([i * step + along, height * at + wave], axis=-1) for at in (0.25, 0.5, 0.75)]
        broad, opacity = (3.4, 0.35) if kind == "cloud" else (1.3, 0.9)
        yield Bristles(np.concatenate(rows), (0, 9, 18), theme.ink, broad, opacity, dashes.get(kind, ()))
