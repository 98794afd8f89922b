"""Plots for a team's pages as plain places in per cent: a template draws them beside the numbers, never instead."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from artgen.desk.reporting.lift import Interval

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_COLUMNS = 62


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high`, with round numbers on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return where a value stands, in per cent from the left; what lies beyond stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(1.0, max(0.0, share)), 2)


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of a plot over time: a span of days, and how high it is in per cent of the highest."""

    first: dt.date
    last: dt.date
    count: int
    height: float


def axis(intervals: Iterable[Interval], *, zero: bool = True) -> Axis:
    """Return a scale that holds intervals, from 0 where asked; it ends in round numbers.

    >>> axis([Interval(0.2, 0.13, 0.31)]).ticks
    (0.0, 0.1, 0.2, 0.3, 0.4)
    >>> axis([Interval(0.5, -0.2, 1.2)]).ticks
    (-0.5, 0.0, 0.5, 1.0, 1.5)
    """
    ends = [end for one in intervals for end in (one.low, one.high)] + ([0.0] if zero else [])
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    if high - low < 1e-12:
        high = low + 1.0
    rough = (high - low) / 4
    scale = 10.0 ** floor(log10(rough))
    step = next(part * scale for part in _STEPS if part * scale >= rough - 1e-12)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return Axis(first * step, last * step, tuple(round(n * step, 12) + 0.0 for n in range(first, last + 1)))


def columns(days: Sequence[tuple[dt.date, int]]) -> tuple[Column, ...]:
    """Return bars for counts by day, a day without any included; by weeks or more where there are too many days."""
    if not days:
        return ()
    counts = dict(days)
    first, last = min(counts), max(counts)
    whole = (last - first).days + 1
    width = 1 if whole <= _MOST_COLUMNS else 7 * ceil(whole / 7 / _MOST_COLUMNS)
    bars = [
        (
            first + dt.timedelta(start),
            min(last, first + dt.timedelta(start + width - 1)),
            sum(counts.get(first + dt.timedelta(day), 0) for day in range(start, start + width)),
        )
        for start in range(0, whole, width)
    ]
    most = max(count for _, _, count in bars)
    return tuple(Column(begin, end, count, round(100 * count / most, 2)) for begin, end, count in bars)
