"""The Story: one customer's year told, as values; no address, no pandas; every number shown comes from it."""

from dataclasses import dataclass
from functools import cached_property

from artgen.history.columns import Activity, Columns, Place, stack


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of the year: `key` says which, `of` names the activities it was counted from (by n)."""

    key: str
    value: float
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """Something notable: `key` says what kind, `of` is the evidence (activities by n), `value` its number if any.

    `strength` 0..1 says how far it stands out in this person's own year, by the formula of its kind.
    """

    key: str
    of: tuple[int, ...]
    value: float = 0.0
    strength: float = 0.0


@dataclass(frozen=True)
class Story:
    """One customer's year: activities in time order, facts, moments; `name` may be empty, `home` unknown.

    `softened` asks for the quiet edition: counts and places, and no word of largest, latest, busiest or last.
    `whole` is False where an activity before the first or after the last was left out: then neither is claimed.
    """

    name: str
    year: int
    activities: tuple[Activity, ...]
    facts: tuple[Fact, ...] = ()
    moments: tuple[Moment, ...] = ()
    home: Place | None = None
    softened: bool = False
    whole: bool = True

    def __len__(self) -> int:
        return len(self.activities)

    @cached_property
    def columns(self) -> Columns:
        """Offer the activities as arrays, made once and read-only."""
        return stack(self.activities)

    def fact(self, key: str) -> Fact:
        """Return the fact named `key`; raise KeyError when this year has none."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        raise KeyError(key)
