"""A moment put into words: for each kind one rule that picks the sentence which the data can prove."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from artgen.history.columns import Activity, Place
from artgen.history.places import kilometres
from artgen.history.story import Moment, Story
from artgen.words.telling import TellingMoment
from artgen.words.voice import Voice, capital, placed, route

DARK = -6.0
DAYLIGHT = 2.0
LISTED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """Which sentence of a moment fits, and what fills its braces."""

    variant: str
    values: dict[str, str]


def tell_moment(moment: Moment, story: Story, voice: Voice) -> TellingMoment:
    """Put one moment into words; raise KeyError for a kind that has no rule or no words."""
    if moment.key not in RULES:
        raise KeyError(f"moment '{moment.key}' has no rule in artgen/words/moments.py; add one, and its words")
    choice = RULES[moment.key](moment, story, voice)
    room = f"moment.{moment.key}.{choice.variant}"
    heading, text, caption = (
        capital(voice.phrases.say(f"{room}.{part}", **choice.values)) for part in ("heading", "text", "caption")
    )
    day = voice.phrases.day(story.activities[moment.of[0]].start)
    return TellingMoment(moment.key, moment.of, day, heading, text, caption)


def _first_of_year(moment: Moment, story: Story, voice: Voice) -> Choice:
    first = story.activities[moment.of[0]]
    values = _about(first, voice) | {"activities": voice.activities(len(story))}
    if first.sun and first.sun[0] < DARK:
        return Choice("before_dawn" if first.rising[0] else "after_dark", values)
    return Choice("plain" if placed(first) else "alone", values)


def _last_of_year(moment: Moment, story: Story, voice: Voice) -> Choice:
    first, last = story.activities[0], story.activities[moment.of[0]]
    values = _about(last, voice) | {
        "activities": voice.activities(len(story)),
        "first_day": voice.phrases.day(first.start),
    }
    taken, opened = route(last), route(first)
    if taken and taken == opened:
        return Choice("same_way", values)
    if taken and opened and taken[1] == opened[0]:
        return Choice("back", values | {"place": voice.place(taken[1])})
    return Choice("plain" if placed(last) else "alone", values)


def _longest(moment: Moment, story: Story, voice: Voice) -> Choice:
    longest = story.activities[moment.of[0]]
    values = _about(longest, voice) | {
        "longest": voice.superlative(),
        "light": _light(longest, voice),
        "amount": voice.amount(longest.amount),
    }
    if not values["amount"]:
        return Choice("untold" if placed(longest) else "untold_alone", values)
    if not placed(longest):
        return Choice("alone", values)
    taken = route(longest)
    return Choice("home" if taken and taken[1] == story.home else "plain", values)


def _farthest_from_home(moment: Moment, story: Story, voice: Voice) -> Choice:
    there = story.activities[moment.of[0]]
    places = [place for place in (there.origin, there.destination) if place and place != story.home]
    if story.home is None or not places:
        raise ValueError("moment 'farthest_from_home' needs a home and a place that is not it")
    place = max(places, key=partial(kilometres, story.home))
    return Choice("plain", _about(there, voice) | {"place": voice.place(place), "home": voice.place(story.home)})


def _busiest_day(moment: Moment, story: Story, voice: Voice) -> Choice:
    that_day = [story.activities[n] for n in moment.of]
    said = [(voice.named(one) + voice.at(one)).strip() for one in that_day]
    values = {
        "activities": voice.activities(len(that_day)),
        "list": voice.phrases.say("parts.facts").join(said),
        "first_way": said[0],
        "last_way": said[-1],
    }
    if not all(said):
        return Choice("alone", values)
    return Choice("listed" if len(that_day) <= LISTED else "plain", values)


def _latest(moment: Moment, story: Story, voice: Voice) -> Choice:
    latest = story.activities[moment.of[0]]
    values = _about(latest, voice) | {"time": voice.phrases.time(latest.start)}
    if not latest.timed:
        raise ValueError("moment 'latest' needs an activity whose hour is known")
    if latest.sun and latest.sun[0] < DARK and latest.sun[-1] > DAYLIGHT:
        return Choice("into_day", values)
    return Choice("plain" if placed(latest) else "alone", values)


def _longest_pause(moment: Moment, story: Story, voice: Voice) -> Choice:
    before, after = (story.activities[n] for n in moment.of)
    values = {
        "days": voice.days(round(moment.value)),
        "nouns": voice.vocabulary.activity.many,
        "first_day": voice.phrases.day(before.start),
        "last_day": voice.phrases.day(after.start),
    }
    return Choice("plain", values)


def _most_taken_route(moment: Moment, story: Story, voice: Voice) -> Choice:
    ways = [taken for n in moment.of if (taken := route(story.activities[n]))]
    if len(ways) != len(moment.of):
        raise ValueError("moment 'most_taken_route' needs activities that lead from one place to another")
    one, other = ways[0] if story.home not in ways[0] else _home_first(ways[0], story.home)
    there = sum(way == (one, other) for way in ways)
    values = {
        "one": voice.place(one),
        "other": voice.place(other),
        "times": voice.times(len(ways)),
        "there": voice.times(there),
        "back": voice.times(len(ways) - there),
    }
    if there == 0:
        return Choice("one_way", values | {"one": voice.place(other), "other": voice.place(one)})
    return Choice("one_way" if there == len(ways) else "both", values)


RULES: dict[str, Callable[[Moment, Story, Voice], Choice]] = {
    "first_of_year": _first_of_year,
    "last_of_year": _last_of_year,
    "longest": _longest,
    "farthest_from_home": _farthest_from_home,
    "busiest_day": _busiest_day,
    "latest": _latest,
    "longest_pause": _longest_pause,
    "most_taken_route": _most_taken_route,
}


def _about(activity: Activity, voice: Voice) -> dict[str, str]:
    return {
        "way": voice.way(activity),
        "at": voice.at(activity),
        "too": voice.amount_too(activity),
        "facts": voice.facts_too(activity),
        "said": voice.said_too(activity),
        "kind": voice.kind_too(activity),
        "weekday": voice.phrases.weekday(activity.start),
        "noun": voice.vocabulary.activity.one,
    }


def _light(activity: Activity, voice: Voice) -> str:
    if activity.sun and min(activity.sun) > DAYLIGHT:
        return voice.phrases.say("light.day")
    if activity.sun and max(activity.sun) < DARK:
        return voice.phrases.say("light.night")
    return ""


def _home_first(way: tuple[Place, Place], home: Place | None) -> tuple[Place, Place]:
    return way if way[0] == home else (way[1], way[0])
