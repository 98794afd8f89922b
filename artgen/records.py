"""Plain values that cross rooms and processes; each is frozen, and none holds a picture, a frame or a function."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a person stands in a campaign; states only move forward (doubt is parked, never resent)."""

    HELD = "held"
    FAULTY = "faulty"
    MADE = "made"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


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

    `letter` is compact JSON of what the letter says of the year, so that sending never needs the data again.
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


class Verdict(StrEnum):
    """What is known after one attempt; `unknown` is parked for a person to settle and never resent by a machine."""

    ACCEPTED = "accepted"
    DEFINITELY_NOT = "definitely not"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one attempt to deliver: `detail` holds no address."""

    verdict: Verdict
    detail: str = ""
