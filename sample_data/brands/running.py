"""Hareline: a running club in Athens; each run has kilometres and a sky, a race is a race, and August is hot."""

from collections.abc import Iterator

from northwing.dice import Dice

from brands.calendar import at, days
from brands.people import Person

BRAND, PREFIX = "hareline", "HL"
HEADER = ("runner", "started", "run", "km", "race", "sky", "status")
COUNTS = (
    "0 0 0 1 1 2 2 3 3 4 4 5 5 6 7 8 9 10 11 12 13 14 15 16 18 20 22 23 24 25 26 28 30 32 "
    "35 38 42 46 50 55 60 66 74 84 96 108 120 134 148 164 180 200"
)
MONTHS = (0.9, 0.9, 1.2, 1.3, 1.3, 0.9, 0.6, 0.4, 1.1, 1.4, 1.3, 0.8)
WEEK = (0.6, 1.1, 1.0, 1.1, 0.5, 1.4, 1.6)
RACES = ((10.0, 60), (21.1, 30), (42.2, 10))
# Of ten skies in a month: clear, cloud, rain, wind; snow falls in January and February alone, and seldom.
SKIES = ("sun", "cloud", "rain", "wind", "snow")
WINTER, SPRING, SUMMER = (4, 3, 2, 1, 0.4), (6, 2, 1, 1, 0), (8.5, 0.6, 0.1, 0.8, 0)
SEASONS = (WINTER, WINTER, SPRING, SPRING, SPRING, SUMMER, SUMMER, SUMMER, SPRING, SPRING, WINTER, SPRING)


def sky(day: str) -> str:
    """Return the sky over Athens on a day, the same for everyone."""
    return Dice(f"{BRAND} sky {day}").weigh(SKIES, SEASONS[int(day[5:7]) - 1])


def year(person: Person) -> Iterator[tuple[str, ...]]:
    """Yield the runs of one person; a run that was recorded by mistake is marked as void."""
    dice = Dice(f"{BRAND} {person.id}")
    usual, early = dice.between(4, 9), dice.chance(0.6)
    for day in days(dice, person.count, MONTHS, WEEK):
        weekend = day.weekday() > 4
        hot = day.month in (6, 7, 8)
        hour = dice.between(6.2, 7.5) if hot or early else dice.between(8.5, 10.5) if weekend else dice.between(17, 20)
        kind, km = ("easy run", usual * dice.between(0.7, 1.2))
        if weekend and not hot and dice.chance(0.07):
            kind, km, hour = "race", dice.weigh(*zip(*RACES, strict=True)), 9.0
        elif weekend and dice.chance(0.5):
            kind, km = "long run", usual * dice.between(1.4, 2.2)
        elif dice.chance(0.18):
            kind, km = "intervals", usual * dice.between(0.6, 0.9)
        said = (kind, f"{km:.1f}", "yes" if kind == "race" else "no", sky(day.isoformat()))
        if dice.chance(0.012):
            yield (person.id, at(day, hour - 0.2), kind, "0.1", "no", said[3], "void")
        yield (person.id, at(day, hour), *said, "run")
