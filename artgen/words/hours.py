"""The words of the clock: the earliest, the latest, many in the night, across midnight."""

import datetime as dt

from artgen.history.hours import LATE_UNTIL_HOUR, NIGHT_FROM_HOUR, ended
from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, about, span
from artgen.words.extremes import DAYLIGHT
from artgen.words.firsts import DARK
from artgen.words.voice import Voice, placed


def earliest(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say the hour of the earliest start."""
    there = story.activities[moment.of[0]]
    return Choice("plain", about(there, voice) | {"time": voice.phrases.time(there.start)})


def latest(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say the hour of the latest start, and that it led into the day where the sun says so."""
    there = story.activities[moment.of[0]]
    values = about(there, voice) | {"time": voice.phrases.time(there.start)}
    if not there.timed:
        raise ValueError("moment 'latest' needs an activity whose hour is known")
    if there.sun and there.sun[0] < DARK and there.sun[-1] > DAYLIGHT:
        return Choice("into_day", values)
    return Choice("plain" if placed(there) else "alone", values)


def night_owl(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Count the starts in the night, and say between which hours."""
    of = [story.activities[n] for n in moment.of]
    hours = (dt.datetime(story.year, 1, 1, hour) for hour in (NIGHT_FROM_HOUR, LATE_UNTIL_HOUR))
    since, until = (voice.phrases.time(hour) for hour in hours)
    return Choice("plain", span(of, voice) | {"activities": voice.activities(len(of)), "from": since, "until": until})


def across_midnight(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say the two days, and the hours where it began and ended."""
    there = story.activities[moment.of[0]]
    end = ended(there)
    if end is None:
        raise ValueError("moment 'across_midnight' needs an activity whose end is known")
    values = {"last_day": voice.phrases.day(end), "end_time": voice.phrases.time(end)}
    return Choice("plain", about(there, voice) | values | {"time": voice.phrases.time(there.start)})
