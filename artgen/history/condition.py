"""What a rule of grace asks of a year: a closed list of conditions on activities and on the person; all must hold."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from artgen.history.history import Record
from artgen.history.places import place

Records = tuple[Record, ...]


class UnreadableFlag(ValueError):
    """Say which column of a person holds something that a rule can't read as a date."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What one column of the people file must say: one of some words, anything, or a day before or after another.

    Words are compared without regard to case. An empty cell is unknown: it meets nothing but `is_set = False`.
    """

    column: str
    one_of: tuple[str, ...] = ()
    is_set: bool | None = None
    before: dt.date | None = None
    after: dt.date | None = None

    def holds(self, cell: str) -> bool:
        """Tell whether a cell meets this; raise UnreadableFlag where a day is asked for and the cell holds none.

        >>> Flag("born", after=dt.date(2007, 12, 31)).holds("2009-05-01"), Flag("vip", ("yes",)).holds("Yes")
        (True, True)
        """
        if not cell or self.is_set is False:
            return self.is_set is False and not cell
        if self.one_of and cell.casefold() not in {word.casefold() for word in self.one_of}:
            return False
        if self.before is None and self.after is None:
            return True
        try:
            day = dt.datetime.fromisoformat(cell).date()
        except ValueError as wrong:
            raise UnreadableFlag(self.column) from wrong
        return (self.before is None or day < self.before) and (self.after is None or day > self.after)


@dataclass(frozen=True, slots=True)
class When:
    """The conditions of one rule; an empty one asks nothing. All must hold, of each list one word is enough.

    `place` is a code or a name of either end. `since` and `until` are local days, both included. `from_hour` and
    `to_hour` bound the local hour of the start (the second excluded), over midnight where the first is greater; an
    unknown hour is in no range. `at_least` and `below` bound how many activities of the year meet all of these.
    """

    status: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    weather: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    person: tuple[Flag, ...] = ()
    at_least: int | None = None
    below: int | None = None

    @property
    def asks_activities(self) -> bool:
        """Tell whether this asks anything of single activities."""
        words = self.status or self.category or self.weather or self.place
        return bool(words) or any(bound is not None for bound in (self.since, self.until, self.from_hour))

    def found(self, records: Records, flags: Mapping[str, str]) -> tuple[int, ...] | None:
        """Return the activities (by place in the year) that are meant, or None where this doesn't hold.

        Where nothing is asked of single activities, all of them are meant. Raises UnreadableFlag.
        """
        if not all(flag.holds(flags.get(flag.column, "")) for flag in self.person):
            return None
        meant = tuple(n for n, record in enumerate(records) if self._means(record))
        if self.at_least is not None or self.below is not None:
            enough = self.at_least is None or len(meant) >= self.at_least
            return meant if enough and (self.below is None or len(meant) < self.below) else None
        return meant if meant or not self.asks_activities else None

    def _means(self, record: Record) -> bool:
        day = record.start.date()
        return (
            _among(self.status, record.status)
            and _among(self.category, record.category)
            and _among(self.weather, record.weather)
            and _among(self.place, *names_of(record))
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and self._in_hours(record)
        )

    def _in_hours(self, record: Record) -> bool:
        if self.from_hour is None or self.to_hour is None:
            return True
        hour, begin, end = record.start.hour, self.from_hour, self.to_hour
        within = begin <= hour < end if begin < end else hour >= begin or hour < end
        return record.timed and within


def names_of(record: Record) -> tuple[str, ...]:
    """Return what the places of an activity are called: the code and the name of each end."""
    ends = (place(text) for text in (record.origin, record.destination) if text)
    return tuple(name for end in ends if end for name in (end.code, end.name))


def _among(words: tuple[str, ...], *said: str) -> bool:
    """Tell whether any of what is said is one of the words, without regard to case; no words ask nothing."""
    return not words or bool({word.casefold() for word in words} & {text.casefold() for text in said})
