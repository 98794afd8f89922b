"""The words of size: the longest by amount or by time, the odd one out, the farthest from home."""

from functools import partial

from artgen.history.columns import Activity
from artgen.history.places import kilometres
from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, about
from artgen.words.firsts import DARK
from artgen.words.voice import Voice, placed, route

DAYLIGHT = 2.0


def longest(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say the largest amount, with the light that it had from start to end; the way home is said to be it."""
    there = story.activities[moment.of[0]]
    values = about(there, voice) | {
        "longest": voice.superlative(),
        "light": _light(there, voice),
        "amount": voice.amount(there.amount),
    }
    if not values["amount"]:
        return Choice("untold" if placed(there) else "untold_alone", values)
    if not placed(there):
        return Choice("alone", values)
    taken = route(there)
    return Choice("home" if taken and taken[1] == story.home else "plain", values)


def longest_time(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say the hours of the one that lasted longest."""
    there = story.activities[moment.of[0]]
    return Choice("plain", about(there, voice) | {"hours": voice.hours(moment.value)})


def odd_one_out(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Put the amount beside the middle of this person's own year."""
    there = story.activities[moment.of[0]]
    values = {"amount": voice.amount(there.amount), "middle": voice.amount(moment.value)}
    return Choice("plain" if values["amount"] else "untold", about(there, voice) | values)


def farthest_from_home(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the farther end of the activity, and home."""
    there = story.activities[moment.of[0]]
    places = [place for place in (there.origin, there.destination) if place and place != story.home]
    if story.home is None or not places:
        raise ValueError("moment 'farthest_from_home' needs a home and a place that is not it")
    place = max(places, key=partial(kilometres, story.home))
    return Choice("plain", about(there, voice) | {"place": voice.place(place), "home": voice.place(story.home)})


def _light(activity: Activity, voice: Voice) -> str:
    if activity.sun and min(activity.sun) > DAYLIGHT:
        return voice.phrases.say("light.day")
    if activity.sun and max(activity.sun) < DARK:
        return voice.phrases.say("light.night")
    return ""
