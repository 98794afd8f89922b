"""The brand's voice in one language: how it names a count, an amount, a way and a time; nothing unknown is said."""

import math
from collections import Counter
from dataclasses import dataclass

from artgen.history.columns import Activity, Place
from artgen.history.story import Story
from artgen.words.phrases import Phrases, spoken
from artgen.words.vocabulary import Vocabulary

MONEY = "money"


@dataclass(frozen=True, slots=True)
class Voice:
    """A vocabulary in one language; amounts of money are drawn but never told.

    `twins` are the names that more than one place of this year bears (New York has three airports): those are said
    with their code, or a count of one would read as a count of all.
    """

    vocabulary: Vocabulary
    phrases: Phrases
    twins: frozenset[str] = frozenset()

    def place(self, place: Place) -> str:
        """Name a place: "Boston", or "New York JFK" where the year knows another New York."""
        if place.name not in self.twins:
            return place.name
        return self.phrases.say("parts.place", name=place.name, code=place.code)

    def activities(self, count: int) -> str:
        """Say how many, in words: "twenty-three flights"."""
        return self.phrases.counted(count, self.phrases.spelled(count), self.vocabulary.activity)

    def count(self, number: int, room: str) -> str:
        """Say how many days, weeks or months (`room`), in words: "forty-three days"."""
        return self.phrases.counted(number, self.phrases.spelled(number), self.phrases.noun(room), "measured")

    def tells(self, amount: float) -> bool:
        """Return whether this amount may be told: it is known, and it isn't money."""
        return math.isfinite(amount) and self.vocabulary.amount != MONEY

    def amount(self, amount: float) -> str:
        """Say an amount with its unit: "776 miles"; empty where it may not be told."""
        if not self.tells(amount):
            return ""
        return self.phrases.counted(amount, self.phrases.number(amount), self.vocabulary.unit, "measured")

    def amount_short(self, amount: float) -> str:
        """Say an amount with its short unit: "776 mi"; one that is the unit's own word has its plural: "1 cup"."""
        unit = self.vocabulary.unit
        if not self.tells(amount) or self.vocabulary.unit_short in (unit.one, unit.many, *unit.forms.values()):
            return self.amount(amount)
        return self.phrases.say("parts.short", count=self.phrases.number(amount), unit=self.vocabulary.unit_short)

    def hours(self, minutes: float) -> str:
        """Say a duration: "7.1 hours in the air"; empty where it is unknown."""
        if not math.isfinite(minutes):
            return ""
        hours = minutes / 60
        said = self.phrases.counted(hours, self.phrases.number(hours), self.phrases.noun("hour"), "measured")
        return f"{said} {self.vocabulary.duration}" if self.vocabulary.duration else said

    def times(self, count: int) -> str:
        """Say how often: "once", "twice", "three times"."""
        ways = self.phrases.under("times")
        way = str(count) if str(count) in ways else self.phrases.form(count)
        return self.phrases.say(f"times.{way if way in ways else 'many'}", count=self.phrases.spelled(count))

    def superlative(self) -> str:
        """Return the word for the largest amount: "longest" for a distance, else "largest"."""
        known = self.phrases.under("superlative")
        return known.get(self.vocabulary.amount, known["other"])

    def measure(self) -> str:
        """Name what the amount measures ("distance", "number of nights"), in the language's word where it has one."""
        if self.vocabulary.counted:
            return self.phrases.say("measure.counted", nouns=self.vocabulary.unit.many)
        known = self.phrases.under("amount")
        return self.vocabulary.measured or known.get(self.vocabulary.amount, self.vocabulary.amount)

    def weather(self, kind: str) -> str:
        """Name one of the five weathers as the brand does, else as the language does."""
        return self.vocabulary.weathers.get(kind) or self.phrases.say(f"weather.{kind}")

    def way(self, activity: Activity) -> str:
        """Name an activity: from where to where, else its place, its category, its amount, or the noun."""
        if taken := route(activity):
            return self.phrases.say("parts.way", origin=self.place(taken[0]), destination=self.place(taken[1]))
        return self._alone(activity, short=False)

    def way_short(self, activity: Activity) -> str:
        """Name an activity by the codes of its places: "AUS – DEN"; else as `way`, with the short unit."""
        if taken := route(activity):
            return self.phrases.say("parts.way_short", origin=taken[0].code, destination=taken[1].code)
        return self._alone(activity, short=True)

    def fact(self, activity: Activity) -> str:
        """Say what else is known of an activity: "776 miles, 06:15, clear"; what `way` has said is left out."""
        named = self.way(activity)
        category = self.category(activity)
        said = [
            self.amount(activity.amount),
            "" if category.lower() == named.lower() else category,
            self.phrases.time(activity.start) if activity.timed else "",
            self.weather(activity.weather) if activity.weather else "",
        ]
        return self.phrases.say("parts.facts").join(part for part in said if part and part != named)

    def category(self, activity: Activity) -> str:
        """Name the category as the brand does; empty where there is none."""
        return self.vocabulary.categories.get(activity.category, activity.category)

    def named(self, activity: Activity) -> str:
        """Name an activity within a sentence: as `way`, a category in its own letters; empty where the noun is left."""
        if placed(activity):
            return self.way(activity)
        return self.category(activity) or self.amount(activity.amount)

    def kind_too(self, activity: Activity) -> str:
        """Return ": flat white", or nothing where there is no category."""
        category = self.category(activity)
        return self.phrases.say("parts.facts_too", facts=category) if category else ""

    def said_too(self, activity: Activity) -> str:
        """Return ": flat white, 2 cups, 08:15": the name within a sentence and what else is known, or nothing."""
        said = [part for part in (self.named(activity), self.fact(activity)) if part]
        return self.phrases.say("parts.facts_too", facts=self.phrases.say("parts.facts").join(said)) if said else ""

    def at(self, activity: Activity) -> str:
        """Return " at 06:15", or nothing where the hour is unknown."""
        return self.phrases.say("parts.at", time=self.phrases.time(activity.start)) if activity.timed else ""

    def facts_too(self, activity: Activity) -> str:
        """Return ": 776 miles, 06:15, clear", or nothing where nothing else is known."""
        said = self.fact(activity)
        return self.phrases.say("parts.facts_too", facts=said) if said else ""

    def amount_too(self, activity: Activity) -> str:
        """Return ", 776 miles", or nothing where it is unknown or may not be told."""
        said = self.amount(activity.amount)
        return self.phrases.say("parts.too", fact=said) if said else ""

    def _alone(self, activity: Activity, *, short: bool) -> str:
        if place := activity.origin or activity.destination:
            return place.code if short else self.place(place)
        amount = self.amount_short(activity.amount) if short else self.amount(activity.amount)
        return capital(self.category(activity)) or amount or capital(self.vocabulary.activity.one)


def voice(vocabulary: Vocabulary, story: Story) -> Voice:
    """Return the voice of a brand for one year; raise CampaignError when its language has no words."""
    ends = [place for activity in story.activities for place in (activity.origin, activity.destination) if place]
    names = Counter(name for name, _ in {(place.name, place.code) for place in ends})
    twins = frozenset(name for name, codes in names.items() if codes > 1)
    return Voice(vocabulary, spoken(vocabulary), twins)


def route(activity: Activity) -> tuple[Place, Place] | None:
    """Return where an activity began and where it ended, when both are known and differ."""
    origin, destination = activity.origin, activity.destination
    return (origin, destination) if origin and destination and origin != destination else None


def placed(activity: Activity) -> bool:
    """Return whether any place of an activity is known, so that a sentence can be built on it."""
    return activity.origin is not None or activity.destination is not None


def capital(text: str) -> str:
    """Return the text with its first letter large, for the beginning of a sentence.

    >>> capital("twenty-three flights"), capital("")
    ('Twenty-three flights', '')
    """
    return text[:1].upper() + text[1:]
