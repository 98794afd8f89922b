"""Expiry: pages go when they have stayed as long as they say, and some days more; the answer for a missing one stays.

A folder loses them when somebody runs the command after that day; a bucket is given a rule, and removes them itself.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.cdn import ROOMS, due, rule_id, stays_until
from artgen.ledger import Ledger
from artgen.ledger.pages import Pages
from artgen.publish.layout import ours
from artgen.publishing.shelf import FolderShelf, Shelf, alone
from artgen.publishing.shelves import all_shelves
from artgen.publishing.tree import walk

Progress = Callable[[str, int, int], None]
_PAGE = "/index.html"
_A_SLICE = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """A folder from which pages go: where, how many pages and files, and how many bytes they are."""

    folder: Path
    pages: int
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What expiring comes to: pages go from `due` on (midnight, UTC); `buckets` are those that remove them by rule.

    `waiting` people have a letter that links to a page and has still to leave.
    """

    stays_until: dt.date
    due: dt.date
    is_due: bool
    folders: tuple[Standing, ...]
    buckets: tuple[str, ...]
    waiting: int


def plan(campaign: Campaign, out: Path, after_days: int, today: dt.date) -> Plan:
    """Return what would go, and when; nothing is changed. Raise CampaignError for one that names no last day."""
    shelves, day = all_shelves(campaign, out), due(campaign, after_days)
    return Plan(
        stays_until=stays_until(campaign),
        due=day,
        is_due=today >= day,
        folders=tuple(_standing(shelf.root) for shelf in shelves if isinstance(shelf, FolderShelf)),
        buckets=tuple(choice.bucket for choice in (campaign.shelf, campaign.publish) if choice and choice.bucket),
        waiting=_waiting(campaign, out),
    )


def expire(campaign: Campaign, out: Path, found: Plan, progress: Progress) -> int:
    """Remove pages from folders if they are due, and tell buckets the day; return how many files were removed.

    Raise ShelfError, which names no file. To do it again is harmless.
    """
    removed = 0
    with alone(out):
        for shelf in all_shelves(campaign, out):
            if not isinstance(shelf, FolderShelf):
                _rule(campaign, shelf, found.due)
            elif found.is_due:
                for count in _cleared(shelf):
                    removed += count
                    progress("removing", removed, sum(place.files for place in found.folders))
    return removed


def _rule(campaign: Campaign, shelf: Shelf, due: dt.date) -> None:
    from artgen.publishing.s3 import S3Shelf

    if isinstance(shelf, S3Shelf):
        shelf.expire({rule_id(campaign, room): f"{room}/" for room in ROOMS}, due)


def _cleared(shelf: FolderShelf) -> Iterator[int]:
    """Remove people's files, pages first, so that none is ever seen without its pictures."""
    for pages in (True, False):
        paths = (path for path, _ in _people(shelf.root) if path.endswith(_PAGE) is pages)
        while batch := list(islice(paths, _A_SLICE)):
            shelf.remove(batch)
            yield len(batch)


def _standing(root: Path) -> Standing:
    pages = files = size = 0
    for path, length in _people(root):
        files, size = files + 1, size + length
        pages += path.startswith("a/") and path.endswith(_PAGE)
    return Standing(root, pages, files, size)


def _people(root: Path) -> Iterator[tuple[str, int]]:
    """Yield people's files with their sizes; what artgen did not make is nobody's, and stays."""
    for room in ROOMS:
        yield from ((leaf.path, leaf.size) for leaf in walk(root, f"{room}/") if ours(leaf.path))


def _waiting(campaign: Campaign, out: Path) -> int:
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        return sum(links.waits for links in Pages(ledger).links())
