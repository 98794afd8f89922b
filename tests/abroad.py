"""Pages and letters in other scripts, to be tested: the ready-made airline speaking Japanese and Arabic."""

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from pages import ADDRESSES, CAMPAIGN, whole
from stories import story

from artgen.artwork import Artwork, Lettering, Look, compose
from artgen.campaigns.model import Campaign
from artgen.campaigns.speech import Translation
from artgen.drawing import theme as themes
from artgen.history.story import Story
from artgen.mailing.gist import letter_words
from artgen.mailing.letter import Letter, write
from artgen.publishing.links import keys_from
from artgen.publishing.page import Page, page
from artgen.records import Claim
from artgen.renderers import load
from artgen.words.tell import tell_words
from artgen.words.vocabulary import Vocabulary

JAPANESE = {
    "activity": ["フライト", "フライト"],
    "unit": ["マイル", "マイル"],
    "unit_short": "mi",
    "place": ["空港", "空港"],
    "phrase": "空を旅した",
    "duration": "機内",
    "grade": "上級の座席",
}
ARABIC = {
    "activity": {"one": "رحلة", "two": "رحلتان", "few": "رحلات", "many": "رحلة", "other": "رحلة"},
    "unit": {"one": "ميل", "two": "ميلان", "few": "أميال", "many": "ميلًا", "other": "ميل"},
    "unit_short": "ميل",
    "place": {"one": "مطار", "two": "مطاران", "few": "مطارات", "many": "مطارًا", "other": "مطار"},
    "phrase": "في الجو",
    "duration": "في الجو",
    "grade": "مقصورة مميزة",
}
NAMES = {"ar": "مريم", "ja": "さくら"}
NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)
TOKEN = "q7m2k4xwq7m2k4xwq7m2k4xwq7"


@lru_cache(maxsize=1)
def campaign() -> Campaign:
    """Return the ready-made airline with brand words in Japanese and Arabic."""
    spoken = {"ja": Translation.model_validate(JAPANESE), "ar": Translation.model_validate(ARABIC)}
    words = CAMPAIGN.words.model_copy(update={"translations": spoken})
    return CAMPAIGN.model_copy(update={"words": words, "stays_until": dt.date(2027, 12, 31)})


def drawn(told: Story, locale: str, theme: str = "linen") -> tuple[Look, Lettering, Artwork]:
    """Draw a year for a person of a locale; its poster is lettered in English."""
    look = Look(load("heart"), themes.load(theme))
    own, english = (_told(told, look, campaign().vocabulary_in(name)) for name in (locale, "en_US"))
    return look, own, compose(look, own.story, own.telling, own.vocabulary, "seed", english)


@lru_cache(maxsize=8)
def made(count: int, locale: str, theme: str = "linen") -> Page:
    """Make the page of a person of a locale."""
    look, own, artwork = drawn(replace(story(count), name=NAMES[locale]), locale, theme)
    return page(
        artwork=artwork,
        telling=own.telling,
        story=own.story,
        campaign=campaign(),
        vocabulary=own.vocabulary,
        look=look,
        addresses=ADDRESSES,
    )


@lru_cache(maxsize=8)
def letter(count: int, locale: str) -> Letter:
    """Write the letter to a person of a locale."""
    look, own, artwork = drawn(replace(story(count), name=NAMES[locale]), locale)
    said = letter_words(own.story, own.telling, artwork, look.theme, own.vocabulary)
    claim = Claim("id-1", "NW-1", NAMES[locale], "m@example.com", TOKEN, "poster.jpg", said)
    return write(claim, campaign(), keys_from(b"practice key of thirty-two bytes", campaign()), NOW)


def _told(told: Story, look: Look, vocabulary: Vocabulary) -> Lettering:
    full = whole(told)
    telling = tell_words(full, vocabulary)
    if not len(full):
        telling = replace(telling, sentence=look.renderer.describe(full, telling, vocabulary).wish)
    return Lettering(full, telling, vocabulary)
