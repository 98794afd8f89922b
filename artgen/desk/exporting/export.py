"""The export: one row a person who may be written to, for a team that sends with a platform of its own.

What a row says is what the letter says. Nobody is in it who has a letter already, asked for none, or shares an
address with somebody who is; everyone who is left out is counted with the reason.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from artgen.campaigns.model import Campaign
from artgen.desk.exporting.merge import ADDRESS, EXACT, KEY, merge
from artgen.desk.exporting.platforms import Platform
from artgen.desk.exporting.reachable import Reach
from artgen.desk.proving.approval import unready
from artgen.errors import ArtgenError, ShelfError
from artgen.hear import Clock, fresh
from artgen.ledger import Ledger
from artgen.publishing.links import Keys
from artgen.publishing.lists import line
from artgen.publishing.shelf import alone, claim_folder, clear_partial, replace, replacing
from artgen.records import Person
from artgen.send.spare import spare

Progress = Callable[[str, int, int], None]
_BOM = "\ufeff".encode()
_EVERY = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export: people in it, its size, and its digest."""

    file: str
    people: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what it holds, how a template asks for it, how long its longest text is."""

    name: str
    holds: str
    tag: str
    longest: int
    shortened: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many people are in no file, and why."""

    why: str
    people: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export came to: everyone of the campaign is in `parts` or in `left_out`."""

    platform: str
    campaign: str
    year: int
    people: int
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    columns: tuple[Column, ...]

    def as_json(self) -> str:
        """Return the manifest; the same export gives the same bytes."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


@dataclass(slots=True)
class _Seen:
    """What was met while the rows were written: reasons, and of each column the longest text and how many were cut."""

    left_out: Counter[str] = field(default_factory=Counter)
    longest: Counter[str] = field(default_factory=Counter)
    shortened: Counter[str] = field(default_factory=Counter)


def export(
    campaign: Campaign,
    out: Path,
    keys: Keys,
    to: Platform,
    target: Path,
    *,
    clock: Clock,
    address: bool = False,
    progress: Progress = lambda what, done, total: None,
) -> Exported:
    """Write everyone who may be written to as files that the platform `to` takes, and a manifest, into `target`.

    `target` is a folder, or a file (`.csv`) whose name the files begin with. Addresses are in them only with `address`.
    Nothing is written where sending would be refused: after a make that was broken off, or when the campaign changed
    since. First, whoever asked for no more letters is heard, and everyone is judged by the rule that sending keeps. The
    manifest comes last: where there is none, an export was stopped half way. Raise ArtgenError.
    """
    if to.by_address and not address:
        raise ArtgenError(f"{to.title} knows people by their address; add --address to write them into the files")
    folder, stem = _place(target, to.id, out)
    with alone(out), Ledger(out / "ledger.sqlite", campaign.id) as ledger, ExitStack() as held:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        if why := unready(campaign, ledger):
            raise ArtgenError(why)
        claim_folder(folder, flag="--file")
        held.enter_context(alone(folder))
        clear_partial(folder)
        (folder / f"{stem}.json").unlink(missing_ok=True)
        fresh(campaign, out, ledger, keys, clock=clock)
        ledger.queue.remember_hashes(keys.address_hash)
        spare(campaign, ledger, keys, clock())
        seen, columns = _Seen(), to.asked(address=address)
        head = line(to.header(name, campaign.year) for name in columns)
        with closing(Reach(campaign, ledger, keys)) as reach:
            rows = _rows(campaign, ledger, keys, to, columns, reach, seen, progress)
            parts = tuple(_parts(rows, _BOM + head if to.bom else head, folder, stem, to))
        _clear(folder, stem, len(parts))
        done = Exported(
            platform=to.id,
            campaign=campaign.id,
            year=campaign.year,
            people=sum(part.people for part in parts),
            parts=parts,
            left_out=tuple(LeftOut(why, people) for why, people in sorted(seen.left_out.items())),
            columns=tuple(_column(name, to, campaign.year, seen) for name in columns),
        )
        replace(folder / f"{stem}.json", done.as_json().encode(), folder / "partial")
        (folder / "partial").rmdir()
        return done


