"""The four figures of a year: counts, places, the longest; where one is unknown, the next that is known stands in."""

from collections.abc import Iterator
from itertools import islice

from artgen.history.columns import Activity
from artgen.history.evidence import by_day
from artgen.history.story import Fact, Story
from artgen.words.telling import Figure
from artgen.words.voice import Voice, capital, route

SHOWN = 4


def figures(story: Story, voice: Voice) -> tuple[Figure, ...]:
    """Return four figures, or none for an empty year; a softened one has only what is counted, and may have fewer."""
    if not len(story):
        return ()
    said = _softly if story.softened else _many
    return tuple(islice(_one(story, voice) if len(story) == 1 else said(story, voice), SHOWN))


def find(story: Story, key: str) -> Fact | None:
    """Return the fact named `key`, or nothing when this year has none."""
    return next((fact for fact in story.facts if fact.key == key), None)


def _many(story: Story, voice: Voice) -> Iterator[Figure]:
    yield _count(story, voice)
    yield from _amount(story, voice)
    yield from _places(story, voice)
    yield from _longest(story, voice)
    yield from _busiest_month(story, voice)
    calendar = by_day(story.activities)
    ends = [_end(one, voice, key) for one, key in ((calendar[0], "first"), (calendar[-1], "last")) if story.whole]
    days = _days(story, voice)
    yield from (*ends, days) if days.value == voice.phrases.number(len(story)) else (days, *ends)


def _softly(story: Story, voice: Voice) -> Iterator[Figure]:
    yield _count(story, voice)
    yield from _amount(story, voice)
    yield from _places(story, voice)
    days = _days(story, voice)
    if days.value != voice.phrases.number(len(story)):
        yield days
    if story.whole:
        yield _end(by_day(story.activities)[0], voice, "first")


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


def _end(activity: Activity, voice: Voice, key: str) -> Figure:
    return Figure(voice.phrases.day_short(activity.start), voice.phrases.say(f"figure.{key}"))


def _count(story: Story, voice: Voice) -> Figure:
    return Figure(voice.phrases.number(len(story)), voice.phrases.plural(len(story), voice.vocabulary.activity))


def _days(story: Story, voice: Voice) -> Figure:
    days = len({activity.start.date() for activity in story.activities})
    return Figure(voice.phrases.number(days), voice.phrases.plural(days, voice.phrases.noun("day")))


def _amount(story: Story, voice: Voice) -> Iterator[Figure]:
    fact = find(story, "amount")
    if fact is None or not voice.tells(fact.value) or not fact.of:
        return
    whole = len(fact.of) == len(story)
    # The sum of what is known is the least there was; rounded up, it would be more than the sentence says.
    amount = fact.value if whole else voice.phrases.floored(fact.value)
    label = voice.phrases.plural(amount, voice.vocabulary.unit)
    if not whole:
        known, every = voice.phrases.number(len(fact.of)), voice.phrases.number(len(story))
        label = voice.phrases.say("figure.partly", unit=label, known=known, all=every)
    yield Figure(voice.phrases.number(amount), label)


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
    elif sum(activity.amount == longest.amount for activity in story.activities) > 1:
        yield Figure(amount, adjective)
    else:
        day = voice.phrases.day(longest.start)
        yield Figure(amount, voice.phrases.say("figure.longest_day", longest=adjective, day=day))


def _busiest_month(story: Story, voice: Voice) -> Iterator[Figure]:
    fact = find(story, "busiest_month")
    if fact is None or len(fact.of) < 2:
        return
    month = voice.phrases.month(story.activities[fact.of[0]].start)
    written = voice.phrases.number(len(fact.of))
    counted = voice.phrases.counted(len(fact.of), written, voice.vocabulary.activity)
    yield Figure(month, voice.phrases.say("figure.busiest_month", activities=counted))
