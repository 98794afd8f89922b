"""Moments of days, weeks and months: the busiest, and how long it went on without a gap."""

from collections.abc import Callable
from itertools import pairwise

from artgen.history.columns import Activity, Place
from artgen.history.evidence import Activities, grouped, numbers
from artgen.history.story import Moment

BUSY = 3
STREAK_DAYS = 3
STREAK_WEEKS = 4


def busiest_day(activities: Activities, home: Place | None) -> Moment | None:
    """Find the day of most activities, two or more, the first among equals; `value` how many.

    Strength: 1 - 1 / value, shared among the days that were as busy.
    """
    days = list(grouped(activities, _day).values())
    busiest = max(map(len, days), default=0)
    if busiest < 2:
        return None
    equal = [day for day in days if len(day) == busiest]
    return Moment("busiest_day", numbers(equal[0]), busiest, (1 - 1 / busiest) / len(equal))


def busiest_week(activities: Activities, home: Place | None) -> Moment | None:
    """Find the week, Monday to Sunday, busier than any other: `value` activities, three or more, on several days.

    Strength: 1 - (the next busiest) / value.
    """
    return _busiest("busiest_week", activities, _week)


def busiest_month(activities: Activities, home: Place | None) -> Moment | None:
    """Find the month busier than any other: `value` activities, three or more, on several days.

    Strength: 1 - (the next busiest) / value.
    """
    return _busiest("busiest_month", activities, lambda one: one.start.month)


def streak_days(activities: Activities, home: Place | None) -> Moment | None:
    """Find the most days in a row with an activity, three or more, the first among equals; strength: 1 - 2 / value."""
    return _streak("streak_days", activities, _day, STREAK_DAYS)


def streak_weeks(activities: Activities, home: Place | None) -> Moment | None:
    """Find the most weeks (from Monday) in a row, four or more, the first among equals; strength: 1 - 3 / value."""
    return _streak("streak_weeks", activities, _week, STREAK_WEEKS)


def _day(activity: Activity) -> int:
    return activity.start.toordinal()


def _week(activity: Activity) -> int:
    """Return the number of the week; day 1 of the calendar that Python counts by is a Monday."""
    return (activity.start.toordinal() - 1) // 7


def _busiest(key: str, activities: Activities, by: Callable[[Activity], int]) -> Moment | None:
    groups = sorted(grouped(activities, by).values(), key=len, reverse=True)
    if not groups or len(groups[0]) < BUSY or len({_day(one) for one in groups[0]}) < 2:
        return None
    most, second = len(groups[0]), len(groups[1]) if len(groups) > 1 else 0
    return Moment(key, numbers(groups[0]), most, 1 - second / most) if most > second else None


def _streak(key: str, activities: Activities, by: Callable[[Activity], int], least: int) -> Moment | None:
    marks = sorted({by(one) for one in activities})
    start, best = 0, (0, 0)
    for at, (here, after) in enumerate([*pairwise(marks), (0, 0)]):
        if after != here + 1 and marks:
            best = max(best, (at + 1 - start, -marks[start]))
            start = at + 1
    length, first = best[0], -best[1]
    if length < least:
        return None
    of = tuple(one.n for one in activities if first <= by(one) < first + length)
    return Moment(key, of, length, 1 - (least - 1) / length)
