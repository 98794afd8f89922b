"""A Story put into words once, so that poster, page and letter can't disagree."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the four numbers: `value` as shown ("29,530"), `label` under it ("miles")."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TellingMoment:
    """A moment in words; `of` are the activities (n) that it comes from."""

    key: str
    of: tuple[int, ...]
    day: str
    heading: str
    text: str
    caption: str


@dataclass(frozen=True, slots=True)
class Row:
    """One activity in words: "11 January", "11 Jan", "Austin to Denver", "AUS – DEN", "769 miles, 06:15, clear"."""

    n: int
    month: str
    day: str
    day_short: str
    way: str
    way_short: str
    fact: str


@dataclass(frozen=True, slots=True)
class RouteCount:
    """A way taken more than once, both directions together: "ORD – LGA", 37."""

    way_short: str
    times: int


@dataclass(frozen=True, slots=True)
class Telling:
    """All the words of one customer's year; `figures` are four, or none when there is no activity.

    `sentence` is the one true sentence; for an empty year every text makes no claim about the year.
    """

    name: str
    year: str
    tag: str
    sentence: str
    figures: tuple[Figure, ...]
    moments: tuple[TellingMoment, ...]
    rows: tuple[Row, ...]
    routes: tuple[RouteCount, ...]
