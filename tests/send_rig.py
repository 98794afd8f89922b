"""A campaign ready to be sent through a small SES: a ledger filled with receipts and real letters, and its judge."""

import contextlib
import datetime as dt
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

from artgen.campaigns.lots import lot
from artgen.campaigns.model import FILE, Campaign, load
from artgen.desk.proving.approval import parts
from artgen.ledger import Ledger
from artgen.ledger.approvals import MADE, Approvals
from artgen.ledger.suppression import Suppression
from artgen.publishing.links import Keys, open_keys
from artgen.records import Receipt, State
from tests.line import KEY, campaign, environment, run
from tests.waiting import LETTER

AT = "2026-01-15T09:00:00.000+00:00"
AWS = {
    "AWS_ACCESS_KEY_ID": "practice",
    "AWS_SECRET_ACCESS_KEY": "practice",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
HOLDOUT, PATIENCE_S = 0.05, 240


@dataclass(slots=True)
class Rig:
    """One campaign folder, its output folder, the log of what SES accepted, and who must never be in it."""

    folder: Path
    out: Path
    accepted: Path
    campaign: Campaign
    keys: Keys
    workers: int
    spared: dict[str, str] = field(default_factory=dict)
    started: int = 0
    killed: int = 0

    def start(self, *more: str) -> subprocess.Popen[str]:
        """Start a sender in a process of its own, approved as the campaign stands now."""
        self.approve()
        return self.launch(*more)

    def launch(self, *more: str) -> subprocess.Popen[str]:
        self.started += 1
        words = [sys.executable, "-m", "artgen", "send", str(self.folder), "--out", str(self.out), *more]
        pipe = subprocess.PIPE
        return subprocess.Popen(words, env=environment(**AWS), stdout=pipe, stderr=pipe, text=True)

    def again(self) -> subprocess.CompletedProcess[str]:
        """Run a sender to its end as the campaign was approved before."""
        return ended(self.launch())

    def approve(self) -> None:
        with self.ledger() as ledger:
            Approvals(ledger).remember(MADE, parts(self.campaign))
            Approvals(ledger).approve(parts(self.campaign), "the practice", AT)

    def finish(self, *more: str) -> subprocess.CompletedProcess[str]:
        """Run a sender to its end."""
        running = self.start(*more)
        return ended(running)

    def kill_amid(self, chance: random.Random) -> None:
        """Start a sender and kill it: while it starts, or when some more letters have left."""
        running, before = self.start(), self.lines()
        wanted = before + chance.randint(1, 60)
        deadline = time.monotonic() + (chance.uniform(0.5, 1.5) if chance.random() < 0.15 else PATIENCE_S)
        while running.poll() is None and self.lines() < wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.05))
        self.killed += running.poll() is None
        with contextlib.suppress(ProcessLookupError):
            running.kill()
        ended(running)

    def ledger(self) -> Ledger:
        return Ledger(self.out / "ledger.sqlite", self.campaign.id)

    def lines(self) -> int:
        return self.accepted.read_bytes().count(b"\n")

    def log(self) -> list[tuple[float, str]]:
        """Return when SES accepted which letter, in order."""
        rows = [line.split() for line in self.accepted.read_text("ascii").splitlines()]
        return [(float(row[0]), row[1]) for row in rows]

    def rows(self) -> list[sqlite3.Row]:
        with contextlib.closing(sqlite3.connect(self.out / "ledger.sqlite")) as db:
            db.row_factory = sqlite3.Row
            return db.execute("SELECT * FROM person ORDER BY customer").fetchall()

    def suppress_some(self, count: int) -> list[str]:
        """Suppress people in the middle of sending; return those of them who were waiting after it was on record."""
        waiting = [row for row in self.rows() if row["state"] == "made" and row["address"]][-count:]
        with self.ledger() as ledger:
            Suppression(ledger).add([row["address_hash"] for row in waiting], "asked by phone", "hand", AT)
        asked = {row["customer"] for row in waiting}
        late = [row["customer"] for row in self.rows() if row["customer"] in asked and row["state"] == "made"]
        self.spared |= dict.fromkeys(late, "suppressed in the middle")
        return late

    def hear(self) -> str:
        """Write the news that SES would have sent of all that it accepted, and let the campaign hear it."""
        folder = self.folder / "events"
        folder.mkdir(exist_ok=True)
        with (folder / "news.json").open("w", encoding="ascii") as out:
            for at, send_id in self.log():
                out.write(json.dumps(delivery(send_id, at)) + "\n")
        return run("hear", self.folder, "--out", self.out, env=environment(**AWS)).stdout

    def judge(self) -> dict[str, int]:
        """Count what must not be: letters accepted twice, by customer or by address, and letters to the spared."""
        rows = self.rows()
        whose = {self.keys.send_id(self.campaign.id, row["customer"]): row for row in rows}
        ids = [send_id for _, send_id in self.log()]
        addresses = Counter(whose[send_id]["address"].lower() for send_id in ids)
        mailed = {whose[send_id]["customer"] for send_id in ids}
        return {
            "letters accepted": len(ids),
            "customers mailed twice": len(ids) - len(set(ids)),
            "addresses mailed twice": sum(count > 1 for count in addresses.values()),
            "mailed though spared": len(mailed & self.spared.keys()),
            "waiting": sum(row["state"] == "made" for row in rows),
            "claims left open": sum(row["state"] == "claimed" for row in rows),
            "in doubt": sum(row["state"] == "unknown" for row in rows),
            "accepted, and the ledger says so": len(mailed & of(rows, "accepted", "delivered")),
            "accepted, and in doubt": len(mailed & of(rows, "unknown", "claimed")),
            "accepted, and the ledger denies it": len(
                mailed - of(rows, *("accepted", "delivered", "unknown", "claimed"))
            ),
            "the ledger claims it, and it never was": len(of(rows, "accepted", "delivered") - mailed),
        }

    def most_in_a_second(self) -> int:
        """Return the most letters that SES accepted in any second."""
        most, window = 0, deque[float]()
        for at in sorted(at for at, _ in self.log()):
            window.append(at)
            while window[0] <= at - 1:
                window.popleft()
            most = max(most, len(window))
        return most


