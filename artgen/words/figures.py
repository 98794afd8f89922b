"""The four figures of a year: counts, places, the longest; where one is unknown, the next that is known stands in."""

from collections.abc import Iterator
from itertools import islice

from artgen.history.story import Fact, Story
from artgen.words.telling import Figure
from artgen.words.voice import Voice, capital, route

SHOWN = 4


def figures(story: Story, voice: Voice) -> tuple[Figure, ...]:
    """Return four figures, or none for an empty year."""
    if not len(story):
        return ()
    return tuple(islice(_one(story, voice) if len(story) == 1 else _many(story, voice), SHOWN))


def find(story: Story, key: str) -> Fact | None:
    """Return the fact named `key`, or nothing when this year has none."""
    return next((fact for fact in story.facts if fact.key == key), None)


def _many(story: Story, voice: Voice) -> Iterator[Figure]:
    yield _count(story, voice)
    yield from _amount(story, voice)
    yield from _places(story, voice)
    yield from _longest(story, voice)
    yield from _busiest_month(story, voice)
    days = len({activity.start.date() for activity in story.activities})
    yield Figure(voice.phrases.number(days), voice.phrases.say("figure.days_one" if days == 1 else "figure.days_many"))
    for n, key in ((0, "first"), (-1, "last")):
        yield Figure(voice.phrases.day_short(story.activities[n].start), voice.phrases.say(f"figure.{key}"))


def _one(story: Story, voice: Voice) -> Iterator[Figure]:
    only = story.activities[0]
    yield _count(story, voice)
    yield from _amount(story, voice)
    yield from _places(story, voice)
    hours = voice.hours(only.minutes)
    if route(only):
        yield Figure(voice.way_short(only), hours or voice.phrases.day(only.start))
    yield Figure(voice.phrases.day_short(only.start), hours or voice.phrases.say("figure.date"))
    yield Figure(voice.phrases.weekday(only.start), voice.phrases.say("figure.weekday"))
    yield Figure(str(story.year), capital(voice.phrases.month(only.start)))


def _count(story: Story, voice: Voice) -> Figure:
    return Figure(voice.phrases.number(len(story)), voice.phrases.plural(len(story), voice.vocabulary.activity))


def _amount(story: Story, voice: Voice) -> Iterator[Figure]:
    fact = find(story, "amount")
    if fact is None or not voice.tells(fact.value) or not fact.of:
        return
    label = voice.phrases.plural(fact.value, voice.vocabulary.unit)
    if len(fact.of) < len(story):
        known, every = voice.phrases.number(len(fact.of)), voice.phrases.number(len(story))
        label = voice.phrases.say("figure.partly", unit=label, known=known, all=every)
    yield Figure(voice.phrases.number(fact.value), label)


def _places(story: Story, voice: Voice) -> Iterator[Figure]:
    fact = find(story, "places")
    if fact is not None and fact.value > 0:
        yield Figure(voice.phrases.number(fact.value), voice.phrases.plural(fact.value, voice.vocabulary.place))


def _longest(story: Story, voice: Voice) -> Iterator[Figure]:
    fact = find(story, "longest")
    least = find(story, "shortest")
    if fact is None or not voice.tells(fact.value) or (least and least.value == fact.value):
        return
    longest = story.activities[fact.of[0]]
    amount, adjective = voice.amount_short(longest.amount), voice.superlative()
    if route(longest):
        label = voice.phrases.say("figure.longest_amount", longest=adjective, amount=amount)
        yield Figure(voice.way_short(longest), label)
    else:
        day = voice.phrases.day(longest.start)
        yield Figure(amount, voice.phrases.say("figure.longest_day", longest=adjective, day=day))


def _busiest_month(story: Story, voice: Voice) -> Iterator[Figure]:
    fact = find(story, "busiest_month")
    if fact is None or len(fact.of) < 2:
        return
    month = voice.phrases.month(story.activities[fact.of[0]].start)
    noun = voice.phrases.plural(len(fact.of), voice.vocabulary.activity)
    counted = voice.phrases.say("parts.counted", count=voice.phrases.number(len(fact.of)), noun=noun)
    yield Figure(month, voice.phrases.say("figure.busiest_month", activities=counted))
