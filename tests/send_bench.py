"""The proof of `make bench-send`: thousands of letters, a mailer that fails, and a sender killed again and again.

    python -m tests.send_bench [--people 5000] [--kills 20] [--folder FOLDER]

Each line is a measure and what it came to; the run ends with exit code 1 where a promise is broken.
"""

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.fake_ses import fake_ses
from tests.line import environment, fresh, run
from tests.send_rig import AWS, Rig, ended, rig, six

FAULTS = {"throttle": 0.30, "lose": 0.010, "fail_after": 0.003, "drop": 0.002, "enforce": True, "quota": 600.0}
NO_FAULTS = {"throttle": 0.0, "lose": 0.0, "fail_after": 0.0, "drop": 0.0}
WORKERS, DISK_MB, TRIES, QUOTA = 8, 16, 10, 50
PARTS = ("careful", "naive", "pace", "disk")
LOST = ("lose", "fail_after", "drop")


def careful(folder: Path, people: int, kills: int) -> dict[str, object]:
    """Send to everyone under faults and kills; reconcile, resolve, and judge by what SES accepted."""
    accepted, chance = folder / "accepted.log", random.Random(2025)
    with fake_ses(accepted, seed=1, **FAULTS) as url:
        made = rig(folder, people, url, accepted, workers=WORKERS, letters=six(folder))
        began = time.monotonic()
        doubts_before = refused = 0
        for n in range(kills):
            made.kill_amid(chance)
            if n == kills // 4:
                refused = two_at_once(made)
            if n == kills // 2:
                made.suppress_some(60)
                leave(made, 20)
            if n == kills * 3 // 4:
                doubts_before = terminate(made, url)
        if all(made.finish().returncode for _ in range(TRIES)):
            sys.exit(f"FAILED: sending does not come to its end in {TRIES} runs")
        seconds = time.monotonic() - began
        seen = json.loads(urllib.request.urlopen(f"{url}/seen").read())
        before, lost = made.judge(), losses(url)
        made.hear()
        heard = made.judge()
        run("resolve", made.folder, "--out", made.out, "--all", "--resend", "--yes")
        change(url, NO_FAULTS)
        made.finish()
        after = made.judge()
        most = made.most_in_a_second()
    bound = made.killed * 2 * WORKERS + lost
    eligible = {row["customer"] for row in made.rows()} - made.spared.keys() - twins(made)
    never = eligible - mailed(made)
    return {
        "people": people,
        "senders started": made.started,
        "senders killed (SIGKILL)": made.killed,
        "second sender at once turned away": refused,
        "left in doubt by SIGTERM beyond lost answers": doubts_before,
        "requests": seen["requests"],
        "throttled on purpose": seen["throttle"],
        "answers lost, failed after or dropped": lost,
        "throttled because over the quota of a second": seen.get("rate", 0),
        "most accepted in any second (quota 600)": most,
        "accepted before reconciling": before["letters accepted"],
        "in doubt before reconciling": before["in doubt"],
        "the most there may be in doubt": bound,
        "in doubt after events": heard["in doubt"],
        "accepted, and in doubt after events": heard["accepted, and in doubt"],
        "letters accepted in the end": after["letters accepted"],
        "customers mailed twice": after["customers mailed twice"],
        "addresses mailed twice": after["addresses mailed twice"],
        "never mailed, though they should": len(never),
        "waiting or claimed or in doubt in the end": sum(after[k] for k in ("waiting", "claims left open", "in doubt")),
        "mailed though spared": after["mailed though spared"],
        "spared": dict(Counter(made.spared.values())),
        "accepted, and the ledger denies it": after["accepted, and the ledger denies it"],
        "the ledger claims it, and it never was": after["the ledger claims it, and it never was"],
        "seconds": round(seconds),
    }


def two_at_once(made: Rig) -> int:
    """Start two senders in one moment; return how many were turned away, with a sentence that says why."""
    pair = [made.start() for _ in range(2)]
    while all(running.poll() is None for running in pair):
        time.sleep(0.05)
    for running in pair:
        made.killed += running.poll() is None
        running.kill()
    ends = [ended(running) for running in pair]
    return sum(end.returncode == 1 and "another artgen works there" in end.stderr for end in ends)


