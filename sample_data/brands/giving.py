"""Rivermend: a charity in Toronto; gifts by card have an hour, gifts by post and by standing order a day alone."""

import datetime as dt
from collections.abc import Iterator

from northwing.dice import Dice

from brands.calendar import YEAR, at, days
from brands.people import Person

BRAND, PREFIX = "rivermend", "RM"
HEADER = ("giver", "given", "cause", "way", "dollars", "status")
COUNTS = (
    "0 0 0 0 1 1 1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 5 5 6 6 7 8 9 10 11 12 12 12 12 "
    "12 12 12 12 13 13 14 14 15 16 18 20 24 30 40 52 104 200"
)
CAUSES = ("rivers", "school meals", "night shelter", "trees", "swimming lessons", "library bus")
MONTHS = (0.5, 0.5, 0.7, 0.8, 0.8, 0.7, 0.5, 0.5, 0.9, 1.0, 1.6, 2.6)
MONTHLY = range(12, 14)


def year(person: Person) -> Iterator[tuple[str, ...]]:
    """Yield the gifts of one person: twelve a year come by standing order, most others by card, a few by post."""
    dice = Dice(f"{BRAND} {person.id}")
    causes = dice.shuffled(CAUSES)[: dice.whole(1, 3)]
    day_of_month, sum_of_month = dice.pick((1, 5, 15, 28)), dice.pick((5, 10, 15, 25))
    monthly = [dt.date(YEAR, month, day_of_month) for month in range(1, 13)] if person.count in MONTHLY else []
    loose = days(dice, person.count - len(monthly), MONTHS)
    for day, standing in sorted([(day, True) for day in monthly] + [(day, False) for day in loose]):
        way = "standing order" if standing else dice.weigh(("card", "post"), (8, 2))
        when = at(day, dice.between(8, 21.5)) if way == "card" else day.isoformat()
        given = sum_of_month if standing else dice.pick((2, 5, 10, 20, 20, 50))
        cause = causes[0] if standing else dice.pick(causes)
        if dice.chance(0.02):
            yield (person.id, when, cause, way, f"{given}.00", "returned")
        yield (person.id, when, cause, way, f"{given}.00", "received")
