"""Strays: rooms of a site whose token is on nobody's record, as a make leaves them that was killed before it wrote so.

Rooms that stand and rooms on record both come in the order of their bytes, so neither are held in memory.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from artgen.publishing.shelf import is_room
from artgen.publishing.tree import Leaf, refusal

_ROOM_LENGTH = len("a/q7/q7m2k4xwq7m2k4xwq7m2k4xwq7/")


def strays(site: Path, on_record: Iterable[str]) -> Iterator[str]:
    """Yield the tokens of rooms that stand in a site's folder and are on nobody's record; no file is opened.

    What doesn't look like a room is not artgen's, and left out.
    """
    recorded = _asked_in_order(on_record)
    for room in _rooms(site):
        if not recorded(room):
            yield room.split("/")[2]


def of_somebody(leaves: Iterable[Leaf], on_record: Iterable[str]) -> Iterator[Leaf]:
    """Yield files of a site, in the order of their paths, but for those in rooms that are on nobody's record."""
    recorded = _asked_in_order(on_record)
    for leaf in leaves:
        room = leaf.path[:_ROOM_LENGTH]
        if not is_room(room) or recorded(room):
            yield leaf


def _asked_in_order(rooms: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a room is among these; it is asked in the order in which they come."""
    waiting = iter(rooms)
    at = next(waiting, None)

    def among(room: str) -> bool:
        nonlocal at
        while at is not None and at < room:
            at = next(waiting, None)
        return at == room

    return among


def _rooms(site: Path) -> Iterator[str]:
    for top in ("a/", "s/"):
        for shelf in _folders(site, top):
            yield from filter(is_room, _folders(site, shelf))


def _folders(site: Path, above: str) -> list[str]:
    """Return the folders in one, links left out; none where there is no such folder."""
    try:
        with os.scandir(site / above) as entries:
            return sorted(f"{above}{entry.name}/" for entry in entries if entry.is_dir(follow_symlinks=False))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as wrong:
        raise refusal(wrong, site) from wrong
