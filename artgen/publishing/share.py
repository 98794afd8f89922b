"""The share page: what others see of one person's year, the card alone: no name, no money, no way to their page."""

from dataclasses import dataclass
from urllib.parse import urljoin

from artgen.campaigns.model import Campaign
from artgen.drawing.theme import Theme
from artgen.publishing.shared import FOLDER, shared, warm
from artgen.publishing.templates import render
from artgen.words.phrases import Phrases, spoken
from artgen.words.vocabulary import Vocabulary

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; media-src 'self';"
    " base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What everyone sees to whom an address is pasted: in its words no name and no number."""

    title: str
    alt: str
    address: str


def card(phrases: Phrases, phrase: str, address: str, *, empty: bool) -> Card:
    """Return the card of a year that the brand calls `phrase`; `address` is that of its picture, absolute."""
    ending = "_empty" if empty else ""
    title, alt = (phrases.say(f"page.{key}{ending}", phrase=phrase) for key in ("card_title", "card_alt"))
    return Card(title, alt, address)


def share_page(
    *, campaign: Campaign, vocabulary: Vocabulary, theme: Theme, address: str, picture: str, root: str, empty: bool
) -> str:
    """Write the page for others, to stand at the absolute `address`; `picture` and `root` are relative to it."""
    phrases = spoken(vocabulary)
    seen = card(phrases, vocabulary.phrase, urljoin(address, picture), empty=empty)
    return render(
        "page/share.html",
        words=phrases,
        theme=theme,
        policy=POLICY,
        title=seen.title,
        card=seen,
        shared=f"{root}{FOLDER}/",
        files=shared(theme),
        serif=warm(theme, seen.title),
        brand=campaign.brand,
        year=campaign.year,
        picture=picture,
        empty=empty,
    )
