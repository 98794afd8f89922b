"""One person's own copy: all that is on record of them as JSON, and their files as they were published and sent.

Every file is readable by its owner alone.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from artgen.campaigns.looks import themed
from artgen.campaigns.model import Campaign
from artgen.errors import LedgerError, MailError, ShelfError
from artgen.ledger import Ledger
from artgen.ledger.dossier import Dossier, dossier
from artgen.mailing.letter import leave_links, write
from artgen.publishing.links import Keys, page_path, share_path
from artgen.publishing.packing import unpacked
from artgen.publishing.page import shared_files
from artgen.publishing.shared import GONE, colour_files
from artgen.publishing.shelf import FolderShelf, Shelf, replace
from artgen.publishing.shelves import all_shelves
from artgen.records import Claim

PERSON = "person.json"
_NOBODY = "nobody@example.com"
_NOT_HERE = (
    "The single activities stand in the data files of whoever ran the campaign, not here.",
    "Keyed hashes, tokens and ids say nothing to anybody else; they are here since they are on record.",
)


@runtime_checkable
class _Readable(Protocol):
    def read(self, name: str) -> bytes | None:
        """Return a file's bytes as they are stored."""
        ...


@dataclass(frozen=True, slots=True)
class Copy:
    """What was written for one person: the folder, its files, and whether the letter is the one that was sent."""

    folder: Path
    files: int
    letter: str


def export_person(
    campaign: Campaign, out: Path, keys: Keys, customer: str, target: Path, *, clock: Callable[[], dt.datetime]
) -> Copy:
    """Write a person's copy into a new or empty folder outside the campaign's own.

    Raise LedgerError for somebody of whom nothing is on record, ShelfError for a folder that can't be taken.
    """
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        found = dossier(ledger, customer, partial(keys.customer_hash, campaign.id))
    if found is None:
        raise LedgerError(f"{customer}: nothing is on record of this customer; look at the id in your people file")
    _claim(target, out)
    files = dict(_published(campaign, out, found))
    if files:
        files |= _shared(campaign)
    letter, written = _letter(campaign, out, keys, found, clock())
    files |= letter
    said = _said(campaign, keys, found, files, written, clock())
    for path, body in files.items():
        replace(target / path, body, target / ".partial")
    replace(target / PERSON, json.dumps(said, indent=2, ensure_ascii=False).encode() + b"\n", target / ".partial")
    (target / ".partial").rmdir()
    for folder in (target, *(place for place in target.rglob("*") if place.is_dir())):
        folder.chmod(0o700)
    return Copy(target, len(files) + 1, written)


def _claim(target: Path, out: Path) -> None:
    if target.resolve().is_relative_to(out.resolve()):
        raise ShelfError(f"{target}: stands in the campaign's own folder, where others look; name one outside of it")
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise ShelfError(f"{target}: holds something already; name a new folder for this person alone")
    except OSError as wrong:
        raise ShelfError(f"{target}: can't be written to ({wrong.strerror}); name another folder") from wrong


def _published(campaign: Campaign, out: Path, found: Dossier) -> Iterator[tuple[str, bytes]]:
    """Yield the files of both pages, from the shelf on which they were made."""
    shelf = all_shelves(campaign, out)[0]
    rooms = [(str(found.person["token"]), page_path), (str(found.person["share"]), share_path)]
    for token, path in rooms:
        for stood in shelf.listed(path(token)) if token else ():
            body = _read(shelf, stood.path)
            if body is not None:
                yield f"site/{stood.path}", body


def _read(shelf: Shelf, path: str) -> bytes | None:
    if isinstance(shelf, FolderShelf):
        return (shelf.root / path).read_bytes()
    stored = shelf.read(path) if isinstance(shelf, _Readable) else None
    return None if stored is None else unpacked(path, stored)


def _shared(campaign: Campaign) -> dict[str, bytes]:
    """Return what the pages need to look as they do."""
    worn = [themed(look.theme, campaign.folder) for look in campaign.looks]
    return {f"site/{path}": body for path, body in (shared_files() | colour_files(worn)).items() if path != GONE}


def _letter(
    campaign: Campaign, out: Path, keys: Keys, found: Dossier, now: dt.datetime
) -> tuple[dict[str, bytes], str]:
    """Return the letter as the outbox has it, else as it would be written from the record, and which of the two."""
    person = found.person
    sent = out / "outbox" / f"{person['send_id']}.eml"
    if person["send_id"] and sent.is_file():
        shown = sent.with_suffix(".html")
        return {"letter/letter.eml": sent.read_bytes(), "letter/letter.html": shown.read_bytes()}, "as it was sent"
    if not (person["letter"] and person["token"]):
        return {}, "none was written"
    customer, generation, variant = str(person["customer"]), int(str(person["generation"])), int(str(person["variant"]))
    claim = Claim(
        send_id=str(person["send_id"]) or keys.send_id(campaign.id, customer, generation),
        customer=customer,
        name=str(person["name"]),
        address=str(person["address"]) or _NOBODY,
        token=str(person["token"]),
        image=str(person["image"]),
        letter=json.dumps(person["letter"]),
    )
    try:
        letter = write(claim, campaign, keys, now, variant=variant)
    except MailError:
        return {}, "none can be written"
    again = "written again from the record" if person["send_id"] else "as it would be written now"
    return {"letter/letter.eml": letter.message, "letter/letter.html": letter.html.encode()}, again


def _said(
    campaign: Campaign, keys: Keys, found: Dossier, files: dict[str, bytes], letter: str, now: dt.datetime
) -> dict[str, object]:
    person = found.person
    base, token, share = campaign.base_url, str(person["token"]), str(person["share"])
    try:
        leave = asdict(leave_links(str(person["customer"]), campaign, keys, locale=str(person["locale"])))
    except MailError:
        leave = {}
    return {
        "campaign": {"id": campaign.id, "title": campaign.title, "year": campaign.year, "brand": campaign.brand.name},
        "copied_at": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "links": {
            "page": base + page_path(token) if token else "",
            "share": base + share_path(share) if share else "",
            "unsubscribe": leave,
        },
        **asdict(found),
        "letter_file": letter,
        "open": f"site/{page_path(token)}index.html" if token else "",
        "files": {path: len(body) for path, body in sorted(files.items())},
        "not_here": _NOT_HERE,
    }
