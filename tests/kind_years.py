"""Small made-up Histories for the tests of grace: a person, what the people file flags, and rows on given days."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from artgen.history.counts import Counts
from artgen.history.history import History, Record
from artgen.records import Recipient

NAN = float("nan")
YEAR = 2025
LISBON = ZoneInfo("Europe/Lisbon")


def row(day: str, category: str = "", hour: int = 12, *, way: str = "LIS-JFK", **changes: object) -> Record:
    """One checked row of 2025, on a day such as "03-14", by the clock of Lisbon."""
    origin, _, destination = way.partition("-")
    start = dt.datetime.fromisoformat(f"{YEAR}-{day}").replace(hour=hour, tzinfo=LISBON)
    known = {"timed": True, "amount": NAN, "minutes": NAN, "grade": 0, "weather": "", "line": 2, "status": ""}
    return Record(start=start, origin=origin, destination=destination, category=category, **(known | changes))


def history(*records: Record, **flags: str) -> History:
    """The History of one person with these rows and flags."""
    ordered = tuple(sorted(records, key=lambda record: record.start))
    return History("c", Recipient("c", "Cy", "cy@example.com"), ordered, counts=Counts(kept=len(records)), flags=flags)


def rows(days: Iterable[str], category: str = "", hour: int = 12) -> tuple[Record, ...]:
    """Rows of one category and hour on several days."""
    return tuple(row(day, category, hour) for day in days)


def monthly(until: int, times: int = 2) -> tuple[Record, ...]:
    """Rows on two (or more) days of each month from January to the given one."""
    return tuple(row(f"{month:02d}-{5 + 8 * n:02d}") for month in range(1, until + 1) for n in range(times))
