"""Publishing killed and cut off again and again, till the bucket equals what an undisturbed run leaves there.

    python -m tests.publish_soak [CUSTOMERS] [KILLS] [FOLDER]       10,000 and 10 when nothing is said

A ready tree of small files under their real names is published over a wire that fails, by a process that dies; then
some people's years are mended, some leave, and it is published again. After each death the bucket is looked at: no
object is torn, and no page stands there without all that it points to.
"""

import hashlib
import http.client
import json
import os
import posixpath
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from artgen.campaigns.model import load
from artgen.ledger import Ledger
from artgen.publish import unpublished
from artgen.publishing.links import Keys, keys_from, page_path, share_path
from artgen.publishing.packing import packed, unpacked
from artgen.publishing.page import shared_files
from artgen.publishing.shelf import claim_folder
from artgen.records import Receipt, State
from tests.bucket import REGION, SETTINGS, Bucket, bucket
from tests.line import campaign, environment

FAULTS = {"slow_down": 0.02, "cut": 0.01, "crawl": 0.01, "spoil": 0.01, "lose": 0.01}
AT = "2026-01-02T03:04:05.000+00:00"
PREFIX = "2025/"
_POINTS = re.compile(rb'(?:src|href)="([^"]+)"')
_DONE = re.compile(r"([\d,]+) files put .* ([\d,]+) removed, ([\d,]+) unchanged")


@dataclass(slots=True)
class Year:
    """A ready campaign: its folder, its output folder, and what each page that was ever made points to, by digest."""

    folder: Path
    out: Path
    keys: Keys
    customers: int
    points: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        """Return where the pages are made."""
        return self.out / "site"

    def stored(self) -> dict[str, str]:
        """Return the digest of what a bucket should hold of each file."""
        files = ((file.relative_to(self.site).as_posix(), file) for file in self.site.rglob("*") if file.is_file())
        return {path: _md5(packed(path, file.read_bytes())) for path, file in files}

    def draw(self, number: int, edition: int = 0) -> Receipt:
        """Write one customer's files, as `make` would, and return the receipt."""
        customer, chance = f"C-{number:06}", random.Random(f"{number} {edition}")
        token, share = self.keys.page_token("small", customer), self.keys.share_token("small", customer)
        image, card = (f"{chance.getrandbits(64):016x}.jpg" for _ in range(2))
        root, shown = page_path(token), share_path(share)
        sheet = next(path for path in shared_files() if path.endswith(".css"))
        mine = f'<link href="../../../{sheet}"><img src="{image}"><img src="../../../{shown}{card}">'
        page = f'{mine}<a href="../../../{shown}index.html">{edition}</a>{"a year " * 99}'.encode()
        others = f'<link href="../../../{sheet}"><img src="{card}">{"a year " * 30}'.encode()
        for path, body in {
            root + image: chance.randbytes(1500),
            shown + card: chance.randbytes(900),
            shown + "index.html": others,
            root + "index.html": page,
        }.items():
            self.write(path, body)
        values = {"name": "Ada", "token": token, "share": share, "image": image, "card": card, "inputs": str(edition)}
        to = f"{customer}@members.example"
        return Receipt(customer, State.MADE, address=to, artwork="a", letter="{}", drawn=3, **values)

    def write(self, path: str, body: bytes) -> None:
        """Write a file of the site; remember what it points to."""
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        folder = posixpath.dirname(path)
        found = (posixpath.normpath(posixpath.join(folder, point.decode())) for point in _POINTS.findall(body))
        if path.endswith("/index.html"):
            self.points[_md5(packed(path, body))] = tuple(found)

    def mend(self, number: int) -> Receipt:
        """Draw a customer anew: the old pictures go, the link stays."""
        self.leave(number)
        return self.draw(number, edition=1)

    def leave(self, number: int) -> None:
        """Remove a customer's files."""
        customer = f"C-{number:06}"
        for root in (
            page_path(self.keys.page_token("small", customer)),
            share_path(self.keys.share_token("small", customer)),
        ):
            for file in (self.site / root).iterdir():
                file.unlink()
            (self.site / root).rmdir()

    def record(self, receipts: Iterator[Receipt]) -> None:
        """Write receipts into the ledger."""
        with Ledger(self.out / "ledger.sqlite", "small") as ledger:
            ledger.record(receipts, [], round_=1, at=AT)


def ready(folder: Path, customers: int, table: str) -> Year:
    """Return a campaign whose pages are all made; `table` is its [publish] table."""
    source = campaign(folder / "campaign", members=1, extra=f"\n[publish]\n{table}\n")
    out = source / "out"
    claim_folder(out)
    year = Year(source, out, keys_from(b"publishing needs 32 bytes of key", load(str(source))), customers)
    year.record(iter(()))
    for path, body in shared_files().items():
        year.write(path, body)
    year.record(year.draw(number) for number in range(customers))
    return year


def in_bucket(store: Bucket, name: str) -> str:
    """Return the [publish] table for a bucket."""
    return f'kind = "s3"\nbucket = "{name}"\nprefix = "{PREFIX}"\nendpoint = "{store.endpoint}"\nregion = "{REGION}"\n'


def published(year: Year, *words: str) -> tuple[int, int, int]:
    """Publish in a process of its own; return how many files were put, removed and left."""
    ended = subprocess.run(_command(year, *words), env=_environment(), capture_output=True, text=True, timeout=3600)
    assert ended.returncode == 0, ended.stderr
    put, removed, unchanged = (int(count.replace(",", "")) for count in _DONE.search(ended.stdout).groups())
    return put, removed, unchanged


