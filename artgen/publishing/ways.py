"""Ways on from a page: to show it to others, and to say no; plain links to where the operator answers them."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from artgen.campaigns.model import Campaign
from artgen.errors import CampaignError

_WEB = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True)
class Way:
    """One link: where it leads, and the key of the words on it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Ways:
    """The links of one person's page: `share` is empty without a page for others, `shown` is what is then given away.

    `reachable` tells that one of `out` reaches somebody who can take the page down.
    """

    share: str
    shown: str
    out: tuple[Way, ...]
    reachable: bool


def ways(campaign: Campaign, *, page: str, share: str, unsubscribe: str) -> Ways:
    """Return the links of the page at the absolute address `page`; raise CampaignError when one of them is no link."""
    brand, wishes, token = campaign.brand, campaign.wishes, page.rstrip("/").rpartition("/")[2]
    said = [
        ("page.hide", "wishes.hide_url", personal(wishes.hide_url, token)),
        ("page.wrong", "wishes.wrong_url", personal(wishes.wrong_url, token)),
        ("page.delete", "wishes.delete_url", personal(wishes.delete_url, token)),
        ("page.contact", "brand.contact_url", brand.contact_url),
        ("letter.unsubscribe", "letter.unsubscribe_url", unsubscribe),
        ("page.privacy", "brand.privacy_url", brand.privacy_url),
    ]
    if wishes.wrong_url and wishes.delete_url:
        said = [one for one in said if one[0] != "page.contact"]
    for _, key, address in said:
        if address and urlsplit(address).scheme not in _WEB:
            raise CampaignError(f"{key}: '{address}' is no link; write one that begins with https:// or mailto:")
    out = tuple(Way(words, address) for words, _, address in said if address)
    reachable = bool(wishes.delete_url or brand.contact_url)
    return Ways(share, share or page, out, reachable)


def personal(address: str, token: str) -> str:
    """Return an operator's address for one person: `{token}` stands for whose page it is, else it is added.

    >>> personal("https://example.com/no/{token}", "q7m2"), personal("https://example.com/no?lang=de", "q7m2")
    ('https://example.com/no/q7m2', 'https://example.com/no?lang=de&token=q7m2')
    >>> personal("", "q7m2"), personal("mailto:us@example.com", "q7m2")
    ('', 'mailto:us@example.com?subject=q7m2')
    """
    if not address or "{token}" in address:
        return address.replace("{token}", token)
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}{'subject' if address.startswith('mailto:') else 'token'}={token}"


def asked_in(address: str, campaign: Campaign, locale: str) -> str:
    """Return the address of the page to leave by with the person's language, where the campaign speaks several.

    One that has a `lang=` of its own keeps it; a mail address speaks no language.
    """
    if not campaign.words.translations or not address.startswith("http") or "lang" in parse_qs(urlsplit(address).query):
        return address
    return f"{address}{'&' if '?' in address else '?'}lang={locale.replace('_', '-')}"
