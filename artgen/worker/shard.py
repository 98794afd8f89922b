"""The first line for one shard, customer by customer: History > Story > Artwork > pictures > page > shelf > Receipt."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from artgen.artwork import shows_name
from artgen.campaigns.model import Campaign
from artgen.drawing.calls import Undrawn
from artgen.engine import peak_mb
from artgen.errors import StyleError
from artgen.history.counts import Counts, total
from artgen.history.echo import remember
from artgen.history.grace import Graced, grace
from artgen.history.history import ON_HOLD, SET_ASIDE, History, read_shard
from artgen.history.parcel import Parcel
from artgen.history.story import Last
from artgen.ledger import Known
from artgen.ledger.erasure import ERASED
from artgen.ledger.revocation import FOR_GOOD
from artgen.mailing.gist import letter_words
from artgen.publishing import raster
from artgen.publishing.links import Keys, page_path, share_path, vector
from artgen.publishing.page import Addresses, page
from artgen.publishing.share import share_page
from artgen.publishing.shelf import Kind
from artgen.publishing.shelves import open_shelf
from artgen.publishing.ways import personal
from artgen.records import Fault, Gravity, Receipt, State
from artgen.worker.sitting import Sitting, carded, draw, sit
from artgen.worker.sweep import rare_sweeps

UP = "../../../"
UNSHOWN_NAME = "the fonts lack a letter of this name; the poster is composed without it"
UNKNOWN_LANGUAGE = "a language that the campaign doesn't speak; its own is taken"
UNKNOWN_THEME = "a theme that the campaign can't use; the one of the look is taken"
UNREAD_DATE = "a date that a look asks for can't be read; the next look is tried"
UNDRAWN = "can't be drawn"
DIED = "the process that draws died at this customer, twice"
SENT_BEFORE = "changed after the letter was claimed; page and picture stay as they were sent"


@dataclass(frozen=True, slots=True)
class Commission:
    """What every shard of a campaign shares.

    `digest` stands for all that shapes the output but the data and the looks, `styles` for the source of each style.
    `before` is last year's campaign, where there is one.
    """

    campaign: Campaign
    keys: Keys
    out: Path
    digest: str
    styles: Mapping[str, str]
    before: Campaign | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One shard to be made, with what is on record of its customers; `lost` says that what was published is gone.

    `erased` are those who were erased, each with the id of the row that stands for them. `last` is
    the shard of last year's rows of the same customers. Whoever is `fatal` ended the process that drew them twice,
    and is not drawn; `deaths` are those of processes that had nothing else to do.
    """

    commission: Commission
    shard: Path | Parcel
    known: dict[str, Known]
    lost: bool
    erased: Mapping[str, str] = field(default_factory=dict)
    last: Path | Parcel | None = None
    fatal: frozenset[str] = frozenset()
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard: receipts, faults, the activities' counts, and this process's peak memory in MB."""

    receipts: tuple[Receipt, ...]
    faults: tuple[Fault, ...]
    counts: Counts
    unchanged: int
    peak_mb: float


@rare_sweeps()
def work(task: Task) -> Done:
    """Make a shard; a style's or a picture's fault costs its customer alone, any other fault stops the run."""
    receipts: list[Receipt] = []
    faults: list[Fault] = []
    counts: list[Counts] = []
    campaign = task.commission.campaign
    lasts = remembered(task)
    for found in read_shard(task.shard):
        if barred := _barred(task, found.customer):
            receipts.append(barred)
            faults.extend(found.faults)
            kept = {ON_HOLD: found.counts.kept} if found.counts.kept else {}
            counts.append(Counts(left_out=found.counts.left_out) + Counts(left_out=kept))
            continue
        graced = grace(found, campaign.rules, campaign.year)
        history = graced.history
        faults.extend(history.faults)
        counted = history.counts
        if history.person is not None or history.faulty:
            receipt, noticed = _receipt(task, graced, lasts.get(found.customer))
            faults.extend(noticed)
            receipts.append(receipt)
            if receipt.state is State.FAULTY and not history.faulty:
                aside = {SET_ASIDE: counted.kept} if counted.kept else {}
                counted = Counts(left_out=counted.left_out) + Counts(left_out=aside)
        counts.append(counted)
    unchanged = sum(receipt.state is State.MADE and not receipt.artwork for receipt in receipts)
    return Done(tuple(receipts), tuple(faults), total(counts), unchanged, peak_mb())


def _barred(task: Task, customer: str) -> Receipt | None:
    """Return the receipt of somebody who is to have nothing, whatever the data say: erased, or revoked for good."""
    if stands_for := task.erased.get(customer):
        return Receipt(stands_for, State.HELD, reason=ERASED)
    known = task.known.get(customer)
    return Receipt(customer, State.HELD, reason=FOR_GOOD) if known and known.for_good else None


def remembered(task: Task) -> dict[str, Last]:
    """Return what may be remembered of last year of a shard's customers, by customer."""
    before = task.commission.before
    if before is None or task.last is None:
        return {}
    graced = (grace(history, before.rules, before.year) for history in read_shard(task.last))
    found = {one.history.customer: remember(one, before.year) for one in graced}
    return {customer: last for customer, last in found.items() if last}


