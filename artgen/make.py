"""The first line's coordinator: spread, hand out shards, record receipts, write the lists; it never mails."""

import datetime as dt
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from artgen.campaigns.data import ActivitySource, PeopleSource, beside
from artgen.campaigns.looks import check_styles, themed
from artgen.campaigns.model import FILE, Campaign, load
from artgen.engine import Place, crew, peak_mb, spread_out
from artgen.errors import CampaignError, StyleError
from artgen.history import people, roll
from artgen.history.counts import Counts
from artgen.history.echo import remember
from artgen.history.grace import grace
from artgen.history.shard import shards_for, spread
from artgen.history.single import find
from artgen.history.source import ActivityColumns, ActivityFiles, PeopleColumns, PeopleFile, Query
from artgen.history.story import Last
from artgen.ledger import Ledger
from artgen.ledger.begun import Begun
from artgen.publishing.gone import languages
from artgen.publishing.links import Keys, page_path
from artgen.publishing.lists import write_list
from artgen.publishing.page import shared_files
from artgen.publishing.removal import take_down
from artgen.publishing.shared import GONE, colour_files
from artgen.publishing.shelf import Kind, alone, claim_folder, clear_partial, replace
from artgen.publishing.shelves import open_shelf
from artgen.records import Fault, Gravity, Receipt, State
from artgen.worker import UNDRAWN, Commission, Done, Task, digest, leftovers, mended, styles, way

