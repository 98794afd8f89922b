"""Quillhaven: small hotels in Portugal and Spain; a stay has a day of arrival and no hour, as hotels write it down."""

import datetime as dt
from collections.abc import Iterator

from northwing.dice import Dice

from brands.calendar import DAYS, YEAR
from brands.people import Person

BRAND, PREFIX = "quillhaven", "QH"
HEADER = ("guest", "arrives", "town", "nights", "room", "status")
COUNTS = (
    "0 0 0 0 1 1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 5 5 6 6 6 7 7 8 8 8 9 9 10 10 "
    "11 12 12 13 14 15 16 18 20 22 24 26 30 36 44 60 84 120"
)
TOWNS = (
    "Lisbon",
    "Porto",
    "Évora",
    "Tavira",
    "Coimbra",
    "Sintra",
    "Seville",
    "Cádiz",
    "Salamanca",
    "Santiago",
    "Aveiro",
)
ROOMS = ("standard", "garden", "suite")
NIGHTS, ODDS = (1, 2, 3, 4, 5, 7, 10, 14), (20, 30, 22, 9, 6, 8, 3, 2)


def year(person: Person) -> Iterator[tuple[str, ...]]:
    """Yield the stays of one person; nobody arrives before having left, and some bookings come to nothing."""
    dice = Dice(f"{BRAND} {person.id}")
    towns = dice.shuffled(TOWNS)[: 2 + person.count // 6]
    every = len(DAYS) / max(person.count, 1)
    free = dt.date(YEAR, 1, 1)
    for n in range(person.count):
        arrives = max(free, DAYS[0] + dt.timedelta(days=int(every * (n + dice.between(0.1, 0.6)))))
        nights = min(dice.weigh(NIGHTS, ODDS), max(1, int(every * 0.6)))
        free = arrives + dt.timedelta(days=nights)
        town, room = dice.pick(towns), dice.weigh(ROOMS, (75, 18, 7))
        if dice.chance(0.06):
            status = dice.pick(("cancelled", "cancelled", "no-show"))
            yield (person.id, arrives.isoformat(), dice.pick(TOWNS), str(nights), "standard", status)
        yield (person.id, arrives.isoformat(), town, str(nights), room, "stayed")
