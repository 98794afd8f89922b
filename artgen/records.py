"""Plain values that cross rooms and processes; each is frozen, and none holds a picture, a frame or a function."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a person stands in a campaign; states only move forward (doubt is parked, never resent), but for what
    is known not to have gone out, which may wait again.

    Who is `made` waits for a letter. `suppressed` and `skipped` say why there is to be none; both are asked anew at
    each run of sending. `delivered`, `bounced` and `complained` are what was heard of an accepted letter.
    """

    HELD = "held"
    FAULTY = "faulty"
    MADE = "made"
    SUPPRESSED = "suppressed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Gravity(StrEnum):
    """How much a fault costs: one row, one customer, or nothing but a look (a notice)."""

    ROW = "row"
    CUSTOMER = "customer"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person of a campaign: `name` is cleaned and may be empty, `address` is normalised or empty.

    `language` is the tag that the data gives ("de-AT"), or empty.
    """

    customer: str
    name: str
    address: str
    home: str = ""
    theme: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the data: `line` counts from 1 in `file` (0: no single line); `detail` holds no address."""

    gravity: Gravity
    reason: str
    customer: str = ""
    file: str = ""
    line: int = 0
    column: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a worker hands back for one customer: state, digests and names of files, and the words for the letter.

    `letter` is compact JSON of what the letter says of the year, so that sending never needs the data again. `raster`
    is the engine that drew the pictures and its version ("thorvg 1.0.4").
    """

    customer: str
    state: State
    name: str = ""
    address: str = ""
    reason: str = ""
    inputs: str = ""
    token: str = ""
    artwork: str = ""
    image: str = ""
    card: str = ""
    letter: str = ""
    drawn: int = 0
    svg_bytes: int = 0
    faults: tuple[Fault, ...] = ()
    share: str = ""
    unsubscribe: str = ""
    address_hash: str = ""
    look: str = ""
    style: str = ""
    theme: str = ""
    locale: str = ""
    segment: str = ""
    zone: str = ""
    consent: str = ""
    raster: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the ledger: a customer of the campaign, what was made, and where their letter stands.

    `token`, `share` and `unsubscribe` are the tokens of their three links; `image` and `card` are file names; `letter`
    is compact JSON; `consent` is what the people file says (empty: nothing); `zone` an IANA name, or empty; `variant`
    the number of the subject that was sent, counted from 0.
    """

    customer: str
    name: str
    address: str
    state: State
    reason: str
    generation: int
    token: str
    share: str
    unsubscribe: str
    image: str
    card: str
    letter: str
    drawn: int
    svg_bytes: int
    look: str
    style: str
    theme: str
    locale: str
    segment: str
    zone: str
    consent: str
    address_hash: str
    variant: int
    send_id: str
    attempts: int
    detail: str
    claimed_at: str
    settled_at: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One person taken out of the queue, durably, before anything goes on the wire."""

    send_id: str
    customer: str
    name: str
    address: str
    token: str
    image: str
    letter: str
    variant: int = 0


class Verdict(StrEnum):
    """What is known after one attempt; `unknown` is parked for a person to settle and never resent by a machine."""

    ACCEPTED = "accepted"
    DEFINITELY_NOT = "definitely not"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Then(StrEnum):
    """What a sender does after an attempt, whatever became of it."""

    GO_ON = "go on"
    SLOW_DOWN = "slow down"
    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one attempt to deliver: `detail` holds no address; `then` is what it means for the next letters."""

    verdict: Verdict
    detail: str = ""
    then: Then = Then.GO_ON


class EventKind(StrEnum):
    """What can be heard back of a letter; whether it was opened is never asked.

    `bounce` says that there is no such mailbox, `soft bounce` that the letter could not be delivered all the same;
    `lift` is the team's word that somebody who left may be written to again.
    """

    SEND = "send"
    DELAY = "delay"
    DELIVERY = "delivery"
    CLICK = "click"
    SOFT_BOUNCE = "soft bounce"
    BOUNCE = "bounce"
    REJECT = "reject"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing heard of the letter `send_id`, at a UTC time in ISO 8601; `detail` is a code, never an address."""

    send_id: str
    kind: EventKind
    at: str
    detail: str = ""
