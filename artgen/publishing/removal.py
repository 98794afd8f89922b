"""Pages are taken down: all that stands, or ever stood, in the folders of their tokens, on every shelf there is."""

from collections.abc import Iterable
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.publishing.links import page_path, share_path
from artgen.publishing.shelves import all_shelves


def take_down(campaign: Campaign, out: Path, tokens: Iterable[str]) -> int:
    """Remove what stands under these tokens and return how many files that were; to do it again is harmless.

    The folders go with their last file: one that stayed would be answered otherwise than one that never was. Raise
    ShelfError, which names no file.
    """
    asked = [room for token in tokens for room in rooms(token)]
    count = 0
    for shelf in all_shelves(campaign, out) if asked else ():
        count += sum(1 for room in asked for _ in shelf.listed(room))
        shelf.remove(asked)
    return count


def stand(campaign: Campaign, out: Path, tokens: Iterable[str]) -> bool:
    """Tell whether anything stands under one of these tokens, on any shelf. Raise ShelfError, which names no file."""
    asked = [room for token in tokens for room in rooms(token)]
    return any(True for shelf in all_shelves(campaign, out) for room in asked for _ in shelf.listed(room))


def rooms(token: str) -> tuple[str, str]:
    """Return the folders, under a site, that a token can lead to."""
    return page_path(token), share_path(token)
