"""One customer explained: from the rows of the files to the marks, the numbers and the letter, with every reason."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from artgen import __version__
from artgen.artwork import Artwork
from artgen.campaigns.model import Campaign
from artgen.desk.checking.findings import shown
from artgen.desk.explaining.explanation import Aside, Drawn, Explanation, Happened, Met, Noted, Number, Worn
from artgen.errors import ArtgenError
from artgen.history.condition import UnreadableFlag
from artgen.history.grace import LEFT_OUT, Action, Graced, grace
from artgen.history.history import STRANGER
from artgen.history.single import Single, Where, find
from artgen.history.story import Fact
from artgen.ledger import Ledger
from artgen.ledger.dossier import Dossier, dossier
from artgen.make import remembered, sources
from artgen.publishing import raster
from artgen.publishing.links import Keys
from artgen.records import Gravity, State
from artgen.words.phrases import spoken
from artgen.words.voice import voice
from artgen.worker import Commission, Sitting, digest, draw, inputs, seat, styles

RULES = {
    "activities": "the rows that are drawn, counted",
    "amount": "the sum of the amounts that are known",
    "longest": "the largest amount, where all are known; among equals the first",
    "shortest": "the smallest amount, where all are known; among equals the first",
    "minutes": "the sum of the minutes that are known",
    "first": "the day of the first activity, by its own clock",
    "last": "the day of the last activity, by its own clock",
    "busiest_month": "the month with most activities; among equals the first",
    "places": "the different places, starts and ends together",
    "night": "those that began with the sun more than 6 degrees below the horizon, where the sun is known",
}
"""How each fact is counted, by its key."""
MEASURED = "; where the source gives none, the great-circle distance between origin and destination"
_DAYS = {"first", "last"}
_AMOUNTS = {"amount", "longest", "shortest"}


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation with the poster that it is about; there is none for who is not drawn."""

    said: Explanation
    svg: str = ""


def explain(campaign: Campaign, customer: str, out: Path, keys: Keys | None, *, address: bool) -> Explained:
    """Explain one customer from the data as they stand and, where there are `keys`, from what is on record.

    Raise ArtgenError for a customer of whom neither knows, and for one who was erased.
    """
    record = _record(campaign, customer, out, keys) if keys else None
    single = find(*sources(campaign), customer)
    if single is None and record is None:
        raise ArtgenError("no customer with this id is in the data or on record; look in the people file")
    if single is None:
        raise ArtgenError("this customer is on record and no longer in the data; see `artgen export-person`")
    graced = grace(single.history, campaign.rules, campaign.year)
    history, person = graced.history, single.history.person
    sitting = None if person is None or history.held else seat(campaign, single.history, remembered(campaign, customer))
    art = draw(sitting) if sitting else None
    mailbox = keys.address_hash(person.address) if keys and person and person.address else ""
    if not sitting:
        standing = "nothing is drawn of this customer"
    else:
        standing = _standing(record, inputs(_commission(campaign, keys, out), sitting) if keys else "")
    return Explained(
        Explanation(
            campaign=campaign.id,
            title=campaign.title,
            brand=campaign.brand.name,
            year=campaign.year,
            customer=shown(customer),
            name=person.name if person else "",
            address=person.address if person and address else "",
            fate=_fate(graced),
            sentence=sitting.telling.sentence if sitting else "",
            people=single.people,
            drawn=tuple(_drawn(single, sitting, art)) if sitting and art else (),
            aside=tuple(sorted(_aside(campaign, single, graced), key=lambda one: one.where)),
            nameless=single.nameless,
            notes=tuple(one.reason for one in history.faults if one.gravity is Gravity.NOTICE),
            numbers=tuple(_numbers(campaign, single, sitting)) if sitting else (),
            moments=tuple(_moments(single, sitting)) if sitting else (),
            rules=tuple(Met(one.rule, one.action.value, one.because, one.activities) for one in graced.applied),
            worn=_worn(campaign, graced, sitting) if sitting else None,
            standing=standing,
            made=tuple(_made(campaign, record, art)),
            happened=tuple(_happened(record, mailbox)) if record else (),
        ),
        art.svg if art else "",
    )


