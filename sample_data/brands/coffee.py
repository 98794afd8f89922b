"""Tidewick Coffee: orders at the bar of a coffee house in Melbourne, by the drink and the number of cups."""

from collections.abc import Iterator

from northwing.dice import Dice

from brands.calendar import at, days
from brands.people import Person

BRAND, PREFIX = "tidewick", "TW"
HEADER = ("guest", "ordered", "drink", "cups", "paid", "status")
COUNTS = (
    "0 0 0 1 1 1 2 2 3 3 4 4 5 5 6 6 7 8 8 9 10 11 12 12 13 14 15 16 18 20 21 22 23 25 "
    "26 28 30 33 36 40 44 48 54 60 72 84 96 110 128 150 174 200"
)
DRINKS = {
    "flat white": 5.2,
    "filter coffee": 4.5,
    "espresso": 3.8,
    "cappuccino": 5.2,
    "long black": 4.6,
    "chai": 5.5,
    "hot chocolate": 5.4,
    "iced coffee": 6.0,
}
SUMMER = (2, 2, 1, 0.4, 0.1, 0.05, 0.05, 0.1, 0.3, 0.7, 1, 2)
# Weekdays rather than weekends; the house is closed for repairs in the first week of July.
WEEK = (1, 1.1, 1.1, 1.1, 1.3, 0.6, 0.4)
CLOSED = "2025-07-01", "2025-07-07"


def year(person: Person) -> Iterator[tuple[str, ...]]:
    """Yield the orders of one person; some are cancelled at the till, and another follows."""
    dice = Dice(f"{BRAND} {person.id}")
    usual, second = dice.pick(tuple(DRINKS)), dice.pick(tuple(DRINKS))
    hour = dice.pick((7.2, 7.8, 8.1, 8.6, 10.3, 13.2, 15.4))
    often = person.count > 90
    visits = days(dice, round(person.count * 0.85) if often else person.count, week=WEEK)
    orders = [(day, hour) for day in visits] + [
        (day, 14.5) for day in dice.shuffled(visits)[: person.count - len(visits)]
    ]
    for day, usual_hour in sorted(orders):
        if CLOSED[0] <= day.isoformat() <= CLOSED[1]:
            day = day.replace(day=day.day + 7)
        time = at(day, usual_hour + dice.between(-0.6, 0.9))
        summery = dice.chance(0.35 * SUMMER[day.month - 1])
        drink = "iced coffee" if summery else dice.weigh((usual, second, dice.pick(tuple(DRINKS))), (7, 2, 1))
        cups = dice.weigh((1, 2, 3, 4, 6), (80, 14, 3, 2, 1))
        if dice.chance(0.02):
            yield (person.id, time, drink, str(cups), "0.00", "cancelled")
        yield (person.id, time, drink, str(cups), f"{cups * DRINKS[drink]:.2f}", "served")
