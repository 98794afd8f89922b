"""The wording of one letter: every sentence, once, so that its HTML and its plain text can't say different things."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from artgen.campaigns.model import Campaign
from artgen.campaigns.speech import LetterSaid
from artgen.errors import MailError
from artgen.mailing.gist import Found, Gist
from artgen.mailing.mime import plain
from artgen.words.phrases import Phrases, spoken
from artgen.words.telling import Figure
from artgen.words.vocabulary import Vocabulary
from artgen.words.voice import Voice

BLANKS = ("name", "year", "activities", "amount")
_BLANK = re.compile(r"\{(\w*)\}")
_SUBJECT, _NAME, _NAME_IN_SUBJECT, _PREHEADER = 110, 60, 40, 110


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter says, top to bottom; an empty text or tuple is a part that this letter goes without.

    `name` stands on a line of its own above `heading`; `stray` is the length of its longest word, since that
    decides how large it can be set.
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
    postal_address: str


def word(name: str, campaign: Campaign, gist: Gist, *, variant: int = 0, test: bool = False) -> Wording:
    """Return what the letter to `name` (which may be empty) says; for an empty year it claims nothing of the year.

    `variant` is which of the brand's subjects it takes; a test says in its subject that it is one.
    """
    vocabulary = _vocabulary(campaign, gist)
    phrases, texts = spoken(vocabulary), campaign.letter.said(gist.locale, campaign.words.locale)
    quiet, shown = bool(gist.quiet), plain(name, _NAME)
    nouns = {"noun": vocabulary.activity.one, "nouns": vocabulary.activity.many, "year": gist.year}
    stays = campaign.stays_until and phrases.say("letter.stays", until=campaign.until(phrases))
    kind = ("_empty" if quiet else "") + ("" if shown else "_nameless")
    subject = ("[test] " if test else "") + _subject(name, texts, gist, phrases, variant)
    return Wording(
        lang=phrases.language,
        direction=phrases.direction,
        subject=plain(subject, _SUBJECT),
        preheader=plain(_preheader(campaign, gist, phrases), _PREHEADER),
        brand=campaign.brand.name,
        year="" if quiet else gist.year,
        name=shown,
        greeting=shown
        if shown.endswith("…")
        else phrases.say("letter.greeting", name=isolated(shown))
        if shown
        else "",
        stray=max((len(part) for part in re.split(r"[\s-]", shown)), default=0),
        heading=phrases.say(f"letter.heading{kind}"),
        lead=gist.quiet or gist.sentence,
        alt=gist.alt,
        caption=_caption(vocabulary, gist, phrases),
        body=tuple(part for part in _body(gist, nouns, phrases) if part),
        button=phrases.say("letter.button"),
        moment=gist.moment,
        figures=gist.figures,
        thanks="" if quiet else _thanks(shown, texts, gist, phrases),
        signed_by=texts.signed_by,
        once=" ".join(part for part in (phrases.say("letter.once"), phrases.say("letter.link"), stays) if part),
        wish=phrases.say("letter.wish"),
        contact=phrases.say("letter.contact") if campaign.brand.contact_url else "",
        answer="" if campaign.brand.contact_url else phrases.say("letter.answer"),
        privacy=phrases.say("letter.privacy") if campaign.brand.privacy_url else "",
        unsubscribe=phrases.say("letter.unsubscribe"),
        stop=phrases.say("letter.stop"),
        postal_address=_postal_address(campaign),
    )


def _vocabulary(campaign: Campaign, gist: Gist) -> Vocabulary:
    if gist.locale not in campaign.locales:
        raise MailError(f"a letter was made in '{gist.locale}', which the campaign no longer speaks; make it again")
    return campaign.vocabulary_in(gist.locale)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a brand's text with its blanks filled; empty where one has nothing to be filled with.

    >>> filled("{name}, your {year}", {"name": "Maya", "year": "2025"})
    'Maya, your 2025'
    >>> filled("{name}, your {year}", {"name": "", "year": "2025"})
    ''
    """
    asked = _BLANK.findall(text)
    for blank in asked:
        if blank not in BLANKS:
            known = ", ".join(f"{{{known}}}" for known in BLANKS)
            raise MailError(f"letter: {{{blank}}} can't be filled in; there are {known}. Mend the campaign's [letter]")
    if not all(values[blank] for blank in asked):
        return ""
    return _BLANK.sub(lambda found: values[found[1]], text)


def isolated(name: str) -> str:
    """Return a name that reads from right to left held apart, so that the words around it keep their order."""
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in name):
        return f"\u2068{name}\u2069"
    return name


def _values(name: str, gist: Gist) -> dict[str, str]:
    return {"name": name, "year": gist.year, "activities": gist.activities, "amount": gist.amount}


def _subject(name: str, texts: LetterSaid, gist: Gist, phrases: Phrases, variant: int) -> str:
    """Return the first subject that can be filled in: the brand's number `variant`, its nameless one, ours.

    A language without any subject of the brand has ours, whichever is asked for.
    """
    values = _values(plain(name, _NAME_IN_SUBJECT), gist)
    kind = "_empty" if gist.quiet else ""
    ours = [phrases.under("letter")[f"subject{kind}{nameless}"] for nameless in ("", "_nameless")]
    theirs = [] if gist.quiet else [_chosen(texts, variant, gist.locale), texts.subject_nameless]
    return next(said for text in [*theirs, *ours] if (said := filled(text, values)))


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


def _caption(vocabulary: Vocabulary, gist: Gist, phrases: Phrases) -> str:
    if not gist.strip:
        return ""
    speaking = Voice(vocabulary, phrases)
    noun = speaking.vocabulary.activity
    bands = "strip_weeks" if gist.weeks else "strip" if len(gist.strip) > 1 else "strip_one"
    said = [phrases.say(f"letter.{bands}", noun=noun.one, nouns=noun.many)]
    if gist.weeks and gist.widths:
        said.append(phrases.say("letter.strip_lead", longest=speaking.superlative(), noun=noun.one))
    if gist.widths:
        said.append(phrases.say("letter.strip_widths", amount=speaking.measure()))
    return " ".join(said)


def _body(gist: Gist, nouns: dict[str, str], phrases: Phrases) -> tuple[str, ...]:
    if gist.quiet:
        return (phrases.say("letter.page_empty"),)
    variant = "_one" if len(gist.strip) == 1 else ""
    made = phrases.say(f"letter.made{variant}", **nouns)
    return (f"{made} {gist.reading}".rstrip(), phrases.say(f"letter.page{variant}", **nouns))


def _postal_address(campaign: Campaign) -> str:
    """Return the address with the brand before it, where it doesn't say the brand itself."""
    brand, address = campaign.brand.name, campaign.brand.postal_address
    return address if brand in address else f"{brand}, {address}"


def _thanks(name: str, texts: LetterSaid, gist: Gist, phrases: Phrases) -> str:
    return filled(texts.thanks, _values(isolated(name), gist)) or phrases.say("letter.thanks_nameless")
