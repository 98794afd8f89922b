"""The words of days, weeks and months: the busiest, and how long it went on without a gap."""

from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, listed, span
from artgen.words.voice import Voice

LISTED = 3


def busiest_day(moment: Moment, story: Story, voice: Voice) -> Choice:
    """List the day's activities, or the first and the last of many; nothing of those without a name."""
    that_day = [story.activities[n] for n in moment.of]
    said = [(voice.named(one) + voice.at(one)).strip() for one in that_day]
    values = {
        "activities": voice.activities(len(that_day)),
        "list": listed(said, voice),
        "first_way": said[0],
        "last_way": said[-1],
    }
    if not all(said):
        return Choice("alone", values)
    return Choice("listed" if len(that_day) <= LISTED else "plain", values)


def busiest_week(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Count the week's activities, and say its days."""
    return Choice("plain", _counted(moment, story, voice))


def busiest_month(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the month, and count its activities."""
    month = voice.phrases.month(story.activities[moment.of[0]].start)
    return Choice("plain", _counted(moment, story, voice) | {"month": month})


def streak_days(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Count the days in a row."""
    return Choice("plain", _counted(moment, story, voice) | {"days": voice.count(round(moment.value), "day")})


def streak_weeks(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Count the weeks in a row."""
    return Choice("plain", _counted(moment, story, voice) | {"weeks": voice.count(round(moment.value), "week")})


def _counted(moment: Moment, story: Story, voice: Voice) -> dict[str, str]:
    of = [story.activities[n] for n in moment.of]
    return span(of, voice) | {"activities": voice.activities(len(of)), "noun": voice.vocabulary.activity.one}
