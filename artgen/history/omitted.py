"""Rows left out although nothing is wrong with them: the first of each reason, and the years that they lie in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from artgen.records import Fault

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Omitted:
    """At most three rows of each reason, the first in the order read, and how many rows lie in which other year.

    Parts of a whole are added with +, in the order in which they were read.
    """

    examples: tuple[Fault, ...] = ()
    years: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: "Omitted") -> "Omitted":
        return Omitted(first((*self.examples, *other.examples)), self.years + other.years)


def first(faults: Iterable[Fault], most: int = SHOWN) -> tuple[Fault, ...]:
    """Return the first so many faults of each reason, in the order given."""
    seen: Counter[str] = Counter()
    kept = []
    for fault in faults:
        seen[fault.reason] += 1
        if seen[fault.reason] <= most:
            kept.append(fault)
    return tuple(kept)
