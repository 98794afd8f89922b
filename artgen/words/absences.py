"""The words of coming back: the longest pause, a place or a category again after long."""

from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, span
from artgen.words.voice import Voice


def longest_pause(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Count the days, and say between which."""
    return Choice("plain", _apart(moment, story, voice) | {"nouns": voice.vocabulary.activity.many})


def return_to_place(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the place, and count the days."""
    there = story.activities[moment.of[1]]
    place = there.destination or there.origin
    if place is None:
        raise ValueError("moment 'return_to_place' needs an activity with a place")
    return Choice("plain", _apart(moment, story, voice) | {"place": voice.place(place)})


def return_to_category(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the category, and count the days."""
    category = voice.category(story.activities[moment.of[1]])
    return Choice("plain", _apart(moment, story, voice) | {"category": category})


def _apart(moment: Moment, story: Story, voice: Voice) -> dict[str, str]:
    of = [story.activities[n] for n in moment.of]
    return span(of, voice) | {"days": voice.count(round(moment.value), "day")}
