"""A language: its sentences from one file, its numbers, dates, lists and plurals from babel; babel's only door."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale, UnknownLocaleError, dates, lists, numbers

from artgen.errors import CampaignError
from artgen.words.languages import SOURCE, locales, texts
from artgen.words.vocabulary import Noun, Vocabulary

__all__ = ["Phrases", "load", "locales", "spoken"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one locale by key ("moment.latest.plain.text"), and how it writes numbers and dates.

    >>> english = load("en_US")
    >>> english.number(29530), english.number(21.0975), english.spelled(23), english.day(dt.date(2025, 1, 11))
    ('29,530', '21.1', 'twenty-three', '11 January')
    """

    locale: str
    table: Mapping[str, str]
    _rooms: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def say(self, key: str, **values: str) -> str:
        """Return the sentence called `key` with its braces filled; an unknown one raises KeyError with the file."""
        if key not in self.table:
            room = key.partition(".")[0]
            ours = any(known.startswith(f"{room}.") for known in texts(SOURCE))
            file = f"artgen/words/{self.locale}.toml" if ours else f"{room}.{SOURCE}.toml beside the style"
            raise KeyError(f"'{key}' has no words in {file}; add it there")
        text = self.table[key]
        return text.format(**values) if "{" in text or "}" in text else text

    def under(self, room: str) -> dict[str, str]:
        """Return every phrase whose key begins with `room` and a dot, by the rest of its key."""
        if room not in self._rooms:
            start = f"{room}."
            found = {key.removeprefix(start): text for key, text in self.table.items() if key.startswith(start)}
            self._rooms[room] = found
        return dict(self._rooms[room])

    def number(self, value: float) -> str:
        """Write a number as people read it: one decimal below 100 where there is one, none above."""
        return _number(self.locale, _written(value))

    def floored(self, value: float) -> float:
        """Return `value` down to the digits that it is written in, so that at least as much as is written is true.

        >>> load("en_US").floored(249.6), load("en_US").floored(35.88), load("en_US").floored(0.1 + 0.2)
        (249.0, 35.8, 0.3)
        """
        return _floored(value)

    def spelled(self, count: int) -> str:
        """Write a count in words as far as the language's list of them goes, in digits from there on."""
        spelled = _in_words(self.say("numbers.words"))
        return spelled[count] if count < len(spelled) else self.number(count)

    def form(self, value: float) -> str:
        """Return the plural form that CLDR calls for behind `value`, as it is written: 1.04 is written 1, and is one.

        >>> load("en_US").form(1.04), load("en_US").form(23)
        ('one', 'other')
        """
        return _form(self.locale, _written(value))

    def plural(self, value: float, noun: Noun) -> str:
        """Return the noun as it stands behind `value`."""
        return noun.form(self.form(value))

    def counted(self, value: float, written: str, noun: Noun, room: str = "counted") -> str:
        """Put a number and its noun together, as `room` says ("counted", or "measured" for amounts): "23 flights".

        A language may leave the number out where the noun's form says it, as the dual does in Arabic.
        """
        form = self.form(value)
        key = f"{room}.{form}" if f"{room}.{form}" in self.table else f"{room}.many"
        return self.say(key, count=written, noun=noun.form(form))

    def noun(self, room: str) -> Noun:
        """Return the language's own noun that stands under `room`: its `one`, its `many`, and any form beside them."""
        forms = self.under(room)
        return Noun(forms.pop("one"), forms.pop("many"), forms)

    @property
    def forms(self) -> frozenset[str]:
        """Return the plural forms that the counts and amounts of a year call for, as CLDR calls them."""
        return _forms(self.locale)

    def lacking(self, noun: Noun) -> list[str]:
        """Return the plural forms that this language needs of a noun and that it lacks, sorted.

        A pair of one and many is enough wherever all but one is said alike.
        """
        rest = sorted(self.forms - {"one", "zero"})
        return [form for form in rest if form not in {"many", *noun.forms}] if len(rest) > 1 else []

    def listed(self, parts: Sequence[str]) -> str:
        """Join the parts as the language does: "A, B, and C"."""
        return str(lists.format_list(parts, locale=_parsed(self.locale)))

    def day(self, when: dt.date) -> str:
        """Write the day, as "11 January"."""
        return self._dated("dates.day", when)

    def date(self, when: dt.date) -> str:
        """Write the whole date, as "31 December 2027"."""
        return self._dated("dates.date", when)

    def day_short(self, when: dt.date) -> str:
        """Write the day, as "11 Jan"."""
        return self._dated("dates.day_short", when)

    def month(self, when: dt.date) -> str:
        """Write the month, as "January"."""
        return _date(self.locale, self.say("dates.month"), when)

    def weekday(self, when: dt.date) -> str:
        """Write the day of the week, as "Saturday"."""
        return _date(self.locale, self.say("dates.weekday"), when)

    def time(self, when: dt.datetime) -> str:
        """Write the time in the clock that it was given in, as "06:15"."""
        return _time(self.locale, self.say("dates.time"), when.hour, when.minute)

    def _dated(self, key: str, when: dt.date) -> str:
        pattern, first = self.say(key), self.say("dates.one")
        if first and when.day == 1:
            pattern = pattern.replace("d", f"'{first}'", 1)
        return _date(self.locale, pattern, when)

    @property
    def language(self) -> str:
        """Return the tag for `lang=`, as "en-US"."""
        return self.locale.replace("_", "-")

    @property
    def direction(self) -> str:
        """Return how the language is read, for `dir=`: "ltr" or "rtl"."""
        return "rtl" if _parsed(self.locale).character_order == "right-to-left" else "ltr"


