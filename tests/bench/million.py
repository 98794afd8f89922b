"""What a campaign would take: hours and money for many people, from what was measured of a few sizes.

How many activities people have is not measured but assumed: a lifelike spread (log-normal, a few with hundreds) with
a given mean. Between two measured sizes a figure is taken from the line between them; beyond the last one, and below
the first, it is that of the nearest.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, mean

import numpy as np

from artgen.publishing.packing import packed
from artgen.publishing.shared import shared_files

from .figures import Cell

SIGMA = 0.9
FEWEST, MOST = 1, 250
_STEPS = 2_000
_GB = 1_000_000_000
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Prices:
    """In US dollars: an hour of a core, a gigabyte a month, 1,000 puts, a gigabyte read, 1,000 letters."""

    cores: int = 16
    core_hour: float = 0.04
    gb_month: float = 0.023
    put_thousand: float = 0.005
    gb_out: float = 0.09
    mail_thousand: float = 0.10


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one style would take for so many people; money in US dollars, storage for one month."""

    style: str
    people: int
    activities: float
    cpu_ms: float
    core_hours: float
    hours: float
    stored_gb: float
    puts: float
    out_gb: float
    drawing: float
    storage: float
    requests: float
    egress: float
    mail: float

    @property
    def total(self) -> float:
        """Return all money of the first month."""
        return self.drawing + self.storage + self.requests + self.egress + self.mail


def estimate(cells: Sequence[Cell], people: int, activities: float, prices: Prices) -> Estimate:
    """Return what a style would take for so many people with so many activities each, on average."""
    sizes = spread(activities)
    cpu_ms = _mean(cells, sizes, lambda cell: cell.whole)
    stored = _mean(cells, sizes, lambda cell: cell.stored) * people / _GB
    seen = _mean(cells, sizes, lambda cell: cell.weight("page") + cell.weight("e-mail image")) + first_view()
    puts, out = _mean(cells, sizes, lambda cell: cell.puts) * people, seen * people / _GB
    hours = cpu_ms * people / _HOUR_MS
    return Estimate(
        style=cells[0].style,
        people=people,
        activities=mean(sizes) * people,
        cpu_ms=cpu_ms,
        core_hours=hours,
        hours=hours / prices.cores,
        stored_gb=stored,
        puts=puts,
        out_gb=out,
        drawing=hours * prices.core_hour,
        storage=stored * prices.gb_month,
        requests=puts / 1000 * prices.put_thousand,
        egress=out * prices.gb_out,
        mail=people / 1000 * prices.mail_thousand,
    )


@lru_cache
def spread(activities: float) -> tuple[int, ...]:
    """Return how many activities people have who have so many on average.

    >>> round(sum(spread(8)) / len(spread(8)), 1), spread(8)[len(spread(8)) // 2]
    (8.0, 5)
    """
    normal = NormalDist(0, SIGMA)
    steps = [math.exp(normal.inv_cdf((n + 0.5) / _STEPS)) for n in range(_STEPS)]
    low, high = 0.1, float(MOST)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if mean(_counts(steps, middle)) < activities else (low, middle)
    return _counts(steps, high)


def unmeasured(sizes: Sequence[int], counts: Sequence[int]) -> float:
    """Return which part of the people has fewer, or more, activities than was measured."""
    return sum(not min(counts) <= size <= max(counts) for size in sizes) / len(sizes)


@lru_cache
def first_view() -> int:
    """Return the bytes that everybody's first view loads besides: style, script, icon and the Latin faces, packed."""
    loaded = {path: body for path, body in shared_files().items() if path.startswith("shared/")}
    needed = [path for path in loaded if path.endswith((".css", ".js", ".svg")) or "-latin." in path]
    return sum(len(packed(path, loaded[path])) for path in needed)


def _counts(steps: Sequence[float], median: float) -> tuple[int, ...]:
    return tuple(min(MOST, max(FEWEST, round(median * step))) for step in steps)


def _mean(cells: Sequence[Cell], sizes: Sequence[int], of: Callable[[Cell], float]) -> float:
    known = sorted(cells, key=lambda cell: cell.count)
    return float(np.mean(np.interp(sizes, [cell.count for cell in known], [of(cell) for cell in known])))
