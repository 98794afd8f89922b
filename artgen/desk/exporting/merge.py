"""Merge fields: what one person's letter says, in flat columns that a template of another platform can ask for."""

from artgen.campaigns.model import Campaign
from artgen.mailing.gist import read_gist
from artgen.mailing.letter import leave_links
from artgen.mailing.wording import word
from artgen.publishing.links import Keys, page_path, share_path
from artgen.records import Person
from artgen.words.figures import SHOWN

MOMENTS = 1
"""How many moments a letter tells."""
KEY, ADDRESS = "customer", "address"
COLUMNS = (
    KEY,
    ADDRESS,
    *("first_name", "language", "page_url", "image_url", "share_url", "alt"),
    *("subject", "preheader", "sentence", "activities", "facts"),
    *(f"fact_{n}_{part}" for n in range(1, SHOWN + 1) for part in ("value", "label")),
    "moments",
    *(f"moment_{n}_{part}" for n in range(1, MOMENTS + 1) for part in ("day", "heading", "text")),
    *("unsubscribe_url", "state"),
)
EXACT = frozenset(name for name in COLUMNS if name.endswith("_url")) | {KEY, ADDRESS}
"""What is of no use when it is cut or changed."""


def merge(person: Person, campaign: Campaign, keys: Keys) -> dict[str, str | int]:
    """Return all that can be said of a person who has a page, by column; empty where the letter says nothing.

    `facts` and `moments` count how many of theirs there are. Raise MailError for words of another version of artgen.
    """
    gist = read_gist(person.letter)
    say = word(person.name, campaign, gist)
    page = campaign.base_url + page_path(person.token)
    share = person.share or keys.share_token(campaign.id, person.customer, person.generation)
    said: dict[str, str | int] = {
        KEY: person.customer,
        ADDRESS: person.address,
        "first_name": say.name,
        "language": say.lang,
        "page_url": page,
        "image_url": page + person.image,
        "share_url": campaign.base_url + share_path(share),
        "alt": say.alt,
        "subject": say.subject,
        "preheader": say.preheader,
        "sentence": say.lead,
        "activities": person.drawn,
        "facts": len(say.figures),
        "moments": len(say.moment),
        "unsubscribe_url": _leave(person, campaign, keys),
        "state": person.state.value,
    }
    for n, figure in enumerate(say.figures, 1):
        said |= {f"fact_{n}_value": figure.value, f"fact_{n}_label": figure.label}
    for n, found in enumerate(say.moment, 1):
        said |= {f"moment_{n}_day": found.day, f"moment_{n}_heading": found.heading, f"moment_{n}_text": found.text}
    if not said.keys() <= set(COLUMNS):
        raise RuntimeError("a letter says more than an export has columns for")
    return dict.fromkeys(COLUMNS, "") | said


def _leave(person: Person, campaign: Campaign, keys: Keys) -> str:
    """Return the letter's own way out; empty where the campaign leaves it to the platform."""
    if not campaign.letter.unsubscribe_url and not campaign.letter.unsubscribe_mailto:
        return ""
    links = leave_links(person.customer, campaign, keys, locale=person.locale)
    return links.url or links.mailto
