"""Years of runs and of cups by people who don't exist: kinds, hours and amounts, on no map; the same everywhere."""

import datetime as dt
from functools import lru_cache

import numpy as np

from artgen.drawing.rng import Rng
from artgen.history.columns import Activity, Place
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Story

YEAR = 2025
COUNTS = (0, 1, 2, 4, 10, 23, 27, 33, 39, 40, 60, 180, 400, 600)
NAMES = (
    "Wren",
    "Leo",
    "Mika",
    "Priya",
    "Tomasz",
    "Amara",
    "Ines",
    "Noor",
    "Oskar",
    "Marguerite",
    "Sol",
    "Ida",
    "Sam",
    "Jun",
)
KINDS = {
    "run": ("Easy", "Tempo", "Intervals", "Long run", "Race"),
    "coffee": ("Flat white", "Filter", "Cold brew", "Tea", "Pastry"),
}
_PLACES = {
    "run": ("River Path", "Victoria Park", "The Track", "North Moor", "City Loop", "Coast Road"),
    "coffee": ("Harbour St", "Pine Lane", "Old Mill", "Station Rd", "Canal Side", "Market Sq"),
}
_FEW = {
    ("run", 1): ((263, 9.5, 4, 21.1, 5),),
    ("run", 4): ((75, 7.2, 0, 5.0, 0), (122, 18.4, 1, 8.2, 1), (207, 6.6, 3, 16.4, 3), (289, 10.0, 4, 10.0, 4)),
    ("coffee", 1): ((130, 8.4, 0, 4.2, 0),),
    ("coffee", 4): ((40, 10.2, 1, 3.8, 0), (166, 15.5, 2, 5.1, 1), (233, 8.1, 0, 4.2, 0), (341, 19.0, 3, 11.4, 2)),
}
_HOURS = {"run": (6.4, 9.6, 12.8, 18.3, 21.3), "coffee": (8.2, 10.8, 14.4, 17.6, 20.2)}
_USUAL = {"run": (7.0, 9.0, 8.0, 17.0, 10.0), "coffee": (4.2, 3.8, 4.9, 3.4, 6.2)}


@lru_cache(maxsize=64)
def year(brand: str, count: int) -> Story:
    """Return the year of one person of a brand, "run" or "coffee": `count` activities of five kinds at six places."""
    rows = _FEW.get((brand, count)) or _many(brand, count)
    name = NAMES[COUNTS.index(count)] if count in COUNTS else "Robin"
    return told(
        name, [(day, hour, KINDS[brand][kind], amount, _PLACES[brand][at]) for day, hour, kind, amount, at in rows]
    )


def somebody(brand: str, count: int, number: int) -> Story:
    """Return the year of one more person of a brand, told apart by a number."""
    rows = _many(brand, count, f" of number {number}")
    return told("Robin", [(d, h, KINDS[brand][kind], a, _PLACES[brand][at]) for d, h, kind, a, at in rows])


def told(name: str, rows: list[tuple[int, float, str, float, str]], kinds: tuple[str, ...] = ()) -> Story:
    """Return a year of rows: day 1..365, hour (nan unknown), kind, amount, place."""
    made: list[Activity] = []
    for day, hour, kind, amount, place in sorted(rows):
        timed = hour == hour
        start = dt.datetime(YEAR, 1, 1, tzinfo=dt.UTC) + dt.timedelta(
            days=day - 1, minutes=round(60 * hour) if timed else 0
        )
        at = Place(place, place, float("nan"), float("nan"), "") if place else None
        made.append(Activity(len(made), start, timed, amount, float("nan"), destination=at, category=kind))
    activities = tuple(made)
    return Story(name, YEAR, activities, facts(activities), moments(activities, None), kinds=kinds)


@lru_cache(maxsize=1)
def awkward() -> dict[str, Story]:
    """Return the years that break careless styles, by what is awkward about them."""
    sam, nan = _rows("run", 40), float("nan")
    return {
        "eight kinds": told("Ada", [(*row[:2], f"Kind {i % 8}", *row[3:]) for i, row in enumerate(sam)]),
        "no kinds": told("Ada", [(*row[:2], "", *row[3:]) for row in sam]),
        "no hours": told("Ada", [(row[0], nan, *row[2:]) for row in sam]),
        "no places": told("Ada", [(*row[:4], "") for row in sam]),
        "nothing but dates": told("Ada", [(row[0], nan, "", nan, "") for row in sam]),
        "one month": told("Ada", [(152 + i % 30, *row[1:]) for i, row in enumerate(sam)]),
        "one day": told("Ada", [(200, *row[1:]) for row in sam]),
        "one giant": told("Ada", [(*row[:3], 400.0 if i == 17 else row[3], row[4]) for i, row in enumerate(sam)]),
        "all equal": told("Ada", [(row[0], 9.0, "Easy", 5.0, "River Path") for row in sam]),
        "four equal": told("Ada", [(80 * i + 20, 9.0, "Easy", 5.0, "River Path") for i in range(4)]),
        "no amounts": told("Ada", [(*row[:3], nan, row[4]) for row in sam]),
    }


def _rows(brand: str, count: int) -> list[tuple[int, float, str, float, str]]:
    return [(d, h, KINDS[brand][k], a, _PLACES[brand][p]) for d, h, k, a, p in _many(brand, count)]


def _many(brand: str, count: int, who: str = "") -> list[tuple[int, float, int, float, int]]:
    dice = Rng(f"{brand} {count}{who}").generator
    day = np.arange(365)
    busy = 1 + 0.6 * np.sin((day - 60) / 365 * 2 * np.pi)
    if 20 <= count <= 60:
        busy[195:224], busy[60:110] = 0.01, 2.4
    if count > 300:
        busy = 1 + 0.25 * np.sin((day - 60) / 365 * 2 * np.pi)
        busy[45:55] = busy[280:292] = 0.02
    days = np.sort(dice.choice(365, count, replace=count > 300, p=busy / busy.sum())) + 1
    kind = dice.choice(
        5, count, p=dice.dirichlet([2.2, 1.4, 1.1, 0.9, 0.7]) if count < 300 else [0.42, 0.2, 0.14, 0.12, 0.12]
    )
    place = dice.choice(6, count, p=dice.dirichlet([2, 1.3, 1, 0.7, 0.5, 0.4]))
    hour = np.clip(
        dice.choice(_HOURS[brand], count, p=[0.45, 0.24, 0.08, 0.17, 0.06]) + dice.normal(0, 0.6, count), 5, 23
    )
    amount = np.array(_USUAL[brand])[kind] * np.exp(dice.normal(0, 0.22, count))
    if count > 20 and brand == "run":
        amount[count * 2 // 3], kind[count * 2 // 3] = (42.2 if count > 300 else 21.1), 4
    return [
        (int(d), round(float(h), 2), int(k), round(float(a), 1), int(p))
        for d, h, k, a, p in zip(days, hour, kind, amount, place, strict=True)
    ]
