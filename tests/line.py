"""A small campaign of its own, the command line run in processes of their own, and what they leave to compare."""

import csv
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from artgen.campaigns.model import FILE
from artgen.shipped import place

KEY = "cHJhY3RpY2Uga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXM="
NOW = "2026-01-15T09:00:00"
SAMPLE = place("sample_data") / "heart-of-travel"
CAMPAIGN = Path(__file__).parent.parent / "artgen" / "campaigns" / "heart_of_travel" / FILE
COMPARED = ("site", "outbox", "links.csv", "faults.csv", "index.html")


def campaign(folder: Path, *, members: int | None = 30, shuffle: int | None = None, extra: str = "") -> Path:
    """Write a campaign of the first so many sample members with ten or fewer flights; `shuffle` reorders its rows."""
    folder.mkdir(parents=True)
    people, flights = _rows(SAMPLE / "members.csv"), _rows(SAMPLE / "flights.csv")
    flown = [row[0] for row in flights[1:]]
    chosen = [row for row in people[1:] if members is None or flown.count(row[0]) <= 10][:members]
    kept = {row[0] for row in chosen}
    flights = [flights[0], *(row for row in flights[1:] if row[0] in kept)]
    people = [people[0], *chosen]
    for rows in (people, flights):
        body = rows[1:]
        if shuffle is not None:
            random.Random(shuffle).shuffle(body)
        rows[1:] = body
    _write(folder / "members.csv", people)
    _write(folder / "flights.csv", flights)
    text = CAMPAIGN.read_text("utf-8").replace("sample_data/heart-of-travel/", "")
    (folder / FILE).write_text(text.replace('id = "heart-of-travel"', 'id = "small"') + extra, "utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a run: this machine's, the practice key, and `more`."""
    return {**os.environ, "ARTGEN_KEY": KEY, **more}


def run(*words: object, env: dict[str, str] | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own and return what it said."""
    command = [sys.executable, "-m", "artgen", *map(str, words)]
    return subprocess.run(command, env=env or environment(), check=check, capture_output=True, text=True)


def run_and_die(at: str, call: int, after: str, *words: object) -> None:
    """Run the command line and let it kill itself (SIGKILL) at a call: see tests/dying.py."""
    command = [sys.executable, str(Path(__file__).parent / "dying.py"), at, str(call), after, *map(str, words)]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def tree(out: Path) -> dict[str, str]:
    """Return the digests of everything that two equal runs must share, by path."""
    found: dict[str, str] = {}
    for name in COMPARED:
        top = out / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file():
                found[file.relative_to(out).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def record(out: Path) -> list[dict[str, object]]:
    """Return the ledger's people without the columns that it lists as timing."""
    db = sqlite3.connect(out / "ledger.sqlite")
    db.row_factory = sqlite3.Row
    rows = [dict(row) for row in db.execute("SELECT * FROM person ORDER BY campaign, customer")]
    timing = db.execute("SELECT value FROM about WHERE key = 'timing'").fetchone()[0].split()
    db.close()
    return [{name: value for name, value in row.items() if name not in timing} for row in rows]


def summary(out: Path) -> dict[str, object]:
    """Return the summary without what it lists as timing."""
    said = json.loads((out / "summary.json").read_text("utf-8"))
    return {name: value for name, value in said.items() if name not in said["timing"]}


def fresh(folder: Path) -> Path:
    """Return the folder, emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def _write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
