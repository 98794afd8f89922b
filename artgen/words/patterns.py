"""The words of the calendar: one weekday, one date, one place on one weekday, one season, every season, every month."""

from artgen.history.patterns import tropical
from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, listed, span
from artgen.words.voice import Voice

LISTED = 5


def same_weekday(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the weekday, and say how many of all."""
    values = _counted(moment, story, voice) | {"every": voice.activities(len(story))}
    return Choice("all" if len(moment.of) == len(story) else "plain", values)


def same_date(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Count the months, and list the days where they are few."""
    values = _counted(moment, story, voice) | {"months": voice.count(round(moment.value), "month")}
    return Choice("listed" if len(moment.of) <= LISTED else "plain", values)


def same_place_weekday(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name place and weekday, and say how often."""
    there = story.activities[moment.of[0]]
    place = there.destination or there.origin
    if place is None:
        raise ValueError("moment 'same_place_weekday' needs activities with a place")
    return Choice("plain", _counted(moment, story, voice) | {"place": voice.place(place)})


def one_season(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the season as home has it; by its months where home is unknown or knows no seasons."""
    number = round(moment.value)
    values = _counted(moment, story, voice) | {"months": voice.phrases.say(f"season_months.{number}")}
    if story.home is None or not story.home.located or tropical(story.home):
        return Choice("months", values)
    there = number if story.home.latitude > 0 else (number + 2) % 4
    return Choice("plain", values | {"season": voice.phrases.say(f"season.{there}")})


def every_season(moment: Moment, story: Story, voice: Voice) -> Choice:
    """List the first of each season."""
    return Choice("plain", _counted(moment, story, voice) | {"every": voice.activities(len(story))})


def every_month(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say that each month had one."""
    values = {"every": voice.activities(len(story)), "noun": voice.vocabulary.activity.one}
    return Choice("plain", _counted(moment, story, voice) | values)


def _counted(moment: Moment, story: Story, voice: Voice) -> dict[str, str]:
    of = [story.activities[n] for n in moment.of]
    return span(of, voice) | {
        "count": voice.phrases.spelled(len(of)),
        "activities": voice.activities(len(of)),
        "times": voice.times(len(of)),
        "weekday": voice.phrases.weekday(of[0].start),
        "list": listed([voice.phrases.day(one.start) for one in of], voice),
    }
