"""Bringing a finished site to where it is published: what changed and nothing else, a page after what it points to."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from artgen.campaigns.model import Campaign, ShelfChoice
from artgen.engine import spread_out
from artgen.errors import ShelfError
from artgen.ledger import Ledger
from artgen.ledger.pages import Pages
from artgen.publish.layout import kind_of, sign
from artgen.publish.plan import Plan, Progress, Terms, compare, seal
from artgen.publish.record import Put, Record, Sealed, Turn
from artgen.publishing.links import page_path, share_path
from artgen.publishing.shared import GONE
from artgen.publishing.shelf import FolderShelf, Kind, Place, alone, content_type
from artgen.publishing.shelves import open_published
from artgen.publishing.strays import of_somebody
from artgen.publishing.tree import Leaf, leaf, refusal, walk

Item = TypeVar("Item")
AT_ONCE = 16
_ARRIVALS = (Turn.PICTURES, Turn.SHARE_PAGES, Turn.PAGES)
_DEPARTURES = (Turn.GONE_PAGES, Turn.GONE_PICTURES)
A_BATCH = 1000
_KEPT_AT_ONCE = 100
_SIGNED = "artgen publishes the campaign {campaign} here, and removes what is no longer part of it.\n"


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to: `put` and `removed` count files, `sent` the stored bytes that were put."""

    plan: Plan
    put: int
    removed: int
    sent: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Brought:
    leaf: Leaf
    sealed: Sealed
    named: str


def plan(campaign: Campaign, out: Path, *, progress: Progress = lambda what, done, total: None) -> Plan:
    """Say what `publish` would do; nothing at the place is written. Raise ShelfError as `publish` would."""
    place, choice = _place(campaign)
    with alone(out), Record(out, _name(campaign, choice)) as record:
        found = _compared(campaign, out, place, record, _terms(choice), progress)
        _refuse(campaign, choice, out, found)
    return found


def publish(
    campaign: Campaign,
    out: Path,
    *,
    at_once: int = AT_ONCE,
    progress: Progress = lambda what, done, total: None,
) -> Published:
    """Put what is new or changed, then remove what is no longer there, each in its turn.

    A run that ends in the middle leaves no page without its pictures; the next one goes on. Raise ShelfError.
    """
    started = time.monotonic()
    place, choice = _place(campaign)
    with alone(out), Record(out, _name(campaign, choice)) as record:
        terms = _terms(choice)
        found = _compared(campaign, out, place, record, terms, progress)
        _refuse(campaign, choice, out, found)
        if not found.signs:
            _sign(campaign, place)
        done, put, sent, total = 0, 0, 0, found.puts + found.removed
        with ThreadPoolExecutor(at_once, thread_name_prefix="publish") as threads:
            for turn in _ARRIVALS:
                leaves = _leaves(out / "site", record.planned(turn))
                brought = spread_out(threads, partial(_bring, place), leaves, at_once=2 * at_once)
                for batch in _batches(brought, _KEPT_AT_ONCE):
                    with record.commit():
                        for one in batch:
                            _keep(record, place, one, terms)
                            put, sent = put + 1, sent + one.sealed.size
                    progress("publishing", done := done + len(batch), total)
        removed = 0
        for turn in _DEPARTURES:
            for paths in _batches(record.planned(turn), A_BATCH):
                place.remove(paths)
                with record.commit():
                    record.forget(paths)
                removed += len(paths)
                progress("removing", done := done + len(paths), total)
    return Published(found, put, removed, sent, round(time.monotonic() - started, 2))


def _compared(campaign: Campaign, out: Path, place: Place, record: Record, terms: Terms, progress: Progress) -> Plan:
    """Compare the place with the site, but for pages that a killed make left in it and that are on nobody's record."""
    site = _site(out)
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger, closing(ledger.rooms()) as rooms:
        return compare(of_somebody(walk(site), rooms), place, record, terms, progress)


def unpublished(campaign: Campaign, out: Path, ledger: Ledger) -> int:
    """Count the people whose letter waits, and whose pages don't stand where they are published as they were made.

    By the record of what was put, without a look at the place: 0 where `make` itself publishes.
    """
    choice = campaign.publish
    if choice is None:
        return 0
    site, count = out / "site", 0
    with Record(out, _name(campaign, choice)) as record:
        for links in Pages(ledger).links():
            if links.waits:
                pages = (page_path(links.page), *((share_path(links.share),) if links.share else ()))
                count += not all(_stands(record, leaf(site, f"{root}index.html")) for root in pages)
    return count


