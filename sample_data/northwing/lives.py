"""The lives that people lead in the air: each is a function that takes a traveller through a year."""

import datetime as dt
import math
from collections.abc import Callable

from northwing.dice import Dice
from northwing.network import AIRPORTS, Airport, destination, direct, miles
from northwing.traveller import YEAR, Traveller

Life = Callable[[Traveller], None]
WEEK = dt.timedelta(days=7)
MONDAY, THURSDAY, FRIDAY, SUNDAY = 0, 3, 4, 6
FAR = {"us": 1600, "ca": 1700, "eu": 900, "as": 1500, "pa": 2600, "af": 2200, "sa": 1900, "me": 1500, "mx": 1300}


def on(month: int, day: int, spread: int = 0, dice: Dice | None = None) -> dt.date:
    """Return the date of the year, up to `spread` days later."""
    return dt.date(YEAR, month, day) + dt.timedelta(days=dice.whole(0, spread) if dice else 0)


def weekday(day: dt.date, wanted: int) -> dt.date:
    """Return the first such weekday from `day` on."""
    return day + dt.timedelta(days=(wanted - day.weekday()) % 7)


def away(t: Traveller, to: Airport, day: dt.date, nights: int, dice: Dice | None = None) -> None:
    """Go there and come home after some nights."""
    t.fly(to, day, dice=dice)
    t.fly(t.home, day + dt.timedelta(days=nights), (8.5, 20.5), dice)


def no_flight(t: Traveller) -> None:
    """Stay on the ground all year."""


def moved(t: Traveller) -> None:
    """Fly once, one way, to a new home that needs no change of planes."""
    places = [place for place in AIRPORTS.values() if direct(t.home, place) and place.size > 2]
    t.fly(t.dice.pick(places), on(2, 1, 300, t.dice))


def one_trip(t: Traveller) -> None:
    """Go away once: mostly in summer, at times for a city, a wedding, a winter week."""
    if t.dice.chance(0.5):
        month = 7 if t.home.latitude > 0 else 1
        to = destination(t.dice, t.home, "sc", _reach(t) * 1.4)
        away(t, to, on(month, 1, 25, t.dice), t.dice.whole(7, 16))
    elif t.dice.chance(0.2):
        away(t, destination(t.dice, t.home, "w", _reach(t)), on(2, 1, 25, t.dice), t.dice.whole(5, 8))
    else:
        to = destination(t.dice, t.home, "cbu", _reach(t))
        away(t, to, weekday(on(3, 1, 260, t.dice), THURSDAY), t.dice.whole(2, 5))


def few_trips(t: Traveller) -> None:
    """Go away two or three times: a visit in spring, sun in summer, family at the end of the year."""
    family = destination(t.dice, t.home, "hbc", _reach(t))
    spring, summer, winter = t.dice.chance(0.75), t.dice.chance(0.85), t.dice.chance(0.7)
    if spring:
        to = destination(t.dice, t.home, "c", _reach(t))
        away(t, to, weekday(on(3, 5, 80, t.dice), FRIDAY), t.dice.whole(2, 6))
    if summer:
        away(t, destination(t.dice, t.home, "s", _reach(t) * 1.3), on(6, 20, 60, t.dice), t.dice.whole(7, 15))
    if winter or not (spring or summer):
        away(t, family, on(12, 18, 5, t.dice), t.dice.whole(4, 15))


def often(t: Traveller) -> None:
    """Mix it all: work, friends, the sea, the same family twice."""
    family = destination(t.dice, t.home, "hbc", _reach(t))
    day = on(1, 8, 30, t.dice)
    while day < on(12, 10):
        kind, nights = t.dice.pick((("b", 2), ("b", 3), ("c", 3), ("s", 8), ("", 4)))
        to = destination(t.dice, t.home, kind, _reach(t)) if kind else family
        away(t, to, day, t.dice.whole(nights - 1, nights + 2))
        day += dt.timedelta(days=t.dice.whole(32, 80))
    away(t, family, on(12, 19, 4, t.dice), t.dice.whole(5, 14))


def student(t: Traveller) -> None:
    """Study far from home: spring break, home in May, back in August, Thanksgiving at times, Christmas at home."""
    school = destination(t.dice, t.home, "u", _reach(t), nearest=250)
    t.fly(school, on(1, 8, 8, t.dice))
    if t.dice.chance(0.6):
        t.fly(destination(t.dice, school, "s", _reach(t)), on(3, 14, 3, t.dice))
        t.fly(school, on(3, 22, 2, t.dice))
    t.fly(t.home, on(5, 14, 12, t.dice))
    t.fly(school, on(8, 18, 10, t.dice))
    if t.dice.chance(0.5):
        t.fly(t.home, on(11, 25))
        t.fly(school, on(11, 30))
    t.fly(t.home, on(12, 17, 5, t.dice))


def two_suns(t: Traveller) -> None:
    """Spend the cold months in the sun and the warm ones at home, with a visit from there in between."""
    nest = destination(t.dice, t.home, "s", _reach(t), nearest=600)
    t.fly(nest, on(1, 5, 14, t.dice))
    if t.dice.chance(0.5):
        t.fly(t.home, on(2, 20, 10, t.dice))
        t.fly(nest, on(3, 5, 6, t.dice))
    t.fly(t.home, on(4, 12, 14, t.dice))
    t.fly(nest, on(11, 2, 14, t.dice))
    if t.dice.chance(0.6):
        t.fly(t.home, on(12, 20, 3, t.dice))


