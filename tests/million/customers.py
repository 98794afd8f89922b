"""Made-up customers, as many as wanted, each told by a number alone: the same person in a campaign of any size.

How much they fly is spread as in life, and as evenly over any first hundred as over a million: a few never flew, half
took one to four flights, the mean is eight, the busiest took 180.
"""

import csv
import math
import random
from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from statistics import NormalDist

from artgen.campaigns.model import FILE
from artgen.sitters.trips import PLACES
from tests.line import CAMPAIGN, SAMPLE

YEAR = 2025
NEVER, MIDDLE, SPREAD, MOST = 0.06, 4.0, 1.3, 180
STYLES = ("skies", "routes", "bloom", "strata", "quilt")
MONTHS = tuple(f"flights-{month:02d}.csv" for month in range(1, 13))
COLUMNS = ("member", "departs", "origin", "destination", "cabin", "minutes", "weather", "status")
_STEP = (math.sqrt(5) - 1) / 2
_ODD_ROW = 250
_CABINS = ("economy", "economy", "economy", "premium", "business", "first")
_WEATHERS = ("clear", "clear", "cloud", "rain", "snow", "wind")


def customer_of(number: int) -> str:
    """Return the id of a customer."""
    return f"M-{number:08d}"


def flights_of(number: int) -> int:
    """Return how many flights a customer took.

    >>> [flights_of(number) for number in range(8)]
    [0, 5, 1, 14, 3, 1, 7, 1]
    >>> round(sum(map(flights_of, range(10_000))) / 10_000, 1), max(map(flights_of, range(1_000)))
    (8.2, 180)
    """
    at = number * _STEP % 1
    if at < NEVER:
        return 0
    usual = math.exp(math.log(MIDDLE) + SPREAD * NormalDist().inv_cdf((at - NEVER) / (1 - NEVER)))
    return max(1, min(MOST, int(usual)))


def style_of(number: int) -> str:
    """Return the style that a customer's picture is in; all but one in twenty have a heart."""
    turn = number % 100 // 4
    return STYLES[turn] if number % 4 == 1 and turn < len(STYLES) else "heart"


def write(folder: Path, many: int) -> int:
    """Write a campaign of the first so many customers, months in files of their own; return its rows of activity.

    A row in some hundreds can't be read, one in fifty was cancelled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names, written = _first_names(), 0
    with ExitStack() as held:
        opened = (held.enter_context((folder / name).open("w", encoding="utf-8", newline="")) for name in MONTHS)
        months = [csv.writer(file) for file in opened]
        people = csv.writer(held.enter_context((folder / "members.csv").open("w", encoding="utf-8", newline="")))
        people.writerow(("member", "first_name", "email", "home", "liking"))
        for month in months:
            month.writerow(COLUMNS)
        for number in range(many):
            who, chance = customer_of(number), random.Random(number)
            home, name = chance.choice(_ends()), names[number % len(names)]
            people.writerow((who, name, f"{who.lower()}@members.example.com", home, style_of(number)))
            for month, row in _rows(who, home, flights_of(number), chance, odd=number % _ODD_ROW == 1):
                months[month - 1].writerow(row)
                written += 1
    (folder / FILE).write_text(_campaign(), "utf-8")
    return written


def _rows(
    who: str, home: str, flown: int, chance: random.Random, *, odd: bool
) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    """Yield a year's rows, each with its month: out and back again, to a few places more often than to others."""
    liked = [end for end in chance.sample(_ends(), min(len(_ends()) - 1, flown // 3 + 2)) if end != home]
    for trip in range((flown + 1) // 2):
        there, day = liked[int(len(liked) * chance.random() ** 2)], chance.randrange(355)
        for at, ends in ((day, (home, there)), (day + chance.randrange(1, 9), (there, home)))[: flown - 2 * trip]:
            month, of_month = at // 31 + 1, at % 31 % 28 + 1
            departs = (
                f"{YEAR}-{month:02d}-{of_month:02d}T{chance.randrange(5, 23):02d}:{chance.randrange(0, 60, 5):02d}"
            )
            cabin, weather = chance.choice(_CABINS), chance.choice(_WEATHERS)
            yield month, (who, departs, *ends, cabin, chance.randrange(45, 700), weather, "flown")
    if chance.random() < 0.15:
        month = chance.randrange(1, 13)
        departs = f"{YEAR}-{month:02d}-{chance.randrange(1, 28):02d}T09:00"
        yield month, (who, departs, home, liked[0], "economy", 90, "snow", "cancelled")
    if odd:
        yield 1, (who, f"{YEAR}-01-32T09:00", home, liked[0], "economy", 90, "snow", "flown")


def _campaign() -> str:
    """Return the campaign of hearts with a look of its own for whoever likes another style."""
    files = ", ".join(f'"{name}"' for name in MONTHS)
    text = CAMPAIGN.read_text("utf-8").replace("sample_data/heart-of-travel/", "")
    for old, new in (
        ('id = "heart-of-travel"', 'id = "million"'),
        ('files = ["flights.csv"]', f"files = [{files}]"),
        ('home = "home"', 'home = "home"\nsegment = "liking"'),
        ("[[looks]]", "".join(map(_look, STYLES)) + "[[looks]]"),
    ):
        before, found, after = text.partition(old)
        if not found:
            raise ValueError(f"the sample campaign has no {old} any more")
        text = before + new + after
    return text


def _look(style: str) -> str:
    return f'[[looks]]\nstyle = "{style}"\ntheme = "linen"\nwhen = {{ segment = "{style}" }}\n\n'


@lru_cache(maxsize=1)
def _ends() -> tuple[str, ...]:
    return tuple(sorted(PLACES))


def _first_names() -> list[str]:
    with (SAMPLE / "members.csv").open(encoding="utf-8", newline="") as rows:
        return [row["first_name"] for row in csv.DictReader(rows)]