def _stands(record: Record, page: Leaf | None) -> bool:
    sealed, put = (record.sealed(page.path, page.stamp), record.put(page.path)) if page else (None, None)
    return sealed is not None and put is not None and sealed.digest == put.digest


def _place(campaign: Campaign) -> tuple[Place, ShelfChoice]:
    place, choice = open_published(campaign), campaign.publish
    if place is None or choice is None:
        said = "publishes into [shelf] itself" if campaign.shelf.kind == "s3" else "puts pages into site/ alone"
        raise ShelfError(
            f"publish: `make` {said}; to bring them elsewhere, add a [publish] table that names a bucket or a folder"
        )
    return place, choice


def _site(out: Path) -> Path:
    site = out / "site"
    if not (site / GONE).is_file():
        raise ShelfError(f"{site}: nothing is made there; run `artgen make` first, with the same --out")
    return site


def _name(campaign: Campaign, choice: ShelfChoice) -> str:
    if choice.kind == "folder":
        return f"folder {(campaign.folder / choice.folder).absolute()}"
    return f"bucket {choice.bucket}/{choice.prefix} {choice.endpoint}"


def _terms(choice: ShelfChoice) -> Terms:
    if choice.kind == "folder":
        return Terms("", by_md5=True)
    paths = ("a/index.html", "a/image.jpg", "a/image.svg", "shared/page.css", "shared/page.js", "shared/text.woff2")
    said = [(content_type(path), kind_of(path).cache_control) for path in paths]
    digest = hashlib.sha256(repr((said, choice.kms_key)).encode()).hexdigest()[:16]
    return Terms(digest, by_md5=not choice.kms_key)


def _refuse(campaign: Campaign, choice: ShelfChoice, out: Path, found: Plan) -> None:
    """Raise ShelfError for a place that is not this campaign's, and for a site that lacks pages on record."""
    folder = choice.kind == "folder"
    where = str(campaign.folder / choice.folder) if folder else f"bucket '{choice.bucket}', prefix '{choice.prefix}'"
    other = "name another publish.folder" if folder else "give this one a publish.prefix of its own"
    if others := [name for name in found.signs if name != campaign.id]:
        raise ShelfError(f"{where}: holds the pages of the campaign '{others[0]}'; {other}")
    if not found.signs and found.removed:
        raise ShelfError(f"{where}: holds {found.removed:,} files of another campaign or output folder; {other}")
    if folder and not found.signs and found.foreign_there:
        raise ShelfError(f"{where}: holds files that artgen did not publish; {other}")
    if found.removed and (lost := _lost(campaign, out)):
        raise ShelfError(
            f"{out / 'site'}: {lost:,} people have a page on record that is not there, and it would be removed from "
            f"{where}; put site/ back, or remove site/{GONE} and run `artgen make`, which makes everything anew"
        )


def _lost(campaign: Campaign, out: Path) -> int:
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        roots = (out / "site" / page_path(links.page) for links in Pages(ledger).links())
        return sum(not (root / "index.html").is_file() for root in roots)


def _sign(campaign: Campaign, place: Place) -> None:
    """Put first of all what tells whose place it is; a bucket or folder that can't be written is found out here."""
    if isinstance(place, FolderShelf):
        try:
            place.root.mkdir(parents=True, exist_ok=True)
            place.partial.mkdir(mode=0o700, exist_ok=True)
        except OSError as wrong:
            raise refusal(wrong, place.root) from wrong
    body = _SIGNED.format(campaign=campaign.id).encode()
    path = sign(campaign.id)
    place.place(path, place.stored(path, body), Kind.PAGE)


def _leaves(site: Path, paths: Iterable[str]) -> Iterator[Leaf]:
    for path in paths:
        found = leaf(site, path)
        if found is None:
            raise ShelfError(f"{site}: changed while it was being published; run the same command again")
        yield found


def _bring(place: Place, found: Leaf) -> _Brought:
    sealed, stored = seal(place, found)
    return _Brought(found, sealed, place.place(found.path, stored, kind_of(found.path)))


def _keep(record: Record, place: Place, one: _Brought, terms: Terms) -> None:
    path = one.leaf.path
    record.keep_sealed(path, one.leaf.stamp, one.sealed)
    record.keep_put(path, Put(one.sealed.digest, one.named, terms.headers))
    if isinstance(place, FolderShelf) and (written := leaf(place.root, path)):
        record.keep_seen(path, written.stamp, one.sealed.digest)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
