"""The routes in words: what the picture looks like, and how to read every mark of it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from artgen.drawing.style import Description
from artgen.history.columns import Place
from artgen.history.story import Story
from artgen.renderers._routes_globe import is_airport, kilometres_told
from artgen.renderers._routes_layout import Layout, lay_out
from artgen.renderers._routes_plan import Plan, plan
from artgen.renderers._routes_threads import Threads, threads
from artgen.words.dialect import dialect
from artgen.words.phrases import Phrases
from artgen.words.sentences import alt_text
from artgen.words.sentences import said as said_of
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice, capital, voice

_HOUR = 60
_FULL, _KANA = "。", ("\u3040", "\u30ff")
_STYLE = Path(__file__).with_name("routes.py")


def phrases_of(vocabulary: Vocabulary) -> Phrases:
    """Return a language with the words of this style."""
    return dialect(_STYLE, vocabulary)


def many(count: int, noun: str, vocabulary: Vocabulary) -> str:
    """Say how many: "12 petals"."""
    phrases = phrases_of(vocabulary)
    return phrases.counted(count, phrases.number(count), phrases.noun(f"routes.noun.{noun}"), "measured")


def counted(count: int, vocabulary: Vocabulary) -> str:
    """Say how many activities, in the brand's noun: "23 flights"."""
    phrases = phrases_of(vocabulary)
    return phrases.counted(count, phrases.number(count), vocabulary.activity)


