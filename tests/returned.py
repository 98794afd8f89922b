"""A campaign whose letters went out long ago: a ledger filled directly, nothing drawn, logs and outcomes to go with it.

Everything follows from numbers: who is who, what came back, who looked.
"""

import gzip
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import line

from artgen.campaigns.lots import lot
from artgen.campaigns.model import FILE, load
from artgen.ledger import Ledger
from artgen.ledger.events import Events
from artgen.publishing.links import keys_from, page_path, share_path
from artgen.records import Event, EventKind, Receipt, State
from tests.waiting import LETTER

SENT = datetime(2026, 1, 15, 9, tzinfo=UTC)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36"
BOT = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://example.com/bot)"
MESSENGER = "WhatsApp/2.24.1 A"
SEGMENTS = ("gold", "silver", "blue")
LOOKS = ("heart linen", "heart nocturne")


@dataclass(frozen=True)
class Year:
    """A campaign folder, its output folder, and the tokens of its people by customer."""

    folder: Path
    out: Path
    tokens: dict[str, tuple[str, str]]


def campaign(folder: Path, *, holdout: float = 0.2, extra: str = "") -> Path:
    """Write a campaign with segments, two subjects and a holdout; its data files hold nobody."""
    line.campaign(folder, members=0)
    file = folder / FILE
    text = file.read_text("utf-8").replace('home = "home"', 'home = "home"\nsegment = "tier"')
    text = text.replace("subject_nameless", 'subjects = ["{name}, this was your {year}"]\nsubject_nameless')
    file.write_text(f"{text}\n[sending]\nholdout = {holdout}\n{extra}", "utf-8")
    return folder


def customer(n: int) -> str:
    return f"C-{n:06d}"


def year(folder: Path, people: int = 1000, *, holdout: float = 0.2) -> Year:
    """Fill a ledger: by number, one of 50 bounces, one of 100 complains or leaves, a few are held or in doubt."""
    where = campaign(folder, holdout=holdout)
    keys = keys_from(b"practice key of thirty-two bytes", load(str(where)))
    tokens, out = {}, where / "out"
    out.mkdir()
    receipts, events = [], []
    for n in range(people):
        who = customer(n)
        token, share = keys.page_token("small", who), keys.share_token("small", who)
        tokens[who] = (token, share)
        receipts.append(
            Receipt(
                who, State.HELD if n % 97 == 96 else State.MADE, address=f"{who.lower()}@example.com",
                reason="an open complaint" if n % 97 == 96 else "", inputs="x", token="" if n % 97 == 96 else token,
                artwork="x", share=share, card=f"{n:016x}.jpg", image="b.jpg", look=LOOKS[n % 2], locale="en_US",
                segment="tiny" if n < 4 else SEGMENTS[n % 3], name="Maya", letter=LETTER,
                unsubscribe=keys.unsubscribe_token("small", who),
            )
        )  # fmt: skip
        if n % 97 == 96 or lot("holdout", "small", who) < holdout:
            continue
        events.append((n, keys.send_id("small", who)))
    with Ledger(out / "ledger.sqlite", "small") as ledger:
        ledger.record(receipts, [], round_=1, at="2026-01-10T00:00:00+00:00")
        _send(out, holdout, events)
        Events(ledger).record(_news(events))
    return Year(where, out, tokens)


def _send(out: Path, holdout: float, sent: list[tuple[int, str]]) -> None:
    with sqlite3.connect(out / "ledger.sqlite") as db:
        db.executemany(
            """UPDATE person SET state = ?, send_id = ?, sent_to = address, claimed_at = ?, settled_at = ?, variant = ?
               WHERE customer = ?""",
            [
                (State.UNKNOWN if n % 211 == 0 else State.ACCEPTED, send_id, at(n), at(n), n % 2, customer(n))
                for n, send_id in sent
            ],
        )
        db.execute("UPDATE person SET state = 'skipped', reason = 'holdout' WHERE state = 'made'")
    db.close()


def at(n: int, seconds: float = 0) -> str:
    """Return when letter number n went out, or so many seconds after."""
    return (SENT + timedelta(seconds=n + seconds)).isoformat(timespec="milliseconds")


def _news(sent: list[tuple[int, str]]) -> Iterator[Event]:
    for n, send_id in sent:
        if n % 211 == 0 or n % 31 == 0:
            continue
        if n % 50 == 7:
            yield Event(send_id, EventKind.BOUNCE, at(n, 5))
            continue
        yield Event(send_id, EventKind.DELIVERY, at(n, 5))
        if n % 100 == 11:
            yield Event(send_id, EventKind.COMPLAINT, at(n, 900))
        if n % 100 == 13:
            yield Event(send_id, EventKind.UNSUBSCRIBE, at(n, 1200))
        if n % 4 == 1:
            yield Event(send_id, EventKind.CLICK, at(n, 600))


def hit(year: Year, n: int, seconds: float, *, agent: str = PHONE, client: str = "", method: str = "GET",
        status: int = 200, room: str = "a", file: str = "") -> str:  # fmt: skip
    """Return a line of a combined log: person n's page, so many seconds after their letter went out."""
    token, share = year.tokens[customer(n)]
    path = (page_path(token) if room == "a" else share_path(share)) + file
    when = (SENT + timedelta(seconds=n + seconds)).strftime("%d/%b/%Y:%H:%M:%S +0000")
    whose = client or f"198.51.{n // 250}.{n % 250}"
    return f'{whose} - - [{when}] "{method} /{path} HTTP/1.1" {status} 5120 "-" "{agent}"\n'


def looked(year: Year, people: int, *, seed: int = 1) -> Iterator[str]:
    """Yield a log in which half of those who got a letter look within ten days, some keep and show; machines beside."""
    chance = random.Random(seed)
    for n in range(people):
        if n % 97 == 96 or lot("holdout", "small", customer(n)) < 0.2:
            continue
        yield hit(year, n, 6, agent=DESK, client="203.0.113.9") if n % 5 == 0 else hit(year, n, 40, agent=BOT)
        if chance.random() < (0.55 if n % 2 else 0.45):
            later = 600 + chance.expovariate(1 / 90_000)
            yield hit(year, n, later)
            yield hit(year, n, later + 1, file="b.jpg")
            if chance.random() < 0.2:
                yield hit(year, n, later + 60, room="s", file=f"{n:016x}.jpg")
            if chance.random() < 0.15:
                yield hit(year, n, later + 90, room="s", agent=MESSENGER)


def write_log(file: Path, lines: Iterator[str]) -> Path:
    """Write a log, packed where its name says so."""
    if file.suffix == ".gz":
        with gzip.open(file, "wt") as out:
            out.writelines(lines)
    else:
        file.write_text("".join(lines), "utf-8")
    return file


def bought(people: int, *, seed: int = 1, more: float = 0.04) -> Iterator[tuple[str, str, str]]:
    """Yield outcomes: one of ten buys within a month anyway, and some more of those who got a letter."""
    chance = random.Random(seed)
    for n in range(people):
        held = lot("holdout", "small", customer(n)) < 0.2
        if chance.random() < (0.10 if held else 0.10 + more):
            day = (SENT + timedelta(days=chance.randrange(30))).date().isoformat()
            yield customer(n), day, f"{chance.lognormvariate(4, 0.6):.2f}"


def write_outcomes(file: Path, rows: Iterator[tuple[str, str, str]]) -> Path:
    """Write an outcome file."""
    file.write_text("customer,date,amount\n" + "".join(f"{who},{day},{paid}\n" for who, day, paid in rows), "utf-8")
    return file
