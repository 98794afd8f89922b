"""A traveller is somewhere: each flight starts where the last one ended, and none starts before it has landed."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from northwing.dice import Dice
from northwing.network import Airport, eastward, miles, ways, weather

YEAR = 2025
FLOWN, CANCELLED = "flown", "cancelled"
CANCELLED_SHARE = 0.02
DELAYED_SHARE = 0.17
CABINS = ("economy", "premium", "business", "first")
Hours = tuple[float, float]

# Of short, middle and long flights, by how deep the purse is: how many go in premium, business and first.
PURSES = {
    "plain": ((0, 0, 0), (0.01, 0, 0), (0.05, 0.01, 0)),
    "ease": ((0.03, 0, 0), (0.1, 0.03, 0), (0.3, 0.12, 0.01)),
    "work": ((0.05, 0.03, 0), (0.16, 0.1, 0), (0.25, 0.5, 0.03)),
    "deep": ((0.1, 0.15, 0.05), (0.1, 0.45, 0.15), (0.05, 0.5, 0.4)),
}


@dataclass(frozen=True)
class Flown:
    """One row of a traveller's year: `departs` is the clock at the origin."""

    departs: dt.datetime
    origin: Airport
    destination: Airport
    cabin: str
    minutes: int
    weather: str
    status: str

    @property
    def left(self) -> dt.datetime:
        """Return the departure in UTC; by local clocks, who crosses the date line leaves before they left."""
        return self.departs.replace(tzinfo=self.origin.zone).astimezone(dt.UTC)


class Traveller:
    """Someone with a home, a place where they are now, and the flights they took so far."""

    def __init__(self, name: str, home: Airport, purse: str = "plain", here: Airport | None = None) -> None:
        self.dice = Dice(f"traveller {name}")
        self.home = home
        self.here = here or home
        self.purse = purse
        self.free = dt.datetime(YEAR, 1, 1, 5, tzinfo=self.here.zone)
        self.flights: list[Flown] = []

    @property
    def flown(self) -> int:
        """Return how many flights really went."""
        return sum(flight.status == FLOWN for flight in self.flights)

    def fly(self, to: Airport, day: dt.date, hours: Hours = (6.5, 20.5), dice: Dice | None = None) -> None:
        """Travel to `to` on that day or as soon as one can; `hours` is when one likes to leave.

        The longest leg is put at an hour at which such flights go, the others are fitted before and after it.
        """
        if to is self.here:
            return
        dice = dice or self.dice
        way = dice.pick(ways(self.here, to))
        legs = list(pairwise(way))
        anchor = max(range(len(legs)), key=lambda k: miles(*legs[k]))
        day = max(day, self.free.astimezone(self.here.zone).date())
        planned = self._plan(legs, anchor, day, hours, dice)
        while planned[0] < self.free + dt.timedelta(hours=1):
            day += dt.timedelta(days=1)
            planned = self._plan(legs, anchor, day, hours, dice)
        cabins = [self._cabin(miles(*leg), dice) for leg in legs]
        for leg, departs, cabin in zip(legs, planned, cabins, strict=True):
            self._take(*leg, departs, cabin, dice)
        self.here = to

    def _plan(
        self, legs: list[tuple[Airport, Airport]], anchor: int, day: dt.date, hours: Hours, dice: Dice
    ) -> list[dt.datetime]:
        """Return when each leg is to leave; what comes before the longest leg must not start in the night."""
        low, high = _usual_hours(*legs[anchor], hours, dice)
        before = sum(90 + _usual_minutes(*leg) for leg in legs[:anchor]) / 60
        start = dice.between(max(low, 6 + before), max(high, 7 + before))
        leaves = _at(day, start, legs[anchor][0])
        planned = [leaves]
        for leg in reversed(legs[:anchor]):
            wait = dt.timedelta(minutes=dice.whole(11, 24) * 5)
            leaves = _tidy(leaves - wait - dt.timedelta(minutes=_usual_minutes(*leg)), leg[0])
            planned.insert(0, leaves)
        leaves = planned[-1]
        for leg, following in zip(legs[anchor:], legs[anchor + 1 :], strict=False):
            wait = dt.timedelta(minutes=dice.whole(12, 30) * 5)
            leaves = _by_day(leaves + dt.timedelta(minutes=_usual_minutes(*leg)) + wait, following[0], dice)
            planned.append(leaves)
        return planned

    def _take(self, origin: Airport, to: Airport, planned: dt.datetime, cabin: str, dice: Dice) -> None:
        """Fly one leg as it really goes: not before one is there, sometimes late, now and then not at all."""
        if planned < self.free:
            planned = _by_day(self.free + dt.timedelta(minutes=dice.whole(2, 18) * 5), origin, dice)
        if dice.chance(CANCELLED_SHARE):
            self._write(origin, to, planned, cabin, _usual_minutes(origin, to), CANCELLED)
            planned = _by_day(planned + dt.timedelta(minutes=dice.whole(36, 84) * 5), origin, dice)
        late = dice.chance(DELAYED_SHARE)
        if late:
            planned = _real(planned + dt.timedelta(minutes=int(12 + 150 * dice.between(0, 1) ** 3)), origin)
        noise = dice.between(-0.04, 0.05) + dice.between(-0.03, 0.03)
        minutes = round(_usual_minutes(origin, to) * (1 + noise)) + (dice.whole(2, 19) if late else 0)
        self._write(origin, to, planned, cabin, minutes, FLOWN)
        self.free = planned + dt.timedelta(minutes=minutes + 35)

    def _write(self, origin: Airport, to: Airport, departs: dt.datetime, cabin: str, minutes: int, status: str) -> None:
        local = departs.astimezone(origin.zone)
        if local.year == YEAR:
            row = Flown(local.replace(tzinfo=None), origin, to, cabin, minutes, weather(origin, local.date()), status)
            self.flights.append(row)

    def _cabin(self, far: float, dice: Dice) -> str:
        odds = PURSES[self.purse][0 if far < 900 else 1 if far < 2600 else 2]
        return dice.weigh(CABINS, [1 - sum(odds), *odds])


