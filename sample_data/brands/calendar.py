"""Days of the year 2025: so many different ones, more where a season weighs more."""

import datetime as dt
from collections.abc import Sequence

from northwing.dice import Dice

YEAR = 2025
DAYS = tuple(dt.date(YEAR, 1, 1) + dt.timedelta(days=n) for n in range(365))
EVEN = (1.0,) * 12


def days(dice: Dice, count: int, months: Sequence[float] = EVEN, week: Sequence[float] = (1.0,) * 7) -> list[dt.date]:
    """Return `count` different days in order; `months` weighs January to December, `week` Monday to Sunday."""
    weights = [months[day.month - 1] * week[day.weekday()] for day in DAYS]
    ranked = sorted((dice.between(0, 1) ** (1 / weight), day) for weight, day in zip(weights, DAYS, strict=True))
    return sorted(day for _, day in ranked[-count:]) if count else []


def at(day: dt.date, hour: float) -> str:
    """Return the moment on that day as it is written in a file, to the minute.

    >>> at(dt.date(2025, 3, 1), 7.25)
    '2025-03-01T07:15'
    """
    minutes = int(hour * 60)
    return f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"