def _receipt(task: Task, graced: Graced, last: Last | None) -> tuple[Receipt, tuple[Fault, ...]]:
    history = graced.history
    person = history.person
    if history.faulty or person is None:
        return Receipt(history.customer, State.FAULTY, reason=history.faulty), ()
    told = Receipt(history.customer, State.HELD, name=person.name, address=person.address, reason=history.held)
    if history.held:
        return replace(told, address=""), ()
    campaign = task.commission.campaign
    try:
        sitting = sit(campaign, graced, last)
    except Undrawn as wrong:
        return _undrawn(told, wrong)
    faults = list(notices(history, sitting, campaign))
    made_from = inputs(task.commission, sitting)
    known = task.known.get(history.customer)
    generation = known.generation if known else 0
    drawn = _written_to(
        replace(told, state=State.MADE, inputs=made_from, drawn=len(sitting.story)), task, history, sitting
    )
    drawn = replace(drawn, share=task.commission.keys.share_token(campaign.id, history.customer, generation))
    same = known is not None and known.inputs == made_from
    if known and known.sealed and not same and not known.revoked:
        faults.append(Fault(Gravity.NOTICE, SENT_BEFORE, history.customer))
        return replace(drawn, drawn=known.drawn), tuple(faults)
    if same and not task.lost:
        return drawn, tuple(faults)
    try:
        if history.customer in task.fatal:
            raise StyleError(DIED)
        return _publish(task.commission, drawn, sitting, generation), tuple(faults)
    except StyleError as wrong:
        return _undrawn(told, wrong, *faults)


def _undrawn(told: Receipt, wrong: StyleError, *faults: Fault) -> tuple[Receipt, tuple[Fault, ...]]:
    """Return the receipt of somebody who can't be drawn, and after other faults the one that says why."""
    why = Fault(Gravity.CUSTOMER, UNDRAWN, told.customer, detail=str(wrong)[:200])
    return replace(told, state=State.FAULTY, reason=why.reason, address=""), (*faults, why)


def _written_to(drawn: Receipt, task: Task, history: History, sitting: Sitting) -> Receipt:
    """Return the receipt with what decides whether and how this person is written to, and what reports tell apart."""
    campaign, keys = task.commission.campaign, task.commission.keys
    columns, said = campaign.people.columns, history.flags
    return replace(
        drawn,
        unsubscribe=keys.unsubscribe_token(campaign.id, history.customer),
        address_hash=keys.address_hash(drawn.address) if drawn.address else "",
        look=campaign.look_of(history).look.called,
        style=sitting.look.renderer.name,
        theme=sitting.look.theme.name,
        locale=sitting.vocabulary.locale,
        segment=said.get(columns.segment, ""),
        zone=said.get(columns.zone, ""),
        consent=said.get(columns.consent, ""),
    )