def of(rows: list[sqlite3.Row], *states: str) -> set[str]:
    """Return the customers in any of these states."""
    return {row["customer"] for row in rows if row["state"] in states}


def ended(running: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for a sender, as long as a sender may take."""
    try:
        out, err = running.communicate(timeout=PATIENCE_S)
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGKILL)
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def delivery(send_id: str, at: float) -> dict[str, object]:
    """Return a delivery event as SES publishes it."""
    when = dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    mail = {"timestamp": when, "messageId": "m", "tags": {"artgen-send": [send_id], "artgen-campaign": ["small"]}}
    return {"eventType": "Delivery", "mail": mail, "delivery": {"timestamp": when, "smtpResponse": "250 ok"}}


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says of one year, and to whom; the rest of a receipt is the rig's."""

    name: str
    image: str
    letter: str
    drawn: int


PRACTICE = (Words("Maya", "picture.jpg", LETTER, 23),)


def six(folder: Path) -> tuple[Words, ...]:
    """Make six people of the sample, and return what their letters say."""
    small = campaign(folder / "six", members=6)
    run("make", small, "--out", folder / "six-out")
    with Ledger(folder / "six-out" / "ledger.sqlite", "small") as made:
        return tuple(Words(one.name, one.image, one.letter, one.drawn) for one in made.people())


def rig(
    folder: Path,
    people: int,
    endpoint: str,
    accepted: Path,
    *,
    workers: int,
    out: Path | None = None,
    letters: tuple[Words, ...] = PRACTICE,
) -> Rig:
    """Fill a ledger with so many people, each with one of the letters."""
    out = out or folder / "out"
    small = campaign(folder / "small", members=1)
    file = small / FILE
    text = file.read_text("utf-8").replace("[people.columns]\n", '[people.columns]\nconsent = "agreed"\n')
    file.write_text(text + tables(endpoint, workers), "utf-8")
    (small / "do-not-mail.csv").write_text("email\n", "utf-8")
    (small / "left.log").touch()
    (small / "events").mkdir()
    said = load(str(small))
    keys, _ = open_keys(said, {**os.environ, "ARTGEN_KEY": KEY}, folder)
    made = Rig(small, out, accepted, said, keys, workers)
    out.mkdir(exist_ok=True)
    receipts = [receipt(n, made, letters[n % len(letters)]) for n in range(people)]
    with made.ledger() as ledger:
        ledger.bind("key", keys.fingerprint, "the campaign's key")
        ledger.record(receipts, [], round_=1, at=AT)
    return made


def tables(endpoint: str, workers: int) -> str:
    """Return what the campaign says of its mailer and of whom it spares."""
    return f"""
[mailer]
kind = "ses"
region = "us-east-1"
endpoint = "{endpoint}"
workers = {workers}

[sending]
holdout = {HOLDOUT}
canary = 0
suppression = ["do-not-mail.csv"]
unsubscribed = "left.log"
events = ["events"]
"""


def receipt(n: int, made: Rig, like: Words) -> Receipt:
    """Return the n-th person; some of them must not be written to, each for a reason of its own."""
    customer, address = f"c{n:05}", f"c{n:05}@members.example"
    consent, state = "yes", State.MADE
    match n % 100:
        case 7 | 57:
            made.spared[customer] = "on the list"
            with (made.folder / "do-not-mail.csv").open("a") as file:
                file.write(f"{address.upper()}\n")
        case 13:
            made.spared[customer] = "left"
            with (made.folder / "left.log").open("a") as file:
                token = made.keys.unsubscribe_token(made.campaign.id, customer)
                file.write(f"2026-01-10T09:00:00Z {token}\n")
        case 21:
            made.spared[customer], consent = "no consent", "no"
        case 33:
            made.spared[customer], state = "held", State.HELD
        case 45:
            address = f"C{n - 1:05}@members.example"
    if lot("holdout", made.campaign.id, customer) < HOLDOUT:
        made.spared.setdefault(customer, "holdout")
    token = made.keys.page_token(made.campaign.id, customer)
    return Receipt(
        customer,
        state,
        name=like.name,
        address=address,
        reason="held" if state is State.HELD else "",
        inputs="practice",
        token=token,
        artwork="practice",
        image=like.image,
        letter=like.letter,
        drawn=like.drawn,
        unsubscribe=made.keys.unsubscribe_token(made.campaign.id, customer),
        address_hash=made.keys.address_hash(address),
        locale="en_US",
        consent=consent,
    )
