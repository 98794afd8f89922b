"""Rows counted so that they add up: read = kept + left out by reason, over files, shards and customers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were read, kept, and left out by reason; parts of a whole are added with +.

    Reading gives `read` and what fell out on the way; each History gives the rest, so that only the sum is whole.

    >>> total = Counts(read=5, left_out={"cancelled": 1}) + Counts(kept=3) + Counts(left_out={"cancelled": 1})
    >>> total, total.whole
    (Counts(read=5, kept=3, left_out={'cancelled': 2}), True)
    """

    read: int = 0
    kept: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Counts") -> "Counts":
        reasons = sorted({*self.left_out, *other.left_out})
        left_out = {reason: self.left_out.get(reason, 0) + other.left_out.get(reason, 0) for reason in reasons}
        return Counts(self.read + other.read, self.kept + other.kept, left_out)

    @property
    def whole(self) -> bool:
        """Tell whether every row read is kept or left out, once."""
        return self.read == self.kept + sum(self.left_out.values())


NONE = Counts()


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    return sum(counts, NONE)
