"""Whom the bench draws: people of the made-up crowd, as Histories that the real line can read, and their campaigns."""

import math
from dataclasses import dataclass
from functools import lru_cache

from artgen.campaigns.looks import LookChoice
from artgen.campaigns.model import Campaign, load
from artgen.history import places
from artgen.history.columns import Activity, Place
from artgen.history.history import History, Record
from artgen.records import Recipient
from artgen.sitters.crowd import somebody

BRANDS = {"heart": "flight", "skies": "flight", "routes": "flight"}
"""Whose years a style is measured with; runs where it needs no places."""
CAMPAIGNS = {"flight": "heart-of-travel", "run": "a-year-of-running"}
THEME = "linen"
BEFORE = 1_000
"""From this number on people are drawn to warm up, and never measured."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be drawn, as the line reads them, and how much they did on each day on which they did something."""

    history: History
    days: dict[str, float]


def person(style: str, count: int, number: int) -> Person:
    """Return a person of the style's brand with so many activities, told apart by a number."""
    story = somebody(brand(style), count, number).story
    customer = f"{style}-{count}-{number}"
    home = story.home.code if story.home and story.home.located else ""
    said = Recipient(customer, story.name, f"{customer}@example.com", home)
    records = tuple(map(_record, story.activities))
    days: dict[str, float] = {}
    for one in records:
        day = str(one.start.date())
        days[day] = days.get(day, 0.0) + (round(one.amount) if math.isfinite(one.amount) else 1)
    return Person(History(customer, said, records), days)


def brand(style: str) -> str:
    """Return whose years a style is drawn from."""
    return BRANDS.get(style, "run")


@lru_cache
def campaign(style: str) -> Campaign:
    """Return the sample campaign of that brand, with one look for everybody and its kinds taken from the year."""
    found = load(CAMPAIGNS[brand(style)])
    words = found.words.model_copy(update={"kinds": ()})
    return found.model_copy(update={"looks": [LookChoice(style=style, theme=THEME)], "words": words})


def _record(one: Activity) -> Record:
    return Record(
        start=one.start,
        timed=one.timed,
        amount=one.amount,
        minutes=one.minutes,
        origin=_key(one.origin),
        destination=_key(one.destination),
        category=one.category,
        grade=one.grade,
        weather=one.weather,
        line=one.n + 2,
    )


def _key(place: Place | None) -> str:
    if place is None:
        return ""
    return place.code if place.located else places.key(place.name)