@lru_cache(maxsize=16)
def load(locale: str, file: str = "") -> Phrases:
    """Read the words of a language, shipped or in a campaign's own file; raise CampaignError for a missing text."""
    found = texts(locale, file)
    try:
        _parsed(locale)
    except (ValueError, UnknownLocaleError) as wrong:
        raise CampaignError(f"'{locale}' is no language that babel knows; name it after one, such as nl") from wrong
    return Phrases(locale, found)


def spoken(vocabulary: Vocabulary) -> Phrases:
    """Return the language that a vocabulary is in."""
    return load(vocabulary.locale, vocabulary.language_file)


@lru_cache(maxsize=16)
def _in_words(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",")) if words else ()


def _written(value: float) -> float:
    return round(value, 0 if abs(value) >= 100 else 1)


def _floored(value: float) -> float:
    """Return the largest number in as many digits that isn't above it; the last bits of a sum don't count."""
    scale = 1 if abs(value) >= 100 else 10
    return math.floor(round(value * scale, 6)) / scale


@lru_cache(maxsize=16)
def _parsed(locale: str) -> Locale:
    return Locale.parse(locale)


@lru_cache(maxsize=16384)
def _number(locale: str, value: float) -> str:
    return str(numbers.format_decimal(value, format="#,##0.#", locale=_parsed(locale)))


@lru_cache(maxsize=4096)
def _form(locale: str, value: float) -> str:
    return str(_parsed(locale).plural_form(value))


@lru_cache(maxsize=16)
def _forms(locale: str) -> frozenset[str]:
    return frozenset(_form(locale, tenths / 10) for tenths in range(2000))


def _date(locale: str, pattern: str, when: dt.date) -> str:
    """Write a date of the clock that it was given in: two moments can be equal and their dates not, so never a key."""
    return _dated(locale, pattern, when.year, when.month, when.day)


@lru_cache(maxsize=4096)
def _dated(locale: str, pattern: str, year: int, month: int, day: int) -> str:
    return str(dates.format_date(dt.date(year, month, day), pattern, locale=_parsed(locale)))


@lru_cache(maxsize=2048)
def _time(locale: str, pattern: str, hour: int, minute: int) -> str:
    return str(dates.format_time(dt.time(hour, minute), pattern, locale=_parsed(locale)))
