"""The skies in words: what they look like, and how to read them. Colours are told by sun, hour and month."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artgen.drawing.style import Description, LegendItem
from artgen.history.story import Story
from artgen.renderers._skies_beside import MOST_COURSES, MOST_ROWS
from artgen.renderers._skies_light import known
from artgen.renderers._skies_ridges import hilly, moments
from artgen.renderers._skies_samples import day_ramp, month_ramp, ramps, sky_ramp, weather_samples
from artgen.renderers._skies_sun import lit
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.sentences import alt_text
from artgen.words.sentences import said as said_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital

_SOURCE = Path(__file__).with_name("skies.py")


def describe_skies(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what the picture looks like; nobody's name."""
    phrases = dialect(_SOURCE, vocabulary)
    say = phrases.say
    if not len(story):
        return Description(*(say(f"skies.empty.{part}") for part in ("title", "text", "alt", "quiet", "wish")))
    voice = Voice(vocabulary, phrases)
    count = len(story)
    values = {
        "noun": vocabulary.activity.one,
        "year": telling.year,
        "counted": phrases.counted(count, phrases.number(count), vocabulary.activity),
        "ridges": phrases.number(moments(count)),
    }
    if count == 1:
        said = said_of(telling.rows[0], story.activities[0], voice, "skies")
        sentences = [
            say("skies.one.text", said=said, **values),
            *_course(story, phrases),
            *_colours(story, phrases),
            *_weathers(story, phrases),
        ]
        alt = alt_text(*(say(f"skies.one.{part}", **values) for part in ("alt", "alt_short")))
        return Description(say("skies.one.title", **values), " ".join(sentences), alt)
    first, last = telling.rows[0].month, telling.rows[-1].month
    values["above"], values["below"] = (first, last) if first != last else (say("skies.first"), say("skies.last"))
    values["title"] = say("skies.many.title", **values)
    many = "moments" if moments(count) > 1 else "hills" if hilly(story.columns) else "ridges"
    sentences = [
        say("skies.many.text", totals=_totals(telling, vocabulary, phrases), **values),
        capital(say(f"skies.many.{many}", **values)),
        say(f"skies.across.{_across(story)}"),
        *_shapes(story, voice),
        *_record(story, telling, voice),
        *_colours(story, phrases),
        *_weathers(story, phrases),
        say("skies.many.cover"),
    ]
    values["above"] = capital(values["above"])  # In alternative texts it begins a sentence.
    alt = alt_text(*(capital(say(f"skies.many.{part}", **values)) for part in ("alt", "alt_title", "alt_short")))
    return Description(values["title"], " ".join(sentences), alt)


def legend_skies(story: Story, telling: Telling, vocabulary: Vocabulary) -> tuple[LegendItem, ...]:
    """Explain ridge, shape, colour and weather, then the disc and what stands beside the window."""
    if not len(story):
        return ()
    phrases = dialect(_SOURCE, vocabulary)
    say, columns, voice = phrases.say, story.columns, Voice(vocabulary, phrases)
    count, last = len(story), len(story) - 1
    noun, ridges = vocabulary.activity.one, phrases.number(moments(count))
    where, listed = _across(story), "rows" if count <= MOST_ROWS else "months"
    each = "moments" if moments(count) > 1 else "hill" if hilly(story.columns) else "ridge"
    one = say(f"skies.legend.one_{each}", noun=noun, ridges=ridges)
    reading = say(f"skies.legend.{'moments' if moments(count) > 1 else listed}_{where}")
    items = [
        LegendItem(one, reading, of=_once(0, last)),
        LegendItem(say("skies.legend.shape"), _shape(story, voice), of=story.extremes),
        _colour(story, phrases),
    ]
    if (columns.weather > 0).any():
        names = tuple(voice.weather(kind) for kind in ("rain", "snow", "cloud", "wind"))
        found = [int(np.argmax(columns.weather == kind)) for kind in range(1, 5) if kind in columns.weather]
        items.append(LegendItem(say("skies.legend.weather"), "", of=_once(*found), draw=weather_samples, labels=names))
    if (shown := lit(story)) >= 0:
        disc = "disc_one" if count == 1 else "disc_month" if known(columns).month[shown] else "disc"
        text = say(f"skies.legend.{disc}", amount=voice.measure())
        items.append(LegendItem(say("skies.legend.disc_heading"), text, of=(shown,)))
    detail = "course" if count <= MOST_COURSES and known(columns).sun.any() else listed
    items.append(LegendItem(say("skies.legend.beside"), say(f"skies.legend.beside_{detail}"), of=_once(0, last)))
    items.append(LegendItem(say("skies.legend.above"), say("skies.legend.above_text", noun=noun), of=(0,)))
    return tuple(items)


