"""What a check of the data found, as plain values for terminal, page and machine; none of them holds an address."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from artgen.history.names import brief
from artgen.records import Fault

HIDDEN = "(an id that looks like an address)"
MOST_EXAMPLES = 3


class Fate(StrEnum):
    """Why a row or customer is not drawn: something is wrong with it, it is held, or the campaign leaves it out.

    What is noted is drawn all the same.
    """

    SET_ASIDE = "set aside"
    HELD = "held"
    LEFT_OUT = "left out"
    NOTED = "noted"


class Verdict(StrEnum):
    """What a look at the data came to."""

    SUSPICIOUS = "suspicious"
    FINE = "fine"
    NOT_LOOKED = "not looked at"


@dataclass(frozen=True, slots=True)
class Example:
    """One row or customer to look at: `line` 0 means no single line; the customer is an id fit to be shown."""

    customer: str = ""
    file: str = ""
    line: int = 0
    column: str = ""
    detail: str = ""

    @property
    def where(self) -> str:
        """Return the place to look at: "flights.csv line 12"."""
        return f"{self.file} line {self.line}".strip() if self.line else self.file


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows or customers are not drawn, or are drawn with a note: how many, and the first of them."""

    reason: str
    count: int
    fate: Fate
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One source's rows: read = kept + the counts of all reasons."""

    read: int
    kept: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Customers: known = active + idle + held + set aside; strangers have activity and are not among the people."""

    known: int
    active: int
    idle: int
    held: int
    set_aside: int
    strangers: int
    stranger_rows: int
    reasons: tuple[Reason, ...]
    stranger_examples: tuple[Example, ...]
    idle_examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One look for something suspicious: what was found, from where on it is suspicious, and what to do then."""

    key: str
    verdict: Verdict
    title: str
    found: str
    limit: str
    advice: str
    value: float
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How many customers get one of the campaign's looks, in the order of the file; `who` says whom it is for."""

    look: str
    who: str
    customers: int


@dataclass(frozen=True, slots=True)
class Affected:
    """One rule of grace: what it does and why, how many customers and activities it concerns, the first by id."""

    rule: str
    action: str
    because: str
    customers: int
    activities: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Kindness:
    """What the rules of grace come to: customers held and told quietly, activities left out, rule by rule."""

    held: int
    softened: int
    left_out: int
    rules: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One count under the campaign as it is, and under the file that is tried."""

    what: str
    now: int
    tried: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A changed campaign file, tried on the same data before it counts."""

    file: str
    changes: tuple[Change, ...]
    rules: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One customer's Story in words; `who` is the first name, else the id."""

    who: str
    customer: str
    activities: int
    sentence: str
    figures: tuple[tuple[str, str], ...]
    moments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a check says; `months` (12) and `hours` (24, the local clock) count the rows that are drawn."""

    campaign: str
    title: str
    brand: str
    year: int
    activities: Source
    people: Source
    customers: Attendance
    grace: Kindness
    shares: tuple[Share, ...]
    looks: tuple[Look, ...]
    notices: tuple[Reason, ...]
    months: tuple[int, ...]
    hours: tuple[int, ...]
    untimed: int
    preview: tuple[Glimpse, ...]
    trial: Trial | None = None

    @property
    def suspicious(self) -> tuple[Look, ...]:
        """Return the looks that found something."""
        return tuple(look for look in self.looks if look.verdict is Verdict.SUSPICIOUS)

    @property
    def wrong(self) -> tuple[tuple[str, int], ...]:
        """Return what is set aside for something wrong: rows of activity, rows of people, customers, if any."""
        found = (("activity", self.activities), ("people", self.people), ("customers", self.customers))
        counted = ((what, sum(r.count for r in part.reasons if r.fate is Fate.SET_ASIDE)) for what, part in found)
        return tuple((what, many) for what, many in counted if many)

    @property
    def clean(self) -> bool:
        """Tell whether nothing is set aside and nothing suspicious; what the campaign leaves out is no fault."""
        return not self.wrong and not self.suspicious

    def as_json(self) -> str:
        """Return the findings for machines; the same data give the same text."""
        said = {"schema": 1, "clean": self.clean, **asdict(self)}
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def shown(customer: str) -> str:
    """Return a customer's id as it may be shown; one that may be an address is not.

    >>> shown("NW-000001"), shown("ann@example.com"), shown("")
    ('NW-000001', '(an id that looks like an address)', '')
    """
    return brief(customer) or (HIDDEN if customer else "")


def example(fault: Fault) -> Example:
    """Return a fault as an example."""
    return Example(shown(fault.customer), fault.file, fault.line, fault.column, fault.detail)


class Tally:
    """Faults counted by reason, with the first few of each by file, line and customer, in whatever order they come."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._first: dict[str, list[Fault]] = {}

    def add(self, fault: Fault, count: int = 1) -> None:
        self.counts[fault.reason] += count
        few = self._first.setdefault(fault.reason, [])
        few.append(fault)
        few.sort(key=lambda one: (one.file, one.line, one.customer, one.detail))
        del few[MOST_EXAMPLES:]

    def examples(self, reason: str) -> tuple[Example, ...]:
        """Return the first few of a reason."""
        return tuple(map(example, self._first.get(reason, ())))

    def reasons(self, fate: Fate, among: Iterable[str] | None = None) -> tuple[Reason, ...]:
        """Return the reasons, the commonest first."""
        names = self.counts if among is None else among
        ordered = sorted(names, key=lambda reason: (-self.counts[reason], reason))
        return tuple(Reason(name, self.counts[name], fate, self.examples(name)) for name in ordered)
