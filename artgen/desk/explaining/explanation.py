"""Why one customer's poster is as it is, as plain values for terminal, page and machine; an address only if asked."""

import json
from dataclasses import asdict, dataclass

from artgen.history.single import Where


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row that is drawn: its mark's id in the SVG ("a12"), in words, and the two paints of its legend swatch.

    `own` tells whether the mark can be found on the poster by itself.
    """

    mark: str
    where: Where
    day: str
    way: str
    fact: str
    paints: tuple[str, str]
    own: bool


@dataclass(frozen=True, slots=True)
class Aside:
    """One row that isn't drawn: where it stands and why; `cell` is what the column says, empty where it may not be."""

    where: Where
    why: str
    column: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the year: `said` is the value as a person reads it, `rule` how it is counted, `of` its rows."""

    key: str
    value: float
    said: str
    rule: str
    of: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """One moment that is told: its words, how far it stands out (0..1), and the rows that it comes from."""

    key: str
    heading: str
    text: str
    strength: float
    of: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """One rule of grace that applied."""

    rule: str
    action: str
    because: str
    activities: int


@dataclass(frozen=True, slots=True)
class Worn:
    """The look that the poster wears, and why each part of it was chosen."""

    look: str
    because: str
    theme: str
    theme_because: str
    locale: str
    locale_because: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing on record: when (UTC, ISO 8601; empty where nobody wrote it down), what, and more of it."""

    at: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that made one customer's poster, or kept them from having one: `fate` says which.

    Every row of the customer is in `drawn` or in `aside`, once. `nameless` rows of the files may be anyone's. `notes`
    are what the reading noted of the person. `made` is what is on record of the files, label and value; `standing`
    says whether a make would draw them again.
    """

    campaign: str
    title: str
    brand: str
    year: int
    customer: str
    name: str
    address: str
    fate: str
    sentence: str
    people: tuple[Where, ...]
    drawn: tuple[Drawn, ...]
    aside: tuple[Aside, ...]
    nameless: int
    notes: tuple[str, ...]
    numbers: tuple[Number, ...]
    moments: tuple[Noted, ...]
    rules: tuple[Met, ...]
    worn: Worn | None
    standing: str
    made: tuple[tuple[str, str], ...]
    happened: tuple[Happened, ...]

    def as_json(self) -> str:
        """Return it for machines; the same data and record give the same text."""
        return json.dumps({"schema": 1, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"
