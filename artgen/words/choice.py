"""Which sentence of a moment fits, and the words about an activity that several kinds of moments say."""

from collections.abc import Sequence
from dataclasses import dataclass

from artgen.history.columns import Activity
from artgen.words.voice import Voice, placed


@dataclass(frozen=True, slots=True)
class Choice:
    """Which sentence of a moment fits, and what fills its braces."""

    variant: str
    values: dict[str, str]


def about(activity: Activity, voice: Voice) -> dict[str, str]:
    """Return what may be said of one activity; what is unknown is empty, and `named` and `what` never are.

    Both name it by its places, or by its weekday where none is known: "on a Tuesday: flat white"; `what` with the hour.
    """
    at = voice.at(activity)
    return {
        "way": voice.way(activity),
        "at": at,
        "named": _on(activity, voice, ""),
        "what": _on(activity, voice, at),
        "too": voice.amount_too(activity),
        "facts": voice.facts_too(activity),
        "said": voice.said_too(activity),
        "kind": voice.kind_too(activity),
        "day": voice.phrases.day(activity.start),
        "weekday": voice.phrases.weekday(activity.start),
        "noun": voice.vocabulary.activity.one,
    }


def span(of: Sequence[Activity], voice: Voice) -> dict[str, str]:
    """Return the first and the last day of activities, and both in one phrase: "from 3 June to 9 July"."""
    days = [one.start.date() for one in of]
    first, last = (voice.phrases.day(day) for day in (min(days), max(days)))
    said = voice.phrases.say("span.day" if first == last else "span.days", first_day=first, last_day=last)
    return {"first_day": first, "last_day": last, "span": said}


def listed(parts: Sequence[str], voice: Voice) -> str:
    """Return parts one behind the other."""
    return voice.phrases.say("parts.facts").join(parts)


def _on(activity: Activity, voice: Voice, at: str) -> str:
    if placed(activity):
        return voice.way(activity) + at
    weekday = voice.phrases.weekday(activity.start)
    return voice.phrases.say("parts.what_day", weekday=weekday, at=at, kind=voice.kind_too(activity))
