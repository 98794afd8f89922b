"""A year of made-up rows in no order, as many as wanted, and what it costs to read, check, spread and tell them.

    python -m tests.scale FOLDER HELD EVERY

Reads the rows in FOLDER, at most HELD at once, tells each EVERYth Story and prints what it took as JSON.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from artgen.engine import peak_mb
from artgen.history import shard, table
from artgen.history.history import read_shard
from artgen.history.places import place
from artgen.history.source import ActivityColumns, ActivityFiles, PeopleColumns, PeopleFile
from artgen.history.tell import tell

YEAR = 2025
WORKERS = 2
HEADER = "customer,when,origin,destination,minutes,weather,status"
ENDS = ("LIS", "JFK", "NRT", "AKL", "BOS", "LHR", "DEN", "SEA", "MIA", "CDG")
HELD = 1_000_000
PRIME = 1_000_003


def write(folder: Path, customers: int, each: int) -> None:
    """Write people and their rows: `each` for everyone, dealt out so that no two neighbours are of one customer."""
    chance = random.Random(customers)
    with (folder / "people.csv").open("w", encoding="utf-8") as people:
        people.write("customer,name\n")
        people.writelines(f"C{n:07d},Name {n % 977}\n" for n in range(customers))
    with (folder / "rows.csv").open("w", encoding="utf-8") as rows:
        rows.write(HEADER + "\n")
        rows.writelines(_row(n * PRIME % customers, chance) for n in range(customers * each))


def measure(folder: Path, held: int, every: int) -> dict[str, float]:
    """Read, check and spread everything in this process, tell each so manieth Story; return what it took."""
    table.CHUNK_ROWS, shard.FLUSH_ROWS = min(held, table.CHUNK_ROWS), min(held, shard.FLUSH_ROWS)
    place("LIS")
    before = peak_mb()
    persons = PeopleFile(folder / "people.csv", PeopleColumns("customer", "name"), "airports")
    columns = ActivityColumns(**{name: name for name in HEADER.split(",")})
    rows = ActivityFiles((folder / "rows.csv",), columns, YEAR, places="airports", leave_out={"cancelled": "cancelled"})
    with (folder / "people.csv").open("rb") as lines:
        people = sum(1 for _ in lines) - 1
    started, seconds = time.process_time(), {"read": 0.0, "gather": 0.0, "tell": 0.0}
    spreading = shard.spread(persons, rows, folder / "work", shard.shards_for(people, WORKERS))
    seconds["read"] = time.process_time() - started
    counts, customers, stories, marks = spreading.activities, 0, 0, 0
    for part in spreading.shards:
        started = time.process_time()
        histories = read_shard(part)
        while history := next(histories, None):
            gathered = time.process_time()
            if customers % every == 0:
                marks += len(tell(history, YEAR, "km"))
                stories += 1
            ended = time.process_time()
            seconds["gather"] += gathered - started
            seconds["tell"] += ended - gathered
            counts, customers, started = counts + history.counts, customers + 1, ended
    shutil.rmtree(folder / "work")
    return {
        "rows": counts.read,
        "whole": counts.whole and (every > 1 or counts.kept == marks),
        "customers": customers,
        "stories": stories,
        "activities": marks,
        "start_mb": round(before, 1),
        "peak_mb": round(peak_mb(), 1),
        "read_us_a_row": round(seconds["read"] / counts.read * 1e6, 1),
        "gather_ms_a_story": round(seconds["gather"] / customers * 1e3, 2),
        "tell_ms_a_story": round(seconds["tell"] / stories * 1e3, 2),
    }


def measured(folder: Path, customers: int, each: int, *, held: int = HELD, every: int = 1) -> dict[str, float]:
    """Write the rows if need be, and measure in a process of its own, so that the peak is its own."""
    if not (folder / "rows.csv").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        write(folder, customers, each)
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "tests.scale", str(folder), str(held), str(every)]
    said = subprocess.run(command, env=here, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said)
    return found


def _row(customer: int, chance: random.Random) -> str:
    origin, destination = chance.choice(ENDS), chance.choice(ENDS)
    when = f"{YEAR}-{chance.randrange(12) + 1:02d}-{chance.randrange(28) + 1:02d}"
    hour, minute = 4 + chance.randrange(20), chance.randrange(60)
    status = "cancelled" if chance.random() < 0.02 else "flown"
    weather = chance.choice(("clear", "cloud", "rain"))
    minutes = 40 + chance.randrange(700)
    return f"C{customer:07d},{when} {hour:02d}:{minute:02d},{origin},{destination},{minutes},{weather},{status}\n"


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
