"""Letters in every style, language, theme and state of a year, for machines and eyes to look at."""

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from abroad import ARABIC, JAPANESE
from mails import KEY, NOW, gist
from pages import CAMPAIGN, whole
from stories import story

from artgen.artwork import Artwork, Lettering, Look, compose
from artgen.campaigns.model import Campaign
from artgen.campaigns.speech import Translation
from artgen.drawing import theme as themes
from artgen.history.story import Story
from artgen.mailing.letter import Letter, write
from artgen.publishing.links import Keys, keys_from
from artgen.records import Claim
from artgen.renderers import load
from artgen.words.tell import tell_words
from artgen.worker import Sitting

_KILOMETRES = {"unit_short": "km", "unit": ["kilometre", "kilometres"]}
SPOKEN = {
    "ar": ARABIC,
    "ja": JAPANESE,
    "en_GB": _KILOMETRES
    | {
        "activity": ["flight", "flights"],
        "place": ["airport", "airports"],
        "phrase": "in flight",
        "duration": "in the air",
        "grade": "a premium cabin",
    },
    "de": {
        "activity": ["Flug", "Flüge"],
        "unit": ["Kilometer", "Kilometer"],
        "unit_short": "km",
        "place": ["Flughafen", "Flughäfen"],
        "phrase": "in der Luft",
        "duration": "in der Luft",
        "grade": "eine höhere Klasse",
    },
    "es": {
        "activity": ["vuelo", "vuelos"],
        "unit": ["kilómetro", "kilómetros"],
        "unit_short": "km",
        "place": ["aeropuerto", "aeropuertos"],
        "phrase": "en el aire",
        "duration": "en el aire",
        "grade": "una clase superior",
    },
    "fr": {
        "activity": ["vol", "vols"],
        "unit": ["kilomètre", "kilomètres"],
        "unit_short": "km",
        "place": ["aéroport", "aéroports"],
        "phrase": "dans les airs",
        "duration": "en vol",
        "grade": "une classe supérieure",
    },
    "pt": {
        "activity": ["voo", "voos"],
        "unit": ["quilômetro", "quilômetros"],
        "unit_short": "km",
        "place": ["aeroporto", "aeroportos"],
        "phrase": "no ar",
        "duration": "no ar",
        "grade": "uma classe superior",
    },
}
STYLES = ("bloom", "heart", "quilt", "routes", "skies", "strata")
LOCALES = ("en_US", *SPOKEN)
PAPERS = ("linen", "nocturne")
STATES = {
    "empty": (0, "Maya"),
    "one": (1, "Maya"),
    "many": (180, "Maya"),
    "nameless": (23, ""),
    "long name": (23, "Llanfairpwllgwyngyllgogerychwyrndrobwll Maximiliane-Charlotte von Hohenstein"),
    "right to left": (23, "محمد عبد الرحيم"),
}
TOKEN = "q7m2k4xwq7m2k4xwq7m2k4xwq7"


@lru_cache(maxsize=1)
def campaign() -> Campaign:
    """Return the ready-made airline speaking every language."""
    spoken = {locale: Translation.model_validate(said) for locale, said in SPOKEN.items()}
    words = CAMPAIGN.words.model_copy(update={"translations": spoken})
    return CAMPAIGN.model_copy(update={"words": words, "stays_until": dt.date(2027, 12, 31)})


@lru_cache(maxsize=256)
def sitting(style: str, locale: str, paper: str, count: int, name: str) -> Sitting:
    """Seat somebody with so many flights."""
    return _seated(replace(whole(story(count)), name=name), style, locale, paper)


def words(style: str, locale: str, paper: str, count: int, name: str) -> str:
    """Return what a letter says, with nothing drawn."""
    return gist(sitting(style, locale, paper, count, name))


def letter(style: str, locale: str, paper: str, state: str) -> Letter:
    """Write a letter in one of the states."""
    return write(claim(style, locale, paper, state), campaign(), keys(), NOW)


def claim(style: str, locale: str, paper: str, state: str) -> Claim:
    """Return the claim for a letter in one of the states."""
    count, name = STATES[state]
    return addressed(words(style, locale, paper, count, name), name)


def addressed(said: str, name: str) -> Claim:
    """Return the claim for a letter that says this to somebody of a name."""
    return Claim("a" * 26, "NW-1", name, "m@example.com", TOKEN, "picture.jpg", said)


@lru_cache(maxsize=1)
def keys() -> Keys:
    """Return the keys that all of them are written with."""
    return keys_from(KEY, campaign())


def painted(style: str, locale: str, paper: str, count: int, name: str) -> tuple[str, Artwork]:
    """Return what a letter says, and its picture, drawn."""
    sat = sitting(style, locale, paper, count, name)
    artwork = compose(sat.look, sat.story, sat.telling, sat.vocabulary, sat.seed, _lettered(sat, locale))
    return gist(sat), artwork


def _lettered(sat: Sitting, locale: str) -> Lettering | None:
    drawn = campaign().lettered_in(locale)
    if drawn == locale:
        return None
    other = _seated(sat.story, sat.look.renderer.name, drawn, sat.look.theme.name)
    return Lettering(other.story, other.telling, other.vocabulary)


def _seated(told: Story, style: str, locale: str, paper: str) -> Sitting:
    look, vocabulary = Look(load(style), themes.load(paper)), campaign().vocabulary_in(locale)
    telling = tell_words(told, vocabulary)
    if not len(told):
        telling = replace(telling, sentence=look.renderer.describe(told, telling, vocabulary).wish)
    return Sitting(told, telling, look, vocabulary, "seed")
