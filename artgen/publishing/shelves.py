"""Which shelf a campaign chose: a folder beside the ledger, or a bucket, whose library is loaded only then."""

from pathlib import Path

from artgen.campaigns.model import Campaign, ShelfChoice
from artgen.publishing.shelf import FolderShelf, Place, Shelf


def open_shelf(choice: ShelfChoice, out: Path) -> Shelf:
    """Return the shelf that a campaign makes onto: `site/` in the output folder, or a bucket."""
    if choice.kind == "folder":
        return FolderShelf(out / "site", out / "partial")
    return _bucket(choice, "shelf")


def open_published(campaign: Campaign) -> Place | None:
    """Return the place to which `artgen publish` brings what was made; None for a campaign that names none."""
    choice = campaign.publish
    if choice is None:
        return None
    if choice.kind == "folder":
        folder = campaign.folder / choice.folder
        return FolderShelf(folder, folder / ".partial")
    return _bucket(choice, "publish")


def all_shelves(campaign: Campaign, out: Path) -> tuple[Shelf, ...]:
    """Return every shelf on which files of a customer may stand: where they are made, and where they are published."""
    published = open_published(campaign)
    return (open_shelf(campaign.shelf, out), *((published,) if published else ()))


def _bucket(choice: ShelfChoice, table: str) -> Place:
    from artgen.publishing.s3 import S3Shelf

    return S3Shelf(choice.bucket, choice.prefix, choice.endpoint, choice.region, choice.kms_key, table)