def _publish(commission: Commission, drawn: Receipt, sitting: Sitting, generation: int) -> Receipt:
    """Draw, rasterise and put everything of one customer, the page last: a page never points at what isn't there."""
    campaign, shelf = commission.campaign, open_shelf(commission.campaign.shelf, commission.out)
    vocabulary, look = sitting.vocabulary, sitting.look
    engine = raster.engine(campaign.raster)
    poster = draw(sitting)
    card = carded(sitting, poster)
    keys, customer = commission.keys, drawn.customer
    token = keys.page_token(campaign.id, customer, generation)
    root, shown = page_path(token), share_path(drawn.share)
    poster_name = raster.image_name(poster.digest, raster.LETTER_IMAGE, engine)
    card_name = card.name(poster, engine)
    vector_name = vector(poster.digest)
    made = page(
        artwork=poster,
        telling=sitting.telling,
        story=sitting.story,
        campaign=campaign,
        vocabulary=vocabulary,
        look=look,
        addresses=Addresses(
            page=campaign.base_url + root,
            poster=poster_name,
            card=f"{UP}{shown}{card_name}",
            vector=vector_name,
            share=campaign.base_url + shown,
            unsubscribe=_unsubscribe(campaign, keys.unsubscribe_token(campaign.id, customer)),
        ),
    )
    others = share_page(
        campaign=campaign,
        vocabulary=vocabulary,
        theme=look.theme,
        address=campaign.base_url + shown,
        picture=card_name,
        root=UP,
        empty=not len(sitting.story),
    )
    sized = raster.STAGE_IMAGE if made.needs_vector else raster.LETTER_IMAGE
    pixels = engine.pixels(poster.svg, sized.width)
    shelf.put(root + poster_name, raster.jpeg(pixels, sized.most_bytes, sized.quality, sized.narrowest), Kind.PICTURE)
    small = raster.SHARE_CARD
    shelf.put(
        shown + card_name, raster.jpeg(card.pixels(pixels, engine), small.most_bytes, small.quality), Kind.PICTURE
    )
    if made.needs_vector:
        shelf.put(root + vector_name, poster.svg.encode(), Kind.PICTURE)
    shelf.put(shown + "index.html", others.encode(), Kind.PAGE)
    shelf.put(root + "index.html", made.body, Kind.PAGE)
    return replace(
        drawn,
        token=token,
        artwork=poster.digest,
        image=poster_name,
        card=card_name,
        letter=letter_words(sitting.story, sitting.telling, poster, look.theme, vocabulary),
        svg_bytes=len(poster.svg.encode()),
        raster=f"{engine.name} {engine.version}",
    )


def _unsubscribe(campaign: Campaign, token: str) -> str:
    """Return where this person asks for no more letters; empty where the campaign says no web address for it."""
    address = personal(campaign.letter.unsubscribe_url, token)
    mailbox = campaign.letter.unsubscribe_mailto.removeprefix("mailto:")
    return address or (f"mailto:{mailbox}?subject=unsubscribe-{token}" if mailbox else "")


def notices(history: History, sitting: Sitting, campaign: Campaign) -> Iterator[Fault]:
    """Yield what of a person's wishes could not be kept, or of their name not be shown."""
    person = history.person
    if person and person.name and not shows_name(person.name):
        yield Fault(Gravity.NOTICE, UNSHOWN_NAME, history.customer)
    if person and campaign.locale_for(person.language) is None:
        yield Fault(Gravity.NOTICE, UNKNOWN_LANGUAGE, history.customer, detail=person.language)
    if person and person.theme and person.theme != sitting.look.theme.name:
        yield Fault(Gravity.NOTICE, UNKNOWN_THEME, history.customer, detail=person.theme)
    for column in campaign.look_of(history).unread:
        yield Fault(Gravity.NOTICE, UNREAD_DATE, history.customer, column=column)


def inputs(commission: Commission, sitting: Sitting) -> str:
    """Return a digest of all that decides this customer's files; where a row stood in its file does not."""
    story, look = sitting.story, sitting.look
    # The last field of an activity is its line: to write it over is quicker than a copy without it.
    activities = [f"{said[: said.rindex('line=')]}line=0)" for said in map(repr, story.activities)]
    style = commission.styles[look.renderer.name]
    said: list[object] = [commission.digest, style, look.theme.name, look.theme.digest, sorted(look.options.items())]
    said += [
        sitting.seed,
        sitting.vocabulary.locale,
        story.name,
        story.year,
        story.softened,
        story.whole,
        repr(story.home),
        repr(story.facts),
        repr(story.moments),
        repr(story.last),
        activities,
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
