"""A small campaign whose letters wait, without a picture drawn; a mailer that does as it is told; a clock to be set."""

import datetime as dt
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from artgen.campaigns.model import FILE, Campaign, load
from artgen.ledger import Ledger
from artgen.mailing.gist import Gist, Paper
from artgen.mailing.letter import Letter
from artgen.mailing.mailer import DIED, Pace
from artgen.publishing.links import Keys, keys_from
from artgen.records import Outcome, Receipt, State, Verdict
from tests.line import CAMPAIGN

AT = "2026-01-15T09:00:00.000+00:00"
NOON = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
MASTER = b"practice key of thirty-two bytes"
ACCEPTED = Outcome(Verdict.ACCEPTED, "taken")
AS_FAST_AS_IT_GOES = Pace(None, None)
PAPER = Paper(dark=False, ground="#fdf8ee", ink="#222222", muted="#666666", hairline="#dddddd")
LETTER = json.dumps(
    asdict(
        Gist(
            locale="en_US",
            year="2025",
            sentence="You flew 23 times in 2025.",
            quiet="",
            alt="A heart of 23 brush strokes.",
            reading="Each stroke is a flight.",
            activities="23 flights",
            amount="29,530 miles",
            figures=(),
            moment=(),
            strip=(),
            weeks=False,
            widths=False,
            paper=PAPER,
        )
    )
)


def campaign(folder: Path, *, kind: str = "smtp", sending: str = "", people: str = "", letter: str = "") -> Campaign:
    """Return a campaign that would send by `kind`, with more lines for its tables; it draws no canary by itself."""
    text = CAMPAIGN.read_text("utf-8").replace("[people.columns]\n", f"[people.columns]\n{people}")
    text = text.replace("[letter]\n", f"[letter]\n{letter}")
    host = 'host = "127.0.0.1"\nport = 9\nsecurity = "none"\n' if kind == "smtp" else ""
    sending = sending if "canary =" in sending else f"canary = 0\n{sending}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(f'{text}\n[mailer]\nkind = "{kind}"\n{host}\n[sending]\n{sending}\n', "utf-8")
    return load(str(folder))


def keys_of(said: Campaign) -> Keys:
    return keys_from(MASTER, said)


def person(customer: str, said: Campaign, address: str = "", **more: object) -> Receipt:
    """Return somebody's receipt; the address is their own unless another is given."""
    address, keys = address or f"{customer}@members.example", keys_of(said)
    values: dict[str, object] = {
        "state": State.MADE,
        "name": customer.capitalize(),
        "inputs": "practice",
        "token": keys.page_token(said.id, customer),
        "artwork": "practice",
        "image": "picture.jpg",
        "letter": LETTER,
        "drawn": 23,
        "unsubscribe": keys.unsubscribe_token(said.id, customer),
        "address_hash": keys.address_hash(address),
        "locale": "en_US",
    }
    return Receipt(customer, address=address, **values | more)


def fill(out: Path, said: Campaign, *people: Receipt, round_: int = 1) -> Path:
    """Put receipts into the ledger of an output folder."""
    out.mkdir(parents=True, exist_ok=True)
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        ledger.bind("key", keys_of(said).fingerprint, "the campaign's key")
        ledger.record(people, [], round_=round_, at=AT)
    return out


def crowd(said: Campaign, count: int, **more: object) -> list[Receipt]:
    return [person(f"p{n:04}", said, **more) for n in range(count)]


def states(out: Path, said: Campaign) -> dict[str, str]:
    """Return everyone's state by customer."""
    with Ledger(out / "ledger.sqlite", said.id) as ledger:
        return {one.customer: one.state.value for one in ledger.people()}


@dataclass(slots=True)
class Told:
    """A mailer that does with each letter as `says`, by customer's address; it keeps what it was given."""

    says: Callable[[str], Outcome] = lambda address: ACCEPTED
    granted: Pace = AS_FAST_AS_IT_GOES
    remembers: Callable[[str], Outcome] = lambda send_id: DIED
    given: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        return "practice"

    def pace(self) -> Pace:
        return self.granted

    def deliver(self, send_id: str, letter: Letter) -> Outcome:
        outcome = self.says(letter.recipient)
        with self.lock:
            self.given.append(letter.recipient.partition("@")[0])
            self.letters.append(letter)
        return outcome

    def recall(self, send_id: str) -> Outcome:
        return self.remembers(send_id)

    def close(self) -> None:
        """Nothing is open."""

    @property
    def twice(self) -> list[str]:
        return [who for who, count in Counter(self.given).items() if count > 1]


@dataclass(slots=True)
class Hands:
    """A clock whose hands are set, and that goes on while somebody sleeps by it."""

    now: dt.datetime = NOON

    def clock(self) -> dt.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)
