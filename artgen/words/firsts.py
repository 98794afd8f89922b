"""The words of beginning and counting: the first, the last, something new, a round number."""

from artgen.history.evidence import by_day
from artgen.history.facts import places_of
from artgen.history.story import Moment, Story
from artgen.words.choice import Choice, about
from artgen.words.voice import Voice, placed, route

DARK = -6.0


def first_of_year(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say how the year opened: in the dark where the sun was below -6 degrees, else with its way, or alone.

    A softened year doesn't open in the dark.
    """
    first = story.activities[moment.of[0]]
    values = about(first, voice) | {"activities": voice.activities(len(story))}
    if first.sun and first.sun[0] < DARK and not story.softened:
        return Choice("before_dawn" if first.rising[0] else "after_dark", values)
    return Choice("plain" if placed(first) else "alone", values)


def last_of_year(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say how the year closed: on its first way, where it began, with its way, or alone.

    A softened year, or one whose first was left out, isn't compared with its beginning.
    """
    first, last = by_day(story.activities)[0], story.activities[moment.of[0]]
    values = about(last, voice) | {
        "activities": voice.activities(len(story)),
        "first_day": voice.phrases.day(first.start),
    }
    compared = story.whole and not story.softened
    taken, opened = (route(last), route(first)) if compared else (None, None)
    if taken and taken == opened:
        return Choice("same_way", values)
    if taken and opened and taken[1] == opened[0]:
        return Choice("back", values | {"place": voice.place(taken[1])})
    return Choice("plain" if placed(last) else "alone", values)


def first_place(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the place that none of the activities before had touched."""
    there = story.activities[moment.of[0]]
    seen = {place.code for one in story.activities[: there.n] for place in places_of(one)}
    seen |= {story.home.code} if story.home else set()
    place = next(place for place in reversed(places_of(there)) if place.code not in seen)
    values = {
        "place": voice.place(place),
        "year": str(story.year),
        "place_noun": voice.vocabulary.place.one,
        "activities": voice.activities(round(moment.value)),
    }
    return Choice("plain", about(there, voice) | values)


def new_category(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Name the category that none of the activities before had, by their days."""
    there = story.activities[moment.of[0]]
    values = {
        "category": voice.category(there),
        "year": str(story.year),
        "activities": voice.activities(by_day(story.activities).index(there)),
    }
    return Choice("plain", about(there, voice) | values)


def round_count(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Number the activity."""
    there = story.activities[moment.of[0]]
    return Choice("plain", about(there, voice) | {"number": voice.phrases.number(there.n + 1)})


def round_total(moment: Moment, story: Story, voice: Voice) -> Choice:
    """Say the sum that was reached, or number the activity where the sum may not be told."""
    there = story.activities[moment.of[0]]
    values = {"number": voice.phrases.number(there.n + 1), "amount": voice.amount(moment.value)}
    return Choice("plain" if values["amount"] else "untold", about(there, voice) | values)
