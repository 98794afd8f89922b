"""What must hold of an output folder, whatever befell the run that filled it: everyone on record, each file whole.

The site is compared with the ledger file by file: not one more, not one less, none half written, and what two runs
made of the same customers is the same to the byte.
"""

import csv
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from PIL import Image

from artgen.publishing.links import page_path, share_path, vector
from artgen.publishing.page import shared_files
from tests.line import record
from tests.million.watching import Leg, peaks, weight
from tests.soak import check

MOST_MB = 300
MOST_BYTES_EACH = 1_000_000
STATES = {"made", "held", "faulty"}
_OPENED = 25
_ENDS = {".html": b"</html>", ".svg": b"</svg>", ".jpg": b"\xff\xd9"}


def everyone(out: Path, people: int) -> dict[str, int]:
    """Stop unless each customer stands in the ledger once, in a state; return how many in which."""
    states = Counter(str(row["state"]) for row in persons(out))
    check(states.total() == people, f"each of {people:,} customers is on record")
    check(states.keys() <= STATES and all(reasoned(out)), "each in a state, and who has no page with why")
    said = json.loads((out / "summary.json").read_text("utf-8"))
    counts = {state: said[state] for state in ("made", "held", "faulty")}
    check(sum(counts.values()) == said["customers"] == people, "the summary counts each of them once")
    return dict(states)


def persons(out: Path) -> Iterator[sqlite3.Row]:
    """Yield the ledger's people."""
    with closing(sqlite3.connect(f"file:{out / 'ledger.sqlite'}?mode=ro", uri=True)) as ledger:
        ledger.row_factory = sqlite3.Row
        yield from ledger.execute(
            "SELECT customer, state, reason, token, share, image, card, artwork FROM person ORDER BY customer"
        )


def reasoned(out: Path) -> Iterator[bool]:
    """Yield for each person whether they have a page, or a reason why not."""
    for row in persons(out):
        yield bool(row["token"]) if row["state"] == "made" else bool(row["reason"])


def site(out: Path) -> dict[str, int]:
    """Stop unless the site holds exactly the files of the ledger, each whole; return how many, by ending."""
    promised, folder = set(shared_files()), out / "site"
    for row in persons(out):
        if row["token"]:
            promised |= set(_promised(folder, row))
    stands = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    check(not promised - stands, f"every one of {len(promised):,} files is there")
    check(not stands - promised, "and no other")
    check(not [path for path in promised if not _whole(folder / path)], "none is half written")
    pictures = sorted(path for path in promised if path.endswith(".jpg"))[::_OPENED]
    check(all(_opens(folder / path) for path in pictures), f"pictures open ({len(pictures):,} of them were)")
    check(not (out / "work").exists() and not any((out / "partial").glob("*")), "nothing is left of what was half done")
    with (out / "links.csv").open(encoding="utf-8", newline="") as links:
        listed = sum(1 for _ in csv.DictReader(links))
    check(listed == sum(bool(row["token"]) for row in persons(out)), f"links.csv lists {listed:,} pages")
    return dict(sorted(Counter(Path(path).suffix for path in promised).items()))


def standing(out: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of change of each file of the site: a file that is put anew has another time."""
    site = out / "site"
    files = ((file.relative_to(site).as_posix(), file.stat()) for file in site.rglob("*") if file.is_file())
    return {path: (found.st_size, found.st_mtime_ns) for path, found in files}


def same(out: Path, other: Path) -> None:
    """Stop unless a run undisturbed made of some of the customers what the disturbed one made of them."""
    mine = {row["customer"]: row for row in record(out)}
    others = {row["customer"]: row for row in record(other)}
    check(all(mine[who] == row for who, row in others.items()), f"links and all else on record of {len(others)} agree")
    rooms = [
        root for row in persons(other) if row["token"] for root in (page_path(row["token"]), share_path(row["share"]))
    ]
    held = {path: [_files(folder / "site" / path) for folder in (out, other)] for path in rooms}
    check(all(one == two for one, two in held.values()), f"the files of their {len(rooms)} folders have the same bytes")


def disk(out: Path, people: int) -> int:
    """Stop where the folder takes more than a megabyte a customer, which is 10 GB for 10,000; return its bytes."""
    taken = weight(out)
    check(taken <= MOST_BYTES_EACH * max(people, 100), f"{taken / 1e9:.2f} GB on the disk")
    return taken


def memory(legs: list[Leg]) -> dict[int, tuple[float, float]]:
    """Stop where a process held more than it may; return the most by tenth of the way: coordinator, worker."""
    seen = peaks(legs)
    most = tuple(max(both) for both in zip(*seen.values(), strict=True))
    check(
        max(most) <= MOST_MB, f"at most {MOST_MB} MB a process: {most[0]:.0f} the coordinator, {most[1]:.0f} a worker"
    )
    return seen


def _promised(site: Path, row: sqlite3.Row) -> Iterator[str]:
    """Yield the files of one person: the drawing itself is one where the page points to it."""
    root, shown = page_path(row["token"]), share_path(row["share"])
    yield from (f"{root}index.html", root + row["image"], f"{shown}index.html", shown + row["card"])
    page = site / root / "index.html"
    if page.is_file() and vector(row["artwork"]) in page.read_text("utf-8"):
        yield root + vector(row["artwork"])


def _whole(file: Path) -> bool:
    end = _ENDS.get(file.suffix)
    with file.open("rb") as held:
        size = held.seek(0, os.SEEK_END)
        held.seek(max(0, size - 16))
        return size > 0 and (end is None or held.read().rstrip().endswith(end))


def _opens(file: Path) -> bool:
    with Image.open(file) as picture:
        picture.load()
        return picture.format == "JPEG"


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}
