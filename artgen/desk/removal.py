"""Pages are taken down: every file under their tokens, from every shelf on which it may stand, pages first."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.publishing.links import page_path, share_path
from artgen.publishing.shelf import Shelf
from artgen.publishing.shelves import all_shelves

PAGE = "index.html"


def take_down(campaign: Campaign, out: Path, tokens: Iterable[str]) -> int:
    """Remove what stands under these tokens and return how many files that were; to do it again is harmless.

    The folders go with their last file: one that stayed would be answered otherwise than one that never was. Raise
    ShelfError, which names no file.
    """
    asked, count = tuple(tokens), 0
    for shelf in all_shelves(campaign, out) if asked else ():
        for token in asked:
            for room in rooms(token):
                standing = sorted(_standing(shelf, room), key=lambda path: not path.endswith(PAGE))
                shelf.remove([*standing, room + PAGE])
                count += len(standing)
    return count


def rooms(token: str) -> tuple[str, str]:
    """Return the folders, under a site, that a token can lead to."""
    return page_path(token), share_path(token)


def _standing(shelf: Shelf, room: str) -> Iterator[str]:
    return (stood.path for stood in shelf.listed(room))
