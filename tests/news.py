"""A ledger of people without the work of drawing, and news of their letters as SES and mail servers tell it."""

import base64
import json
import sqlite3
from pathlib import Path

import line

from artgen.campaigns import model
from artgen.campaigns.model import Campaign
from artgen.ledger import Ledger
from artgen.publishing.links import Keys, keys_from
from artgen.records import Outcome, Receipt, State, Verdict

AT = "2026-01-15T09:00:00.000+00:00"
LATER = "2026-01-16T09:00:00.000+00:00"
MASTER = base64.b64decode(line.KEY)


def campaign(folder: Path, sending: str = "", mailer: str = "") -> Campaign:
    """Return a campaign in a new folder, with these lines of its [sending] and [mailer]."""
    extra = f"\n[sending]\n{sending}\n" + (f"\n[mailer]\n{mailer}\n" if mailer else "")
    return model.load(str(line.campaign(folder, members=1, extra=extra)))


def keys(chosen: Campaign) -> Keys:
    """Return the keys that the command line would take."""
    return keys_from(MASTER, chosen)


def address(n: int) -> str:
    """Return the address of a person, as no list spells it."""
    return f"Person.{n}@example.com"


def receipt(chosen: Campaign, n: int, to: str = "") -> Receipt:
    """Return what making one person hands back."""
    secret, customer = keys(chosen), f"NW-{n:06}"
    return Receipt(
        customer=customer,
        state=State.MADE,
        name="Ada",
        address=to or address(n),
        inputs=to or "x",
        token=secret.page_token(chosen.id, customer),
        artwork="0" * 64,
        image="0123456789abcdef.jpg",
        letter="{}",
        unsubscribe=secret.unsubscribe_token(chosen.id, customer),
        address_hash=secret.address_hash(to or address(n)),
    )


def made(folder: Path, chosen: Campaign, people: int) -> Ledger:
    """Return an open ledger of so many people who wait for a letter."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(folder / "ledger.sqlite", chosen.id)
    ledger.bind("key", keys(chosen).fingerprint, "the campaign's key")
    ledger.record((receipt(chosen, n) for n in range(people)), [], round_=1, at=AT)
    return ledger


def sent(folder: Path, chosen: Campaign, people: int, verdict: Verdict = Verdict.ACCEPTED) -> Ledger:
    """Return an open ledger of so many people whose letters ended alike."""
    ledger = made(folder, chosen, people)
    claim(ledger, chosen, people)
    ledger.queue.settle_all(((f"NW-{n:06}", Outcome(verdict)) for n in range(people)), at=AT)
    return ledger


def claim(ledger: Ledger, chosen: Campaign, most: int) -> list[str]:
    """Claim the next people, and return their customer ids."""
    secret = keys(chosen)
    taken = ledger.queue.take(most, send_id=lambda c, g: secret.send_id(chosen.id, c, g), at=AT)
    return [one.customer for one in taken]


def send_id(chosen: Campaign, n: int) -> str:
    """Return the id of a person's letter."""
    return keys(chosen).send_id(chosen.id, f"NW-{n:06}")


def token(chosen: Campaign, n: int) -> str:
    """Return what a person leaves by."""
    return keys(chosen).unsubscribe_token(chosen.id, f"NW-{n:06}")


def ses(letter: str, kind: str, room: dict | None = None, when: str = "2026-01-15T10:00:00.000Z") -> dict:
    """Return an event as SES publishes it, the recipient's address in every place where it stands there."""
    to = "canary.bird@example.com"
    name = kind[0].lower() + kind[1:]
    whole = {
        "Bounce": {"bouncedRecipients": [{"emailAddress": to, "status": "5.1.1", "diagnosticCode": f"550 <{to}> no"}]},
        "Complaint": {"complainedRecipients": [{"emailAddress": to}]},
        "Delivery": {"recipients": [to], "smtpResponse": f"250 ok {to}"},
        "Click": {"ipAddress": "192.0.2.1", "link": f"https://example.com/?to={to}"},
        "DeliveryDelay": {"delayedRecipients": [{"emailAddress": to}]},
    }.get(kind, {})
    mail = {
        "timestamp": "2026-01-15T09:59:00.000Z",
        "destination": [to],
        "headers": [{"name": "To", "value": to}],
        "tags": {"artgen-send": [letter], "ses:from-domain": ["example.com"]},
    }
    own = {} if kind in ("Send", "Reject") else {"timestamp": when}
    return {"eventType": kind, "mail": mail, name: {**whole, **own, **(room or {})}}


def sns(event: dict) -> dict:
    """Return an event in the envelope of SNS."""
    return {"Type": "Notification", "TopicArn": "arn:aws:sns:eu-west-1:1:heard", "Message": json.dumps(event)}


def eventbridge(event: dict) -> dict:
    """Return an event in the envelope of EventBridge."""
    return {"version": "0", "detail-type": "Email Bounced", "source": "aws.ses", "detail": event}


def standing(ledger: Ledger) -> list[State]:
    """Return where each person stands, by customer id."""
    return [person.state for person in ledger.people()]


def dump(file: Path) -> list[tuple]:
    """Return all that a ledger holds, in order."""
    with sqlite3.connect(file) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        rows = [(name, *row) for name in tables for row in db.execute(f"SELECT * FROM {name} ORDER BY 1, 2")]
    db.close()
    return rows


def told_elsewhere(file: Path) -> str:
    """Return all that a ledger holds outside its people: what news, lists and places were written down."""
    return "\n".join(str(row) for row in dump(file) if row[0] != "person")