def step_of(story: Story, drawn: Plan, vocabulary: Vocabulary) -> str:
    """Say how much one thread stands for, where that is a time: "10 minutes"; empty elsewhere."""
    made = threads(story, charted=drawn.kind == "chart")
    if made.measured != "minutes":
        return ""
    unit, count = ("hour", int(made.step) // _HOUR) if made.step >= _HOUR else ("minute", int(made.step))
    return many(count, unit, vocabulary)


def measured(story: Story, drawn: Plan, vocabulary: Vocabulary) -> str:
    """Say what the number of threads tells."""
    say = phrases_of(vocabulary).say
    made = threads(story, charted=drawn.kind == "chart")
    if made.measured == "minutes":
        return say("routes.threads.minutes", step=step_of(story, drawn, vocabulary))
    if made.measured == "amount":
        amount = Voice(vocabulary, phrases_of(vocabulary)).measure()
        return say("routes.threads.amount" if amount else "routes.threads.size", amount=amount)
    return say("routes.threads.alike", noun=vocabulary.activity.one)


def describe(story: Story, telling: Telling, vocabulary: Vocabulary) -> Description:
    """Say what the picture looks like; nobody's name, and for an empty year nothing about the year."""
    say = phrases_of(vocabulary).say
    if not len(story):
        return _empty(story.home, vocabulary)
    drawn = plan(story)
    values = {"noun": vocabulary.activity.one, "year": telling.year, "count": counted(len(story), vocabulary)}
    if len(story) == 1:
        title = say("routes.one.title", **values)
        said = said_of(telling.rows[0], story.activities[0], Voice(vocabulary, phrases_of(vocabulary)), "routes")
        text = [say("routes.one.text", said=said, **values), _sentence(measured(story, drawn, vocabulary))]
        return Description(title, _run(text), alt_text(_sentence(title), say("routes.one.alt", **values)))
    if drawn.kind == "chart":
        title = say("routes.many.chart", leaves=many(len(story), "leaf", vocabulary), **values)
        text = [*_chart(story, telling, drawn, vocabulary)]
    else:
        petals = many(len(drawn.petals), "petal", vocabulary)
        full = len({petal.hub for petal in drawn.petals})
        key = "flowers" if full > 1 else "flower" if len(drawn.petals) > 1 else "leaf"
        title = capital(say(f"routes.many.{key}", petals=petals, flowers=many(full, "flower", vocabulary), **values))
        text = [*_flower(story, telling, drawn, vocabulary)]
    text.append(_colours(story, drawn, vocabulary))
    return Description(
        title, _run([_sentence(title), *text]), alt_text(_sentence(title), say("routes.many.alt", **values))
    )


def _empty(home: Place | None, vocabulary: Vocabulary) -> Description:
    say = phrases_of(vocabulary).say
    title, text, alt = (say(f"routes.empty.{part}") for part in ("title", "text", "alt"))
    if is_airport(home) and home:
        return Description(
            title, text, alt, say("routes.empty.quiet_home", home=home.name), say("routes.empty.wish_home")
        )
    return Description(title, text, alt, say("routes.empty.quiet"), say("routes.empty.wish"))


def _chart(story: Story, telling: Telling, drawn: Plan, vocabulary: Vocabulary) -> Iterator[str]:
    say = phrases_of(vocabulary).say
    yield say("routes.is.chart", noun=vocabulary.activity.one)
    yield say("routes.length.chart")
    yield _sentence(measured(story, drawn, vocabulary))
    yield from _largest(story, telling, drawn, vocabulary)


def _flower(story: Story, telling: Telling, drawn: Plan, vocabulary: Vocabulary) -> Iterator[str]:
    phrases = phrases_of(vocabulary)
    layout = lay_out(drawn, story)
    nouns = {"noun": vocabulary.activity.one, "nouns": vocabulary.activity.many, "place": vocabulary.place.one}
    yield phrases.say(f"routes.is.{drawn.kind}", **nouns)
    if drawn.kind != "days":
        yield phrases.say("routes.order")
    yield _sentence(measured(story, drawn, vocabulary))
    if len(drawn.petals) == 1:
        return
    yield length_of(layout, vocabulary)
    if direction := direction_of(drawn, layout, vocabulary):
        yield _sentence(direction)
    if drawn.kind in ("routes", "places"):
        yield from _fullest(story, drawn, vocabulary)
    else:
        yield from _largest(story, telling, drawn, vocabulary)


def length_of(layout: Layout, vocabulary: Vocabulary) -> str:
    """Say what the length of a petal tells."""
    amount = Voice(vocabulary, phrases_of(vocabulary)).measure()
    key = "size" if layout.length == "amount" and not amount else layout.length
    return phrases_of(vocabulary).say(f"routes.length.{key}", nouns=vocabulary.activity.many, amount=amount)


def direction_of(drawn: Plan, layout: Layout, vocabulary: Vocabulary) -> str:
    """Say what the direction of a petal tells; empty where it has been said already."""
    phrases = phrases_of(vocabulary)
    if layout.compass:
        key = "spread" if layout.shift >= 1 else "true"
        return phrases.say(f"routes.direction.{key}", degrees=phrases.number(round(layout.shift)))
    if drawn.kind in ("routes", "places"):
        return phrases.say("routes.direction.rank")
    return ""


def _fullest(story: Story, drawn: Plan, vocabulary: Vocabulary) -> Iterator[str]:
    """Name the petal of most activities, where it is one alone."""
    sizes = [len(petal.activities) if petal.place else 0 for petal in drawn.petals]
    if story.softened or sizes.count(max(sizes)) > 1 or max(sizes) <= 1:
        return
    petal = drawn.petals[sizes.index(max(sizes))]
    speaker, hub = voice(vocabulary, story), drawn.hubs[petal.hub]
    if petal.place is None:
        return
    name = speaker.place(petal.place)
    if drawn.ways and hub:
        name = phrases_of(vocabulary).say("routes.pair", one=speaker.place(hub), other=name)
    yield phrases_of(vocabulary).say("routes.record.petal", count=counted(max(sizes), vocabulary), name=name)


def _largest(story: Story, telling: Telling, drawn: Plan, vocabulary: Vocabulary) -> Iterator[str]:
    """Name the activity of most threads, where it is one alone and threads may be compared."""
    made = threads(story, charted=drawn.kind == "chart")
    most = int(np.argmax(made.count))
    if not compared(story, made) or (made.count == made.count[most]).sum() > 1:
        return
    said = said_of(telling.rows[most], story.activities[most], Voice(vocabulary, phrases_of(vocabulary)), "routes")
    yield phrases_of(vocabulary).say("routes.record.threads", said=said, noun=vocabulary.activity.one)


def compared(story: Story, made: Threads) -> bool:
    """Tell whether it may be said who has most threads: what they count is known of all, and isn't hushed."""
    if made.measured == "amount":
        return bool(story.extremes)
    return not story.softened and (made.measured == "nothing" or bool(np.isfinite(story.columns.minutes).all()))


def _colours(story: Story, drawn: Plan, vocabulary: Vocabulary) -> str:
    return phrases_of(vocabulary).say(f"routes.colour.{hours_of(story)}", noun=vocabulary.activity.one)


def hours_of(story: Story) -> str:
    """Return what is known of hours: "sun", "sun_partly", "clock", "clock_partly" or "month"."""
    lit = np.isfinite(story.columns.sun).all(axis=1)
    timed = np.isfinite(story.columns.hour)
    if lit.any():
        return "sun" if lit.all() else "sun_partly"
    if timed.any():
        return "clock" if timed.all() else "clock_partly"
    return "month"


def unit_of(story: Story, vocabulary: Vocabulary) -> str:
    """Name the unit of the rings: the brand's own where its amounts are these distances, else kilometres."""
    told = kilometres_told(story)
    return vocabulary.unit.many if told else phrases_of(vocabulary).say("routes.kilometres")


def _run(sentences: list[str]) -> str:
    """Put sentences one after the other: with a blank between them, but for scripts that set none."""
    return "".join(text if text.endswith(_FULL) else f"{text} " for text in sentences).rstrip()


def _sentence(text: str) -> str:
    """Return a line of the legend as a sentence of its own."""
    broad = any(_KANA[0] <= letter <= _KANA[1] for letter in text)
    joined = text.replace("\n", "" if broad else " ")
    return joined if joined.endswith((".", _FULL)) else joined + (_FULL if broad else ".")
