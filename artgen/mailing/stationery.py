"""Stationery: what all letters of a campaign share, worked out once; nothing in it is about one person.

It is kept by the campaign itself, not by what stands in it: a campaign never changes once it is read.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from hashlib import sha256

from artgen.campaigns.model import Campaign
from artgen.campaigns.speech import LetterSaid
from artgen.errors import MailError
from artgen.history.address import BadAddress, normalise
from artgen.mailing.mime import Header, mailbox, plain
from artgen.words.phrases import Phrases, spoken
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice


@dataclass(frozen=True, slots=True, eq=False)
class Stationery:
    """A campaign's words in one language: the brand's, the language's own, what the brand says in its letters.

    `between` parts two sentences: a blank, but for a language whose stop is as wide as two signs and brings its own.
    """

    vocabulary: Vocabulary
    phrases: Phrases
    texts: LetterSaid
    between: str
    once: str
    postal_address: str

    def caption(self, *, single: bool, weeks: bool, widths: bool) -> str:
        """Say what the strip shows: one band, a band each, or a band a week; and what its widths tell."""
        return _caption(self, single, weeks, widths)


@dataclass(frozen=True, slots=True, eq=False)
class Sender:
    """Who sends all letters of a campaign: the bare address, and the headers that are the same in each."""

    address: str
    domain: str
    mailbox: str
    reply_to: str
    list_id: str
    feedback_id: str

    def headers(self) -> Iterator[Header]:
        """Yield what tells a mail provider which list a letter belongs to."""
        yield "List-Id", self.list_id
        yield "Feedback-ID", self.feedback_id


class _Itself:
    """A campaign as a key: the same only to itself, and held for as long as the key is."""

    __slots__ = ("campaign",)

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def __hash__(self) -> int:
        return id(self.campaign)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.campaign is self.campaign


def stationery(campaign: Campaign, locale: str) -> Stationery:
    """Return a campaign's words for letters in a language; raise MailError for one that it doesn't speak."""
    return _stationery(_Itself(campaign), locale)


def sender(campaign: Campaign) -> Sender:
    """Return who sends a campaign's letters; raise MailError where no sound address is given."""
    return _sender(_Itself(campaign))


def checked(address: str, what: str) -> str:
    """Return an address as mail can carry it; raise MailError, which says `what` it is and never the address."""
    try:
        return normalise(address)
    except BadAddress as wrong:
        raise MailError(f"{what}: {wrong}; mend it and run the same command again") from wrong


@lru_cache(maxsize=64)
def _stationery(one: _Itself, locale: str) -> Stationery:
    campaign = one.campaign
    if locale not in campaign.locales:
        raise MailError(f"a letter was made in '{locale}', which the campaign no longer speaks; make it again")
    vocabulary = campaign.vocabulary_in(locale)
    phrases = spoken(vocabulary)
    between = "" if unicodedata.east_asian_width(phrases.say("letter.stop")) == "W" else " "
    stays = campaign.stays_until and phrases.say("letter.stays", until=campaign.until(phrases))
    return Stationery(
        vocabulary=vocabulary,
        phrases=phrases,
        texts=campaign.letter.said(locale, campaign.words.locale),
        between=between,
        once=between.join(part for part in (phrases.say("letter.once"), phrases.say("letter.link"), stays) if part),
        postal_address=_postal_address(campaign),
    )


@lru_cache(maxsize=8)
def _sender(one: _Itself) -> Sender:
    campaign = one.campaign
    name, given = parseaddr(campaign.letter.sender)
    address = checked(given, "letter.sender")
    domain = address.rpartition("@")[2]
    return Sender(
        address=address,
        domain=domain,
        mailbox=mailbox(plain(name, 60), address),
        reply_to=checked(campaign.letter.reply_to, "letter.reply_to") if campaign.letter.reply_to else "",
        list_id=mailbox(plain(campaign.title, 60), f"{campaign.id}.{domain}"),
        feedback_id=f"{campaign.id}:{campaign.year}:letter:{sha256(domain.encode()).hexdigest()[:12]}",
    )


@lru_cache(maxsize=256)
def _caption(of: Stationery, single: bool, weeks: bool, widths: bool) -> str:
    speaking, phrases = Voice(of.vocabulary, of.phrases), of.phrases
    noun = of.vocabulary.activity
    bands = "strip_weeks" if weeks else "strip_one" if single else "strip"
    said = [phrases.say(f"letter.{bands}", noun=noun.one, nouns=noun.many)]
    if weeks and widths:
        said.append(phrases.say("letter.strip_lead", longest=speaking.superlative(), noun=noun.one))
    if widths:
        said.append(phrases.say("letter.strip_widths", amount=speaking.measure()))
    return of.between.join(said)


def _postal_address(campaign: Campaign) -> str:
    """Return the address with the brand before it, where it doesn't say the brand itself."""
    brand, address = campaign.brand.name, campaign.brand.postal_address
    return address if brand in address else f"{brand}, {address}"
