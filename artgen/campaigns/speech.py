"""How a brand speaks: its nouns and units, and what its letter says, in each of its languages."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from artgen.campaigns.strict import Strict
from artgen.history.places import place
from artgen.history.units import factor, known
from artgen.words.languages import FORMS, SOURCE, texts
from artgen.words.phrases import load
from artgen.words.vocabulary import Noun, Vocabulary

ALIKE = ("duration", "grade")
"""What a language says only if the campaign's own does, and then must."""
UNSAID = Noun("", "")
"""Stands for a noun that the brand leaves to artgen, which has a word for it in each language."""
BLANKS = ("name", "year", "activities", "amount")
"""What a brand's text in a letter may leave blank, in braces."""
BLANK = re.compile(r"\{(\w*)\}")


def _noun(value: object) -> object:
    match value:
        case [str(one), str(many)]:
            return Noun(one, many)
        case {"one": str(one), "many": str(many), **rest} if rest.keys() <= FORMS:
            return Noun(one, many, {str(form): str(word) for form, word in rest.items()})
        case Noun():
            return value
    raise ValueError(
        'write [one, many], such as ["flight", "flights"]; a language with more forms than two takes a table of them: '
        "one, two, few, many, other"
    )


Word = Annotated[Noun, BeforeValidator(_noun)]
Places = dict[str, Annotated[str, Field(min_length=1)]]


class Translation(Strict):
    """The brand's words in one more language; `measured` names the amount, where artgen has no word for it there.

    `unit_in` says which unit it is where `unit_short` is written as no unit is ("km" for a word in other letters).
    `places` are the names of places there, by their codes.
    """

    activity: Word
    unit: Word
    unit_short: str
    unit_in: str = ""
    place: Word = UNSAID
    phrase: str
    measured: str = ""
    duration: str = ""
    grade: str = ""
    weathers: dict[str, str] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    places: Places = Field(default_factory=dict)