def killed(year: Year, store: Bucket, name: str, after: int) -> bool:
    """Publish, and kill it once so many more files are stored; return whether it died before it was done."""
    until = store.counts()["stored"] + after
    started = subprocess.Popen(
        _command(year), env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while started.poll() is None and store.counts()["stored"] < until:
            time.sleep(0.01)
    finally:
        if alive := started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait(60)
    promised(year, standing(store, name))
    return alive


def standing(store: Bucket, name: str) -> dict[str, str]:
    """Return what stands in the bucket under the prefix: path and digest."""
    pages = store.client().get_paginator("list_objects_v2").paginate(Bucket=name, Prefix=PREFIX)
    found = (item for page in pages for item in page.get("Contents", ()))
    return {item["Key"].removeprefix(PREFIX): item["ETag"].strip('"') for item in found}


def promised(year: Year, stands: dict[str, str]) -> None:
    """Stop unless every page that stands is whole and has all that it points to."""
    for path, digest in stands.items():
        if path.endswith("/index.html"):
            missing = [point for point in year.points[digest] if point not in stands]
            assert not missing, "a page stands without its pictures"


def equal(year: Year, stands: dict[str, str]) -> None:
    """Stop unless the bucket holds the site, and the sign, and nothing else."""
    assert {path: digest for path, digest in stands.items() if not path.startswith("artgen-")} == year.stored()
    assert [path for path in stands if path.startswith("artgen-")] == ["artgen-small.txt"]


def answers(year: Year, store: Bucket, name: str) -> int:
    """Ask for every page and picture of the ledger over HTTP, as a reader would; return how many people's answer."""
    with Ledger(year.out / "ledger.sqlite", "small") as ledger:
        people = list(ledger.entries())
    tokens = [person.token for person in people]
    assert len({token.casefold() for token in tokens}) == len(tokens)

    def asked(token: str, image: str) -> bool:
        root = page_path(token)
        page = _get(store, f"/{name}/{PREFIX}{root}index.html")
        same = unpacked("index.html", page) == (year.site / root / "index.html").read_bytes()
        return same and _get(store, f"/{name}/{PREFIX}{root}{image}") == (year.site / root / image).read_bytes()

    with ThreadPoolExecutor(4) as threads:
        return sum(threads.map(asked, tokens, [person.image for person in people]))


def soak(folder: Path, customers: int, kills: int) -> dict[str, object]:
    """Do all of it; return what was measured."""
    chance = random.Random(customers)
    with bucket(seed=customers) as store:
        name = "northwing"
        store.create(name)
        year = ready(folder, customers, in_bucket(store, name))
        files, began = len(year.stored()), time.monotonic()
        store.faults(**FAULTS)
        first = kills // 2
        died = sum(killed(year, store, name, chance.randint(1, files // (first + 1))) for _ in range(first))
        published(year)
        equal(year, standing(store, name))
        first_counts, seconds = store.counts(), time.monotonic() - began
        assert published(year) == (0, 0, files)

        mended, left = range(0, customers, 20), range(1, customers, 30)
        year.record(year.mend(number) for number in mended)
        _leave(year, left)
        stands = standing(store, name)
        changed = sum(stands.get(path) != digest for path, digest in year.stored().items())
        store.faults(**FAULTS)
        rest = kills - first
        died += sum(killed(year, store, name, chance.randint(1, changed // (rest + 1))) for _ in range(rest))
        published(year)
        equal(year, standing(store, name))
        second_counts = store.counts()
        store.faults()
        rerun = published(year)
        assert rerun == (0, 0, len(year.stored()))
        with Ledger(year.out / "ledger.sqlite", "small") as ledger:
            assert unpublished(load(str(year.folder)), year.out, ledger) == 0
            people = ledger.published()
        asked, read = store.counts(), answers(year, store, name)
        assert read == people
        return {
            "customers": customers,
            "files": files,
            "kills": died,
            "puts": first_counts["PutObject"],
            "puts of what changed": {"needed": changed, "asked": second_counts["PutObject"]},
            "faults": {name: first_counts[name] + second_counts[name] for name in FAULTS},
            "seconds of the first publishing": round(seconds),
            "put by a rerun": rerun[0],
            "asked by a rerun": asked,
            "people whose page and picture answer": f"{read} of {people}",
        }


def _leave(year: Year, numbers: range) -> None:
    for number in numbers:
        if number % 20:
            year.leave(number)
    with Ledger(year.out / "ledger.sqlite", "small") as ledger, ledger.commit() as db:
        gone = [(f"C-{number:06}",) for number in numbers if number % 20]
        db.executemany("UPDATE person SET token = '', share = '', revoked_at = 'now' WHERE customer = ?", gone)


def _command(year: Year, *words: str) -> list[str]:
    return [sys.executable, "-m", "artgen", "publish", str(year.folder), *words]


def _environment() -> dict[str, str]:
    return environment(**SETTINGS)


def _get(store: Bucket, path: str) -> bytes:
    asked = http.client.HTTPConnection(urlsplit(store.store).netloc, timeout=60)
    try:
        asked.request("GET", path, headers={"Authorization": "AWS practice:practice"})
        answer = asked.getresponse()
        body = answer.read()
        return body if answer.status == 200 else b""
    finally:
        asked.close()


def _md5(body: bytes) -> str:
    return hashlib.md5(body).hexdigest()


def main(words: list[str]) -> None:
    customers, kills = (int(words[n]) if len(words) > n else default for n, default in ((0, 10_000), (1, 10)))
    with tempfile.TemporaryDirectory() as scratch:
        found = soak(Path(words[2] if len(words) > 2 else scratch), customers, kills)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