def terminate(made: Rig, url: str) -> int:
    """End a sender by SIGTERM amid letters; return how many doubts it left beyond the answers that were lost."""
    judged, lost = made.judge(), losses(url)
    before = judged["in doubt"] + judged["claims left open"]
    running, lines = made.start(), made.lines()
    while running.poll() is None and made.lines() < lines + 50:
        time.sleep(0.01)
    running.terminate()
    end, after = ended(running), made.judge()
    if end.returncode != 130 or after["claims left open"]:
        sys.exit(f"FAILED: SIGTERM did not end cleanly: {end.returncode} {end.stderr[-400:]}")
    return after["in doubt"] - before - (losses(url) - lost)


def losses(url: str) -> int:
    """Return how many answers this SES lost so far, or failed to give."""
    seen = json.loads(urllib.request.urlopen(f"{url}/seen", timeout=10).read())
    return sum(seen.get(fate, 0) for fate in LOST)


def leave(made: Rig, count: int) -> None:
    """Let people leave by the page while nobody sends; those who wait then get no letter."""
    waiting = [row for row in made.rows() if row["state"] == "made" and row["address"]][-80 - count : -80]
    with (made.folder / "left.log").open("a") as log:
        for row in waiting:
            log.write(f"2026-01-16T09:00:00Z {row['unsubscribe']}\n")
    made.spared |= {row["customer"]: "left in the middle" for row in waiting}


def twins(made: Rig) -> set[str]:
    """Return the customers whose address is somebody else's too, of whom only one gets the letter."""
    counted = Counter(row["address"].lower() for row in made.rows())
    return {row["customer"] for row in made.rows() if counted[row["address"].lower()] > 1}


def mailed(made: Rig) -> set[str]:
    whose = {made.keys.send_id(made.campaign.id, row["customer"]): row["customer"] for row in made.rows()}
    return {whose[send_id] for _, send_id in made.log()}


def change(url: str, faults: dict[str, float]) -> None:
    body = json.dumps(faults).encode()
    urllib.request.urlopen(urllib.request.Request(f"{url}/faults", body, method="PUT"), timeout=10).close()