Progress = Callable[[str, int, int], None]
Clock = Callable[[], dt.datetime]
Witness = Callable[[Ledger, Sequence[Receipt]], object]
_NOBODY = 10
"""When so many people and no one else could be drawn, the style is broken, not their years: nobody loses a page."""
OTHER_LETTERS = "the fonts can't draw this language; pages and letters are in it all the same"
_A_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took; it differs between two runs that made the same."""

    seconds: float
    peak_memory_mb: float
    workers: int
    newly_made: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a make came to: customers = made + held + faulty; activities read = drawn + left out by reason."""

    customers: int
    made: int
    held: int
    faulty: int
    notices: int
    activities_read: int
    activities_drawn: int
    activities_left_out: dict[str, int]
    largest_svg_bytes: int
    run: Run

    def as_json(self) -> str:
        """Return the summary as it stands in summary.json; it lists its keys that differ between equal runs."""
        said, run = asdict(self), asdict(self.run)
        del said["run"]
        activities = {name: said.pop(f"activities_{name}") for name in ("read", "drawn", "left_out")}
        return json.dumps({**said, "activities": activities, **run, "timing": list(run)}, indent=2) + "\n"

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield label and value of what a person wants to know."""
        yield "made", f"{self.made:,} of {self.customers:,} customers"
        yield "held", f"{self.held:,}"
        yield "faulty", f"{self.faulty:,}"
        yield "notices", f"{self.notices:,}"
        yield "activities", f"{self.activities_read:,} read, {self.activities_drawn:,} drawn"
        for reason, count in self.activities_left_out.items():
            yield "left out", f"{count:,} {reason}"
        yield "seconds", f"{self.run.seconds:.1f} ({self.run.newly_made:,} drawn now, {self.run.unchanged:,} unchanged)"
        yield "peak memory", f"{self.run.peak_memory_mb:.0f} MB a process"


def make(
    campaign: Campaign,
    out: Path,
    keys: Keys,
    *,
    workers: int,
    clock: Clock,
    scheduler: str = "",
    progress: Progress = lambda what, done, total: None,
    witness: Witness = lambda ledger, receipts: None,
) -> Summary:
    """Draw and publish everyone whose inputs changed, and say what came of it.

    What a killed run left half done is done again; what it had recorded is kept. Whoever had a page, is not to have
    one any more and was not written to yet loses it before that is recorded; so do pictures that new ones replace.
    Pages that a killed run put and did not record go at the end, unless they are somebody's now. The `witness` sees
    the receipts of each shard while the ledger still holds what they take the place of. A `scheduler` draws with its
    own workers instead of so many here. Raises ArtgenError for a fault of the campaign, the data as a whole, the
    folder, the key or the workers.
    """
    started = time.monotonic()
    check_styles(campaign.looks, campaign.folder, file_of(campaign))
    claim_folder(out)
    with (
        alone(out),
        Ledger(out / "ledger.sqlite", campaign.id) as ledger,
        crew(Place(workers, scheduler)) as hands,
    ):
        clear_partial(out)
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        round_ = ledger.open_round()
        lost = campaign.shelf.kind == "folder" and not (out / "site" / GONE).is_file()
        persons, activities = sources(campaign)
        total = people.count(persons)
        spreading = spread(
            persons, activities, out / "work", shards_for(total, hands.many), lambda rows: progress("reading", rows, 0)
        )
        erasure, hashed = ledger.erasure, partial(keys.customer_hash, campaign.id)
        _record_faults(ledger, erasure.veiled(spreading.read_faults(), hashed), round_, _at(clock))
        ledger.record([], list(_lettered(campaign)), round_=round_, at=_at(clock))
        shelf = open_shelf(campaign.shelf, out)
        own = [themed(look.theme, campaign.folder) for look in campaign.looks]
        for path, body in (*shared_files(languages(campaign)).items(), *colour_files(own).items()):
            shelf.put(path, body, Kind.PAGE if path == GONE else Kind.SHARED)
        commission = Commission(campaign, keys, out, digest(campaign), styles(campaign), before(campaign))
        lasts = spread_last(commission, out / "work" / "last", shards_for(total, hands.many))
        counts, unchanged, made_now, seen, peak, spoilt = spreading.activities, 0, 0, 0, 0.0, list[str]()
        begun = Begun(ledger)
        begun.anew()
        tasks = (_task(commission, ledger, shard, lost, lasts) for shard in spreading.shards)
        progress("drawing", 0, total)
        with way(hands, commission) as by:
            packed = map(by.pack, tasks)
            for done in spread_out(
                hands.executor, by.work, packed, at_once=hands.at_once, died=hands.died, again=mended
            ):
                spoilt += _undrawn(done)
                if not (made_now or unchanged) and len(spoilt) >= _NOBODY:
                    raise StyleError(f"none of {len(spoilt)} people could be drawn; the first of them: {spoilt[0]}")
                witness(ledger, done.receipts)
                take_down(campaign, out, ledger.links(r.customer for r in done.receipts if not r.inputs))
                shelf.remove(ledger.superseded(done.receipts))
                ledger.record(done.receipts, erasure.veiled(done.faults, hashed), round_=round_, at=_at(clock))
                begun.done(done.receipts)
                counts += done.counts
                unchanged += done.unchanged
                made_now += sum(bool(receipt.artwork) for receipt in done.receipts)
                seen += len(done.receipts)
                peak = max(peak, done.peak_mb)
                progress("drawing", seen, max(total, seen))
        leftovers.clear(campaign, out, ledger)
        shutil.rmtree(out / "work")
        clear_partial(out)
        if not counts.whole:
            raise RuntimeError(f"activities don't add up: {counts}")
        run = Run(round(time.monotonic() - started, 2), round(max(peak, peak_mb()), 1), hands.many, made_now, unchanged)
        summary = _summary(ledger, counts, round_, run)
        write_lists(campaign, out, ledger)
        replace(out / "summary.json", summary.as_json().encode(), out / "partial")
        return summary


def _task(commission: Commission, ledger: Ledger, shard: Path, lost: bool, lasts: Mapping[str, Path]) -> Task:
    """Return a shard's task with what is on record of its customers, and write that they are begun."""
    who, campaign, keys = roll.customers(shard), commission.campaign, commission.keys
    known, erased = ledger.known(who), ledger.erasure.among(who, partial(keys.customer_hash, campaign.id))
    leftovers.begin(campaign, keys, ledger, [one for one in who if one not in erased], known)
    return Task(commission, shard, known, lost, erased, lasts.get(shard.name))


def _undrawn(done: Done) -> list[str]:
    """Return why each of a shard's people could not be drawn; nothing where somebody was."""
    drawn = done.unchanged or any(receipt.artwork for receipt in done.receipts)
    return [] if drawn else [fault.detail for fault in done.faults if fault.reason == UNDRAWN]


def file_of(campaign: Campaign) -> str:
    """Return the campaign's file as its errors name it; the folder where that is called otherwise."""
    file = campaign.folder / FILE
    return FILE if campaign.builtin else str(file if file.is_file() else campaign.folder)


