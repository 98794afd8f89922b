"""Pages to be tested: made from synthetic years in the ready-made campaign, and read back as a tree."""

from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser

import pytest
from stories import story

from artgen.artwork import Artwork, Look, compose
from artgen.campaigns import model
from artgen.campaigns.model import Campaign
from artgen.drawing import theme as themes
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Story
from artgen.publishing import raster
from artgen.publishing.page import Addresses, Page, page
from artgen.renderers import load
from artgen.sitters import COUNTS, sample
from artgen.sitters.crowd import somebody
from artgen.words.tell import tell_words
from artgen.words.telling import Telling

CAMPAIGN = model.load("heart-of-travel")
ADDRESSES = Addresses("https://year.example.com/a/ab/token/", "poster.jpg", "card.jpg", "poster.svg")
NAMES = ("0-linen", "1-nocturne", "23-linen", "23-nocturne", "546-salt")
EVERY = pytest.mark.parametrize("name", NAMES)
VOID = {"meta", "link", "img"}


class Tree(HTMLParser):
    """A page read back: its elements with their attributes, and the text of each kind of element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        self._open += [] if tag in VOID else [tag]
        self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def all(self, tag: str, attribute: str) -> list[str]:
        """Return that attribute of every element called `tag` that has it."""
        return [attrs[attribute] for name, attrs in self.elements if name == tag and attribute in attrs]

    def meta(self, name: str) -> str:
        """Return the content of the one meta element of that name."""
        (content,) = [
            attrs["content"]
            for tag, attrs in self.elements
            if tag == "meta" and name in (attrs.get("name"), attrs.get("property"), attrs.get("http-equiv"))
        ]
        return content


def whole(told: Story) -> Story:
    """Give a synthetic year the facts and moments that history finds in it."""
    return replace(told, facts=facts(told.activities), moments=moments(told.activities, told.home))


def words(told: Story) -> Telling:
    """Put a synthetic year into words."""
    return tell_words(whole(told), CAMPAIGN.vocabulary)


def made(told: Story, theme: str = "linen", campaign: Campaign = CAMPAIGN, **options: float) -> Page:
    """Make the page of a year, drawn with the style's options."""
    full = whole(told)
    telling = tell_words(full, campaign.vocabulary)
    look = Look(load("heart"), themes.load(theme), dict(options))
    artwork = compose(look, full, telling, campaign.vocabulary, "seed")
    return page(
        artwork=artwork,
        telling=telling,
        story=full,
        campaign=campaign,
        vocabulary=campaign.vocabulary,
        look=look,
        addresses=ADDRESSES,
    )


@lru_cache(maxsize=16)
def seen(name: str) -> Page:
    """Make the page of a count and a theme, such as "23-linen"."""
    count, theme = name.split("-")
    return made(story(int(count)), theme)


@lru_cache(maxsize=16)
def read(name: str) -> Tree:
    """Read the page of a count and a theme back."""
    return Tree(seen(name).html)


STYLES = {
    "heart": "flight",
    "skies": "flight",
    "routes": "flight",
    "bloom": "coffee",
    "strata": "run",
    "quilt": "coffee",
}


@lru_cache(maxsize=32)
def styled(style: str, count: int, theme: str = "linen", locale: str = "en_US") -> tuple[Page, Artwork]:
    """Make the page of a sitter in any style, with the poster that it was made from."""
    brand = STYLES[style]
    sitter = (sample(brand, count) if count in COUNTS else somebody(brand, count, 1)).speaking(locale)
    look = Look(load(style), themes.load(theme))
    telling = sitter.telling
    if not len(sitter):
        wish = look.renderer.describe(sitter.story, telling, sitter.vocabulary).wish
        telling = replace(telling, sentence=wish)
    artwork = compose(look, sitter.story, telling, sitter.vocabulary, sitter.name)
    written = page(
        artwork=artwork,
        telling=telling,
        story=sitter.story,
        campaign=CAMPAIGN,
        vocabulary=sitter.vocabulary,
        look=look,
        addresses=replace(ADDRESSES, share="https://year.example.com/s/cd/other/"),
    )
    return written, artwork


def published(name: str, written: Page, artwork: Artwork) -> dict[str, bytes]:
    """Return the files of a page by their path under the site, its pictures as they are published."""
    engine = raster.engine()
    sized = raster.STAGE_IMAGE if written.needs_vector else raster.LETTER_IMAGE
    return {
        f"a/ab/{name}/index.html": written.html.encode(),
        f"a/ab/{name}/poster.jpg": raster.rasterise(artwork.svg, sized, engine),
        f"a/ab/{name}/poster.svg": artwork.svg.encode(),
    }
