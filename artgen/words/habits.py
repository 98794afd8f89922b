"""The words of the heart: the way, the place and the category that came most often."""

from artgen.history.columns import Place
from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, span
from artgen.words.voice import Voice, route


def most_taken_route(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name both ends, home first, and say how often each way."""
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


def most_visited_place(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the place; where ways led home too, home is said to be aside."""
    there = story.activities[moment.of[0]]
    place = there.destination or there.origin
    if place is None:
        raise ValueError("moment 'most_visited_place' needs activities with a place")
    values = _often(moment, story, voice) | {"place": voice.place(place), "place_noun": voice.vocabulary.place.one}
    aside = any((taken := route(one)) and taken[1] == story.home for one in story.activities)
    return Choice("away" if aside else "plain", values)


def most_frequent_category(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the category."""
    category = voice.category(story.activities[moment.of[0]])
    return Choice("plain", _often(moment, story, voice) | {"category": category})


def _often(moment: Moment, story: Story, voice: Voice) -> dict[str, str]:
    return span([story.activities[n] for n in moment.of], voice) | {"times": voice.times(len(moment.of))}


def _home_first(way: tuple[Place, Place], home: Place | None) -> tuple[Place, Place]:
    return way if way[0] == home else (way[1], way[0])