def _place(target: Path, to: str, out: Path) -> tuple[Path, str]:
    """Return the folder and what its files begin with; refuse what is published, and the campaign's own folder."""
    folder, stem = (target.parent, target.stem) if target.suffix == ".csv" else (target, to)
    folder, site = folder.absolute(), (out / "site").resolve()
    if folder.resolve() == out.resolve() or folder.resolve().is_relative_to(site):
        raise ShelfError(
            f"{folder}: this is a folder of the campaign's pages; name another with --file, such as export"
        )
    if not stem.strip(". "):
        raise ShelfError(f"{target}: the files need a name; write --file {folder / to}")
    return folder, stem


def _rows(
    campaign: Campaign,
    ledger: Ledger,
    keys: Keys,
    chosen: Platform,
    columns: tuple[str, ...],
    reach: Reach,
    seen: _Seen,
    progress: Progress,
) -> Iterator[bytes]:
    """Yield a line for each person who may be written to, by id; count the others by reason."""
    total = sum(ledger.tally().values())
    for n, person in enumerate(ledger.people()):
        if n % _EVERY == 0:
            progress("writing", n, total)
        why = reach.spares(person) or _unfit(person, chosen, columns) or reach.take(person)
        if why:
            seen.left_out[why] += 1
            continue
        said = merge(person, campaign, keys)
        yield line(_fitted(name, said[name], chosen, seen) for name in columns)
    progress("writing", total, total)


def _unfit(person: Person, chosen: Platform, columns: tuple[str, ...]) -> str:
    """Return why a person can't be told apart on the platform; empty for who can."""
    if chosen.by_address and not person.address:
        return "without an address"
    if chosen.fit(person.customer) != person.customer:
        return "has an id that a spreadsheet or the platform would change"
    if ADDRESS not in columns and "@" in person.customer:
        return "has an id that looks like an address, and addresses were not asked for"
    if ADDRESS in columns and chosen.fit(person.address) != person.address:
        return "has an address that a spreadsheet or the platform would change"
    return ""


def _fitted(name: str, value: str | int, chosen: Platform, seen: _Seen) -> str | int:
    """Return a cell as the platform takes it; raise ArtgenError for a link that is too long for it."""
    if isinstance(value, int):
        return value
    text = chosen.fit(value)
    if name in EXACT and text != value:
        raise ArtgenError(
            f"{name}: is longer than the {chosen.cell.most} {chosen.cell.unit} that {chosen.title} takes; "
            "shorten base_url or letter.unsubscribe_url"
        )
    seen.longest[name] = max(seen.longest[name], len(text))
    seen.shortened[name] += text != chosen.whole(value)
    return text


def _parts(rows: Iterator[bytes], head: bytes, folder: Path, stem: str, chosen: Platform) -> Iterator[Part]:
    """Write the rows into as many files as the platform's limits ask for, one at least; yield each when it stands."""
    row = next(rows, None)
    n = 0
    while row is not None or not n:
        n += 1
        name, people, size, digest = f"{stem}-{n:03}.csv", 0, len(head), hashlib.sha256(head)
        with replacing(folder / name, folder / "partial") as out:
            out.write(head)
            while (
                row is not None and people < chosen.rows.most and (not people or size + len(row) <= chosen.bytes.most)
            ):
                out.write(row)
                digest.update(row)
                people, size = people + 1, size + len(row)
                row = next(rows, None)
        yield Part(name, people, size, digest.hexdigest())


def _clear(folder: Path, stem: str, parts: int) -> None:
    """Remove the files of an earlier, longer export of the same name."""
    ours = re.compile(rf"{re.escape(stem)}-(\d{{3,}})\.csv")
    for file in sorted(folder.iterdir()):
        found = ours.fullmatch(file.name)
        if found and int(found[1]) > parts:
            file.unlink()


def _column(name: str, chosen: Platform, year: int, seen: _Seen) -> Column:
    called = chosen.header(name, year)
    tag = "" if name in (KEY, ADDRESS) else chosen.tag.text.replace("NAME", called)
    return Column(called, name, tag, seen.longest[name], seen.shortened[name])