def sources(campaign: Campaign) -> tuple[PeopleFile, ActivityFiles]:
    """Return a campaign's two sources as history reads them."""
    said, persons = campaign.activity, campaign.people
    activities = ActivityFiles(
        files=(_query(campaign, said, "activities"),) if said.query else tuple(map(campaign.path, said.files)),
        columns=ActivityColumns(**said.columns.model_dump()),
        year=campaign.year,
        zone=said.zone,
        places=said.places,
        unit=said.unit,
        measure=campaign.words.unit_short,
        leave_out=said.leave_out,
        grades=said.grades,
        weathers=said.weathers,
        units=said.units,
    )
    columns = PeopleColumns(**persons.columns.model_dump(exclude={"segment", "consent", "zone"}))
    file = _query(campaign, persons, "people") if persons.query else campaign.path(persons.file)
    return PeopleFile(file, columns, said.places, campaign.asked_columns), activities


def before(campaign: Campaign) -> Campaign | None:
    """Return the campaign of the year before, where this one names it; raise CampaignError for one that is no such."""
    if campaign.last_year is None:
        return None
    found = load(str(campaign.folder / campaign.last_year.campaign))
    if found.id == campaign.id or found.year >= campaign.year:
        raise CampaignError(
            f"last_year.campaign: {found.id} of {found.year} isn't the year before {campaign.id} of {campaign.year}; "
            "name an earlier campaign that has an id of its own"
        )
    return found


def spread_last(commission: Commission, folder: Path, shards: int) -> dict[str, Path]:
    """Spread last year's rows over as many shards, so that a customer's are in the shard of the same name."""
    if commission.before is None:
        return {}
    persons, activities = sources(commission.before)
    return {shard.name: shard for shard in spread(persons, activities, folder, shards).shards}


def remembered(campaign: Campaign, customer: str) -> Last | None:
    """Return what may be remembered of one customer's last year."""
    earlier = before(campaign)
    single = find(*sources(earlier), customer) if earlier else None
    return remember(grace(single.history, earlier.rules, earlier.year), earlier.year) if earlier and single else None


def _query(campaign: Campaign, said: ActivitySource | PeopleSource, what: str) -> Query:
    return Query(beside(said.database, campaign.folder), said.query, what)


def _record_faults(ledger: Ledger, found: Iterator[Fault], round_: int, at: str) -> None:
    while batch := list(islice(found, _A_BATCH)):
        ledger.record([], batch, round_=round_, at=at)


def _lettered(campaign: Campaign) -> Iterator[Fault]:
    """Yield a notice for each language in which a poster can't be lettered."""
    for locale in campaign.locales:
        if (drawn := campaign.lettered_in(locale)) != locale:
            yield Fault(Gravity.NOTICE, OTHER_LETTERS, detail=f"{locale}: posters and cards are lettered in {drawn}")


def _summary(ledger: Ledger, counts: Counts, round_: int, run: Run) -> Summary:
    tally = ledger.tally(round_=round_)
    customers, held, faulty = sum(tally.values()), ledger.unpublished(round_, State.HELD), tally.get(State.FAULTY, 0)
    return Summary(
        customers=customers,
        made=customers - held - faulty,
        held=held,
        faulty=faulty,
        notices=ledger.fault_count(Gravity.NOTICE),
        activities_read=counts.read,
        activities_drawn=counts.kept,
        activities_left_out=dict(counts.left_out),
        largest_svg_bytes=ledger.largest_svg(),
        run=run,
    )


def write_lists(campaign: Campaign, out: Path, ledger: Ledger) -> None:
    """Write faults.csv and links.csv from what is on record."""
    header = ("gravity", "reason", "customer", "file", "line", "column", "detail")
    write_list(out / "faults.csv", header, map(_fault_row, ledger.faults()), out / "partial")
    roots = ((entry, campaign.base_url + page_path(entry.token)) for entry in ledger.entries())
    links = ((entry.customer, root, root + entry.image) for entry, root in roots)
    write_list(out / "links.csv", ("customer", "page", "image"), links, out / "partial")


def _fault_row(fault: Fault) -> tuple[str | int, ...]:
    line = fault.line or ""
    return (fault.gravity.value, fault.reason, fault.customer, fault.file, line, fault.column, fault.detail)


def _at(clock: Clock) -> str:
    return clock().astimezone(dt.UTC).isoformat(timespec="milliseconds")