def naive(folder: Path, people: int, kills: int) -> dict[str, object]:
    """Send-then-mark on the same faults, killed as often."""
    accepted, chance = folder / "naive.log", random.Random(2025)
    database, script = folder / "naive.sqlite", Path(__file__).parent / "naive_sender.py"
    with closing(sqlite3.connect(database)) as db:
        db.execute("CREATE TABLE person (id TEXT PRIMARY KEY, address TEXT, sent INTEGER NOT NULL DEFAULT 0)")
        db.executemany(
            "INSERT INTO person (id, address) VALUES (?, ?)",
            [(f"n{n:05}", f"n{n:05}@members.example") for n in range(people)],
        )
        db.commit()
    killed, quiet = 0, {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with fake_ses(accepted, seed=1, **FAULTS) as url:
        words = [sys.executable, str(script), str(database), url, str(WORKERS)]
        for _ in range(kills):
            running, wanted = (
                subprocess.Popen(words, env=environment(**AWS), **quiet),
                lines(accepted) + chance.randint(1, 60),
            )
            while running.poll() is None and lines(accepted) < wanted:
                time.sleep(0.01)
            killed += running.poll() is None
            running.kill()
            running.wait()
        subprocess.run(words, env=environment(**AWS), check=True, timeout=1200, **quiet)
    counted = Counter(line.split()[1] for line in accepted.read_text("ascii").splitlines())
    return {
        "people": people,
        "senders killed (SIGKILL)": killed,
        "letters accepted": counted.total(),
        "customers mailed twice or more": sum(count > 1 for count in counted.values()),
        "most letters to one customer": max(counted.values()),
    }


def lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")


def full_disk(folder: Path, disk: Path) -> dict[str, object]:
    """Fill a disk while letters leave; make room again, and go on: nobody twice, nobody lost."""
    accepted, filler = folder / "disk.log", disk / "filler"
    with fake_ses(accepted, seed=3, quota=200.0) as url:
        made = rig(folder, 600, url, accepted, workers=4, out=disk / "out")
        running = made.start()
        while running.poll() is None and made.lines() < 30:
            time.sleep(0.01)
        fill(filler)
        stopped = ended(running)
        sent = made.lines()
        made.approve()
        fill(disk / "second-filler")
        refused = made.again()
        still = made.lines()
        filler.unlink()
        at_stop = made.judge()
        last = made.finish()
        after = made.judge()
    return {
        "free on the disk at first (MB)": DISK_MB,
        "accepted when the disk was full": sent,
        "the sender said": stopped.stderr.strip().splitlines()[-1],
        "claims left open by it": at_stop["claims left open"],
        "started on the full disk, it said": refused.stderr.strip().splitlines()[-1],
        "letters it sent then": still - sent,
        "with room again it ended with exit code": last.returncode,
        "in doubt": after["in doubt"],
        "waiting": after["waiting"],
        "customers mailed twice": after["customers mailed twice"],
        "accepted, and the ledger denies it": after["accepted, and the ledger denies it"],
    }


def at_the_pace(folder: Path, people: int = 900) -> dict[str, object]:
    """Send without any fault to an account of 50 letters a second that counts each second, wherever it begins."""
    accepted = folder / "pace.log"
    with fake_ses(accepted, seed=5, quota=QUOTA, enforce=True) as url:
        made = rig(folder, people, url, accepted, workers=WORKERS)
        made.finish()
        seen = json.loads(urllib.request.urlopen(f"{url}/seen", timeout=10).read())
        after, most, times = made.judge(), made.most_in_a_second(), [at for at, _ in made.log()]
    return {
        "letters accepted": after["letters accepted"],
        "quota of a second": QUOTA,
        "most accepted in any second": most,
        "on average": round((len(times) - 1) / (max(times) - min(times)), 1),
        "throttled because over the quota of a second": seen.get("rate", 0),
        "over the quota by": max(0, most - QUOTA),
        "waiting": after["waiting"],
    }


def fill(file: Path) -> None:
    """Write until the disk is full, to the last byte."""
    with file.open("wb", buffering=0) as out:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    out.write(bytes(size))
            except OSError:
                continue


def on_a_small_disk(folder: Path) -> dict[str, object]:
    """Run `full_disk` on a real file system of a few MB, in a name space of its own so that no rights are needed."""
    disk, told = folder / "disk", folder / "disk.json"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size={DISK_MB}m none "$0" && exec "$@"'
    words = [sys.executable, "-m", "tests.send_bench", "--inside", str(disk), "--folder", str(folder)]
    subprocess.run(["unshare", "-Urm", "sh", "-c", mount, str(disk), *words], check=True, timeout=600)
    return json.loads(told.read_text("utf-8"))


def check(found: dict[str, object], name: str, zero: tuple[str, ...]) -> None:
    print(f"== {name}")
    for what, count in found.items():
        print(f"  {what:<52} {count if not isinstance(count, dict) else json.dumps(count)}", flush=True)
    broken = [what for what in zero if found[what]]
    if broken:
        sys.exit(f"FAILED: {', '.join(broken)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=Path("out/bench-send"))
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--inside", type=Path)
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    os.environ |= AWS
    if asked.inside:
        (folder / "disk.json").write_text(json.dumps(full_disk(folder / "on-disk", asked.inside)), "utf-8")
        return
    for name in PARTS if not asked.only else (asked.only,):
        here = fresh(folder / name)
        here.mkdir(parents=True)
        if name == "careful":
            found = careful(here, asked.people, asked.kills)
            check(found, "artgen: claim, deliver, settle", NONE)
            if found["in doubt before reconciling"] > found["the most there may be in doubt"]:
                sys.exit("FAILED: more letters are in doubt than there may be")
        elif name == "naive":
            check(naive(here, asked.people, asked.kills), "beside it: send, then mark", ())
        elif name == "pace":
            check(at_the_pace(here), "the pace", ("over the quota by", RATE, "waiting"))
        else:
            (here / "on-disk").mkdir()
            check(on_a_small_disk(here), "a full disk", ("in doubt", "waiting", *TWICE, "letters it sent then"))
    print("all promises hold")


RATE = "throttled because over the quota of a second"
TWICE = ("customers mailed twice", "accepted, and the ledger denies it")
NONE = (
    *TWICE,
    "addresses mailed twice",
    "never mailed, though they should",
    "waiting or claimed or in doubt in the end",
    "mailed though spared",
    "the ledger claims it, and it never was",
    "accepted, and in doubt after events",
    "left in doubt by SIGTERM beyond lost answers",
    RATE,
)


if __name__ == "__main__":
    main()