class BrandWords(Strict):
    """The brand's nouns, verb and units in the campaign's own language, `locale`; each pair is [one, many].

    `kinds` are the categories that pictures tell apart, as the data call them, the same for all customers; the first
    five have a form of their own. Where there are none, each picture tells apart those that are most frequent in it.
    `places` are names of places, by their codes, where the language has other ones than artgen.
    """

    activity: Word
    verb: str
    unit: Word
    unit_short: str
    place: Word = UNSAID
    phrase: str
    amount: str = "distance"
    duration: str = ""
    grade: str = ""
    weathers: dict[str, str] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    places: Places = Field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    locale: str = "en_US"
    translations: dict[str, Translation] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _as_much(self) -> "BrandWords":
        """Refuse a language that says less, or more, of the brand than the campaign's own."""
        for locale, said in self.translations.items():
            if locale == self.locale:
                raise ValueError(f"translations.{locale}: is the campaign's own language; take it out")
            for key in ALIKE:
                if bool(getattr(said, key)) != bool(getattr(self, key)):
                    raise ValueError(
                        f"translations.{locale}.{key}: say it in both {self.locale} and {locale}, or in none"
                    )
            if said.place == UNSAID != self.place:
                raise ValueError(
                    f"translations.{locale}.place: {self.locale} has a word of yours for it; add yours here"
                )
            self._named(locale, said)
            unit = self.unit_in(locale)
            if factor(self.unit_short, unit) is None and (known(unit) or known(self.unit_short)):
                raise ValueError(
                    f"translations.{locale}.unit_in: '{self.unit_short}' is no '{unit}'; write the unit it is"
                )
            if odd := sorted(said.categories.keys() ^ self.categories.keys()):
                raise ValueError(
                    f"translations.{locale}.categories: name '{odd[0]}' in both {self.locale} and {locale}"
                )
        return self

    def _named(self, locale: str, said: Translation) -> None:
        """Refuse a language that would call the amount by a word of the campaign's own."""
        keys = [key.removeprefix("amount.") for key in texts(SOURCE) if key.startswith("amount.")]
        alike = locale.split("_")[0] == self.locale.split("_")[0]
        if said.measured or alike or self.amount in ("", self.unit.many, *keys):
            return
        raise ValueError(
            f"translations.{locale}.measured: '{self.amount}' has no word in {locale}; add one, such as measured = "
            f'"Gewicht", or write one of {", ".join(keys)} as words.amount'
        )

    def unplaced(self, kind: str) -> str:
        """Say which renamed place is none of a campaign whose places are of a `kind`; nothing where all may be."""
        each = {"words": self.places}
        each |= {f"words.translations.{locale}": said.places for locale, said in self.translations.items()}
        for where, names in each.items():
            if names and kind == "none":
                return f"{where}.places: the campaign maps no places; take it out, or map them under [activity]"
            if odd := [code for code in names if kind == "airports" and place(code) is None]:
                return f"{where}.places: '{odd[0]}' is no airport; write its IATA code, such as LIS"
        return ""

    def vocabulary(self, brand: str, locale: str, language_file: str = "") -> Vocabulary:
        """Return the brand's words in one of its languages, as the rooms below use them."""
        said = self if locale == self.locale else self.translations[locale]
        named = said.measured if isinstance(said, Translation) else ""
        return Vocabulary(
            brand=brand,
            activity=said.activity,
            verb=self.verb,
            unit=said.unit,
            unit_short=said.unit_short,
            place=load(locale, language_file).noun("place") if said.place == UNSAID else said.place,
            phrase=said.phrase,
            amount=self.amount,
            grade=said.grade,
            duration=said.duration,
            weathers=dict(said.weathers),
            categories=dict(said.categories),
            locale=locale,
            measured=said.unit.many if self.amount == self.unit.many else named,
            language_file=language_file,
        )

    def scale(self, locale: str) -> float:
        """Return what an amount in the campaign's own unit is multiplied by to be told in that of a language."""
        return factor(self.unit_short, self.unit_in(locale)) or 1.0

    def unit_in(self, locale: str) -> str:
        """Return the unit that a language counts in: its own where it is measured, else the campaign's."""
        said = self.translations.get(locale)
        return self.unit_short if said is None else said.unit_in or said.unit_short

    def places_in(self, locale: str) -> Mapping[str, str]:
        """Return the names of places that a language has of its own, by code."""
        return self.places if locale == self.locale else self.translations[locale].places

    @property
    def nouns(self) -> Mapping[str, tuple[Noun, ...]]:
        """Return the nouns that the brand says in each language, the campaign's own first."""
        said: dict[str, BrandWords | Translation] = {self.locale: self, **self.translations}
        each = {locale: (words.activity, words.unit, words.place) for locale, words in said.items()}
        return {locale: tuple(noun for noun in nouns if noun != UNSAID) for locale, nouns in each.items()}


def _fillable(text: str) -> str:
    for blank in BLANK.findall(text):
        if blank not in BLANKS:
            known = ", ".join(f"{{{one}}}" for one in BLANKS)
            raise ValueError(f"{{{blank}}} can't be filled in; there are {known}")
    return text


Fillable = Annotated[str, AfterValidator(_fillable)]


class LetterSaid(Strict):
    """What the brand says in a letter of one language; where it says nothing, artgen's own words stand."""

    subject: Fillable = ""
    subjects: tuple[Fillable, ...] = ()
    subject_nameless: Fillable = ""
    thanks: Fillable = ""
    signed_by: str = ""


class LetterTexts(Strict):
    """What the brand itself says; {name}, {year}, {activities} and {amount} are filled in.

    `subjects` are others beside `subject`, of which a letter can be asked to take one.
    """

    subject: Fillable
    subjects: tuple[Fillable, ...] = ()
    subject_nameless: Fillable = ""
    thanks: Fillable
    signed_by: str
    sender: str
    reply_to: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mailto: str = ""
    translations: dict[str, LetterSaid] = Field(default_factory=dict)

    def said(self, locale: str, own: str) -> LetterSaid:
        """Return what the letter says in a language; of the campaign's own only the signature stands in for it."""
        if locale == own:
            return LetterSaid(**self.model_dump(include=set(LetterSaid.model_fields)))
        said = self.translations.get(locale, LetterSaid())
        return said if said.signed_by else said.model_copy(update={"signed_by": self.signed_by})
