"""The Story: one customer's year told, as values; no address, no pandas; every number shown comes from it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from artgen.history.columns import Activity, Columns, Place, stack

KINDS = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of the year: `key` says which, `of` names the activities it was counted from (by n)."""

    key: str
    value: float
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """Something notable: `key` says what kind, `of` is the evidence (activities by n), `value` its number if any.

    The evidence is in the order of local days, those of one day in time order: its ends are what "from" and "to" name.
    `strength` 0..1 says how far it stands out in this person's own year, by the formula of its kind.
    """

    key: str
    of: tuple[int, ...]
    value: float = 0.0
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Last:
    """The year before: how many activities in each month, January first, and the names of the places, sorted.

    It is there to be remembered. Nothing drawn or said may hold it against this year: no more, no less, no change.
    """

    year: int
    months: tuple[int, ...]
    places: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Return how many activities there were."""
        return sum(self.months)


@dataclass(frozen=True)
class Story:
    """One customer's year: activities in time order, facts, moments; `name` may be empty, `home` unknown.

    `softened` asks for the quiet edition: counts and places, and no word of largest, latest, busiest or last.
    `whole` is False where an activity before the first or after the last was left out: then neither is claimed.
    `kinds` are the categories in the campaign's order, the same for all its customers (empty: those of this year).
    `last` is the year before, where the campaign names it, the person was there, and both years may be told in full.
    """

    name: str
    year: int
    activities: tuple[Activity, ...]
    facts: tuple[Fact, ...] = ()
    moments: tuple[Moment, ...] = ()
    home: Place | None = None
    softened: bool = False
    whole: bool = True
    kinds: tuple[str, ...] = ()
    last: Last | None = None

    def __len__(self) -> int:
        return len(self.activities)

    @cached_property
    def columns(self) -> Columns:
        """Offer the activities as arrays, made once and read-only."""
        return stack(self.activities)

    @cached_property
    def drawn_kinds(self) -> tuple[str, ...]:
        """Return the at most KINDS categories that a style tells apart: the campaign's, else the most frequent."""
        often = Counter(one.category for one in self.activities if one.category)
        return (self.kinds or tuple(sorted(often, key=lambda name: (-often[name], name))))[:KINDS]

    @cached_property
    def kind(self) -> NDArray[np.int64]:
        """Return each activity's place in `drawn_kinds` (N,): KINDS for any other category, -1 where it is unknown."""
        at = {name: i for i, name in enumerate(self.drawn_kinds)}
        kinds = np.array([at.get(a.category, KINDS if a.category else -1) for a in self.activities], np.int64)
        kinds.flags.writeable = False
        return kinds

    @cached_property
    def largest(self) -> int | None:
        """Return the one activity whose amount is larger than any other; none where that isn't so or isn't to be told.

        An activity that is alone is no larger than another.
        """
        if len(self) < 2 or not self._sized:
            return None
        top = np.flatnonzero(self.columns.amount == self.columns.amount.max())
        return int(top[0]) if len(top) == 1 else None

    @cached_property
    def extremes(self) -> tuple[int, ...]:
        """Return who can show how an amount is drawn: the largest and the smallest, the first among equals; or none.

        There is none where `largest` would have nothing to go by, so a legend that points at these tells no secret.
        """
        amount = self.columns.amount
        return tuple(dict.fromkeys((int(amount.argmax()), int(amount.argmin())))) if self._sized else ()

    @property
    def _sized(self) -> bool:
        """Tell whether sizes may be told apart: all are known, and neither a quiet tone nor hushed money forbids it.

        The fact is what tells: where an amount is unknown there is none, and grace takes it where it isn't to be told.
        """
        proved = any(fact.key == "longest" for fact in self.facts)
        return proved and not self.softened and bool(np.isfinite(self.columns.amount).all())

    def fact(self, key: str) -> Fact:
        """Return the fact named `key`; raise KeyError when this year has none."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        raise KeyError(key)