def big_trip(t: Traveller) -> None:
    """Go round far places once, for weeks, always on to another part of the world."""
    day = on(2, 1, 200, t.dice)
    left = t.dice.shuffled([area for area in ("us", "sa", "eu", "me", "as", "pa", "af") if area != t.home.area])
    for area in left[: t.dice.whole(3, 5)]:
        places = [place for place in AIRPORTS.values() if place.area == area and place.size > 1]
        day += dt.timedelta(days=t.dice.whole(4, 12))
        t.fly(t.dice.weigh(places, [place.size for place in places]), day)
    t.fly(t.home, day + dt.timedelta(days=t.dice.whole(5, 10)))


def far_love(t: Traveller) -> None:
    """Fly out on Friday evening and home on Sunday, every second or third week, to the same place."""
    to = _direct_place(t, 300, 900)
    day = weekday(on(1, 8, 8, t.dice), FRIDAY)
    while day < on(12, 12):
        t.fly(to, day, (16.5, 21.0))
        t.fly(t.home, day + dt.timedelta(days=2), (15.5, 21.0))
        day += WEEK * t.dice.whole(2, 3)


def commuter(t: Traveller) -> None:
    """Work in another city from Monday to Thursday, with weeks off in August and at the end of the year."""
    to = _direct_place(t, 180, 600)
    day = weekday(on(1, 6), MONDAY)
    rests = t.dice.whole(29, 31)
    while day < on(12, 18):
        if day.isocalendar().week not in (rests, rests + 1, rests + 2) and t.dice.chance(0.93):
            t.fly(to, day, (6.0, 8.0))
            t.fly(t.home, day + dt.timedelta(days=t.dice.pick((2, 3, 3, 3, 4))), (16.0, 20.5))
        day += WEEK


def seller(t: Traveller) -> None:
    """See customers somewhere every few weeks, and a trade fair each half-year."""
    day = weekday(on(1, 13, 14, t.dice), MONDAY)
    while day < on(12, 10):
        kept = day + dt.timedelta(days=t.dice.whole(0, 2))
        away(t, destination(t.dice, t.home, "b", _reach(t)), kept, t.dice.whole(1, 3))
        day += WEEK * t.dice.pick((2, 3, 3, 4, 5))
    if t.dice.chance(0.6):
        away(t, destination(t.dice, t.home, "s", _reach(t) * 1.5), on(12, 20, 2, t.dice), t.dice.whole(6, 9))


def consultant(flights: int) -> Life:
    """Return the life of someone who takes exactly so many flights: city after city, home at the weekend."""

    def life(t: Traveller) -> None:
        day = weekday(on(1, 6), MONDAY)
        while t.flown < flights and day < on(12, 26):
            weeks = max(1, (on(12, 22) - day).days // 7)
            wanted = min(flights - t.flown, max(2, round((flights - t.flown) / weeks)))
            _week_of_work(t, day, wanted)
            day += WEEK

    return life


def family(name: str, t: Traveller, works: bool) -> None:
    """Go on holiday with all the others of the same family name, who fly the very same flights; one works as well."""
    dice = Dice(f"family {name}")
    if works:
        away(t, _direct_place(t, 200, 900), weekday(on(2, 3, 20, t.dice), MONDAY), 2)
    if dice.chance(0.4):
        away(t, destination(dice, t.home, "cw", _reach(t)), on(4, 12, 6, dice), dice.whole(4, 7), dice)
    summer = on(7, 5, 28, dice)
    away(t, destination(dice, t.home, "s", _reach(t) * 1.3), summer, dice.whole(8, 15), dice)
    if works:
        away(t, _direct_place(t, 200, 900), weekday(on(10, 6, 20, t.dice), MONDAY), 3)
    if dice.chance(0.45):
        away(t, destination(dice, t.home, "hbc", _reach(t)), on(12, 19, 3, dice), dice.whole(6, 13), dice)


def _week_of_work(t: Traveller, day: dt.date, wanted: int) -> None:
    """Fly `wanted` flights from Monday on, one or two a day, each without a change; an odd one more stays away."""
    step = dt.timedelta(days=1 if wanted > 2 else 3)
    for k in range(wanted):
        last = k == wanted - 1
        homeward = last and t.here is not t.home and direct(t.here, t.home)
        to = t.home if homeward else _next_city(t)
        t.fly(to, day, (16.0, 20.5) if last else (6.0, 9.5))
        day += step


def _next_city(t: Traveller) -> Airport:
    places = [p for p in AIRPORTS.values() if p is not t.home and "b" in p.kinds and direct(t.here, p)]
    places = [p for p in places if direct(p, t.home)]
    near = [place.size**1.5 * math.exp(-(miles(t.home, place) + miles(t.here, place)) / 1500) for place in places]
    return t.dice.weigh(places, near)


def _direct_place(t: Traveller, nearest: float, reach: float) -> Airport:
    """Choose a place of work or love that needs no change of planes, rather near than far."""
    places = [place for place in AIRPORTS.values() if direct(t.home, place) and miles(t.home, place) >= nearest]
    return t.dice.weigh(places, [place.size**2 * math.exp(-((miles(t.home, place) / reach) ** 2)) for place in places])


def _reach(t: Traveller) -> float:
    return FAR.get(t.home.area, 1500)
