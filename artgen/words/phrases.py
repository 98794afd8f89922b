"""A language: its sentences from one file, its numbers, dates and plurals from babel; babel's only door."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale, dates, numbers

from artgen.errors import CampaignError
from artgen.words.vocabulary import Noun

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one locale by key ("moment.latest.plain.text"), and how it writes numbers and dates.

    >>> english = load("en_US")
    >>> english.number(29530), english.number(21.0975), english.spelled(23), english.day(dt.date(2025, 1, 11))
    ('29,530', '21.1', 'twenty-three', '11 January')
    """

    locale: str
    table: Mapping[str, str]

    def say(self, key: str, **values: str) -> str:
        """Return the sentence called `key` with its braces filled; an unknown one raises KeyError with the file."""
        if key not in self.table:
            raise KeyError(f"'{key}' has no words in artgen/words/{self.locale}.toml; add it there")
        return self.table[key].format(**values)

    def under(self, room: str) -> dict[str, str]:
        """Return every phrase whose key begins with `room` and a dot, by the rest of its key."""
        return {key.removeprefix(f"{room}."): text for key, text in self.table.items() if key.startswith(f"{room}.")}

    def number(self, value: float) -> str:
        """Write a number as people read it: one decimal below 100 where there is one, none above."""
        return _number(self.locale, round(value, 0 if abs(value) >= 100 else 1))

    def spelled(self, count: int) -> str:
        """Write a count in words up to ninety-nine, in digits from there on."""
        small, tens = self.say("numbers.below_twenty").split(), self.say("numbers.tens").split()
        if count < len(small):
            return small[count]
        if count >= 100:
            return self.number(count)
        ten, one = divmod(count, 10)
        return self.say("numbers.joined", tens=tens[ten - 2], ones=small[one]) if one else tens[ten - 2]

    def plural(self, value: float, noun: Noun) -> str:
        """Return the noun as it stands behind `value` (as it is written: 1.04 is written 1, and is one)."""
        return noun.one if _form(self.locale, round(value, 1)) == "one" else noun.many

    def day(self, when: dt.date) -> str:
        """Write the day, as "11 January"."""
        return _date(self.locale, self.say("dates.day"), when)

    def day_short(self, when: dt.date) -> str:
        """Write the day, as "11 Jan"."""
        return _date(self.locale, self.say("dates.day_short"), when)

    def month(self, when: dt.date) -> str:
        """Write the month, as "January"."""
        return _date(self.locale, self.say("dates.month"), when)

    def weekday(self, when: dt.date) -> str:
        """Write the day of the week, as "Saturday"."""
        return _date(self.locale, self.say("dates.weekday"), when)

    def time(self, when: dt.datetime) -> str:
        """Write the time in the clock that it was given in, as "06:15"."""
        return _time(self.locale, self.say("dates.time"), when.hour, when.minute)

    @property
    def language(self) -> str:
        """Return the tag for `lang=`, as "en-US"."""
        return self.locale.replace("_", "-")


def locales() -> list[str]:
    """Return the locales that have words, sorted."""
    return sorted(file.stem for file in _HERE.glob("*.toml"))


@lru_cache(maxsize=8)
def load(locale: str) -> Phrases:
    """Read the words of a locale; raise CampaignError when there are none."""
    if locale not in locales():
        raise CampaignError(f"words.locale: '{locale}' has no words yet; there are: {', '.join(locales())}")
    read = tomllib.loads((_HERE / f"{locale}.toml").read_text("utf-8"))
    return Phrases(locale, dict(_flat(read, "")))


def _flat(table: Mapping[str, object], above: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


@lru_cache(maxsize=16)
def _parsed(locale: str) -> Locale:
    return Locale.parse(locale)


@lru_cache(maxsize=16384)
def _number(locale: str, value: float) -> str:
    return str(numbers.format_decimal(value, format="#,##0.#", locale=_parsed(locale)))


@lru_cache(maxsize=4096)
def _form(locale: str, value: float) -> str:
    return str(_parsed(locale).plural_form(value))


def _date(locale: str, pattern: str, when: dt.date) -> str:
    """Write a date of the clock that it was given in: two moments can be equal and their dates not, so never a key."""
    return _dated(locale, pattern, when.year, when.month, when.day)


@lru_cache(maxsize=4096)
def _dated(locale: str, pattern: str, year: int, month: int, day: int) -> str:
    return str(dates.format_date(dt.date(year, month, day), pattern, locale=_parsed(locale)))


@lru_cache(maxsize=2048)
def _time(locale: str, pattern: str, hour: int, minute: int) -> str:
    return str(dates.format_time(dt.time(hour, minute), pattern, locale=_parsed(locale)))
