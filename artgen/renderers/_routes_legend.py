"""The legend of the routes: every mark explained, the first four things on the poster, the rest on the page."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from artgen.drawing.colour import hexes, mix_clean
from artgen.drawing.marks import Bar, Bristles, Gradient, Mark
from artgen.drawing.style import LegendItem
from artgen.drawing.theme import Theme
from artgen.history.columns import WEATHERS
from artgen.history.story import KINDS, Story
from artgen.renderers._routes_globe import is_airport
from artgen.renderers._routes_layout import Layout, lay_out
from artgen.renderers._routes_plan import Plan, plan
from artgen.renderers._routes_threads import FAINT, RIPPLED, dash, onto, ripple, texture, threads
from artgen.renderers._routes_words import compared, direction_of, hours_of, length_of, measured, phrases_of, unit_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice

_RAMP = 9


def legend(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain the picture of this year and nothing that isn't in it."""
    if not len(story):
        return ()
    drawn = plan(story)
    layout = None if drawn.kind == "chart" else lay_out(drawn, story)
    first, last = 0, len(story) - 1
    say = phrases_of(vocabulary).say
    made = threads(story, charted=layout is None)
    extremes = _once(int(np.argmax(made.count)), int(np.argmin(made.count))) if compared(story, made) else ()
    nouns = {"noun": vocabulary.activity.one, "nouns": vocabulary.activity.many, "place": vocabulary.place.one}
    return (
        LegendItem(say("routes.legend.reading"), say(f"routes.legend.is.{drawn.kind}", **nouns), of=_once(first, last)),
        LegendItem(say("routes.legend.threads"), measured(story, drawn, vocabulary), of=extremes),
        _colour(story, vocabulary),
        LegendItem(say("routes.legend.direction"), _direction(drawn, layout, vocabulary), of=_once(first)),
        *_more(story, drawn, layout, vocabulary),
    )


def _colour(story: Story, vocabulary: Vocabulary) -> LegendItem:
    say = phrases_of(vocabulary).say
    known = hours_of(story)
    ramps, rows = {
        "sun": (_sun, ("month", "hour")),
        "clock": (_clock, ("month", "hour")),
        "month": (_months, ("month",)),
    }[known.removesuffix("_partly")]
    labels = tuple(say(f"routes.legend.{row}") for row in rows)
    text = say(f"routes.colour.{known}", noun=vocabulary.activity.one)
    return LegendItem(
        say("routes.legend.colour"), text, of=_once(0, len(story) - 1), draw=ramps, labels=labels, stacked=True
    )


def _direction(drawn: Plan, layout: Layout | None, vocabulary: Vocabulary) -> str:
    if layout is None:
        return phrases_of(vocabulary).say("routes.direction.chart")
    return direction_of(drawn, layout, vocabulary) or phrases_of(vocabulary).say(f"routes.direction.{drawn.kind}")


def _more(story: Story, drawn: Plan, layout: Layout | None, vocabulary: Vocabulary) -> Iterator[LegendItem]:
    """Yield what the page adds: order, length, texture, grade, stars, rings, dots, bends, lines, smaller flowers."""
    say = phrases_of(vocabulary).say
    nouns = {"noun": vocabulary.activity.one, "nouns": vocabulary.activity.many, "place": vocabulary.place.one}

    def item(key: str, *of: int, **values: str) -> LegendItem:
        return LegendItem(say(f"routes.legend.{key}"), say(f"routes.more.{key}", **nouns, **values), of=_once(*of))

    if layout is None:
        yield item("repeats", 0)
    elif drawn.kind != "days":
        order = say(f"routes.more.order_{'ways' if drawn.ways else 'turns'}", **nouns)
        yield LegendItem(say("routes.legend.order"), order, of=_once(0, len(story) - 1))
    if layout is not None:
        yield LegendItem(say("routes.legend.length"), length_of(layout, vocabulary))
    if (made := _textures(story, vocabulary)) is not None:
        yield made
    if vocabulary.grade and (story.columns.grade > 0).any():
        yield item("grade", int(np.argmax(story.columns.grade)), grade=vocabulary.grade)
    if drawn.kind in ("chart", "routes", "places"):
        yield item("stars")
    if any(petal.place is None for petal in drawn.petals) and drawn.kind in ("routes", "places"):
        yield item("open", next(petal for petal in drawn.petals if petal.place is None).activities[0])
    centre = drawn.hubs[0]
    if centre and (layout is None or layout.compass):
        yield item("rings", unit=unit_of(story, vocabulary), home=centre.name)
        if is_airport(centre):
            yield item("dots")
    if layout is not None and layout.compass and layout.shift >= 1:
        yield item("bend")
    if drawn.links:
        yield item("links", drawn.links[0])
    if drawn.stems:
        yield item("stems", drawn.stems[0])
    if layout is not None and len(layout.flowers) > 1:
        yield item("flowers")