def _record(campaign: Campaign, customer: str, out: Path, keys: Keys) -> Dossier | None:
    hashed = partial(keys.customer_hash, campaign.id)
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        if ledger.erasure.among([customer], hashed):
            raise ArtgenError("this customer was erased; there is nothing to explain, and no make draws them again")
        return dossier(ledger, customer, hashed)


def _commission(campaign: Campaign, keys: Keys, out: Path) -> Commission:
    return Commission(campaign, keys, out, digest(campaign), styles(campaign))


def _fate(graced: Graced) -> str:
    history = graced.history
    if history.faulty:
        return f"set aside: {history.faulty}"
    if history.person is None:
        return f"set aside: {STRANGER}"
    return f"held: {history.held}" if history.held else "drawn"


def _drawn(single: Single, sitting: Sitting, art: Artwork) -> Iterator[Drawn]:
    for one, row in zip(sitting.story.activities, sitting.telling.rows, strict=True):
        where, own = single.rows[one.line], art.boxes[one.n] is not None
        yield Drawn(f"a{one.n}", where, row.day, row.way, row.fact, art.swatches[one.n], own)


def _aside(campaign: Campaign, single: Single, graced: Graced) -> Iterator[Aside]:
    """Yield each row that isn't drawn: set aside as it was read, left out by a rule, or lost with its customer."""
    for fault in single.aside:
        if fault.gravity is Gravity.ROW or fault.line:
            yield Aside(Where(fault.file, fault.line), fault.reason, fault.column, fault.detail)
    if (fate := _fate(graced)) != "drawn":
        yield from (Aside(where, fate) for where in single.rows)
        return
    records = graced.read.records
    why: dict[int, str] = {}
    for rule in campaign.rules.own:
        if rule.action is Action.LEAVE_OUT:
            try:
                meant = rule.when.found(records, graced.read.flags)
            except UnreadableFlag:
                continue
            why = {**dict.fromkeys(meant or (), rule.because), **why}
    yield from (Aside(single.rows[records[n].line], f"{LEFT_OUT}: {why[n]}") for n in graced.left_out)


def _numbers(campaign: Campaign, single: Single, sitting: Sitting) -> Iterator[Number]:
    measured = campaign.activity.amount_from == "great-circle"
    for fact in sitting.story.facts:
        rule = RULES[fact.key] + (MEASURED if measured and fact.key == "amount" else "")
        yield Number(fact.key, fact.value, _said(fact, sitting), rule, _rows(single, sitting, fact.of))


def _said(fact: Fact, sitting: Sitting) -> str:
    """Say a value as the page would; where the page would not say it, as a plain number."""
    speaking = voice(sitting.vocabulary, sitting.story)
    if fact.key in _DAYS:
        return spoken(sitting.vocabulary).day(sitting.story.activities[fact.of[0]].start)
    if fact.key == "busiest_month":
        return spoken(sitting.vocabulary).month(dt.datetime(sitting.story.year, int(fact.value), 1))
    if fact.key == "minutes":
        return f"{fact.value:,.0f}"
    if fact.key in _AMOUNTS:
        return speaking.amount(fact.value) or f"{fact.value:,.2f}, which is drawn and never told"
    return f"{fact.value:,.0f}"


def _moments(single: Single, sitting: Sitting) -> Iterator[Noted]:
    told = sitting.telling.moments
    for moment, words in zip(sitting.story.moments[: len(told)], told, strict=True):
        of = _rows(single, sitting, moment.of)
        strength = round(moment.strength, 3) if math.isfinite(moment.strength) else 0.0
        yield Noted(moment.key, words.heading, words.text, strength, of)


def _rows(single: Single, sitting: Sitting, of: tuple[int, ...]) -> tuple[Where, ...]:
    return tuple(sorted(single.rows[sitting.story.activities[n].line] for n in of))


