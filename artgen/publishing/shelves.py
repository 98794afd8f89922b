"""Which shelf a campaign chose: a folder beside the ledger, or a bucket, whose library is loaded only then."""

from pathlib import Path

from artgen.campaigns.model import ShelfChoice
from artgen.publishing.shelf import FolderShelf, Shelf


def open_shelf(choice: ShelfChoice, out: Path) -> Shelf:
    """Return the shelf that a campaign chose: `site/` in the output folder, or a bucket."""
    if choice.kind == "folder":
        return FolderShelf(out / "site", out / "partial")
    from artgen.publishing.s3 import S3Shelf

    return S3Shelf(choice.bucket, choice.prefix, choice.endpoint, choice.region)
