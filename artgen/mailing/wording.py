"""The wording of one letter: every sentence, once, so that its HTML and its plain text can't say different things."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from artgen.campaigns.model import Campaign
from artgen.campaigns.speech import BLANK, LetterSaid
from artgen.errors import MailError
from artgen.mailing.gist import Found, Gist
from artgen.mailing.mime import plain
from artgen.mailing.stationery import Stationery, stationery
from artgen.words.phrases import Phrases
from artgen.words.telling import Figure

_SUBJECT, _NAME, _NAME_IN_SUBJECT, _PREHEADER = 110, 60, 40, 110


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter says, top to bottom; an empty text or tuple is a part that this letter goes without.

    `name` stands on a line of its own above `heading`; `stray` is the length of its longest word, and `wide` the most
    signs as wide as they are high in one of either line, since those decide how large it can be set. `between` parts
    two sentences.
    """

    lang: str
    direction: str
    subject: str
    preheader: str
    brand: str
    year: str
    name: str
    greeting: str
    stray: int
    wide: int
    heading: str
    lead: str
    alt: str
    caption: str
    body: tuple[str, ...]
    button: str
    moment: tuple[Found, ...]
    figures: tuple[Figure, ...]
    thanks: str
    signed_by: str
    once: str
    wish: str
    contact: str
    answer: str
    privacy: str
    unsubscribe: str
    stop: str
    between: str
    postal_address: str

    def parts(self) -> dict[str, object]:
        """Return every part by its name, as the templates ask for them."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands in a letter's subject; `number` is which of the brand's subjects it is, None for any other."""

    said: str
    number: int | None


def word(name: str, campaign: Campaign, gist: Gist, *, variant: int = 0, test: bool = False) -> Wording:
    """Return what the letter to `name` (which may be empty) says; for an empty year it claims nothing of the year.

    `variant` is which of the brand's subjects it takes; a test says in its subject that it is one.
    """
    ours = stationery(campaign, gist.locale)
    phrases, texts = ours.phrases, ours.texts
    quiet, shown = bool(gist.quiet), plain(name, _NAME)
    kind = ("_empty" if quiet else "") + ("" if shown else "_nameless")
    set_as = ("[test] " if test else "") + subject(name, campaign, gist, variant).said
    greeting = phrases.say("letter.greeting", name=isolated(shown)) if shown and shown[-1] != "…" else shown
    heading = phrases.say(f"letter.heading{kind}")
    return Wording(
        lang=phrases.language,
        direction=phrases.direction,
        subject=plain(set_as, _SUBJECT),
        preheader=plain(_preheader(campaign, gist, phrases), _PREHEADER),
        brand=campaign.brand.name,
        year="" if quiet else gist.year,
        name=shown,
        greeting=greeting,
        stray=max((len(part) for part in re.split(r"[\s-]", shown)), default=0),
        wide=_widest(f"{greeting} {heading}"),
        heading=heading,
        lead=gist.quiet or gist.sentence,
        alt=gist.alt,
        caption=_caption(ours, gist),
        body=_body(ours, gist),
        button=phrases.say("letter.button"),
        moment=gist.moment,
        figures=gist.figures,
        thanks="" if quiet else _thanks(shown, texts, gist, phrases),
        signed_by=texts.signed_by,
        once=ours.once,
        wish=phrases.say("letter.wish"),
        contact=phrases.say("letter.contact") if campaign.brand.contact_url else "",
        answer="" if campaign.brand.contact_url else phrases.say("letter.answer"),
        privacy=phrases.say("letter.privacy") if campaign.brand.privacy_url else "",
        unsubscribe=phrases.say("letter.unsubscribe"),
        stop=phrases.say("letter.stop"),
        between=ours.between,
        postal_address=ours.postal_address,
    )


def subject(name: str, campaign: Campaign, gist: Gist, variant: int) -> Subject:
    """Return the first subject that can be filled in: the brand's number `variant`, its nameless one, ours.

    An empty year, and a language without any subject of the brand, have ours, whichever is asked for. Raise MailError
    where the campaign doesn't have that subject, or that language, any more.
    """
    there = stationery(campaign, gist.locale)
    values = _values(plain(plain(name, _NAME), _NAME_IN_SUBJECT), gist)
    kind = "_empty" if gist.quiet else ""
    tried: list[tuple[str, int | None]] = []
    if not gist.quiet:
        tried += [(_chosen(there.texts, variant, gist.locale), variant), (there.texts.subject_nameless, None)]
    tried += [(there.phrases.table[f"letter.subject{kind}{nameless}"], None) for nameless in ("", "_nameless")]
    return next(Subject(said, number) for text, number in tried if (said := filled(text, values)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a brand's text with its blanks filled; empty where one has nothing to be filled with.

    >>> filled("{name}, your {year}", {"name": "Maya", "year": "2025"})
    'Maya, your 2025'
    >>> filled("{name}, your {year}", {"name": "", "year": "2025"})
    ''
    """
    if not all(values[blank] for blank in BLANK.findall(text)):
        return ""
    return BLANK.sub(lambda found: values[found[1]], text)


def _widest(lines: str) -> int:
    """Return the most signs of Chinese, Japanese or Korean between two blanks."""
    if lines.isascii():
        return 0
    return max(sum(unicodedata.east_asian_width(sign) in "WF" for sign in part) for part in lines.split())


def isolated(name: str) -> str:
    """Return a name that reads from right to left held apart, so that the words around it keep their order."""
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in name):
        return f"\u2068{name}\u2069"
    return name


def _values(name: str, gist: Gist) -> dict[str, str]:
    return {"name": name, "year": gist.year, "activities": gist.activities, "amount": gist.amount}


def _chosen(texts: LetterSaid, variant: int, locale: str) -> str:
    subjects = (texts.subject, *texts.subjects)
    if subjects == ("",):
        return ""
    if not 0 <= variant < len(subjects):
        raise MailError(f"letter.subjects: there is no subject {variant} in '{locale}'; add it to the campaign")
    return subjects[variant]


def _preheader(campaign: Campaign, gist: Gist, phrases: Phrases) -> str:
    if gist.quiet:
        return phrases.say("letter.preheader_empty", brand=campaign.brand.name)
    return phrases.say("letter.preheader", activities=gist.activities, year=gist.year)


def _caption(ours: Stationery, gist: Gist) -> str:
    return ours.caption(single=len(gist.strip) == 1, weeks=gist.weeks, widths=gist.widths) if gist.strip else ""


def _body(ours: Stationery, gist: Gist) -> tuple[str, ...]:
    say, noun = ours.phrases.say, ours.vocabulary.activity
    if gist.quiet:
        return (say("letter.page_empty"),)
    one = "_one" if len(gist.strip) == 1 else ""
    nouns = {"noun": noun.one, "nouns": noun.many, "year": gist.year}
    made = say(f"letter.made{one}", **nouns)
    return (f"{made}{ours.between}{gist.reading}".rstrip(), say(f"letter.page{one}", **nouns))


def _thanks(name: str, texts: LetterSaid, gist: Gist, phrases: Phrases) -> str:
    return filled(texts.thanks, _values(isolated(name), gist)) or phrases.say("letter.thanks_nameless")