def _worn(campaign: Campaign, graced: Graced, sitting: Sitting) -> Worn:
    history, person = graced.history, graced.history.person
    assert person
    chosen = campaign.look_of(history)
    sharing = [look for look in campaign.looks if look.when == chosen.look.when]
    because = f"for those whose {chosen.look.when.told}" if chosen.look.when else "for everyone else"
    if not any(look.when for look in campaign.looks):
        because = "for everyone"
    if len(sharing) > 1:
        part = f"{chosen.look.weight} in {sum(look.weight for look in sharing)}"
        because += f"; {len(sharing)} looks share them, this one {part}, by a lot from campaign and id"
    theme = sitting.look.theme.name
    if not person.theme:
        theme_because = "the look's own"
    elif person.theme == theme:
        theme_because = "their own wish"
    else:
        theme_because = f"the look's own; their wish, {person.theme}, can't be used here"
    if not person.language:
        locale_because = "the campaign's own; the data name none"
    elif campaign.locale_for(person.language):
        locale_because = f"the data say {person.language}"
    else:
        locale_because = f"the campaign's own; it doesn't speak {person.language}"
    options = sitting.look.renderer.checked(sitting.look.options)
    return Worn(
        look=chosen.look.called,
        because=because,
        theme=theme,
        theme_because=theme_because,
        locale=sitting.vocabulary.locale,
        locale_because=locale_because,
        options=tuple(
            (name, f"{value:g}" if isinstance(value, float | int) else value) for name, value in options.items()
        ),
    )


def _standing(record: Dossier | None, now: str) -> str:
    """Say whether the files on record are those that a make would give now."""
    if record is None:
        return "nothing was made yet; `artgen make` draws this customer"
    person = record.person
    if person["inputs"] == now:
        return "as it stands now: data, look, words, artgen and what draws pictures are those that it was made with"
    if person["send_id"]:
        return "something changed since; the letter was claimed, so page and picture stay as they were sent"
    return "something changed since it was made; the next `artgen make` draws it again, under the same link"


def _made(campaign: Campaign, record: Dossier | None, art: Artwork | None) -> Iterator[tuple[str, str]]:
    engine = raster.engine(campaign.raster)
    if record and record.person["artwork"]:
        person = record.person
        yield "made", str(person["made_at"])
        yield "poster, sha256", str(person["artwork"])
        yield "inputs, sha256", str(person["inputs"])
        yield "files", f"{person['image']}, {person['card']}"
        yield "poster, SVG", f"{int(str(person['svg_bytes'])):,} bytes"
        yield "pictures by", str(person["raster"]) or "not on record"
        yield "link", "the first" if not person["generation"] else f"the one after {person['generation']} called back"
    if art:
        yield "drawn now, sha256", art.digest
    yield "artgen now", __version__
    yield "pictures now by", f"{engine.name} {engine.version}"


def _happened(record: Dossier, now: str) -> Iterator[Happened]:
    """Yield what is on record in the order of time: made, called back, claimed, sent, heard.

    An address that is suppressed and isn't the one of the data `now`, known by its keyed hash, is told as such.
    """
    person, found = record.person, []
    if person["artwork"]:
        found.append(Happened(str(person["made_at"]), "made"))
    elif person["reason"]:
        found.append(Happened("", str(person["state"]), str(person["reason"])))
    found += [Happened(str(one["at"]), "page called back", str(one["why"])) for one in record.revoked]
    if person["claimed_at"]:
        found.append(Happened(str(person["claimed_at"]), "letter claimed"))
    if person["settled_at"]:
        sent = State.ACCEPTED if State(str(person["state"])) in _OUT else person["state"]
        found.append(Happened(str(person["settled_at"]), f"letter {sent}", str(person["detail"])))
    found += [Happened(str(one["at"]), f"heard: {one['kind']}", str(one["detail"])) for one in record.events]
    for one in record.suppressed:
        what = "earlier address suppressed" if now and one["address_hash"] != now else "address suppressed"
        found.append(Happened(str(one["at"]), what, str(one["reason"])))
    yield from sorted(found, key=lambda one: one.at)


_OUT = {State.ACCEPTED, State.DELIVERED, State.BOUNCED, State.COMPLAINED}