def _across(story: Story) -> str:
    """Say what runs across the window: the hours, or the days of the month where no hour is known."""
    timed = np.isfinite(story.columns.hour)
    return "hours" if timed.all() else "partly" if timed.any() else "days"


def _totals(telling: Telling, vocabulary: Vocabulary, phrases: Phrases) -> str:
    nouns = (vocabulary.unit, vocabulary.place)
    forms = tuple(form for noun in nouns for form in (noun.one, noun.many, *noun.forms.values()))
    figures = [figure for figure in telling.figures[1:3] if figure.label.startswith(forms)]
    said = [phrases.say("skies.many.total", count=figure.value, noun=figure.label) for figure in figures]
    return phrases.say("skies.many.totals", list=phrases.say("parts.facts").join(said)) if said else ""


def _course(story: Story, phrases: Phrases) -> Iterator[str]:
    """Say where the sun stands at the beginning and the end of the one activity."""
    if known(story.columns).sun[0]:
        begin, *_, end = (phrases.number(round(height) + 0) for height in story.activities[0].sun)
        yield phrases.say("skies.one.sun", begin=begin, end=end)


def _shape_key(story: Story) -> str:
    measured = bool(np.isfinite(story.columns.amount).any())
    lasting = bool((np.isfinite(story.columns.minutes) & (story.columns.minutes > 0)).any())
    return {(True, True): "both", (True, False): "amount", (False, True): "duration", (False, False): "alike"}[
        measured, lasting
    ]


def _shape(story: Story, voice: Voice) -> str:
    return voice.phrases.say(f"skies.legend.shape_{_shape_key(story)}", amount=voice.measure())


def _shapes(story: Story, voice: Voice) -> Iterator[str]:
    amount, say = story.columns.amount, voice.phrases.say
    yield say(f"skies.shape.{_shape_key(story)}", amount=voice.measure())
    missing = int((~np.isfinite(amount)).sum())
    if 0 < missing < len(story):
        yield say("skies.shape.missing", amount=voice.measure(), count=voice.phrases.number(missing))


def _record(story: Story, telling: Telling, voice: Voice) -> Iterator[str]:
    most = story.largest
    if most is not None:
        said = said_of(telling.rows[most], story.activities[most], voice, "skies")
        yield voice.phrases.say("skies.many.disc", amount=voice.measure(), said=said)


def _colours(story: Story, phrases: Phrases) -> Iterator[str]:
    """Say what colour follows; where that differs from one to another, for how many."""
    light = known(story.columns)
    found = [(name, getattr(light, name)) for name in ("sun", "clock", "month") if getattr(light, name).any()]
    yield phrases.say(f"skies.colour.{found[0][0]}")
    for name, which in found[1:]:
        yield phrases.say(f"skies.colour.{name}_else", count=phrases.number(int(which.sum())))


def _weathers(story: Story, phrases: Phrases) -> Iterator[str]:
    if (story.columns.weather > 0).any():
        yield phrases.say("skies.weather")


def _colour(story: Story, phrases: Phrases) -> LegendItem:
    """Explain colour by what most of the year's ridges follow; a word on the others stands in the text."""
    light, say = known(story.columns), phrases.say
    text = " ".join(_colours(story, phrases))
    found = np.flatnonzero(light.sun)
    if len(found):
        height = story.columns.sun[found].mean(axis=1)
        of = _once(int(found[np.argmax(height)]), int(found[np.argmin(height)]))
        labels = tuple(say(f"skies.legend.{name}") for name in ("night", "low", "high"))
        return LegendItem(say("skies.legend.colour_sun"), text, of=of, draw=sky_ramp, labels=labels)
    of = _once(0, len(story) - 1)
    if light.clock.any():
        rows = (say("skies.legend.hour"), say("skies.legend.month"))
        return LegendItem(
            say("skies.legend.colour_clock"), text, of=of, draw=ramps(day_ramp, month_ramp), labels=rows, stacked=True
        )
    row = say("skies.legend.month")
    return LegendItem(
        say("skies.legend.colour_month"), text, of=of, draw=ramps(month_ramp), labels=(row,), stacked=True
    )


def _once(*numbers: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))