def _once(*numbers: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _textures(story: Story, vocabulary: Vocabulary) -> LegendItem | None:
    """Return samples of the textures that this year has."""
    phrases = phrases_of(vocabulary)
    kinds, told = texture(story)
    found = sorted(set(kinds.tolist()))
    if told == "nothing":
        return None
    if told == "weather":
        names = {i: Voice(vocabulary, phrases).weather(kind) for i, kind in enumerate(WEATHERS)}
    else:
        drawn = (vocabulary.categories.get(kind, kind) for kind in story.drawn_kinds)
        names = dict(enumerate(drawn)) | {KINDS: phrases.say("routes.other")}
        found = [kind for kind in found if (story.kind == kind).any()]
    of = tuple(int(np.argmax(kinds == kind)) for kind in found)
    unknown = (story.columns.weather < 0) if told == "weather" else (story.kind < 0)
    text = phrases.say("routes.more.unknown_texture") if unknown.any() else ""
    labels = tuple(names[kind] for kind in found)
    return LegendItem(phrases.say("routes.legend.texture"), text, of=of, draw=partial(_samples, found), labels=labels)


def _samples(kinds: list[int], theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw three threads of each texture at even steps."""
    step = width / len(kinds)
    along = np.linspace(0, 1, 12)
    for i, kind in enumerate(kinds):
        for row in range(3):
            y = height * (row + 0.5) / 3 + (
                1.3 * ripple(along, np.array([float(row)]))[0] if kind == RIPPLED else 0 * along
            )
            points = np.stack([i * step + along * min(0.72 * step, 42), y], axis=-1)
            yield Bristles(points, (0,), theme.ink, 1.1, 0.5 if kind == FAINT else 0.92, dash(kind, 1.0))


def _bar(colours: list[str], width: float, y: float) -> Bar:
    stops = tuple((i / (len(colours) - 1), colour) for i, colour in enumerate(colours))
    return Bar(0, y - _RAMP / 2, width, _RAMP, Gradient((0, y), (width, y), stops))


def _months(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    yield _bar(hexes(onto(theme, theme.season(np.linspace(1, 365, 25)), 0.03)), width, height / 2)


def _month_row(theme: Theme, width: float, height: float) -> Bar:
    return _bar(hexes(onto(theme, theme.season(np.linspace(1, 365, 25)), 0.03)), width, height / 4)


def _sun(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw the year from January to December, and under it a day from midnight to midnight."""
    yield _month_row(theme, width, height)
    hours = np.linspace(0, 24, 33)
    lab = onto(theme, theme.hour(16 - 46 * np.cos(hours / 24 * 2 * np.pi), hours < 12), 0.06)
    yield _bar(hexes(mix_clean(lab, lab, np.zeros(len(lab)))), width, 3 * height / 4)


def _clock(theme: Theme, width: float, height: float) -> Iterator[Mark]:
    """Draw the year from January to December, and under it the parts of a day from midnight to midnight."""
    yield _month_row(theme, width, height)
    hours = np.arange(0.5, 24, 1)
    step = width / len(hours)
    for hour, paint in zip(hours.tolist(), hexes(onto(theme, theme.clock(hours), 0.02)), strict=True):
        yield Bar((hour - 0.5) * step, 3 * height / 4 - _RAMP / 2, step + 0.2, _RAMP, paint)