def _usual_minutes(origin: Airport, to: Airport) -> int:
    """Return the block time: taxi and climb, then 515 miles an hour, with the west wind behind or ahead."""
    wind = 0.04 if eastward(origin, to) < -12 else -0.04 if eastward(origin, to) > 12 else 0.0
    return round((0.55 + miles(origin, to) / 515 * (1 + wind)) * 60)


def _usual_hours(origin: Airport, to: Airport, liked: Hours, dice: Dice) -> Hours:
    """Return when flights of this kind leave: long ones east in the evening, west by day, some red-eyes."""
    far, east = miles(origin, to), eastward(origin, to)
    if far > 2300 and east > 35:
        return (16.0, 22.5)
    if far > 2300 and east < -35:
        return (9.5, 15.5)
    if far > 2300:
        return (10.0, 22.0)
    if far > 1400 and east > 18 and dice.chance(0.22):
        return (21.3, 23.7)
    return liked


def _by_day(moment: dt.datetime, place: Airport, dice: Dice) -> dt.datetime:
    """Return the moment, or a morning hour when the airport sleeps then (from 23:30 to 5:30)."""
    local = moment.astimezone(place.zone)
    hour = local.hour + local.minute / 60
    if 5.5 <= hour < 23.5:
        return _tidy(moment, place)
    day = local.date() + dt.timedelta(days=1 if hour >= 23.5 else 0)
    return _at(day, dice.between(6, 9), place)


def _at(day: dt.date, hour: float, place: Airport) -> dt.datetime:
    clock = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=round(hour * 12) * 5)
    return _real(clock.replace(tzinfo=place.zone), place)


def _tidy(moment: dt.datetime, place: Airport) -> dt.datetime:
    """Return the moment on a full five minutes, as timetables have it."""
    return _real(moment + dt.timedelta(minutes=-moment.minute % 5), place)


def _real(moment: dt.datetime, place: Airport) -> dt.datetime:
    """Return the moment in UTC, moved on an hour at a time while the clock there is skipped or shown twice."""
    moment = moment.astimezone(dt.UTC)
    while _odd_hour(moment.astimezone(place.zone)):
        moment += dt.timedelta(hours=1)
    return moment


def _odd_hour(local: dt.datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
